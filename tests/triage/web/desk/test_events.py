import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from office import HOUR, LINK, OURS, START
from sqlmodel import Session

from triage.flow import pause, trials
from triage.flow.work import unit_of_work
from triage.model.event import Event, EventState
from triage.model.mail import JOIN_DETAILS_MARKER, MailState, Mode, Purpose
from triage.model.staff import Role
from triage.store.events import event_from, event_row
from triage.store.tables import OutboxRow, SuppressionRow
from triage.web.desk.table_file import comma_separated

NEW = {
    "slug": "spring",
    "date": "2027-03-04",
    "time": "17:30",
    "title": "Spring hour",
    "host": "Ada",
    "subjects": "CR&S spring\nSpring hour",
    "old_subjects": "CR&S attend = attendance",
    "languages": "en\npt-BR",
    "topics": "Safety\n\nRules",
    "expectations": "Be kind.",
    "duration_minutes": "90",
    "attend_deadline_minutes": "30",
    "send_join_details": "120",
    "capacity": "25",
    "join_url": LINK,
    "meeting_id": "830 1234 5678",
    "passcode": "open-hour-42",
}
SECRETS = (LINK, "830 1234 5678", "open-hour-42", "c2VjcmV0")


@pytest.fixture
def admin(room) -> object:
    return room.signed_in("Rosalind", Role.ADMIN)


def stored(room, slug) -> Event:
    with Session(room.office.runtime.engine) as session:
        return event_from(event_row(session, slug))


def wish(room, name="Ben", at=None) -> None:
    room.office.now = at or room.office.now
    room.office.write(f"{name} <{name.lower()}@reader.example>", f"I would like to attend. My username is {name}.")
    room.office.work()


def error_beside(page, name) -> str:
    found = re.search(rf'id="f-{name}-error">(.*?)</p>', page.text, re.DOTALL)
    return unescape(found[1]) if found else ""


def test_new_event_is_what_was_typed(room, admin) -> None:
    page = admin.do("/desk/events/new", **NEW)
    assert page.url.path == "/desk/event/spring"
    assert stored(room, "spring") == replace(
        HOUR,
        id=2,
        slug="spring",
        title="Spring hour",
        host="Ada",
        starts_at=START.replace(year=2027, month=3, day=4, hour=17, minute=30),
        duration_minutes=90,
        attend_deadline_minutes=30,
        subjects=("CR&S spring", "Spring hour"),
        old_subjects=(("CR&S attend", "attendance"),),
        topics=("Safety", "Rules"),
        expectations=("Be kind.",),
        languages=("en", "pt-BR"),
        capacity=25,
        stream_url="",
        meeting_id="830 1234 5678",
        send_join_details_minutes=120,
        join_version=1,
    )


WRONG = [
    ("title", "", "Please fill this in."),
    ("slug", "Spring!", "only a to z, 0 to 9 and hyphens, 63 at most"),
    ("slug", "hour", "There is an event of this name already."),
    ("capacity", "many", "Please write a whole number."),
    ("capacity", "0", "At least 1."),
    ("duration_minutes", "9999", "At most 1440."),
    ("languages", "English", "Each line is a language tag like en or pt-BR."),
    ("old_subjects", "CR&S attend = come", "Behind the = stands attendance, question, both, withdrawal or other."),
    ("send_join_details", "soon", "Write at-once, or how many minutes before the start."),
    ("subjects", "", "Please fill this in."),
    ("stream_url", "video.example", "video.example is no whole link; write it out, beginning with https://"),
    ("date", "2026-12-02", "This moment is past."),
    ("date", "soon", "That is no date and time."),
    ("join_url", "zoom.example/j/1", "That is no whole link; write it out, beginning with https://"),
    ("join_url", "", "Write the link as well: link, number and passcode are replaced together."),
]


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_wrong_value_is_told_beside_its_field_and_everything_typed_is_kept(room, admin, name, value, sentence) -> None:
    page = admin.do("/desk/events/new", **(NEW | {name: value}))
    kept = [unescape(text) for text in re.findall(r'value="([^"]*)"', page.text)]
    assert (page.status_code, error_beside(page, name)) == (422, sentence)
    assert {"Ada", "17:30"} <= set(kept)
    assert not [secret for secret in SECRETS if secret in page.text]


def test_join_details_are_set_and_never_shown_again(room, admin) -> None:
    admin.do("/desk/events/new", **NEW)
    pages = [admin.open(f"/desk/event/spring{path}").text for path in ("", "/edit", "/mails", "/attendance", "/clock")]
    assert not [secret for secret in SECRETS for page in pages if secret in page]
    assert "version 1" in pages[0]


def test_edit_without_join_details_keeps_them(room, admin) -> None:
    admin.do("/desk/events/new", **NEW)
    page = admin.open("/desk/event/spring/edit")
    fields = {
        name: value for name, value in NEW.items() if name not in {"slug", "date", "time", "join_url", "passcode"}
    }
    changed = fields | {"title": "Another title", "meeting_id": "", "seen": seen_in(page)}
    admin.do("/desk/event/spring/edit", **changed)
    after = stored(room, "spring")
    assert (after.title, after.join_version, after.meeting_id) == ("Another title", 1, "830 1234 5678")
    assert after.starts_at.isoformat() == "2027-03-04T17:30:00+00:00"


def test_new_link_is_a_new_version(room, admin) -> None:
    page = admin.open("/desk/event/hour/edit")
    typed = NEW | {"seen": seen_in(page), "join_url": "https://zoom.example/j/2"}
    admin.do("/desk/event/hour/edit", **typed)
    assert stored(room, "hour").join_version == 2


def test_event_that_somebody_else_changed_meanwhile_is_not_overwritten_unseen(room, admin) -> None:
    seen = seen_in(admin.open("/desk/event/hour/edit"))
    other = room.signed_in("Ada", Role.ADMIN)
    plain = {name: NEW[name] for name in ("title", "host", "subjects", "languages")}
    other.do(
        "/desk/event/hour/edit", **plain | {"title": "Theirs", "seen": seen_in(other.open("/desk/event/hour/edit"))}
    )
    page = admin.do("/desk/event/hour/edit", **plain | {"title": "Mine", "seen": seen})
    assert (page.status_code, stored(room, "hour").title) == (422, "Theirs")
    assert "Stands there now: <bdi>Theirs</bdi>" in page.text
    admin.do("/desk/event/hour/edit", **plain | {"title": "Mine", "seen": seen_in(page)})
    assert stored(room, "hour").title == "Mine"


def seen_in(page) -> str:
    return re.findall(r'name="seen" value="(\w*)"', page.text)[0]


def test_new_date_tells_those_who_were_listed(room, admin) -> None:
    wish(room)
    page = admin.open("/desk/event/hour/move")
    assert "ben@reader.example" in page.text
    page = admin.do("/desk/event/hour/move", date="2026-12-10", time="18:00", reason="The host is ill.", expected="1")
    assert admin.says() == "The event moved. 1 person is told."
    assert room.office.outbox("ben@reader.example")[-1] == (Purpose.RESCHEDULED, MailState.QUEUED)
    assert stored(room, "hour").starts_at == START + timedelta(days=7)


def test_new_date_that_would_tell_others_than_were_seen_changes_nothing(room, admin) -> None:
    wish(room)
    page = admin.do("/desk/event/hour/move", date="2026-12-10", time="18:00", reason="Ill.", expected="0")
    assert (page.status_code, stored(room, "hour").starts_at) == (422, START)
    assert "1 people would be told now, not 0" in error_beside(page, "date")


def test_who_knows_the_date_to_which_an_event_moves_back_is_not_listed(room, admin) -> None:
    wish(room)
    admin.do("/desk/event/hour/move", date="2026-12-10", time="18:00", reason="Ill.", expected="1")
    page = admin.do("/desk/event/hour/move", date="2026-12-03", time="18:00", reason="Well again.", expected="1")
    assert page.status_code == 422
    assert "Move it and tell 0 people" in page.text
    admin.do("/desk/event/hour/move", date="2026-12-03", time="18:00", reason="Well again.", expected="0")
    assert stored(room, "hour").starts_at == START


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"date": "2026-12-10", "time": "18:00"}, "reason", "Please fill this in."),
        ({"date": "2020-12-10", "time": "18:00", "reason": "x"}, "date", "is past"),
        ({"date": "10.12.2026", "time": "6 pm", "reason": "x"}, "date", "That is no date and time."),
    ],
)
def test_new_date_that_cannot_be_says_why(room, admin, typed, field, sentence) -> None:
    page = admin.do("/desk/event/hour/move", expected="0", **typed)
    assert page.status_code == 422
    assert sentence in error_beside(page, field)
    assert stored(room, "hour").starts_at == START


def test_cancelling_needs_a_reason_and_tells_those_who_were_listed(room, admin) -> None:
    wish(room)
    assert admin.do("/desk/event/hour/cancel", expected="1").status_code == 422
    admin.do("/desk/event/hour/cancel", reason="No host.", expected="1")
    assert stored(room, "hour").state is EventState.CANCELLED
    assert room.office.outbox("ben@reader.example")[-1][0] == Purpose.CANCELLED
    assert admin.open("/desk/event/hour/edit").status_code == 409


def test_closing_with_something_left_needs_a_reason(room, admin) -> None:
    room.office.now = START + timedelta(days=2)
    admin = room.again("Rosalind")
    page = admin.do("/desk/event/hour/close", reason="")
    assert page.status_code == 422
    assert "the recording is missing" in error_beside(page, "reason")
    admin.do("/desk/event/hour/close", reason="There is none this time.")
    assert stored(room, "hour").state is EventState.CLOSED


@pytest.mark.parametrize("path", ["edit", "move", "cancel", "close"])
def test_triager_cannot_change_events(room, heading, path) -> None:
    triager = room.signed_in("Ada", Role.TRIAGER)
    assert triager.open("/desk/event/hour").status_code == 200
    assert heading(triager.open(f"/desk/event/hour/{path}")) == (403, "Your role does not reach so far")


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_mail_can_be_read_in_every_language_before_anybody_gets_it(room, admin, purpose) -> None:
    with unit_of_work(room.office.runtime) as work:
        languages = trials.offered(work, purpose)
    assert languages == ("en", "ar", "de", "es", "fr", "ja", "pt", "ru", "uk", "zh")
    for language in languages:
        query = f"?purpose={purpose}&language={language}"
        page = admin.open(f"/desk/event/hour/mails{query}")
        letter = admin.open(f"/desk/event/hour/mails/letter{query}")
        assert (page.status_code, letter.status_code) == (200, 200)
        assert JOIN_DETAILS_MARKER not in page.text + letter.text


def test_letter_in_its_frame_runs_nothing_and_leads_nowhere(admin) -> None:
    letter = admin.open("/desk/event/hour/mails/letter?purpose=follow-up&language=ar")
    policy = letter.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; sandbox;")
    assert "frame-ancestors 'self'" in policy
    assert 'dir="rtl"' in letter.text


def test_test_mail_reaches_its_address_only_and_holds_no_join_details(room, admin) -> None:
    admin.do("/desk/event/hour/mails", purpose="join-details", language="ar", to="Rosalind@Staff.example")
    assert admin.says() == "The test is on its way."
    [mail] = room.office.sent()
    assert (mail["To"], mail["Subject"][:6], mail["Auto-Submitted"]) == (
        "Rosalind@staff.example",
        "[Test]",
        "auto-generated",
    )
    text = mail.get_body(("plain",)).get_content()
    assert text.startswith("This is a test that Rosalind sent from the desk.")
    assert "https://openhour.invalid/" in text
    assert not [secret for secret in SECRETS if secret in mail.as_string()]
    assert room.office.outbox() == []
    assert not room.office.runtime.own.is_our_message_id(mail["Message-ID"].strip("<>"))
    assert [line.new for line in room.history("test mail")] == [{"purpose": "join-details", "language": "ar"}]


REFUSED = [
    ("nobody", "That is no mail address."),
    (OURS, "That is our own mailbox: a test there would come back as mail to us."),
    ("gone@reader.example", "We do not write to this address: mail to it came back, or they complained."),
]


@pytest.mark.parametrize(("address", "sentence"), REFUSED)
def test_test_mail_to_an_address_that_gets_none_says_why(room, admin, address, sentence) -> None:
    with unit_of_work(room.office.runtime) as work:
        work.session.add(SuppressionRow(address="gone@reader.example", why="undeliverable", since=work.now))
    page = admin.do("/desk/event/hour/mails", purpose="receipt", language="en", to=address)
    assert (page.status_code, error_beside(page, "to"), room.office.sent()) == (422, sentence, [])


def test_test_mail_is_held_back_by_a_pause_and_in_shadow_mode(room, admin) -> None:
    with unit_of_work(room.office.runtime, "Ada") as work:
        pause.pause(work, "wait")
    page = admin.do("/desk/event/hour/mails", purpose="receipt", language="en", to="r@staff.example")
    assert error_beside(page, "to") == "All outgoing mail is paused."
    with unit_of_work(room.office.runtime, "Ada") as work:
        pause.resume(work)
    room.office.settings(mode=Mode.SHADOW)
    with unit_of_work(room.office.runtime, "Ada") as work, pytest.raises(LookupError, match="shadow mode"):
        trials.send(work, HOUR, Purpose.RECEIPT, "en", "r@staff.example")
    assert room.office.sent() == []


def people_in(page) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/desk/case/\d+"><bdi>(.*?)</bdi>', page.text)


def test_attendance_is_filtered_and_sorted(room, admin) -> None:
    wish(room, "Ben")
    wish(room, "Nightjar")
    wish(room, "Anna", at=START - timedelta(minutes=30))
    admin = room.again("Rosalind")
    queries = ("", "order=name", "state=approved", "standing=locked", "late=yes", "late=no", "text=JAR", "mail=sent")
    shown = {query: people_in(admin.open(f"/desk/event/hour/attendance?{query}")) for query in queries}
    assert shown == {
        "": ["Ben", "Nightjar", "Anna"],
        "order=name": ["Anna", "Ben", "Nightjar"],
        "state=approved": ["Ben"],
        "standing=locked": ["Nightjar"],
        "late=yes": ["Anna"],
        "late=no": ["Ben", "Nightjar"],
        "text=JAR": ["Nightjar"],
        "mail=sent": shown["mail=sent"],
    }
    assert "Ben" in shown["mail=sent"]


def test_who_waits_is_listed_in_the_order_in_which_seats_are_given(room, admin) -> None:
    room.office.open_event(replace(HOUR, capacity=1))
    wish(room, "Ben")
    room.office.standing(Ben="good", Zoe="good", Anna="good")
    wish(room, "Zoe")
    wish(room, "Anna", at=room.office.now + timedelta(minutes=1))
    page = admin.open("/desk/event/hour/attendance?state=waiting")
    assert people_in(page) == ["Zoe", "Anna"]
    assert re.findall(r"number \d", page.text) == ["number 1", "number 2"]
    assert "<strong>1</strong> seat is taken of 1, <strong>2</strong> wait for one" in page.text


def test_attendance_file_is_no_spreadsheet_program(room, admin) -> None:
    room.office.write('"=HYPERLINK(1)" <ben@reader.example>', "I would like to attend. My username is Ben.")
    room.office.work()
    answer = admin.open("/desk/event/hour/attendance.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hour-attendance.csv"'
    assert answer.content.startswith(b'\xef\xbb\xbf"name","address"')
    head, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    row = dict(zip(head, line, strict=True))
    assert {
        name: row[name] for name in ("name", "address", "account", "standing", "state", "is_late", "mail_state")
    } == {
        "name": "'=HYPERLINK(1)",
        "address": "ben@reader.example",
        "account": "Ben",
        "standing": "good",
        "state": "approved",
        "is_late": "no",
        "mail_state": "sent",
    }
    assert not [secret for secret in SECRETS if secret in answer.text]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠"])
def test_cell_that_would_be_a_formula_is_text(begin) -> None:
    text = comma_separated(["a"], [[f'{begin}1"2,3']])
    [[_], [cell]] = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert cell == f"'{begin}1\"2,3"


def test_clock_says_who_had_no_answer_an_hour_and_a_quarter_before(room, admin) -> None:
    wish(room, "Ben")
    wish(room, "Nightjar")
    room.office.now = START - timedelta(minutes=10)
    page = room.again("Rosalind").open("/desk/event/hour/clock")
    assert re.findall(r'class="big number"[^>]*>([^<]*)<', page.text) == ["over", "10 min", "1", "1", "1"]
    assert "Next: <strong>the call begins</strong>" in page.text
    assert people_in(page) == ["Nightjar"]
    assert "Before a person: somebody has to decide." in page.text


def test_clock_lists_who_was_let_in_but_whose_mail_is_stuck(room, admin) -> None:
    wish(room, "Ben")
    with unit_of_work(room.office.runtime) as work:
        mail = work.session.get_one(OutboxRow, 1)
        mail.state = MailState.UNCERTAIN
        work.session.add(mail)
    page = admin.open("/desk/event/hour/clock")
    assert people_in(page) == ["Ben"]
    assert "Decided, but the mail “join-details” may or may not have arrived." in page.text


def test_event_that_is_not_there_says_so(admin, heading) -> None:
    assert heading(admin.open("/desk/event/nothing")) == (404, "There is nothing here")
