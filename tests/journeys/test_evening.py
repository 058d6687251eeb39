"""From a real mailbox to the right answer, over real IMAP and SMTP, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from installation import Installation
from office import HOUR, mail

from triage.flow import accounting, events
from triage.flow.rounds import one_round
from triage.flow.work import unit_of_work
from triage.store.events import event_row

NOW = datetime.now(UTC).replace(microsecond=0)
TOMORROW = replace(HOUR, starts_at=NOW + timedelta(days=1))

STRANGERS = [
    mail("shop@store.example", "Your parcel has left.", "Your order 4711"),
    mail("ann@home.example", "Shall we meet at the café?", "Tonight"),
]
OURS_TODAY = [
    mail("marisol@reader.example", "I will attend. My username is Marisol Vega.", Message_ID="<1@reader.example>"),
    mail("ben@reader.example", "Please send me the Zoom link, I want to join.", Message_ID="<2@reader.example>"),
    mail("eve@reader.example", "What happens when a chapter ignores the Universal Code of Conduct?"),
    mail("wolf@reader.example", "I will attend. My username is Locked Wolf."),
    mail("robot@reader.example", "I am away until Monday.", Auto_Submitted="auto-replied"),
]


def test_evening_from_mailbox_to_answers(installation: Installation) -> None:
    installation.open_event(TOMORROW)
    before = installation.inbox.snapshot()
    installation.inbox.deliver(*STRANGERS, *OURS_TODAY, at=NOW.timestamp())
    delivered = installation.inbox.snapshot()
    found = one_round(installation.app.runtime, installation.app.mailroom)
    with unit_of_work(installation.app.runtime) as work:
        sums = accounting.account(work)
    assert (before, found.unreachable) == ({}, {})
    assert (sums.passed, sums.ours, sums.not_ours, sums.differences) == (7, 5, 2, ())
    assert {taken.recipients[0] for taken in installation.smtp.taken} == {
        "marisol@reader.example",
        "ben@reader.example",
        "eve@reader.example",
        "wolf@reader.example",
    }
    assert installation.with_link() == [["marisol@reader.example"]]
    assert installation.inbox.snapshot() == delivered


def test_answer_to_our_question_about_the_account_lets_in(installation: Installation) -> None:
    installation.open_event(TOMORROW)
    installation.inbox.deliver(OURS_TODAY[1], at=NOW.timestamp())
    one_round(installation.app.runtime, installation.app.mailroom)
    [question] = installation.sent_to("ben@reader.example")
    answer = mail("ben@reader.example", "It is User:Ben", "Re: CR&S", In_Reply_To=question["Message-ID"])
    installation.inbox.deliver(answer, at=NOW.timestamp())
    one_round(installation.app.runtime, installation.app.mailroom)
    assert installation.with_link() == [["ben@reader.example"]]


def test_second_round_finds_nothing_to_do(installation: Installation) -> None:
    installation.open_event(TOMORROW)
    installation.inbox.deliver(*OURS_TODAY, at=NOW.timestamp())
    one_round(installation.app.runtime, installation.app.mailroom)
    taken = len(installation.smtp.taken)
    one_round(installation.app.runtime, installation.app.mailroom)
    assert len(installation.smtp.taken) == taken


def calendar_in(message: EmailMessage) -> str:
    """The calendar entry of a mail; empty without one."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return parts[0].get_payload(decode=True).decode() if parts else ""


def test_new_date_is_told_to_exactly_those_who_were_told_the_old_one(installation: Installation) -> None:
    installation.open_event(TOMORROW)
    installation.inbox.deliver(*OURS_TODAY, at=NOW.timestamp())
    one_round(installation.app.runtime, installation.app.mailroom)
    before = len(installation.smtp.taken)
    with unit_of_work(installation.app.runtime) as work:
        row = event_row(work.session, "hour")
        assert row is not None
        told = events.reschedule(work, row, NOW + timedelta(days=8), "scheduling conflicts")
    one_round(installation.app.runtime, installation.app.mailroom)
    # Each of our answers said when the call is: also those to who asked only, and to whose wish is still looked at.
    people = ["ben@reader.example", "eve@reader.example", "marisol@reader.example", "wolf@reader.example"]
    taken = installation.smtp.taken[before:]
    assert (told, sorted(each.recipients[0] for each in taken)) == (4, people)
    entries = {address: calendar_in(installation.sent_to(address)[-1]) for address in people}
    assert [address for address, entry in entries.items() if entry] == ["marisol@reader.example"]
    assert "SEQUENCE:1\r\n" in entries["marisol@reader.example"]
