"""`forget` and `export` as staff type them."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from office import Office

from triage.app import open_app
from triage.config import read
from triage.flow.rounds import decide

Run = Callable[..., tuple[int, str, str]]
HER = "marisol@reader.example"


@pytest.fixture
def desk(folder: Path, openhour: Run) -> Iterator[Office]:
    """The installation of this folder, where one person has written."""
    openhour("event", "add", "hour.toml")
    app = open_app(read(folder / "config.toml"))
    office = Office(app.runtime, folder / "accounts.txt", folder / "sent", app.runtime.clock())
    office.write(f"Marisol <{HER}>", "I will attend. My username is Marisol Vega.")
    decide(app.runtime)
    yield office
    app.close()


def test_export_prints_one_object_and_a_zip_adds_the_messages(desk: Office, openhour: Run, folder: Path) -> None:
    code, out, err = openhour("export", HER)
    copy = json.loads(out)
    assert (code, err, copy["addresses"][0]["name"]) == (0, "", "Marisol")
    code, out, err = openhour("export", HER, "--to", "her.zip")
    with zipfile.ZipFile(folder / "her.zip") as archive:
        names = archive.namelist()
        assert json.loads(archive.read("person.json")) == copy
        assert b"My username is Marisol Vega." in archive.read(names[1])
    assert (code, err, len(names), names[1].startswith("messages/")) == (0, "", 2, True)
    code, _, err = openhour("export", HER, "--to", "her.zip")
    assert (code, "her.zip: cannot be written" in err) == (2, True)


def test_forget_says_what_went_and_then_nobody_is_there(desk: Office, openhour: Run) -> None:
    assert openhour("forget", HER, "--yes") == (
        0,
        "forgotten: 1 address(es), 1 case(s), 1 message(s)\n"
        "their mail still lies in the mailbox itself: delete it there, if they ask for that\n",
        "",
    )
    code, out, err = openhour("export", HER)
    assert (code, out) == (2, "")
    assert err.startswith(f"openhour: nothing is stored under {HER}")
    code, out, _ = openhour("forget", HER, "--yes")
    assert (code, "nobody wrote from" in out) == (0, True)
