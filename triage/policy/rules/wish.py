"""Questions about somebody's wish to come, or to come no more."""

from __future__ import annotations

from triage.model.case import AttendanceState
from triage.model.mail import Purpose
from triage.model.reading import Act
from triage.policy.matter import Matter
from triage.policy.rules.content import is_damaged, is_unsure

TOLD_ALL = frozenset({Purpose.JOIN_DETAILS, Purpose.CONFIRMED, Purpose.REMINDER, Purpose.RESCHEDULED})
"""Who answers one of these mails has it before them: "see you there" asks for nothing more."""

_ACCOUNT_SHOWN = 80

SURE_OF_THE_ACCOUNT = 0.97
"""Join details must not go out in another's name: a person looks at a name that is less sure. Chosen on training mails
that the rankers never saw: of the names in 1,026 ordinary ones three quarters are that sure, and two in a hundred of
these are wrong."""


def says_see_you(matter: Matter) -> str | None:
    """A cheerful "I will be there" in answer to our own confirmation. Nothing is asked, nothing changes."""
    if not _answers_what_told_all(matter) or not matter.only(Act.ATTEND, Act.COURTESY):
        return None
    # "My partner would like to come, too; his account is …"
    if is_for_another(matter) or matter.understanding.account not in (None, matter.acquaintance.account):
        return None
    is_more = matter.understanding.flags or matter.understanding.doubts or matter.message.attachments
    if is_more or is_unsure(matter) or is_damaged(matter):
        return None
    return "They hold a seat, have our mail, and say once more that they will come."


def is_for_another(matter: Matter) -> str | None:
    """A seat is for a person whom we can write to; a guest writes, or a person of the staff decides."""
    if not matter.wants_to_come or not matter.understanding.is_for_another:
        return None
    return "It asks for somebody else's place."


def names_several_accounts(matter: Matter) -> str | None:
    """Two accounts of one's own, and none is said to be the one."""
    names = matter.understanding.accounts
    if not matter.wants_to_come or matter.understanding.account is not None or len(names) < 2:  # noqa: PLR2004 - two are several
        return None
    return f"It names several accounts ({', '.join(name[:_ACCOUNT_SHOWN] for name in names[:5])})."


def is_unsure_of_the_account(matter: Matter) -> str | None:
    """Several names may be meant, or it is doubtful where the name ends: a person chooses."""
    meant = matter.understanding
    # Asking kindly for an account that was named after all harms little: only a name is doubted.
    if not matter.wants_to_come or meant.account is None or meant.account_confidence >= SURE_OF_THE_ACCOUNT:
        return None
    sure = f"{meant.account_confidence:.3f}, and {SURE_OF_THE_ACCOUNT:.2f} is needed"
    return f"Not sure enough that {meant.account[:_ACCOUNT_SHOWN]} is the account that is meant ({sure})."


def is_other_account(matter: Matter) -> str | None:
    """Who was known by one account and now comes with another may have had a reason: a person looks at both."""
    now, before = matter.understanding.account, matter.acquaintance.account
    if now is None or before is None or now == before:
        return None
    return f"The account was {before[:_ACCOUNT_SHOWN]} before, and is {now[:_ACCOUNT_SHOWN]} now."


def asks_again_for_the_link(matter: Matter) -> str | None:
    """Nobody gets two links by itself, and who asks again has most likely not found the mail.

    Neither a receipt nor silence would help them: a person finds out where the mail is, and may send it again.
    """
    if not matter.wants_to_come or _answers_what_told_all(matter):
        return None
    if matter.acquaintance.was_link_sent:
        return "The join details went to this person already, and they ask again: they may not have found them."
    return "This person holds a seat already, and asks again." if matter.is_approved else None


def was_declined(matter: Matter) -> str | None:
    """A person of the staff said no; a person may change that."""
    if not matter.wants_to_come or matter.acquaintance.attendance is not AttendanceState.DECLINED:
        return None
    return "This person was declined before."


def is_in_review(matter: Matter) -> str | None:
    """Somebody looks already; a second mail does not jump the queue."""
    if not matter.wants_to_come or matter.acquaintance.attendance is not AttendanceState.REVIEW:
        return None
    return "Their wish to come is before a person already."


def is_waiting(matter: Matter) -> str | None:
    """All seats are taken, and they were told."""
    if not matter.wants_to_come or matter.acquaintance.attendance is not AttendanceState.WAITING:
        return None
    return "This person is on the waiting list, and asks again."


def gives_no_account_again(matter: Matter) -> str | None:
    """We ask once, kindly; then a person does."""
    if not matter.wants_to_come or matter.account or not matter.acquaintance.was_account_asked:
        return None
    return "We asked for the wiki account, and there is none in the answer."


def leaves_our_question_open(matter: Matter) -> str | None:
    """An answer to our question about the account in which none was found, whatever else it says."""
    if matter.thread is None or matter.thread.purpose is not Purpose.ACCOUNT_REQUEST:
        return None
    if matter.wants_to_come or matter.withdraws or matter.account:
        return None
    return "It answers our question about the wiki account, and no account was found in it."


def is_late(matter: Matter) -> str | None:
    """Letting somebody in late is a person's decision; the stream address goes to them at once."""
    if not matter.is_late or matter.event is None:
        return None
    return f"The wish to come arrived after the deadline ({matter.event.attend_deadline:%Y-%m-%d %H:%M} UTC)."


def withdraws(matter: Matter) -> str | None:
    """The seat goes to somebody else."""
    return "They will not come after all." if matter.withdraws else None


def has_no_account(matter: Matter) -> str | None:
    """No account of somebody who wants to come: ask once, kindly."""
    if not matter.wants_to_come or matter.account:
        return None
    return "They want to come, and no wiki account is named: we ask for it."


def wants_to_come(matter: Matter) -> str | None:
    """In time, with an account whose standing is asked next."""
    if not matter.wants_to_come:
        return None
    return f"They want to come, in time, as {(matter.account or '')[:_ACCOUNT_SHOWN]}."


def _answers_what_told_all(matter: Matter) -> bool:
    return matter.is_approved and matter.thread is not None and matter.thread.purpose in TOLD_ALL
