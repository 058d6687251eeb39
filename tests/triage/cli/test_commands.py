"""What people type, what they read, and the exit codes that scripts rely on."""

import json
import tomllib
from pathlib import Path

import pytest

from triage.seal import key_from_text

MISTAKES = [
    ("a configuration that is not there", ("accounting", "--config-is-elsewhere"), "No such option"),
    ("an event that is not there", ("event", "show", "nope"), "no event nope; `openhour event list` shows all"),
    ("an event file that is not there", ("event", "add", "nope.toml"), "nope.toml: cannot be read"),
    ("an accounting of no event", ("accounting", "--event", "nope"), "no event nope"),
    ("a message that is not there", ("explain", "nope.eml"), "nope.eml: cannot be read"),
    ("a source that is not there", ("replay", "nope"), "nope: no such file or folder"),
    ("a time that is none", ("explain", "--received", "noon", "hour.toml"), "noon: not a time"),
]


@pytest.mark.parametrize(("arguments", "line"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_mistake_gives_one_line_and_no_traceback(folder: Path, openhour, arguments: tuple[str, ...], line: str) -> None:
    code, out, err = openhour(*arguments)
    assert (code, out) == (2, "")
    assert line in err
    assert "Traceback" not in err


def test_missing_configuration_says_where_to_begin(folder: Path, openhour) -> None:
    (folder / "config.toml").unlink()
    assert openhour("accounting") == (
        2,
        "",
        "openhour: config.toml: no such file; copy config.example.toml there and fill it in\n",
    )


def test_event_is_added_listed_moved_and_cancelled(folder: Path, openhour) -> None:
    added = "hour  2026-12-03T18:00Z  open  Conversation hour\n"
    assert openhour("event", "add", "hour.toml") == (0, added, "")
    assert openhour("event", "list") == (0, added, "")
    moved = openhour("event", "reschedule", "hour", "--starts-at", "2026-12-14T18:00:00+00:00", "--reason", "conflicts")
    assert moved == (0, "hour  2026-12-14T18:00Z  open  Conversation hour; 0 people are told\n", "")
    again = openhour("event", "add", "hour.toml")
    assert again[0] == 2
    assert "use `event reschedule` for a new date" in again[2]
    assert openhour("event", "cancel", "hour", "--reason", "illness")[:2] == (
        0,
        "hour is cancelled; 0 people are told\n",
    )
    assert openhour("event", "cancel", "hour", "--reason", "illness")[0] == 2


def test_event_that_is_shown_holds_no_join_details(folder: Path, openhour) -> None:
    openhour("event", "add", "hour.toml")
    code, out, _ = openhour("event", "show", "hour")
    assert (code, "zoom.example" in out, "secret" in out) == (0, False, False)


def test_accounting_prints_the_names_of_the_contract(folder: Path, openhour) -> None:
    code, out, _ = openhour("accounting", "--json")
    assert code == 0
    assert list(json.loads(out)) == [
        "passed", "ours", "perhaps", "not_ours", "duplicates",
        "attendance", "question", "both", "withdrawal", "other", "automatic", "rsvp", "parked", "waiting",
        "queued", "sent", "withheld", "failed", "uncertain", "draft", "withheld_by_rule",
    ]  # fmt: skip


def test_accounting_prints_the_sums(folder: Path, openhour) -> None:
    openhour("event", "add", "hour.toml")
    kinds = "0 attendance + 0 question + 0 both + 0 withdrawal + 0 other + 0 automatic + 0 rsvp"
    passed = "passed    0 = 0 ours + 0 perhaps + 0 not_ours + 0 duplicates\n"
    outgoing = "outgoing  0 queued, 0 sent, 0 withheld, 0 failed, 0 uncertain, 0 draft\n"
    assert openhour("accounting") == (0, f"{passed}ours      0 = {kinds} + 0 parked\n{outgoing}", "")
    assert openhour("accounting", "--event", "hour") == (0, f"{passed}hour      0 = {kinds}\n{outgoing}", "")


def test_version_is_that_of_the_package(folder: Path, openhour) -> None:
    written = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert openhour("--version") == (0, f"openhour {written}\n", "")


def test_once_without_a_mailbox_is_unreachable_and_loses_nothing(folder: Path, openhour) -> None:
    code, _, err = openhour("once")
    assert code == 3
    assert err == (
        "openhour: mailbox: 127.0.0.1:1 refuses connections: check [mailbox] host and port, or wait for it;"
        " nothing is lost, the next pass goes on\n"
    )


def test_check_names_every_part_and_what_to_mend(folder: Path, openhour) -> None:
    code, out, _ = openhour("check", "--json")
    findings = {(told["part"], told["state"]) for told in map(json.loads, out.splitlines())}
    assert code == 2
    assert findings >= {
        ("database", "ok"), ("mailbox", "wrong"), ("standing", "ok"), ("templates", "ok"), ("smtp", "wrong"),
        ("mode", "ok"), ("alarm", "warning"), ("clock", "ok"),
    }  # fmt: skip


def test_pause_and_resume_say_what_is_so_now(folder: Path, openhour) -> None:
    assert openhour("pause", "--why", "wrong text")[1] == "outgoing mail is paused; `openhour resume` restarts it\n"
    assert openhour("resume")[1] == "outgoing mail goes again\n"
    assert openhour("resume")[1] == "outgoing mail was not paused\n"


def test_key_prints_a_new_key_each_time(folder: Path, openhour) -> None:
    first, second = openhour("key")[1].strip(), openhour("key")[1].strip()
    assert first != second
    assert len(key_from_text(first)) == 32


@pytest.mark.parametrize(
    "command",
    [
        *("demo", "run", "worker", "desk", "staff", "once", "event"),
        *("explain", "replay", "check", "accounting", "pause", "resume", "key"),
    ],
)
def test_help_names_every_command(folder: Path, openhour, command: str) -> None:
    assert command in openhour("--help")[1]
