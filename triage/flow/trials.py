"""A mail as it would look, with made-up facts: shown at the desk, or sent to the person of the staff who asks for it.

A test goes past the outbox, because nobody who wrote to us gets it: it answers nothing, counts as nothing, and the join
details in it are made up. A pause and shadow mode hold it back all the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.utils import make_msgid

from email_validator import EmailNotValidError, validate_email

from intake.message import Address
from triage.compose import Answer, ComposeError, LetterFacts, build, write
from triage.compose.html import html_from
from triage.courier import CourierError
from triage.flow import pause
from triage.flow.history import record
from triage.flow.outbox.letters import redirects
from triage.flow.work import ImpossibleError, Work
from triage.model.event import Event, JoinDetails
from triage.model.mail import CARRIES_JOIN_DETAILS, Delivered, Envelope, Mail, Mode, Purpose, Refused
from triage.store.sorting import suppression

NOWHERE = JoinDetails("https://openhour.invalid/no-link-this-is-a-test", "000 0000 0000", "no-passcode")
"""In place of the join details; `.invalid` is nobody's (RFC 6761, 6.4)."""
QUESTIONS = ("How are reports from small communities handled?", "Will there be captions?\nI cannot hear well.")
MARKED = "This is a test that {who} sent from the desk. It is meant for nobody else, and its link leads nowhere."
NO_LONGER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sample:
    """A mail as staff look at it. Where join details go, the marker stands, in `text` and `html` alike."""

    purpose: Purpose
    language: str
    subject: str
    text: str
    html: str


def offered(work: Work, purpose: Purpose) -> tuple[str, ...]:
    """The languages (BCP 47) that this letter is written in, English first."""
    beginning = f"mail/{purpose}/"
    found = (name.removeprefix(beginning).removesuffix(".txt") for name in texts(work) if name.startswith(beginning))
    return tuple(sorted(found, key=lambda language: (language != "en", language)))


def texts(work: Work) -> list[str]:
    """The names of all texts of mails."""
    return work.runtime.templates.list_templates(extensions=["txt"])


def sample(work: Work, event: Event, purpose: Purpose, language: str) -> Sample:
    """This mail with made-up facts and the event's own. Raises ImpossibleError where the text cannot be filled."""
    try:
        subject, text = write(purpose, language, made_up(work, event, purpose), work.runtime.templates)
    except ComposeError as error:
        raise ImpossibleError(f"this mail cannot be written: {error}") from error
    return Sample(purpose, language, subject, text, html_from(subject, text, language, work.runtime.templates))


def made_up(work: Work, event: Event, purpose: Purpose) -> LetterFacts:
    """Facts that fill every place of every letter."""
    is_change = purpose in {Purpose.RESCHEDULED, Purpose.CANCELLED}
    return LetterFacts(
        event=event,
        reply_address=work.runtime.settings.sender,
        answers_subject="" if purpose in CARRIES_JOIN_DETAILS or is_change else "CR&S",
        questions=QUESTIONS,
        account="Example user",
        reason="Here stands what the staff write." if is_change or purpose is Purpose.REDIRECT else "",
        redirects=redirects(work),
        old_starts_at=event.starts_at - NO_LONGER if purpose is Purpose.RESCHEDULED else None,
        has_join_details=purpose in {Purpose.RESCHEDULED, Purpose.CANCELLED, Purpose.REMINDER},
        recording_url=event.stream_url,
        notes_url="https://meta.example/wiki/Notes",
        answers=(Answer(QUESTIONS[0], "Here stands the written answer.", "0:12:34"), Answer(QUESTIONS[1], "Yes.")),
        own_subject="The subject that the staff write",
        own_text="The words that the staff write.",
        segment="everybody who asked to come",
        unsubscribe_link="https://openhour.invalid/unsubscribe/no-link-this-is-a-test",
    )


def send(work: Work, event: Event, purpose: Purpose, language: str, address: str) -> tuple[Envelope, bytes]:
    """What a test sends, and to whom; the caller hands it over when this is committed. Raises ImpossibleError."""
    to = require_address(work, address)
    require_outgoing(work)
    seen = sample(work, event, purpose, language)
    text = f"{MARKED.format(who=work.who)}\n\n{seen.text}"
    domain = work.runtime.settings.message_id_domain
    # A name of its own, that our mails never have: what comes back of a test is about nobody.
    name = make_msgid(domain=domain).strip("<>")
    mail = Mail(purpose, to, f"[Test] {seen.subject}", text, language, name, is_reply=False)
    sender = work.runtime.settings.sender
    join = NOWHERE if purpose in CARRIES_JOIN_DETAILS else None
    raw = build(mail, Address(event.series or event.title, sender), join, work.now, work.runtime.templates)
    about = {"purpose": purpose.value, "language": language}
    record(work.session, work.now, "test mail", event_id=event.id, who=work.who, new=about)
    return Envelope(sender, to), raw


def hand_over(work: Work, letter: tuple[Envelope, bytes]) -> str:
    """What the mail server said of it, as a sentence. Nothing is open meanwhile. Raises ImpossibleError."""
    try:
        said = work.runtime.courier.deliver(*letter)
    except CourierError as error:
        raise ImpossibleError(f"the mail server cannot be used: {error}") from error
    if isinstance(said, Refused):
        raise ImpossibleError(f"the mail server said no: {said.reply}")
    return "The test is on its way." if isinstance(said, Delivered) else f"Nobody knows whether it left: {said.why}"


def require_address(work: Work, address: str) -> str:
    """One address that a test may go to. Raises ImpossibleError."""
    try:
        to = validate_email(address.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise ImpossibleError("that is no mail address") from None
    if to.casefold() in work.runtime.own.addresses:
        raise ImpossibleError("that is our own mailbox: a test there would come back as mail to us")
    if suppression(work.session, to) is not None:
        raise ImpossibleError("we do not write to this address: mail to it came back, or they complained")
    return to


def require_outgoing(work: Work) -> None:
    """Nothing leaves in shadow mode or while mail is paused. Raises ImpossibleError."""
    if work.runtime.settings.mode is Mode.SHADOW:
        raise ImpossibleError("this installation runs in shadow mode: nothing can leave")
    if pause.is_paused(work) is not None:
        raise ImpossibleError("all outgoing mail is paused")
