"""The questions board at the desk: entered, imported, worded, ordered, merged, disposed, answered; and who may not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from office import START
from sqlmodel import Session, select

from triage.flow.questions import merging
from triage.flow.questions.asked import add_by_hand
from triage.flow.work import unit_of_work
from triage.model.case import Channel
from triage.model.staff import Role
from triage.store.board import BoardEntry, board
from triage.store.events import event_row
from triage.store.tables import AnswerRow, PromiseRow, QuestionRow

BOARD, HOST, NOTES = "/desk/event/hour/questions", "/desk/event/hour/host", "/desk/event/hour/notes"
HOSTILE = "<script>alert(1)</script> {{Main}} ~~~~?"
CHAT = "18:02:11 From Ada to Everyone:\n\tWill it be recorded?\n18:02:20 From Ben to Everyone:\n\thello\n18:03 ?\n"


@pytest.fixture
def asked(room) -> Callable[..., None]:
    """Questions of the hour, which began half an hour ago."""
    room.office.now = START + timedelta(minutes=30)

    def ask(*texts: str) -> None:
        with unit_of_work(room.office.runtime, "Nasma") as work:
            event = event_row(work.session, "hour")
            for text in texts:
                add_by_hand(work, event, text, Channel.ZOOM, asker="Ada Lovelace")

    ask("Who decides about the budget?", "Who decides on the budget?", HOSTILE)
    return ask


def entries(room) -> dict[int, BoardEntry]:
    with unit_of_work(room.office.runtime) as work:
        return {each.id: each for each in board(work.session, event_row(work.session, "hour"))}


def words(page) -> list[str]:
    """The questions on the board, in order."""
    return [unescape(found) for found in re.findall(r'class="question-words"[^>]*>(.*?)</a>', page.text, re.DOTALL)]


def test_way_to_the_board_leads_to_the_call_that_is_on(room, asked, heading) -> None:
    page = room.signed_in().open("/desk/questions")
    assert (heading(page), str(page.url).endswith(BOARD)) == ((200, "Questions"), True)
    assert words(page) == ["Who decides about the budget?", "Who decides on the budget?", HOSTILE]
    assert "<script>alert" not in page.text


def test_board_of_no_event_is_not_found(room, heading) -> None:
    assert room.signed_in().open("/desk/event/none/questions").status_code == 404
    assert room.again("Rosalind").open("/desk/question/9").status_code == 404
    assert room.again("Rosalind").open(f"{BOARD}?shelf=strange").status_code == 404


def test_long_board_is_read_page_by_page_and_each_stands_for_all_that_are_merged_into_it(room, asked) -> None:
    with unit_of_work(room.office.runtime, "Nasma") as work:
        event = event_row(work.session, "hour")
        for number in range(60):
            add_by_hand(work, event, f"Why {number}?", Channel.YOUTUBE, topic="why" if number % 2 else "")
        work.session.flush()
        merging.merge(work, [63], 62)
        merging.merge(work, [62], 1)
    browser = room.signed_in()
    first = browser.open(BOARD)
    second = browser.open(f"{BOARD}?page=2")
    assert (len(words(first)), words(first)[3], words(second)[-2:]) == (50, "Why 0?", ["Why 56?", "Why 57?"])
    assert "3 askers" in first.text
    assert [each.question for each in entries(room)[1].askers] == [1, 62, 63]
    assert len(words(browser.open(f"{BOARD}?topic=why"))) == 29
    shown = browser.open("/desk/event/hour/host?at=40").text
    assert ("Why 36?" in shown, "Why 39?" in shown, "Why 41?" in shown, "of 61" in shown) == (True, True, False, True)


def test_question_is_entered_with_its_channel(room, asked) -> None:
    browser = room.signed_in()
    browser.open(BOARD)
    page = browser.do(BOARD, text="Why not?", channel="youtube", asker="Cy", topic="Budget")
    assert browser.says() == "Question 4 stands on the board."
    assert (words(page)[-1], entries(room)[4].channel, entries(room)[4].topic) == ("Why not?", "youtube", "Budget")
    assert words(browser.open(f"{BOARD}?topic=Budget")) == ["Why not?"]
    wrong = browser.send(BOARD, text=" ", channel="youtube")
    assert (wrong.status_code, "Please fill this in." in wrong.text) == (422, True)


def test_chat_is_seen_before_it_is_imported(room, asked) -> None:
    browser = room.signed_in()
    browser.open(f"{BOARD}/import")
    page = browser.do(f"{BOARD}/import", layout="zoom", channel="other", text=CHAT)
    assert re.findall(r'name="line" value="(\d+)"( checked)?', page.text) == [("1", " checked"), ("3", "")]
    assert '<strong class="number">Line 5:</strong>' in page.text
    assert len(entries(room)) == 3
    again = browser.send(f"{BOARD}/import/accept", layout="zoom", channel="other", text=CHAT, line=["1", "3"])
    assert (again.status_code, "nothing was imported: line 5" in again.text.casefold(), len(entries(room))) == (
        422,
        True,
        3,
    )
    fields = {"layout": "zoom", "channel": "other", "text": CHAT, "line": ["1", "3"], "leave_out": "yes"}
    browser.do(f"{BOARD}/import/accept", **fields)
    assert (browser.says(), len(entries(room))) == ("2 questions were imported.", 5)


def test_wording_is_approved_beside_the_askers_words(room, asked) -> None:
    browser = room.signed_in()
    browser.open("/desk/question/1")
    browser.do("/desk/question/1/word", version="1", text="Who decides?", shortened="yes")
    assert (browser.says(), entries(room)[1].public_text) == ("These words may be shown.", "Who decides?")
    late = browser.send("/desk/question/1/word", version="1", text="Who?", shortened="yes")
    assert (late.status_code, "was changed meanwhile" in late.text, "Who?" in late.text) == (422, True, True)
    named = browser.send("/desk/question/1/word", version="2", text="Ada Lovelace asks who", shortened="yes")
    assert (named.status_code, "This names whoever asked (Ada Lovelace)" in named.text) == (422, True)
    browser.do("/desk/question/1/word", version="2", text="Who decides?", way="back")
    assert entries(room)[1].public_text == ""


def test_question_whose_words_are_deleted_still_has_its_page(room, asked, heading) -> None:
    with unit_of_work(room.office.runtime) as work:
        row = work.session.get_one(QuestionRow, 1)
        row.text = row.asker = ""
        work.session.add(row)
    browser = room.signed_in()
    assert words(browser.open(BOARD))[0] == "(the asker's words have been deleted)"
    page = browser.open("/desk/question/1")
    assert (heading(page), "have been deleted, as privacy asks" in page.text) == ((200, "Question 1"), True)


def test_host_reads_in_the_order_of_the_board(room, asked) -> None:
    browser = room.signed_in()
    browser.open(BOARD)
    page = browser.do(f"{BOARD}/order", question="3", way="first", back=BOARD)
    assert words(page) == [HOSTILE, "Who decides about the budget?", "Who decides on the budget?"]
    assert words(browser.do(f"{BOARD}/order", question="3", way="down", back=BOARD))[1] == HOSTILE
    assert browser.send(f"{BOARD}/order", question="3", way="sideways").status_code == 404


def test_lookalikes_are_merged_and_taken_apart(room, asked) -> None:
    browser = room.signed_in()
    page = browser.open(f"{BOARD}/alike")
    assert page.text.count("Keep this wording for both") == 2
    browser.do("/desk/questions/merge", question="2", into="1", back=f"{BOARD}/alike")
    assert (browser.says(), entries(room)[2].merged_into) == ("Question 1 stands for 2 now.", 1)
    assert [each.name for each in entries(room)[1].askers] == ["Ada Lovelace", "Ada Lovelace"]
    browser.do("/desk/question/2/unmerge", back=f"{BOARD}/alike")
    assert entries(room)[2].disposition == "open"
    page = browser.do("/desk/questions/apart", first="1", second="2", back=f"{BOARD}/alike")
    assert "No two questions look alike." in page.text


@pytest.mark.parametrize(
    ("fields", "disposition"),
    [
        ({"outcome": "live"}, ("live", 1800, None)),
        ({"outcome": "live", "at": "0:12:34"}, ("live", 754, None)),
        ({"outcome": "writing", "owner": "Jan", "due": "2026-12-08"}, ("writing", None, "Jan")),
        ({"outcome": "declined", "why": "about one case"}, ("declined", None, None)),
    ],
)
def test_disposition_is_set_and_undone(room, asked, fields: dict[str, str], disposition: tuple[object, ...]) -> None:
    browser = room.signed_in()
    browser.open("/desk/question/1")
    page = browser.do("/desk/question/1/dispose", **fields, back=BOARD)
    found = entries(room)[1]
    assert (found.disposition, found.live_second, found.owner) == disposition
    assert 'name="outcome" value="open"' in page.text
    browser.do("/desk/question/1/dispose", outcome="open", back=BOARD)
    assert entries(room)[1].disposition == "open"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"outcome": "live", "at": "soon"}, 422),
        ({"outcome": "writing", "owner": "Jan", "due": "soon"}, 422),
        ({"outcome": "declined", "why": ""}, 409),
        ({"outcome": "answered"}, 404),
    ],
)
def test_disposition_that_cannot_be_set(room, asked, fields: dict[str, str], status: int) -> None:
    browser = room.signed_in()
    browser.open("/desk/question/1")
    assert (browser.send("/desk/question/1/dispose", **fields).status_code, entries(room)[1].disposition) == (
        status,
        "open",
    )


def answer(room) -> AnswerRow:
    with Session(room.office.runtime.engine, expire_on_commit=False) as session:
        return session.exec(select(AnswerRow)).one()


def test_answer_goes_from_a_draft_to_an_update_and_its_promise_is_redeemed(room, asked) -> None:
    browser, one = room.signed_in(), "/desk/question/1"
    browser.open(one)
    turns = {"speaker": ["", "Jan Eissfeldt:"], "said": ["We will get back to you.", "It is <b>Legal</b>."]}
    browser.do(f"{one}/answer", answer_version="0", next="review", **turns)
    assert (answer(room).state, [turn["speaker"] for turn in answer(room).turns]) == ("review", ["", "Jan Eissfeldt"])
    late = browser.send(f"{one}/answer", answer_version="0", next="draft", **turns)
    assert (late.status_code, "was changed meanwhile" in late.text) == (422, True)
    browser.open(one)
    page = browser.do(f"{one}/answer/step", step="publish")
    assert (answer(room).state, entries(room)[1].disposition, "&lt;b&gt;Legal" in page.text) == (
        "published",
        "answered",
        True,
    )
    browser.do(f"{one}/promise", promise="We will get back to you.", owner="Jan", due="2026-12-20")
    browser.do("/desk/promise/1/redeem", how="asked", update="It is settled.", back=one)
    assert "We will get back to you. (Update, 3 December 2026: It is settled.)" in browser.open(one).text
    browser.do(f"{one}/answer/update", update="And more.", turn="2", behind="It is", on="2026-12-21")
    assert "It is (Update, 21 December 2026: And more.) &lt;b&gt;" in browser.open(one).text
    wrong = browser.send(f"{one}/answer/update", update="x", turn="2", behind="nowhere")
    assert (wrong.status_code, "stands 0 times" in wrong.text) == (422, True)
    page = browser.do(f"{one}/answer/take-back", why="one name too many")
    assert (answer(room).state, entries(room)[1].disposition, "3 earlier texts" in page.text) == (
        "draft",
        "writing",
        True,
    )
    with Session(room.office.runtime.engine) as session:
        assert session.exec(select(PromiseRow.redeemed_by)).all() == ["Rosalind"]


def test_host_sees_one_question_large_without_a_name_and_one_press_leads_on(room, asked) -> None:
    browser = room.signed_in()
    page = browser.open(HOST)
    assert re.findall(r'class="now-words" dir="auto">(.*?)</p>', page.text) == ["Who decides about the budget?"]
    assert ("Ada" in page.text, "not yet approved" in page.text, 'data-key="a"' in page.text) == (False, True, True)
    stamp = browser.open(f"{HOST}/state").json()["stamp"]
    browser.open(HOST)
    page = browser.do(HOST, question="1", then="2", how="live")
    assert (browser.says(), entries(room)[1].live_second) == ("Answered at 0:30:00.", 1800)
    assert re.findall(r'class="now-words" dir="auto">(.*?)</p>', page.text) == ["Who decides on the budget?"]
    assert browser.open(f"{HOST}/state").json()["stamp"] != stamp
    browser.open(HOST)
    browser.do(HOST, question="2", then="3", how="writing")
    assert (entries(room)[2].disposition, entries(room)[2].owner) == ("writing", "Rosalind")
    browser.do(HOST, question="3", how="live")
    assert "All questions are answered." in browser.open(HOST).text


def test_notes_are_shown_to_be_copied_with_what_is_left(room, asked) -> None:
    browser = room.signed_in(role=Role.ADMIN)
    browser.open("/desk/question/3")
    browser.do("/desk/question/3/word", version="1", text=HOSTILE)
    browser.do("/desk/question/3/dispose", outcome="live", at="0:12:34", back=BOARD)
    browser.do("/desk/question/1/dispose", outcome="live", back=BOARD)
    page = browser.open(NOTES)
    shown = unescape(page.text)
    assert "* &#60;script&#62;alert(1)&#60;/script&#62; &#123;&#123;Main&#125;&#125; ~&#126;&#126;&#126;?" in shown
    assert ('No wording is approved for <a href="/desk/question/1">' in page.text, "<script>alert" in page.text) == (
        True,
        False,
    )
    page = browser.do(f"{NOTES}/announcements", announcements="Charter:\nA draft\n\nDates: soon")
    assert "* Charter:\n** A draft\n* Dates: soon\n" in unescape(page.text)
    assert "the event file names no notes_page" in browser.open(f"{NOTES}?compare=yes").text.casefold()
    assert 'href="/desk/event/hour/close"' in page.text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (BOARD, {"text": "x", "channel": "zoom"}),
        (f"{BOARD}/order", {"question": "1", "way": "up"}),
        (f"{BOARD}/import/accept", {"layout": "zoom", "text": CHAT}),
        ("/desk/questions/merge", {"question": "2", "into": "1"}),
        ("/desk/question/1/word", {"version": "1", "text": "x"}),
        ("/desk/question/1/dispose", {"outcome": "live"}),
        ("/desk/question/1/answer", {"answer_version": "0", "speaker": "", "said": "x"}),
        (HOST, {"question": "1", "how": "live"}),
        (f"{NOTES}/announcements", {"announcements": "x"}),
    ],
)
def test_viewer_reads_and_changes_nothing(room, asked, path: str, fields: dict[str, str]) -> None:
    browser, before = room.signed_in(role=Role.VIEWER), entries(room)
    assert [browser.open(each).status_code for each in (BOARD, "/desk/question/1", HOST, NOTES)] == [200] * 4
    assert (browser.send(path, **fields).status_code, entries(room)) == (403, before)
