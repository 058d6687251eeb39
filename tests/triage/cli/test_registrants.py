"""What staff see of Zoom: the lists side by side, what `check` says, and how a half-filled [zoom] ends."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from zoom import StandInZoom
from zoom_http import ACCOUNT, CLIENT, SECRET

Run = Callable[..., tuple[int, str, str]]
ZOOM = '[zoom]\naccount_id = "{}"\nclient_id = "{}"\nclient_secret = "{}"\napi = "{}"\n'


def add_to(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture
def zoom(folder: Path) -> Iterator[StandInZoom]:
    """A configured Zoom account with the hour's meeting."""
    with StandInZoom() as running:
        add_to(folder / "config.toml", ZOOM.format(ACCOUNT, CLIENT, SECRET, running.api))
        add_to(folder / "hour.toml", 'meeting_id = "830 1234 5678"\n')
        yield running


def zoom_findings(openhour: Run) -> list[tuple[str, str]]:
    _, out, _ = openhour("check", "--json")
    found = [json.loads(line) for line in out.splitlines()]
    return [(it["state"], it["what"]) for it in found if it["part"] == "zoom"]


def test_stranger_in_zoom_is_shown_without_their_link(zoom: StandInZoom, openhour: Run) -> None:
    openhour("event", "add", "hour.toml")
    zoom.somebody_lets_in("eve@elsewhere.example\x1b[2J")
    code, out, err = openhour("event", "registrants", "hour")
    assert (code, err) == (1, "")
    assert out == (
        "-           approved    eve@elsewhere.example\ufffd[2J  "
        "is in Zoom, and nobody here let them in: cancel them in Zoom, or find out who did\n"
    )
    code, out, _ = openhour("event", "registrants", "hour", "--json")
    assert (code, json.loads(out)["in_zoom"], "tk=" in out) == (1, "approved", False)


def test_lists_that_agree_end_in_order(zoom: StandInZoom, openhour: Run) -> None:
    openhour("event", "add", "hour.toml")
    assert openhour("event", "registrants", "hour") == (0, "", "")


@pytest.mark.parametrize(
    ("meeting", "sentence"),
    [("nope", "no event nope"), ("hour", "hour has no meeting_id; write it in the event file and add it again")],
)
def test_list_of_no_meeting(folder: Path, zoom: StandInZoom, openhour: Run, meeting: str, sentence: str) -> None:
    event = folder / "hour.toml"
    event.write_text(event.read_text(encoding="utf-8").replace("830 1234 5678", ""), encoding="utf-8")
    openhour("event", "add", "hour.toml")
    code, out, err = openhour("event", "registrants", meeting)
    assert (code, out, sentence in err) == (2, "", True)


def test_zoom_out_of_reach_is_said_in_one_line(zoom: StandInZoom, openhour: Run) -> None:
    openhour("event", "add", "hour.toml")
    zoom.meetings.clear()
    code, _, err = openhour("event", "registrants", "hour")
    assert (code, err.count("\n"), "check meeting_id" in err) == (3, 1, True)


def test_registrants_without_zoom(folder: Path, openhour: Run) -> None:
    openhour("event", "add", "hour.toml")
    assert openhour("event", "registrants", "hour")[0] == 2


def test_name_for_somebody_who_never_wrote(folder: Path, openhour: Run) -> None:
    assert openhour("event", "show-as", "x@y.example", "X") == (2, "", "openhour: nobody wrote from x@y.example\n")


def test_check_of_a_meeting_that_is_ready(zoom: StandInZoom, openhour: Run) -> None:
    openhour("event", "add", "hour.toml")
    assert zoom_findings(openhour) == [
        ("ok", "signed in"),
        ("ok", "hour: approval is manual, and Zoom's own mails are off"),
    ]
    assert {method for method, _, _ in zoom.requests} == {"TOKEN", "GET"}


def test_check_of_a_meeting_that_is_not_ready(zoom: StandInZoom, openhour: Run) -> None:
    openhour("event", "add", "hour.toml")
    zoom.meeting.approval_type, zoom.meeting.sends_mails = 0, True
    assert [state for state, _ in zoom_findings(openhour)] == ["ok", "warning", "warning"]


def test_check_with_a_meeting_that_zoom_does_not_know(zoom: StandInZoom, openhour: Run) -> None:
    openhour("event", "add", "hour.toml")
    zoom.meetings.clear()
    [_, (state, what)] = zoom_findings(openhour)
    assert (state, what.startswith("hour: Zoom knows no such meeting")) == ("wrong", True)


def test_check_with_wrong_credentials(zoom: StandInZoom, openhour: Run) -> None:
    zoom.knows_secret = "another"
    [(state, what)] = zoom_findings(openhour)
    assert (state, "check account_id, client_id and client_secret" in what, SECRET in what) == ("wrong", True, False)


def test_check_without_zoom(folder: Path, openhour: Run) -> None:
    assert zoom_findings(openhour) == [("ok", "not set up: the join details in the event file are sent to everybody")]


def test_half_of_the_credentials_is_a_mistake_and_not_the_general_link(folder: Path, openhour: Run) -> None:
    add_to(folder / "config.toml", '[zoom]\naccount_id = "a"\n')
    code, _, err = openhour("accounting")
    assert (code, "[zoom]" in err, "fill in all three, or none" in err) == (2, True, True)
