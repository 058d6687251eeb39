"""An example mail as the bytes that would arrive, with quotes and footers, and what would be known of its writer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

from intake.message import Own
from triage.learning.examples import MailExample
from triage.model.case import AttendanceState
from triage.model.event import Event
from triage.model.facts import Acquaintance, Facts, Thread
from triage.model.mail import Purpose

WRITER = "writer@example.org"
START = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
EVENT = Event(
    id=1,
    slug="conversation-hour",
    title="Conversation hour",
    host="Maggie Dennis",
    starts_at=START,
    subjects=("CR&S",),
    old_subjects=(("Question for Maggie", "question"), ("Conversation with Maggie", "attendance")),
    topics=("Trust and Safety", "Universal Code of Conduct", "Committee Support", "Human Rights"),
)
OWN = Own(addresses=frozenset({"answers@example.net"}), is_our_message_id=lambda id_: id_.endswith(".ours@example.net"))
_APPROVED = frozenset({Purpose.JOIN_DETAILS, Purpose.CONFIRMED, Purpose.REMINDER, Purpose.RESCHEDULED})


def raw(mail: MailExample) -> bytes:
    """The mail as RFC 5322 bytes in UTF-8. What was set aside follows the writer's own words."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Writer <{WRITER}>"
    message["To"] = "answers@example.net"
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = "Tue, 01 Dec 2026 10:00:00 +0000"
    message["Message-ID"] = "<example@example.org>"
    if mail.asked is not None:
        message["In-Reply-To"] = "<1.ours@example.net>"
    message.set_content("\n\n".join(part for part in (mail.text, mail.set_aside) if part) + "\n", charset="utf-8")
    return message.as_bytes()


def facts(mail: MailExample) -> Facts:
    """What would be known when it arrives: the mail of ours that it answers, and a seat where that mail gave one."""
    return Facts(
        received_at=START - timedelta(days=2),
        own=OWN,
        events=(EVENT,),
        thread=Thread(EVENT.slug, mail.asked, WRITER) if mail.asked is not None else None,
        acquaintances={EVENT.slug: _acquaintance(mail.asked)},
    )


def _acquaintance(asked: Purpose | None) -> Acquaintance:
    if asked is Purpose.ACCOUNT_REQUEST:
        return Acquaintance(AttendanceState.REQUESTED, wished_at=START - timedelta(days=3), was_account_asked=True)
    if asked in _APPROVED:
        return Acquaintance(AttendanceState.APPROVED, wished_at=START - timedelta(days=3), was_link_sent=True)
    return Acquaintance()
