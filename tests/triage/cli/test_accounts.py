"""`account confirm`, and what `check` and `run` say of the page on which people do it themselves."""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from office import mail
from sqlmodel import Session, select
from wiki_oauth import CLIENT, SECRET, StandInOAuth

from intake.store import Arrival, Batch, Cursor
from triage.app import open_app
from triage.config import read
from triage.flow.rounds import decide
from triage.store.tables import AttendanceRow

CONFIRM = ("account", "confirm", "marisol@reader.example", "--event", "hour")


@pytest.fixture
def waiting(folder: Path, openhour) -> Path:
    """Marisol has named her account, which must be shown to be hers, and there is no page to do so."""
    config = folder / "config.toml"
    config.write_text(config.read_text().replace("[standing]\n", '[standing]\nrequired = "confirmed"\n'))
    event = (folder / "hour.toml").read_text()
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    (folder / "hour.toml").write_text(event.replace("2026-12-03T18:00:00Z", tomorrow.isoformat()))
    openhour("event", "add", "hour.toml")
    app = open_app(read(config))
    raw = mail("marisol@reader.example", "I would like to attend. My username is Marisol Vega.")
    arrival = Arrival.of(1, datetime.now(UTC), [raw])
    app.runtime.inbox.receive(Batch("INBOX", None, Cursor(1, 1), (arrival,)))
    decide(app.runtime)
    app.close()
    return folder


def ownership(folder: Path) -> list[tuple[str, str, str]]:
    app = open_app(read(folder / "config.toml"))
    with Session(app.runtime.engine) as session:
        rows = session.exec(select(AttendanceRow)).all()
        found = [(row.state, row.ownership.value, row.confirmed_way) for row in rows]
    app.close()
    return found


def test_tick_confirms_the_account_and_says_so(waiting: Path, openhour) -> None:
    assert ownership(waiting) == [("review", "claimed", "")]
    said = "Marisol Vega is marisol@reader.example's; now requested\n"
    assert openhour(*CONFIRM, "--why", "met her at Wikimania") == (0, said, "")
    assert ownership(waiting) == [("requested", "confirmed", "staff")]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("account", "confirm", "nobody@x.example", "--event", "hour", "--why", "x"), "did not ask to come to hour"),
        (("account", "confirm", "a@x.example", "--event", "nope", "--why", "x"), "no event nope"),
        ((*CONFIRM, "--why", ""), "a reason is needed"),
        (CONFIRM, "Missing option '--why'"),
    ],
    ids=["nobody", "no event", "an empty reason", "no reason"],
)
def test_tick_that_cannot_be_is_one_line(waiting: Path, openhour, arguments: tuple[str, ...], line: str) -> None:
    code, out, err = openhour(*arguments)
    assert (code, out, line in err, "Traceback" in err) == (2, "", True, False)
    assert ownership(waiting) == [("review", "claimed", "")]


@pytest.fixture
def oauth() -> Iterator[StandInOAuth]:
    with StandInOAuth() as running:
        yield running


def configured(folder: Path, oauth: StandInOAuth, secret: str, listen: str = "127.0.0.1:0") -> None:
    section = f'[wiki]\noauth_client_id = "{CLIENT}"\noauth_client_secret = "{secret}"\noauth_api = "{oauth.api}"\n'
    desk = f'[desk]\npublic_url = "https://desk.example/"\nlisten = "{listen}"\n'
    config = folder / "config.toml"
    config.write_text(config.read_text() + section + desk)


@pytest.mark.parametrize(
    ("secret", "state", "words"),
    [(SECRET, "ok", "it sends people back to https://desk.example"), ("wrong", "wrong", "oauth_client_secret")],
)
def test_check_tries_the_sign_in(
    folder: Path, openhour, oauth: StandInOAuth, secret: str, state: str, words: str
) -> None:
    configured(folder, oauth, secret)
    [found] = [
        told for told in map(json.loads, openhour("check", "--json")[1].splitlines()) if told["part"] == "sign-in"
    ]
    assert (found["state"], words in found["what"]) == (state, True)


def test_check_warns_where_only_a_tick_confirms(waiting: Path, openhour) -> None:
    [found] = [
        told for told in map(json.loads, openhour("check", "--json")[1].splitlines()) if told["part"] == "sign-in"
    ]
    assert (found["state"], "only a person's tick" in found["what"]) == ("warning", True)


def test_run_says_in_one_line_that_its_address_is_taken(folder: Path, openhour, oauth: StandInOAuth) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        configured(folder, oauth, SECRET, listen)
        code, out, err = openhour("run")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "openhour: [desk] secret: empty, so that the desk is not served; make one with `openhour key` and write it"
        " there; the worker goes on without it",
        f"openhour: [desk] listen: {listen} cannot be used (Address already in use)",
    ]
