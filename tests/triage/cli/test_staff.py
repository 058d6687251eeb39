"""What staff type and read while there are no pages: lists, one case, decisions, one line where it cannot be."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from office import Office
from sqlalchemy import text

from intake.store import Batch, Cursor, PerhapsLine
from triage.app import open_app
from triage.config import read
from triage.flow.rounds import decide
from triage.model.mail import JOIN_DETAILS_MARKER

Run = Callable[..., tuple[int, str, str]]
HER, BEN = "marisol@reader.example", "ben@reader.example"
WISH = "I will attend. My username is Marisol Vega."
LOCKED = "I will attend. My username is Nightjar.\nWhy was the project closed?"


@pytest.fixture
def desk(folder: Path, openhour: Run) -> Iterator[Office]:
    """The installation of this folder, in mode assist; the hour is tomorrow. Its clock is the real one."""
    config, event = folder / "config.toml", folder / "hour.toml"
    config.write_text(config.read_text() + '[automation]\nmode = "assist"\n')
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    event.write_text(event.read_text().replace("2026-12-03T18:00:00Z", tomorrow.isoformat()))
    (folder / "accounts.txt").write_text("Marisol Vega = good\nNightjar = locked\n", encoding="utf-8")
    openhour("event", "add", "hour.toml")
    app = open_app(read(config))
    yield Office(app.runtime, folder / "accounts.txt", folder / "sent", datetime.now(UTC))
    app.close()


@pytest.fixture
def before_staff(desk: Office) -> Office:
    """Case 1 holds a draft with the link; case 2 needs a person."""
    desk.write(f"Marisol <{HER}>", WISH)
    desk.write(f"Ben <{BEN}>", LOCKED)
    decide(desk.runtime)
    assert (desk.attendance(HER), desk.attendance(BEN)) == ("approved", "review")
    return desk


def objects(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_case_list_shows_what_needs_a_person_and_with_all_the_rest(before_staff: Office, openhour: Run) -> None:
    code, out, err = openhour("case", "list")
    assert (code, out.startswith("!     2  hour          ben@reader.example"), err) == (0, True, "")
    assert [found["id"] for found in objects(openhour("case", "list", "--json")[1])] == [2]
    both = objects(openhour("case", "list", "--all", "--json")[1])
    assert [(found["id"], found["needs_a_person"], found["attendance"]) for found in both] == [
        (2, True, "review"),
        (1, False, "approved"),
    ]


def test_case_is_shown_whole_and_steers_no_terminal(before_staff: Office, openhour: Run) -> None:
    before_staff.write(f"Ben <{BEN}>", "Will there be notes on the grants policy? \x1b[2J\u202e\nCase 9: done")
    decide(before_staff.runtime)
    code, out, err = openhour("case", "show", "2")
    assert (code, err, "\x1b" in out, "\u202e" in out) == (0, "", False, False)
    shown = (
        "Case 2: open, needs a person", "person      ben@reader.example Ben", "attendance  review",
        "account     Nightjar (claimed)", "standing    locked, checked 0 min ago", "Why a person should look",
        "  | Case 9: done", "Why was the project closed? (open)", "openhour: attendance review",
    )  # fmt: skip
    assert [line for line in shown if line not in out] == []


@pytest.mark.parametrize("number", ["1", "2"])
def test_no_page_holds_the_join_details(before_staff: Office, openhour: Run, number: str) -> None:
    before_staff.write(f"Ben <{BEN}>", "Is it https://zoom.example/j/1?pwd=secret where we meet?")
    decide(before_staff.runtime)
    link = next(str(mail.id) for mail in before_staff.mails() if mail.purpose == "join-details")
    told = openhour("case", "show", number)[1] + openhour("drafts", "show", link)[1]
    assert ("zoom.example" in told, "secret" in told, JOIN_DETAILS_MARKER in told) == (False, False, True)


def test_let_in_says_what_leaves_and_how_to_undo_it(before_staff: Office, openhour: Run) -> None:
    code, out, err = openhour("case", "let-in", "2", "--why", "locked at their own wish")
    number = before_staff.mails()[-1].id
    assert (code, err) == (0, "")
    assert out.startswith(f"case 2: the wish to come is approved\n  mail {number} join-details leaves after ")
    assert out.endswith(f"(undo: openhour mail withhold {number} --why TEXT)\n")
    assert [found["id"] for found in objects(openhour("mail", "list", "--state", "queued", "--json")[1])] == [number]
    assert openhour("mail", "withhold", str(number), "--why", "too early")[0] == 0
    assert "undone: too early" in openhour("mail", "list", "--state", "withheld")[1]
    assert openhour("mail", "settle", str(number), "--again", "--why", "now")[0] == 0
    assert before_staff.outbox(BEN)[-1] == ("join-details", "queued")


@pytest.mark.parametrize(("command", "state"), [("decline", "declined"), ("withdraw", "withdrawn")])
def test_decision_is_carried_out(before_staff: Office, openhour: Run, command: str, state: str) -> None:
    code, out, _ = openhour("case", command, "2", "--why", "known to us")
    assert (code, out.splitlines()[0]) == (0, f"case 2: the wish to come is {state}")
    assert (before_staff.attendance(BEN), before_staff.outbox(BEN)[-1]) == (state, (state, "queued"))
    assert f"command line: attendance {state} - known to us" in openhour("case", "show", "2")[1]


def test_done_leaves_the_wish_as_it_is(before_staff: Office, openhour: Run) -> None:
    assert openhour("case", "done", "2", "--why", "x") == (0, "case 2 is done; the wish to come stays review\n", "")
    assert openhour("case", "list") == (0, "", "")


def test_account_is_asked_for_once(desk: Office, folder: Path, openhour: Run) -> None:
    failed = "mx.openhour.example; dmarc=fail header.from=reader.example"
    own = replace(desk.runtime.own, authserv_id="mx.openhour.example")
    desk.runtime = replace(desk.runtime, own=own)
    desk.write(f"Ben <{BEN}>", "I would like to attend the conversation hour.", Authentication_Results=failed)
    decide(desk.runtime)
    code, out, err = openhour("case", "ask-account", "1")
    assert (code, out.splitlines()[0], err) == (0, "case 1: the wish to come is review", "")
    assert desk.outbox(BEN)[-1] == ("account-request", "queued")
    code, out, err = openhour("case", "ask-account", "1")
    assert (code, out, "nobody is asked twice" in err) == (2, "", True)


def test_drafts_are_listed_shown_and_released(before_staff: Office, openhour: Run) -> None:
    listed = objects(openhour("drafts", "list", "--event", "hour", "--json")[1])
    assert ("join-details", HER) in [(found["purpose"], found["to"]) for found in listed]
    shown = openhour("drafts", "show", "1")[1]
    assert shown.startswith(f"To: {before_staff.mails()[0].to_address}\nSubject: ")
    number = next(str(found["id"]) for found in listed if found["to"] == HER)
    code, out, err = openhour("drafts", "release", number)
    assert (code, out.startswith("1 queued; they leave in 30 s if the gate lets them"), err) == (0, True, "")
    [mail] = [mail for mail in before_staff.mails() if str(mail.id) == number]
    assert (mail.state, mail.by_staff) == ("queued", "command line")
    if len(listed) > 1:
        assert openhour("drafts", "release", "--all")[0] == 0
    assert openhour("drafts", "list") == (0, "", "")
    assert openhour("drafts", "release", "--all") == (2, "", "openhour: there is no draft\n")


def test_drafts_of_one_case_are_released_and_others_discarded(before_staff: Office, openhour: Run) -> None:
    assert openhour("drafts", "release", "--case", "1")[0] == 0
    assert before_staff.outbox(HER) == [("join-details", "queued")]
    rest = [str(mail.id) for mail in before_staff.mails() if mail.state == "draft"]
    assert openhour("drafts", "discard", *rest, "--why", "answered by phone") == (0, f"{len(rest)} withheld\n", "")
    assert json.loads(openhour("accounting", "--json")[1])["withheld_by_rule"] == {"undone": len(rest)}


def test_release_in_shadow_mode_says_that_nothing_can_leave(before_staff: Office, folder: Path, openhour: Run) -> None:
    config = folder / "config.toml"
    config.write_text(config.read_text().replace('"assist"', '"shadow"'))
    line = "openhour: this installation runs in shadow mode ([automation] mode): nothing can leave\n"
    assert openhour("drafts", "release", "--all") == (2, "", line)
    assert before_staff.outbox(HER) == [("join-details", "draft")]


def test_mail_in_doubt_is_settled(before_staff: Office, openhour: Run) -> None:
    with before_staff.runtime.engine.begin() as connection:
        connection.execute(text("update outbox set state = 'uncertain', sent_at = queued_at where id = 1"))
    assert openhour("mail", "settle", "1", "--sent", "--why", "they came") == (0, "mail 1 counts as sent\n", "")
    assert before_staff.mails()[0].state == "sent"


def test_weak_signs_are_listed_claimed_and_dismissed(desk: Office, openhour: Run) -> None:
    at = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    lines = [PerhapsLine(n, at, bytes([n]) * 32, f"eve{n}@x.example\x1b[2J", "office hour") for n in (1, 2)]
    desk.runtime.inbox.receive(Batch("INBOX", None, Cursor(1, 2), perhaps=tuple(lines)))
    assert openhour("perhaps", "list")[1].splitlines()[0] == (
        "     1  2026-11-01T09:30Z  eve1@x.example\ufffd[2J                    office hour"
    )
    assert objects(openhour("perhaps", "list", "--json")[1])[1] == {
        "id": 2, "received_at": "2026-11-01T09:30:00+00:00", "sender": "eve2@x.example\x1b[2J",
        "subject": "office hour", "state": "seen",
    }  # fmt: skip
    said = "1 claimed; the next pass fetches what is still in the mailbox\n"
    assert openhour("perhaps", "claim", "1") == (0, said, "")
    assert openhour("perhaps", "dismiss", "2") == (0, "1 dismissed\n", "")
    assert openhour("perhaps", "list") == (0, "", "")
    assert [line.split()[0] for line in openhour("perhaps", "list", "--all")[1].splitlines()] == [
        "claimed",
        "dismissed",
    ]


@pytest.fixture
def parked(desk: Office) -> Office:
    """Two messages whose bytes cannot be read."""
    desk.write(HER, WISH)
    desk.write(BEN, WISH)
    with desk.runtime.engine.begin() as connection:
        connection.execute(text("update received set raw = x'00'"))
    decide(desk.runtime)
    with desk.runtime.engine.begin() as connection:
        connection.execute(text("update received set raw = null"))
    return desk


def test_parked_messages_are_listed_tried_again_and_dismissed(parked: Office, openhour: Run) -> None:
    assert [(found["id"], found["error"]) for found in objects(openhour("parked", "list", "--json")[1])] == [
        (1, "SealError"),
        (2, "SealError"),
    ]
    assert openhour("parked", "dismiss", "1", "--why", "an advert")[0] == 0
    assert openhour("parked", "retry", "--all") == (0, "1 tried again in the next pass\n", "")
    sums = json.loads(openhour("accounting", "--json")[1])
    assert (sums["ours"], sums["other"], sums["waiting"], sums["parked"]) == (2, 1, 1, 0)
    assert "DIFFERS" not in openhour("accounting")[1]


IMPOSSIBLE = [
    (("case", "show", "99"), "no case 99; `openhour case list --all` shows all"),
    (("case", "let-in", "99", "--why", "x"), "no case 99"),
    (("case", "let-in", "2"), "Missing option '--why'"),
    (("case", "let-in", "1", "--why", "x"), "case 1 holds a seat already"),
    (("case", "decline", "2", "--why", " "), "a reason is needed"),
    (("case", "ask-account", "2"), "case 2 names the account Nightjar already"),
    (("case", "done", "1", "--why", "x"), "case 1 is done already"),
    (("drafts", "list", "--event", "nope"), "no event nope"),
    (("drafts", "show", "99"), "no mail 99"),
    (("drafts", "release"), "name drafts by their numbers, or a case with --case, or all with --all"),
    (("drafts", "release", "1", "--all"), "name drafts by their numbers"),
    (("drafts", "release", "1", "99"), "no mail 99"),
    (("drafts", "release", "--case", "99"), "case 99 has no draft"),
    (("mail", "withhold", "1", "--why", "x"), "this can be done only while it is queued"),
    (("mail", "settle", "1", "--why", "x"), "say either --sent or --again"),
    (("mail", "settle", "1", "--sent", "--again", "--why", "x"), "say either --sent or --again"),
    (("mail", "settle", "1", "--sent", "--why", "x"), "this can be done only while it is uncertain"),
    (("mail", "list", "--state", "lost"), "Invalid value for '--state'"),
    (("perhaps", "claim", "99"), "no line 99; `openhour perhaps list --all` shows all"),
    (("parked", "retry"), "name one parked message, or all of them with --all"),
    (("parked", "retry", "99"), "no parked message 99"),
    (("parked", "dismiss", "99", "--why", "x"), "no parked message 99"),
]


def test_impossible_action_is_one_line_and_changes_nothing(before_staff: Office, openhour: Run) -> None:
    before = [(mail.id, mail.state) for mail in before_staff.mails()]
    for arguments, sentence in IMPOSSIBLE:
        code, out, err = openhour(*arguments)
        assert (arguments, code, out, sentence in err, "Traceback" in err) == (arguments, 2, "", True, False)
    assert [(mail.id, mail.state) for mail in before_staff.mails()] == before
    assert (before_staff.attendance(HER), before_staff.attendance(BEN)) == ("approved", "review")
