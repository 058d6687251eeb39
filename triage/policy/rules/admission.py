"""Questions about a mail with the join details: the one mistake that cannot be undone is a link in the wrong hands.

Each function is one condition. A reason for letting in, recorded by a person of the staff, answers for lateness and
for standing; it answers for nothing else.
"""

from __future__ import annotations

from datetime import timedelta

from triage.model.case import AttendanceState, Standing, StandingState
from triage.model.facts import GateFacts, Ownership


def has_no_event(facts: GateFacts) -> str | None:
    """There is no link without an event. That it takes place is asked of every mail that needs it."""
    return "There is no event whose link this could be." if facts.event is None else None


def is_event_over(facts: GateFacts) -> str | None:
    """A link that comes after the call helps nobody and gives the room away."""
    if facts.event is not None and facts.now < facts.event.ends_at:
        return None
    return "The event is over."


def has_no_attendance(facts: GateFacts) -> str | None:
    """Nobody gets a link who did not ask to come."""
    return "This person did not ask to come." if facts.attendance is None else None


def is_not_approved(facts: GateFacts) -> str | None:
    """Withdrawn, declined, waiting or in review since the mail was queued."""
    if facts.attendance is None or facts.attendance.state is AttendanceState.APPROVED:
        return None
    return f"The attendance is not approved but {facts.attendance.state}."


def was_sent_by_a_program(facts: GateFacts) -> str | None:
    """A robot does not come to a call, whoever would press the key."""
    return "The message was sent by a program." if facts.message_is_automatic else None


def is_not_authentic(facts: GateFacts) -> str | None:
    """From is easily forged: where our border says fail, then or now, no link goes there."""
    if facts.is_authentic and (facts.attendance is None or facts.attendance.is_authentic):
        return None
    return "The message failed authentication: somebody else may have written it."


def goes_elsewhere(facts: GateFacts) -> str | None:
    """Reply-To, Sender and Cc never direct the link."""
    return None if facts.recipient_is_author else "The recipient is not the author in From."


def came_late(facts: GateFacts) -> str | None:
    """The deadline is inclusive, on the server's clock, and follows a new date. Letting in late is a person's word."""
    if facts.event is None or facts.attendance is None or is_let_in(facts):
        return None
    if facts.attendance.received_at <= facts.event.attend_deadline:
        return None
    return f"The wish to come arrived after the deadline ({facts.event.attend_deadline:%Y-%m-%d %H:%M} UTC)."


def is_account_unconfirmed(facts: GateFacts) -> str | None:
    """Where the configuration asks for it, saying that an account is one's own is not enough."""
    if facts.standing_required is Ownership.CLAIMED or facts.ownership is Ownership.CONFIRMED or is_let_in(facts):
        return None
    return "The account was named, but nobody has shown that it is the writer's."


def has_no_account(facts: GateFacts) -> str | None:
    """Good standing is somebody's: without an account there is none to ask for."""
    if facts.attendance is None or facts.attendance.account or is_let_in(facts):
        return None
    return "No account is known, so there is no standing to ask for."


def is_standing_unknown(facts: GateFacts) -> str | None:
    """Unreachable is not "good": it is asked again. Another account's standing is not this one's."""
    if is_let_in(facts):
        return None
    if _standing(facts) is not None:
        return None
    return "The account's standing could not be asked yet."


def is_standing_not_fresh(facts: GateFacts) -> str | None:
    """Somebody may have been banned since. A time that lies ahead proves nothing either."""
    standing = _standing(facts)
    if standing is None or is_let_in(facts):
        return None
    age = facts.now - standing.checked_at
    if timedelta(0) <= age < timedelta(minutes=facts.max_age_minutes):
        return None
    return f"The account's standing was last checked at {standing.checked_at:%Y-%m-%d %H:%M:%S} UTC: asked again."


def is_standing_not_good(facts: GateFacts) -> str | None:
    """Everything but good keeps the link back until a person lets in."""
    standing = _standing(facts)
    if standing is None or standing.state is StandingState.GOOD or is_let_in(facts):
        return None
    return f"The account is not in good standing but {standing.state}."


def is_let_in(facts: GateFacts) -> bool:
    """Whether a person of the staff let them in, and said why."""
    return facts.attendance is not None and bool((facts.attendance.let_in_because or "").strip())


def _standing(facts: GateFacts) -> Standing | None:
    """What is known of exactly the account that wants to come."""
    standing, attendance = facts.standing, facts.attendance
    if standing is None or attendance is None or standing.account != attendance.account:
        return None
    return None if standing.state is StandingState.UNKNOWN else standing
