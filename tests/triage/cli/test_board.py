"""The board, the answers, the promises and the notes from the command line, on one evening."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
CHAT = (
    "18:02:11 From Ada to Everyone:\n\tWill it be recorded?\nVon Ben an alle\n18:03:00 From Cy to Everyone:\n\thello\n"
)


@pytest.fixture
def hour(folder: Path, openhour: Run) -> Run:
    """The hour ended a moment ago; three questions stand on its board."""
    event = folder / "hour.toml"
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1, minutes=1)
    event.write_text(event.read_text().replace("2026-12-03T18:00:00Z", began.isoformat()) + 'notes_page = "Hour"\n')
    config = folder / "config.toml"
    config.write_text(config.read_text() + '[wiki]\napi = "http://127.0.0.1:1/api.php"\n')
    assert openhour("event", "add", "hour.toml")[0] == 0
    for text in ("Who decides about the budget?", "Who decides on the budget?", "Why?"):
        assert openhour("question", "add", "hour", text, "--channel", "zoom", "--asker", "Ada Lovelace")[0] == 0
    return openhour


def rows(out: str) -> list[tuple[object, ...]]:
    return [(each["id"], each["disposition"], each["public_text"]) for each in map(json.loads, out.splitlines())]


def test_chat_is_previewed_with_its_bad_lines_and_brought_when_accepted(hour: Run, folder: Path) -> None:
    (folder / "chat.txt").write_text("x\n" + CHAT, encoding="utf-8")
    code, out, err = hour("question", "import", "hour", "chat.txt", "--from", "zoom")
    assert (code, err) == (1, "")
    assert [line[:14] for line in out.splitlines()[:3]] == ["+ line     2  ", "  line     5  ", "! line     1  "]
    assert "nothing was imported yet" in out
    code, _, err = hour("question", "import", "hour", "chat.txt", "--from", "zoom", "--accept")
    assert (code, err.startswith("openhour: nothing was imported: line 1: ")) == (2, True)
    accepted = hour("question", "import", "hour", "chat.txt", "--from", "zoom", "--accept", "--leave-out-bad")
    assert accepted == (0, "1 questions imported\n", "")


def test_evening_from_the_board_to_the_notes(hour: Run, folder: Path) -> None:
    assert [line.split()[-6:] for line in hour("question", "alike", "hour")[1].splitlines()] == [
        ["1", *["Who", "decides", "about", "the", "budget?"]],
        ["2", *["Who", "decides", "on", "the", "budget?"]],
    ]
    assert hour("question", "merge", "2", "--into", "1")[0] == 0
    assert hour("question", "word", "1", "Who decides about budgets?", "--changed", "combined")[0] == 0
    assert hour("question", "topic", "1", "Budget")[0] == 0
    assert hour("question", "order", "hour", "3", "1")[0] == 0
    assert hour("question", "word", "3", "Why?")[0] == 0
    assert hour("question", "dispose", "3", "live", "--at", "0:12:34")[0] == 0
    assert hour("question", "dispose", "1", "writing", "--owner", "Jan")[0] == 0
    code, out, _ = hour("question", "list", "hour", "--json")
    assert (code, rows(out)) == (0, [(3, "live", "Why?"), (1, "writing", "Who decides about budgets?")])
    (folder / "answer.txt").write_text(
        "It is the board.\n[Jan Eissfeldt]\nWe will get back to you on this.\n", encoding="utf-8"
    )
    assert hour("answer", "write", "1", "answer.txt")[1].startswith("a draft of 2 turns")
    assert hour("answer", "review", "1")[0] == 0
    assert "a promise? We will get back to you on this." in hour("answer", "publish", "1")[1]
    promised = "We will get back to you on this."
    assert hour("promise", "add", "hour", promised, "--owner", "Jan", "--question", "1")[1] == "promise 1 is noted\n"
    assert promised in hour("promise", "list")[1]
    assert hour("promise", "redeem", "1", "--how", "asked", "--update", "It is Legal.")[0] == 0
    assert hour("promise", "list")[1] == ""
    assert "Jan Eissfeldt" in hour("answer", "show", "1")[1]
    hour("event", "announce", "hour", "A vote comes.")
    code, out, err = hour("event", "notes", "hour")
    assert (code, "edit it at http://127.0.0.1:1/index.php?title=Hour&action=edit" in err) == (0, True)
    today = f"{datetime.now(UTC).day} {datetime.now(UTC):%B %Y}"
    assert out.partition("== Questions and answers ==\n")[2].splitlines()[1:10] == [
        "* Why?",
        "*: ''Answered live, at 0:12:34 of the recording.''",
        "* Who decides about budgets?",
        "*: It is the board.",
        f"*: '''Jan Eissfeldt:''' We will get back to you on this. (Update, {today}: It is Legal.)",
        "",
        "== Announcements ==",
        "* A vote comes.",
        "",
    ]


def test_wiki_out_of_reach_says_when_it_can_be_asked_again(hour: Run) -> None:
    code, _, err = hour("event", "notes", "hour", "--diff")
    assert (code, "the wiki cannot be reached" in err, "it can be asked again from" in err) == (3, True, True)


def test_event_is_closed_only_with_a_reason_while_something_is_left(hour: Run) -> None:
    code, out, _ = hour("event", "left", "hour")
    assert (code, [line[22:] for line in out.splitlines()]) == (
        1,
        [
            "3 questions have no disposition",
            "the recording is missing",
            "the notes are missing",
            "the written answers are missing",
        ],
    )
    code, _, err = hour("event", "close", "hour")
    assert (code, "settle that, or close it with a reason" in err) == (2, True)
    assert hour("event", "close", "hour", "--reason", "a test")[:2] == (0, "hour is closed\n")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("question", "show", "hour", "9"), "hour has no question 9"),
        (("question", "dispose", "1", "live", "--at", "soon"), "soon: not a place in a recording"),
        (("question", "dispose", "1", "declined"), "a reason is needed"),
        (("question", "word", "1", "Ada Lovelace asks", "--changed", "shortened"), "this names whoever asked"),
        (("question", "import", "hour", "none.csv", "--from", "csv"), "none.csv: No such file"),
        (("answer", "show", "1"), "question 1 has no written answer yet"),
        (("answer", "publish", "1"), "question 1 has no written answer yet"),
        (("answer", "update", "1", "x", "--on", "soon"), "soon: not a date"),
        (("promise", "redeem", "9", "--how", "x"), "no promise 9"),
        (("event", "notes", "none"), "no event none"),
    ],
)
def test_what_cannot_be_done_is_one_line(hour: Run, command: tuple[str, ...], said: str) -> None:
    code, out, err = hour(*command)
    assert (code, out, err.startswith(f"openhour: {said}"), err.count("\n")) == (2, "", True, 1)


def test_question_is_shown_with_both_wordings_and_who_asked(hour: Run) -> None:
    hour("question", "word", "1", "Who decides?", "--changed", "shortened", "--changed", "anonymised")
    out = hour("question", "show", "hour", "1")[1]
    assert "Ada Lovelace (zoom)" in out
    assert "As shown (anonymised, shortened; command line)\n  | Who decides?" in out
    assert hour("question", "apart", "1", "2")[0] == 0
    assert hour("question", "alike", "hour")[1] == ""
    hour("question", "merge", "2", "--into", "1")
    assert hour("question", "unmerge", "2")[1] == "question 2 is open again\n"
    hour("question", "word", "1", "")
    assert hour("question", "list", "hour")[1].splitlines()[0].startswith("     1  open")
