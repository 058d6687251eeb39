"""All that the rules about a received message may look at, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from intake.message import Interest, Message, NoAnswer
from triage.model.case import AttendanceState
from triage.model.event import Event, EventState
from triage.model.facts import Acquaintance, Facts, Suppression, Thread
from triage.model.reading import Act, Flag, Intent, Understanding

_WISHES = frozenset(
    {AttendanceState.REQUESTED, AttendanceState.REVIEW, AttendanceState.APPROVED, AttendanceState.WAITING}
)
_UNKNOWN_PERSON = Acquaintance()


@dataclass(frozen=True, slots=True)
class Matter:
    """A message with what it means and what is known.

    `thread`: the mail of ours that it answers, only where the author is the one to whom we wrote it; a reply by
    somebody else is that person's own message and inherits nothing. `no_answer` and `answer_to` as in `Reading`.
    """

    message: Message
    understanding: Understanding
    facts: Facts
    interest: Interest
    event: Event | None = None
    thread: Thread | None = None
    no_answer: NoAnswer | None = None
    answer_to: str | None = None

    @property
    def acquaintance(self) -> Acquaintance:
        """What is known of the author for this event."""
        return self.facts.acquaintances.get(self.event.slug if self.event else "", _UNKNOWN_PERSON)

    @property
    def open_event(self) -> Event | None:
        """The event, unless it is cancelled or closed."""
        return self.event if self.event is not None and self.event.state is EventState.OPEN else None

    @property
    def wants_to_come(self) -> bool:
        """The writer asks to attend."""
        return self.understanding.intent in {Intent.ATTENDANCE, Intent.BOTH}

    @property
    def asks(self) -> bool:
        """There is a question or feedback for the call, whatever else the message wants."""
        return self.understanding.intent in {Intent.QUESTION, Intent.BOTH} or bool(self.understanding.questions)

    @property
    def withdraws(self) -> bool:
        """The writer will not come after all."""
        return self.understanding.intent is Intent.WITHDRAWAL

    @property
    def account(self) -> str | None:
        """The account with which the writer wants to come: stated now, or before."""
        return self.understanding.account or self.acquaintance.account

    @property
    def is_late(self) -> bool:
        """The wish arrived after the deadline (inclusive, on the server's clock).

        An answer to our question about the account counts from the wish itself: who asked in time is in time.
        """
        if self.event is None or not self.wants_to_come:
            return False
        earlier = self.acquaintance.wished_at if self.acquaintance.attendance in _WISHES else None
        arrived = self.facts.received_at if earlier is None else min(earlier, self.facts.received_at)
        return arrived > self.event.attend_deadline

    @property
    def is_approved(self) -> bool:
        """The writer holds a seat already."""
        return self.acquaintance.attendance is AttendanceState.APPROVED

    @property
    def is_ours(self) -> bool:
        """It concerns us beyond doubt, or a person of the staff said so."""
        return self.interest is Interest.OURS or self.facts.is_claimed

    @property
    def is_suppressed(self) -> bool:
        """Nothing that we would write as an answer would be sent to this address."""
        return self.facts.suppression in {Suppression.UNDELIVERABLE, Suppression.COMPLAINT}

    def has(self, flag: Flag) -> bool:
        """Whether this flag is set."""
        return flag in self.understanding.flags

    def holds(self, *acts: Act) -> bool:
        """Some sentence is one of these acts."""
        return any(evidence.act in acts for evidence in self.understanding.evidence)

    def only(self, *acts: Act) -> bool:
        """Every sentence is one of these acts, and there is at least one."""
        found = {evidence.act for evidence in self.understanding.evidence}
        return bool(found) and found <= set(acts)
