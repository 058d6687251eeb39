import base64
import json
import quopri
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from office import LINK, START, Office
from sqlalchemy.event import listen
from sqlmodel import Session, select

from triage.flow import events
from triage.flow.desk.correcting import exported
from triage.flow.work import unit_of_work
from triage.learning.corrections import Correction, corrections
from triage.model.mail import JOIN_DETAILS_MARKER, MailState, Mode
from triage.model.reading import Act, Flag
from triage.model.staff import Role
from triage.store.tables import AttendanceRow, CaseRow, CorrectionRow, EventRow, OutboxRow, PersonRow, QuestionRow

UNSURE = (
    "Hello,\n\nI would like to attend the conversation. My username is Nightjar.\n\n"
    "How are reports handled? Who reads them?\n"
)


def version(page) -> str:
    return re.findall(r'data-version="(\d+)"', page.text)[0]


def text_of(page) -> str:
    """What is read, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def decide(browser, number: int, do: str, **fields: object):  # noqa: ANN201 - the page that follows
    """Opens the case and presses a button."""
    page = browser.open(f"/desk/case/{number}")
    return browser.do(f"/desk/case/{number}/decide", **{"do": do, "version": version(page), **fields})


def wish(office, number: int = 1) -> AttendanceRow:
    with Session(office.runtime.engine, expire_on_commit=False) as session:
        return session.exec(select(AttendanceRow).where(AttendanceRow.case_id == number)).one()


def case(office, number: int = 1) -> CaseRow:
    with Session(office.runtime.engine, expire_on_commit=False) as session:
        return session.get_one(CaseRow, number)


def mails(office) -> list[tuple[str, str]]:
    return [(mail.purpose, mail.state) for mail in office.mails()]


@pytest.fixture
def locked(office: Office) -> Office:
    """Case 1: somebody whose account is locked, before a person."""
    office.write("Nightjar <nightjar@reader.example>", UNSURE)
    office.work()
    office.now += timedelta(minutes=5)
    return office


@pytest.fixture
def good(office: Office) -> Office:
    """Case 1: in good standing, and yet before a person, for it asks for captions."""
    office.settings(mode=Mode.ASSIST)
    office.write("Marisol Vega <marisol@reader.example>", "I would like to attend. My username is Marisol Vega.")
    office.work()
    with unit_of_work(office.runtime) as work:
        row = work.session.get_one(CaseRow, 1)
        row.needs_review, row.state, row.reasons = True, "open", ["Look."]
        found = work.session.exec(select(AttendanceRow)).one()
        found.state = "review"
        for mail in work.session.exec(select(OutboxRow)):
            work.session.delete(mail)
    office.now += timedelta(minutes=1)
    return office


def open_room(room):  # noqa: ANN201 - the same room over the office as it is now
    room.desk = replace(room.desk, runtime=room.office.runtime)
    return room


def test_case_shows_what_was_written_read_and_known(room, locked) -> None:
    page = room.signed_in().open("/desk/case/1")
    shown = text_of(page)
    for each in ("Nightjar", "locked", "How are reports handled?", "Read as both", "attendance review"):
        assert each in shown, each
    assert "A person is reading it sent" in shown
    assert '<mark class="act act-attend"' in page.text


def test_quotes_are_folded_and_nothing_is_left_out(room, office) -> None:
    office.write(
        "a@reader.example", "I want to attend.\n\nOn Mon, Maggie wrote:\n> You are all invited.\n\nMy account is Ben."
    )
    office.work()
    page = room.signed_in().open("/desk/case/1")
    folded = re.findall(r'<details class="folded"><summary>Quoted text.*?</details>', page.text, re.DOTALL)
    assert "You are all invited." in folded[0]
    shown = text_of(page)
    assert shown.index("I want to attend.") < shown.index("You are all invited.") < shown.index("My account is Ben.")


def test_case_leads_to_each_of_its_questions(room, locked) -> None:
    browser = room.signed_in()
    with Session(locked.runtime.engine) as session:
        numbers = session.exec(select(QuestionRow.id)).all()
    page = browser.open("/desk/case/1")
    for number in numbers:
        assert f'<a class="small" href="/desk/question/{number}">Question {number}</a>' in page.text
    assert [browser.open(f"/desk/question/{number}").status_code for number in numbers] == [200]


def test_case_is_read_while_somebody_else_writes_and_the_log_says_what_was_lost(room, locked, caplog) -> None:
    browser = room.signed_in()
    listen(locked.runtime.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout = 20"))
    with unit_of_work(locked.runtime, "Nasma") as work:
        work.session.connection()
        page = browser.open("/desk/case/1")
    assert (page.status_code, [record.message.partition(":")[0] for record in caplog.records]) == (200, ["case 1"])


def test_yes_in_order_needs_no_reason_and_goes_through_the_gate(room, good) -> None:
    browser = open_room(room).signed_in()
    decide(browser, 1, "approve")
    assert browser.says() == "Marisol Vega: approved. The mail leaves in 30 seconds."
    assert (wish(good).state, wish(good).let_in_because) == ("approved", None)
    good.now += timedelta(seconds=31)
    good.send()
    assert LINK in good.sent()[-1].get_body(("plain",)).get_content()


def test_yes_against_a_rule_needs_a_reason_beside_the_field(room, locked) -> None:
    browser = room.signed_in()
    page = decide(browser, 1, "approve")
    assert page.status_code == 422
    assert "a reason is needed, for the account is locked." in page.text
    assert wish(locked).state == "review"
    decide(browser, 1, "approve", why="their steward wrote to us")
    assert wish(locked).let_in_because == "their steward wrote to us"


def test_what_was_typed_stays_when_it_cannot_be_done(room, locked) -> None:
    browser = room.signed_in()
    decide(browser, 1, "decline", why="first")
    page = decide(browser, 1, "decline", why='a "typed" <reason>')
    assert page.status_code == 422
    assert 'value="a &#34;typed&#34; &lt;reason&gt;"' in page.text


def test_stale_decision_shows_both_and_overwrites_nothing(room, locked) -> None:
    one, other = room.signed_in("Rosalind"), room.signed_in("Ada")
    seen = version(one.open("/desk/case/1"))
    decide(other, 1, "decline", why="no")
    one.open("/desk/case/1")
    page = one.do("/desk/case/1/decide", do="approve", why="yes, of course", version=seen)
    assert page.status_code == 409
    shown = text_of(page)
    assert "This case changed while you looked at it." in shown
    assert "you wanted to approve , because “ yes, of course ”" in shown
    assert "Ada: case done" in shown
    assert wish(locked).state == "declined"


def test_next_case_follows_the_decision(room, office) -> None:
    for name in ("a", "b", "c"):
        office.write(f"{name}@reader.example", UNSURE)
    office.work()
    browser = room.signed_in()
    page = browser.open("/desk/case/2?view=review")
    page = browser.do("/desk/case/2/decide", do="done", version=version(page), trail="view=review")
    assert str(page.url).endswith("/desk/case/3?view=review")
    page = browser.do("/desk/case/3/decide", do="done", version=version(page), trail="view=review")
    assert str(page.url).endswith("/desk?view=review")


@pytest.mark.parametrize("do", ["approve", "decline", "withdraw", "done", "spam", "ask-account"])
def test_decision_is_undone_while_no_mail_has_left(room, office, do) -> None:
    text = "I would like to attend." if do == "ask-account" else UNSURE
    office.write("Nightjar <nightjar@reader.example>", text)
    office.work()
    with unit_of_work(office.runtime) as work:
        found = work.session.exec(select(AttendanceRow)).one()
        found.account_asked_at = None if do == "ask-account" else found.account_asked_at
        for mail in work.session.exec(select(OutboxRow).where(OutboxRow.purpose == "account-request")):
            work.session.delete(mail)
        work.session.get_one(CaseRow, 1).needs_review = True
    before = (wish(office).state, wish(office).account_asked_at, case(office).needs_review, case(office).is_spam)
    browser = room.signed_in()
    decide(browser, 1, do, why="because")
    way = re.findall(r'name="way" value="(\d+)"', browser.last.text)[0]
    browser.do("/desk/case/1/undo", way=way)
    assert browser.says() == "Undone; the case is before a person again."
    after = (wish(office).state, wish(office).account_asked_at, case(office).needs_review, case(office).is_spam)
    assert (after[1:], after[0] in {before[0], "review"}) == ((before[1], True, False), True)
    assert not [mail for mail in office.mails() if mail.by_staff and mail.state == MailState.QUEUED]


def test_decision_taken_back_can_be_taken_again_and_leaves_once(room, good) -> None:
    browser = open_room(room).signed_in()
    for _ in range(2):
        decide(browser, 1, "approve")
        way = re.findall(r'name="way" value="(\d+)"', browser.last.text)[0]
        browser.do("/desk/case/1/undo", way=way)
    decide(browser, 1, "approve")
    good.now += timedelta(seconds=31)
    good.send()
    assert [mail["To"] for mail in good.sent() if mail["To"] and "marisol" in mail["To"]] == ["marisol@reader.example"]
    assert mails(good) == [("join-details", "sent")]


def test_undo_comes_too_late_when_the_mail_has_left(room, good, heading) -> None:
    browser = open_room(room).signed_in()
    decide(browser, 1, "approve")
    way = re.findall(r'name="way" value="(\d+)"', browser.last.text)[0]
    good.now += timedelta(seconds=31)
    good.send()
    assert heading(browser.do("/desk/case/1/undo", way=way)) == (409, "That cannot be done")
    assert wish(good).state == "approved"


def test_mail_is_changed_before_it_leaves_and_leaves_as_it_was_read(room, locked) -> None:
    browser = room.signed_in()
    decide(browser, 1, "decline", why="no")
    [mail] = [mail for mail in locked.mails() if mail.purpose == "declined"]
    browser.open(f"/desk/mail/{mail.id}")
    browser.do(f"/desk/mail/{mail.id}", subject="Not this time", text="Dear Nightjar,\n\nanother time.\n", version=1)
    assert browser.says() == "The mail is as you wrote it."
    locked.now += timedelta(seconds=31)
    locked.send()
    sent = locked.sent()[-1]
    assert (sent["Subject"], sent.get_body(("plain",)).get_content().strip()) == (
        "Not this time",
        "Dear Nightjar,\r\n\r\nanother time.",
    )


def test_edited_mail_does_not_leave_with_an_old_date(room, locked) -> None:
    browser = room.signed_in()
    decide(browser, 1, "approve", why="known")
    [mail] = [mail for mail in locked.mails() if mail.purpose == "join-details"]
    words = f"See you on Thursday: {JOIN_DETAILS_MARKER}"
    browser.open(f"/desk/mail/{mail.id}")
    browser.do(f"/desk/mail/{mail.id}", subject="Welcome", text=words, version=1)
    with unit_of_work(locked.runtime, "Ada") as work:
        row = work.session.exec(select(EventRow)).one()
        events.reschedule(work, row, START + timedelta(days=1), "the host is ill")
    [mail] = [mail for mail in locked.mails() if mail.purpose == "join-details"]
    assert (mail.state, mail.text) == ("draft", words + "\n")
    assert case(locked).needs_review


def test_stale_mail_shows_both_texts(room, locked) -> None:
    one, other = room.signed_in("Rosalind"), room.signed_in("Ada")
    decide(one, 1, "decline", why="no")
    [mail] = [mail for mail in locked.mails() if mail.purpose == "declined"]
    path = f"/desk/mail/{mail.id}"
    for browser in (one, other):
        browser.open(path)
    other.send(path, subject="Ada's", text="what Ada wrote", version=1)
    page = one.do(path, subject="Rosalind's", text="what Rosalind wrote", version=1)
    assert page.status_code == 409
    assert "what Ada wrote" in page.text
    assert "what Rosalind wrote" in page.text
    assert [each.text for each in locked.mails() if each.id == mail.id] == ["what Ada wrote\n"]


def test_join_details_are_masked_everywhere_and_their_place_is_kept(room, good) -> None:
    browser = open_room(room).signed_in()
    decide(browser, 1, "approve")
    [mail] = good.mails()
    pages = [
        browser.open(path).text for path in ("/desk/case/1", f"/desk/mail/{mail.id}/html", f"/desk/mail/{mail.id}")
    ]
    assert not any(LINK in text or "open-hour-42" in text for text in pages)
    assert "put in as the mail leaves" in pages[0]
    page = browser.do(f"/desk/mail/{mail.id}", subject="Yes", text="without the place", version=mail.version)
    assert page.status_code == 422
    assert f"{JOIN_DETAILS_MARKER} must stay in the text" in page.text
    page = browser.do(f"/desk/mail/{mail.id}", subject="Yes", text=f"here: {JOIN_DETAILS_MARKER}", version=mail.version)
    good.now += timedelta(minutes=1)
    good.send()
    assert LINK in good.sent()[-1].get_body(("plain",)).get_content()


def test_draft_is_begun_in_another_purpose_and_language_and_released(room, locked) -> None:
    browser = room.signed_in()
    page = browser.do("/desk/case/1/mail", purpose="redirect")
    number = str(page.url).rpartition("/")[2]
    page = browser.do(f"/desk/mail/{number}/anew", purpose="late", language="ar", version=1)
    page = browser.open(f"/desk/mail/{number}")
    assert 'lang="ar"' in page.text
    browser.do(f"/desk/mail/{number}/release")
    [mail] = [mail for mail in locked.mails() if mail.id == int(number)]
    assert (mail.purpose, mail.language, mail.state, mail.by_staff) == ("late", "ar", "queued", "Rosalind")


def test_reply_leaves_in_the_writers_own_words_as_often_as_they_write(room, locked) -> None:
    browser = room.signed_in()
    for words in ("We asked the steward.", "The steward says yes. <b>Welcome</b> {{ 7 * 7 }}"):
        page = browser.open("/desk/case/1")
        browser.do("/desk/case/1/reply", reply=words, version=version(page), back="/desk/case/1")
        assert browser.says() == "It leaves in 30 seconds."
    locked.now += timedelta(seconds=31)
    locked.send()
    first, second = locked.sent()[-2:]
    assert "We asked the steward." in first.get_body(("plain",)).get_content()
    assert "The steward says yes. <b>Welcome</b> {{ 7 * 7 }}" in second.get_body(("plain",)).get_content()
    assert (second["Subject"], second["To"]) == ("Re: CR&S", "nightjar@reader.example")
    assert first["Message-ID"] != second["Message-ID"]


def test_reply_to_a_case_that_changed_keeps_what_was_typed(room, locked) -> None:
    browser = room.signed_in()
    page = browser.open("/desk/case/1")
    locked.write("Nightjar <nightjar@reader.example>", "One more thing: I will come.")
    locked.work()
    page = browser.do("/desk/case/1/reply", reply="You are <welcome>.", version=version(page))
    assert page.status_code == 409
    assert "You are &lt;welcome&gt;." in page.text
    assert "One more thing: I will come." in text_of(page)
    assert not [mail for mail in locked.mails() if mail.purpose == "reply"]


def test_same_mail_is_not_begun_twice(room, locked, heading) -> None:
    browser = room.signed_in()
    browser.do("/desk/case/1/mail", purpose="redirect")
    page = browser.do("/desk/case/1/mail", purpose="redirect")
    assert heading(page) == (409, "That cannot be done")
    assert "nobody gets two: change that one." in page.text


def test_shadow_mode_releases_nothing(room, locked, heading) -> None:
    locked.settings(mode=Mode.SHADOW)
    browser = open_room(room).signed_in()
    page = browser.do("/desk/case/1/mail", purpose="redirect")
    number = str(page.url).rpartition("/")[2]
    assert "Shadow mode: every mail is a draft" in page.text
    assert heading(browser.do(f"/desk/mail/{number}/release")) == (409, "That cannot be done")


def test_correction_of_the_intent_begins_or_ends_a_wish(room, office) -> None:
    office.write("a@reader.example", "How are reports handled? What is planned for the next year?")
    office.work()
    browser = room.signed_in()
    browser.open("/desk/case/1")
    browser.do("/desk/message/1/intent", intent="both", back="/desk/case/1")
    assert browser.says() == "Read as both from now on."
    assert wish(office).state == "review"
    browser.do("/desk/message/1/intent", intent="question", back="/desk/case/1")
    assert wish(office).state == "withdrawn"
    assert "Rosalind : intent “ question ” → “ both ”" in text_of(browser.last)


def test_corrections_of_account_flags_and_sentences_are_kept_and_exported(room, locked) -> None:
    browser = room.signed_in()
    browser.open("/desk/case/1")
    browser.do("/desk/message/1/account", account="user:marisol_Vega", back="/desk/case/1")
    browser.do("/desk/message/1/flags", flag=["out_of_scope"], back="/desk/case/1")
    browser.do("/desk/message/1/act", sentence="0", act="feedback", back="/desk/case/1")
    assert (wish(locked).account, case(locked).flags) == ("Marisol Vega", ["out_of_scope"])
    with Session(locked.runtime.engine) as session:
        kept = [(row.what, row.old, row.new, row.staff) for row in session.exec(select(CorrectionRow))]
    assert kept[0] == ("account", {"account": "Nightjar"}, {"account": "Marisol Vega"}, "Rosalind")
    assert [each[0] for each in kept] == ["account", "flags", "act"]
    with unit_of_work(locked.runtime) as work:
        lines = "\n".join(json.dumps(each) for each in exported(work))
    assert list(corrections(lines)) == [
        Correction(text="Hello,", act=Act.FEEDBACK),
        Correction(
            text=UNSURE.strip(),
            subject="CR&S",
            account="Marisol Vega",
            flags=frozenset({Flag.OUT_OF_SCOPE}),
        ),
    ]


def test_sentence_that_was_missed_becomes_a_question(room, locked) -> None:
    browser = room.signed_in()
    page = browser.open("/desk/case/1")
    rows = re.findall(r'<bdi class="theirs">([^<]*)</bdi>.*?name="sentence" value="(\d+)"', page.text, re.DOTALL)
    number = next(number for sentence, number in rows if sentence.startswith("Who reads"))
    with unit_of_work(locked.runtime) as work:
        for row in work.session.exec(select(QuestionRow)):
            work.session.delete(row)
    browser.do("/desk/message/1/act", sentence=number, act="other", back="/desk/case/1")
    browser.do("/desk/message/1/act", sentence=number, act="question", back="/desk/case/1")
    browser.do("/desk/message/1/act", sentence=number, act="feedback", back="/desk/case/1")
    assert locked.questions() == ["Who reads them?"]


def test_account_that_nobody_can_have_is_refused(room, locked, heading) -> None:
    browser = room.signed_in()
    browser.open("/desk/case/1")
    assert heading(browser.do("/desk/message/1/account", account="a|b", back="/desk/case/1"))[0] == 409
    assert wish(locked).account == "Nightjar"


def test_assignment_and_notes(room, locked, heading) -> None:
    one, other = room.signed_in("Rosalind"), room.signed_in("Ada")
    one.open("/desk/case/1")
    one.do("/desk/case/1/assign", assignee="Ada")
    one.do("/desk/case/1/note", note="Ask the steward.\n<b>Please</b>")
    assert case(locked).assignee == "Ada"
    page = other.open("/desk/case/1")
    assert "&lt;b&gt;Please&lt;/b&gt;" in page.text
    assert heading(other.do("/desk/case/1/note/remove", note=1))[0] == 409
    one.do("/desk/case/1/note/remove", note=1)
    assert "Ask the steward" not in one.last.text
    assert heading(one.do("/desk/case/1/assign", assignee="Nobody"))[0] == 409


def test_presence_is_shown_in_list_and_case_and_passes(room, locked) -> None:
    one, other = room.signed_in("Rosalind"), room.signed_in("Ada")
    one.open("/desk/case/1")
    assert "● Rosalind" in text_of(other.open("/desk"))
    assert "● Rosalind" in text_of(other.open("/desk/case/1"))
    told = other.client.post(
        "/desk/case/1/here",
        data={"proof": other.proof()},
        headers={"Origin": "http://testserver", "Accept": "application/json"},
    ).json()
    assert (told["others"], told["version"]) == (["Rosalind"], case(locked).version)
    locked.now += timedelta(minutes=1)
    assert "● Rosalind" not in text_of(other.open("/desk"))


def test_persons_are_merged_and_parted(room, locked) -> None:
    locked.write("other@reader.example", UNSURE)
    locked.work()
    browser = room.signed_in()
    browser.open("/desk/case/1")
    browser.do("/desk/case/1/merge", address="other@reader.example")
    assert browser.says() == "other@reader.example is the same person now."
    assert "other@reader.example" in browser.open("/desk/case/1").text
    with Session(locked.runtime.engine) as session:
        other = session.exec(select(PersonRow).where(PersonRow.address == "other@reader.example")).one()
        assert other.merged_into_id == 1
    browser.do("/desk/case/1/part", other=2)
    assert "other@reader.example" not in browser.open("/desk/case/1").text


def test_questions_are_split_and_joined_in_the_askers_words(room, locked, heading) -> None:
    browser = room.signed_in()
    browser.open("/desk/case/1")
    words = "How are reports handled?\n\nWho reads them?"
    with unit_of_work(locked.runtime) as work:
        asked = work.session.exec(select(QuestionRow)).one()
        asked.text = words.replace("\n\n", " ")
    assert (
        heading(browser.do("/desk/question/1/split", text="other\n\nwords", version=1, back="/desk/case/1"))[0] == 409
    )
    browser.open("/desk/case/1")
    browser.do("/desk/question/1/split", text=words, version=1, back="/desk/case/1")
    assert locked.questions() == ["How are reports handled?", "Who reads them?"]
    page = browser.open("/desk/case/1")
    joinable = re.findall(r'action="/desk/question/(\d+)/join">.*?name="version" value="(\d+)"', page.text, re.DOTALL)
    browser.do(f"/desk/question/{joinable[0][0]}/join", version=joinable[0][1], back="/desk/case/1")
    assert locked.questions() == ["How are reports handled?\n\nWho reads them?"]


HOSTILE = """From: evil@reader.example
To: answers@openhour.example
Subject: CR&S <script>alert(0)</script>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><head><meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/">
<style>body{background:url(https://evil.example/x)}</style></head><body onload=alert(1)>
<p style="position:fixed">I would like to attend. <img src="https://evil.example/pixel.gif" onerror=alert(2)>
<a href="javascript:alert(3)">press</a><a href="https://evil.example/">here</a>
<svg onload=alert(4)><script>alert(5)</script></svg><iframe src="https://evil.example"></iframe>
<form action="https://evil.example"><input name=proof><button>Sign in</button></form>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(6)&gt;"></table></mtext>
</math>
My username is Ben.</p></body></html>
"""


def test_html_of_a_stranger_acts_and_loads_nothing(room, office) -> None:
    office.receive(HOSTILE.replace("\n", "\r\n").encode())
    office.work()
    browser = room.signed_in()
    page = browser.open("/desk/message/1/html")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    body = page.text.partition("<body")[2]
    assert not re.search(
        r"(?i)<(script|img|svg|iframe|form|input|style|base|meta|link|math)|\son\w+=|href=|src=|style=", body
    )
    assert "I would like to attend." in body
    assert "alert(" not in browser.open("/desk/case/1").text.replace("alert(0)", "")
    assert "<script>alert(0)" not in browser.last.text


def test_original_is_plain_text_in_a_sandbox(room, office) -> None:
    office.receive(HOSTILE.replace("\n", "\r\n").encode())
    office.work()
    page = room.signed_in().open("/desk/message/1/raw")
    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert page.text == HOSTILE.replace("\n", "\r\n")


def test_join_details_that_come_back_are_masked(room, good) -> None:
    good.write("Marisol Vega <marisol@reader.example>", f"Thanks!\n\n> {LINK}\n> open-hour-42")
    good.work()
    browser = open_room(room).signed_in()
    for path in ("/desk/case/1", "/desk/message/2/raw"):
        text = browser.open(path).text
        assert LINK not in text
        assert "open-hour-42" not in text


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_join_details_in_an_encoded_part_are_not_shown_raw(room, good, encoding) -> None:
    said = f"Thanks!\r\n\r\n> {LINK}\r\n> open-hour-42\r\n".encode()
    body = base64.encodebytes(said) if encoding == "base64" else quopri.encodestring(said)
    head = f"From: marisol@reader.example\r\nSubject: CR&S\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    good.receive(head.encode() + body)
    good.work()
    page = open_room(room).signed_in().open("/desk/message/2/raw")
    assert "is left out here" in page.text
    assert "Subject: CR&S" in page.text
    assert base64.encodebytes(said).decode()[:40] not in page.text
    assert "open-hour" not in page.text


@pytest.mark.parametrize(
    "path",
    ["/desk/case/999", "/desk/case/x", "/desk/case/99999999999999999999", "/desk/message/999/raw", "/desk/mail/999"],
)
def test_what_has_vanished_explains_itself(room, heading, path) -> None:
    assert heading(room.signed_in().open(path)) == (404, "There is nothing here")


def test_viewer_sees_the_case_without_a_single_button(room, locked) -> None:
    page = room.signed_in("Vera", Role.VIEWER).open("/desk/case/1")
    content = page.text.partition("<main")[2]
    assert "<form" not in content


def test_pages_stay_small(room, office) -> None:
    for number in range(60):
        office.write(f"p{number}@reader.example", UNSURE.replace("Nightjar", f"Reader {number}"))
    office.work()
    browser = room.signed_in()
    sizes = {}
    for path in ("/desk", "/desk/case/1", "/desk/search?q=reports"):
        with browser.client.stream("GET", path) as answer:
            sizes[path] = len(b"".join(answer.iter_raw()))
    assert {path: size for path, size in sizes.items() if size > 50_000} == {}
    scripts = sum(len(asset.packed) for name, asset in room.desk.assets.files.items() if name.endswith(".js"))
    assert scripts < 60_000


def undo(browser) -> str:
    """Presses the button that the last page offers, and returns what is said then."""
    way = re.findall(r'name="way" value="(\d+)"', browser.last.text)[0]
    browser.do("/desk/case/1/undo", way=way)
    return browser.says()


@pytest.mark.parametrize("do", ["decline", "withdraw"])
def test_seat_that_somebody_else_got_meanwhile_stays_theirs_and_the_undo_says_so(room, office, do) -> None:
    with unit_of_work(office.runtime) as work:
        row = work.session.exec(select(EventRow)).one()
        row.definition = {**row.definition, "capacity": 1}
    office.write("Ada <ada@reader.example>", "I would like to attend. My username is Marisol Vega.")
    office.work()
    office.write("Cy <cy@reader.example>", "I would like to attend. My username is Ben.")
    office.work()
    with unit_of_work(office.runtime) as work:
        other = work.session.exec(select(AttendanceRow).where(AttendanceRow.case_id == 2)).one()
        other.state = "waiting"
    browser = room.signed_in()
    decide(browser, 1, do, why="they phoned")
    assert (wish(office, 1).state, wish(office, 2).state) == (
        "withdrawn" if do == "withdraw" else "declined",
        "approved",
    )
    assert undo(browser) == (
        "Undone, but their seat went to somebody else meanwhile, who keeps it: they wait for the next one."
        " A mail that says so leaves once the time to undo it is over."
    )
    assert (wish(office, 1).state, wish(office, 2).state) == ("waiting", "approved")
    assert [(mail.purpose, mail.state) for mail in office.mails() if mail.case_id == 1][1:] == [
        ("declined" if do == "decline" else "withdrawn", "withheld"),
        ("no-seat", "queued"),
    ]


def test_seat_that_nobody_took_is_theirs_again(room, office) -> None:
    office.write("Ada <ada@reader.example>", "I would like to attend. My username is Marisol Vega.")
    office.work()
    browser = room.signed_in()
    decide(browser, 1, "decline", why="a slip")
    assert undo(browser).endswith("They hold a seat again, and are sent a link anew: the former one was given up.")
    assert wish(office).state == "approved"
    office.work()
    assert mails(office) == [("join-details", "sent"), ("declined", "withheld"), ("join-details", "sent")]


def test_link_is_sent_again_to_who_lost_it_and_once_more_when_that_was_taken_back(room, good) -> None:
    browser = open_room(room).signed_in()
    decide(browser, 1, "approve")
    assert decide(browser, 1, "link-again").status_code == 422
    assert "the mail with the join details is queued: change that one." in browser.last.text
    good.now += timedelta(seconds=31)
    good.send()
    good.write("Marisol Vega <marisol@reader.example>", "I cannot find the link any more!")
    good.work()
    decide(browser, 1, "link-again")
    assert browser.says() == "Marisol Vega: gets the join details again. The mail leaves in 30 seconds."
    assert mails(good) == [("join-details", "sent"), ("join-details", "queued")]
    assert (case(good).state, case(good).needs_review) == ("done", False)
    undo(browser)
    assert mails(good) == [("join-details", "sent"), ("join-details", "withheld")]
    decide(browser, 1, "link-again", why="they called us")
    good.now += timedelta(seconds=31)
    good.send()
    assert mails(good) == [("join-details", "sent"), ("join-details", "sent")]
    letters = [mail.get_body(("plain",)).get_content() for mail in good.sent() if "marisol" in str(mail["To"])]
    assert [LINK in letter for letter in letters] == [True, True]
    good.work()
    assert len(mails(good)) == 2  # the clock sends no third one


def test_link_is_not_sent_again_without_a_seat_or_before_it_was_sent(room, locked) -> None:
    browser = room.signed_in()
    assert decide(browser, 1, "link-again").status_code == 422
    assert "only who holds a seat gets the join details" in browser.last.text
    assert 'value="link-again"' not in browser.open("/desk/case/1").text
    assert mails(locked) == [("under-review", "sent")]


KEPT = " Still kept back, for nothing is sent again by itself: “A person is reading it”."


def test_mails_kept_back_as_spam_stay_back_after_the_undo_and_leave_by_a_press(room, locked) -> None:
    with unit_of_work(locked.runtime) as work:
        mail = work.session.exec(select(OutboxRow)).one()
        mail.state, mail.sent_at = "queued", None
    browser = room.signed_in()
    decide(browser, 1, "spam")
    assert mails(locked) == [("under-review", "withheld")]
    said = undo(browser)
    assert said == "Undone; the case is before a person again." + KEPT
    assert (mails(locked), "Send them after all" in browser.last.text) == ([("under-review", "withheld")], True)
    browser.do("/desk/case/1/kept-back")
    assert (browser.says(), mails(locked)) == ("Queued again: 1.", [("under-review", "queued")])
    browser.do("/desk/case/1/kept-back")
    assert browser.says() == "No mail is kept back as spam."


def test_no_spam_says_what_stays_kept_back(room, locked) -> None:
    with unit_of_work(locked.runtime) as work:
        mail = work.session.exec(select(OutboxRow)).one()
        mail.state, mail.sent_at = "queued", None
    browser = room.signed_in()
    decide(browser, 1, "spam")
    decide(browser, 1, "no-spam")
    assert browser.says() == f"Nightjar: no spam.{KEPT}"
