"""`check`: what is wrong with each part, and what to do, before anybody is written to."""

import json
import shutil
from pathlib import Path

import pytest
from dovecot import PASSWORD
from inbox import Inbox

from triage.app import templates_beside

SECRET = "s" * 43
HERE = f'[desk]\nsecret = "{SECRET}"\nlisten = "127.0.0.1:8080"\n'
EVERYWHERE = f'[desk]\nsecret = "{SECRET}"\nlisten = "0.0.0.0:8080"\n'
BEHIND_TLS = f'{HERE}public_url = "https://desk.example"\n'

DESKS = [
    ("no secret: no desk", "", [("warning", "[desk] secret: empty")]),
    ("a short secret", '[desk]\nsecret = "short"\n', [("warning", "[desk] secret: only 5 letters long")]),
    (
        "on this machine only",
        HERE,
        [
            ("ok", "served at 127.0.0.1:8080"),
            ("warning", "from this machine only"),
            ("warning", "nobody can let staff in"),
        ],
    ),
    (
        "open to the network",
        EVERYWHERE,
        [("ok", "served at 0.0.0.0:8080"), ("wrong", "without TLS"), ("warning", "nobody can let staff in")],
    ),
    (
        "behind a proxy",
        BEHIND_TLS,
        [("ok", "seen as https://desk.example"), ("warning", "openhour staff add NAME --role admin")],
    ),
]


def findings(openhour, part: str) -> list[tuple[str, str]]:
    """State and sentence of each finding about this part."""
    told = map(json.loads, openhour("check", "--json")[1].splitlines())
    return [(each["state"], each["what"]) for each in told if each["part"] == part]


def written(folder: Path, more: str) -> None:
    config = folder / "config.toml"
    config.write_text(config.read_text("utf-8") + more, encoding="utf-8")


@pytest.mark.parametrize(("what", "section", "wanted"), DESKS, ids=[each[0] for each in DESKS])
def test_desk_is_checked(folder: Path, openhour, what: str, section: str, wanted: list[tuple[str, str]]) -> None:
    written(folder, section)
    openhour("event", "add", "hour.toml")
    found = findings(openhour, "desk")
    assert [state for state, _ in found] == [state for state, _ in wanted]
    assert [words in said for (_, words), (_, said) in zip(wanted, found, strict=True)] == [True] * len(wanted)


def test_desk_with_an_admin_wants_nothing(folder: Path, openhour) -> None:
    written(folder, BEHIND_TLS)
    (folder / "password").write_text("a sentence that nobody guesses\n", encoding="utf-8")
    openhour("staff", "add", "Rosalind", "--role", "admin", "--password-file", "password")
    assert findings(openhour, "desk") == [("ok", "served at 127.0.0.1:8080, seen as https://desk.example")]


def test_one_click_needs_https(folder: Path, openhour) -> None:
    [without] = findings(openhour, "mailings")
    written(folder, BEHIND_TLS)
    [with_] = findings(openhour, "mailings")
    assert without == (
        "warning",
        "people can leave them by mail only; for one click set [desk] public_url to an address with https://",
    )
    assert with_ == ("ok", "people leave them with one click at https://desk.example/unsubscribe, or by mail")


def test_texts_of_ones_own_must_be_whole_and_readable(folder: Path, openhour) -> None:
    config, mine = folder / "config.toml", folder / "mine"
    config.write_text(f'templates = "{mine}"\n{config.read_text("utf-8")}', encoding="utf-8")
    shutil.copytree(templates_beside(), mine, ignore=shutil.ignore_patterns("desk"))
    assert [state for state, _ in findings(openhour, "templates")] == ["ok"]
    (mine / "mail" / "mailing" / "en.txt").unlink()
    (mine / "mail" / "late" / "de.txt").write_text("Spät\n{% if x %}\n", encoding="utf-8")
    (mine / "mail" / "late" / "fr.txt").write_bytes(b"\xff\xfe")
    assert [state for state, _ in findings(openhour, "templates")] == ["wrong"] * 3
    sentences = " ".join(what for _, what in findings(openhour, "templates"))
    assert "mail/mailing/en.txt is missing; copy it" in sentences
    assert "mail/late/de.txt, line 2" in sentences
    assert "mail/late/fr.txt is not UTF-8" in sentences


def test_copied_database_is_told(folder: Path, openhour) -> None:
    openhour("event", "add", "hour.toml")
    assert findings(openhour, "instance") == [("ok", "the database is this installation's")]
    (folder / "config.instance").write_text("another\n", encoding="ascii")
    [(state, what)] = findings(openhour, "instance")
    assert (state, "`openhour resume`" in what) == ("warning", True)


@pytest.mark.parametrize(
    ("name", "state", "words"), [("Done", "ok", "moved to Done"), ("Gone", "wrong", "no folder Gone")]
)
def test_folder_for_what_is_stored_must_be_there(
    folder: Path, openhour, inbox: Inbox, name: str, state: str, words: str
) -> None:
    client = inbox.client()
    client.create_folder("Done")
    client.logout()
    config = folder / "config.toml"
    section = f'port = {inbox.server.port}\nprocessed_folder = "{name}"\n'
    text = config.read_text("utf-8").replace("port = 1\n", section, 1)
    text = text.replace('username = "answers"', f'username = "{inbox.name}"').replace('"pw"', f'"{PASSWORD}"')
    config.write_text(text, encoding="utf-8")
    found = findings(openhour, "mailbox")
    assert [(each[0], words in each[1]) for each in found[1:2]] == [(state, True)]
