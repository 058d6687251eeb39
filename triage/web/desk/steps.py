"""The steps that staff take with one case, by the name of their button: one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.flow import decisions, ownership
from triage.flow.desk import approving, sorting_out, versions
from triage.flow.desk.link_again import send_link_again
from triage.flow.desk.undoing import Undone
from triage.flow.work import Work
from triage.model.mail import MailState
from triage.web.desk.words import purpose
from triage.web.forms import Form


class Do(StrEnum):
    """What can be decided about a case."""

    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    DONE = "done"
    ASK_ACCOUNT = "ask-account"
    CONFIRM_ACCOUNT = "confirm-account"
    SPAM = "spam"
    NO_SPAM = "no-spam"
    REOPEN = "reopen"
    LINK_AGAIN = "link-again"


@dataclass(frozen=True, slots=True)
class Step:
    """`done`: what is said afterwards. `stays`: the case stays open before the eyes, else the next one comes."""

    take: Callable[[Work, int, Form, int], object]
    done: str
    stays: bool = False


def decline(work: Work, case_id: int, form: Form, seen: int) -> object:
    """No."""
    versions.case_as_seen(work, case_id, seen)
    return decisions.decline(work, case_id, form.text("why"))


def withdraw(work: Work, case_id: int, form: Form, seen: int) -> object:
    """They will not come."""
    versions.case_as_seen(work, case_id, seen)
    return decisions.withdraw(work, case_id, form.text("why"))


def done(work: Work, case_id: int, form: Form, seen: int) -> object:
    """Nothing is left to do."""
    versions.case_as_seen(work, case_id, seen)
    return decisions.done(work, case_id, form.text("why") or approving.LOOKED)


def ask_account(work: Work, case_id: int, _: Form, seen: int) -> object:
    """Once, kindly."""
    versions.case_as_seen(work, case_id, seen)
    return decisions.ask_account(work, case_id)


def link_again(work: Work, case_id: int, form: Form, seen: int) -> None:
    """To somebody who has lost it."""
    send_link_again(work, case_id, form.text("why"), seen)


def confirm_account(work: Work, case_id: int, form: Form, seen: int) -> None:
    """A person knows that the account is theirs."""
    case = versions.case_as_seen(work, case_id, seen)
    ownership.confirm_account(work, case, decisions.require_wish(work, case), form.text("why"))


STEPS: Mapping[Do, Step] = {
    Do.APPROVE: Step(lambda work, case, form, seen: approving.approve(work, case, form.text("why"), seen), "approved"),
    Do.DECLINE: Step(decline, "declined"),
    Do.WITHDRAW: Step(withdraw, "withdrawn"),
    Do.DONE: Step(done, "done"),
    Do.ASK_ACCOUNT: Step(ask_account, "asked for the account"),
    Do.CONFIRM_ACCOUNT: Step(confirm_account, "known to own the account", stays=True),
    Do.LINK_AGAIN: Step(link_again, "gets the join details again"),
    Do.SPAM: Step(lambda work, case, _, seen: sorting_out.mark_spam(work, case, seen), "marked as spam"),
    Do.NO_SPAM: Step(lambda work, case, _, seen: sorting_out.unmark_spam(work, case, seen), "no spam", stays=True),
    Do.REOPEN: Step(lambda work, case, _, seen: sorting_out.reopen(work, case, seen), "opened again", stays=True),
}


TELLS: Mapping[str | None, str] = {
    MailState.QUEUED: " A mail that says so leaves once the time to undo it is over.",
    MailState.DRAFT: " A draft that says so waits for you.",
    None: " No mail tells them so: write to them if they should know.",
}
"""By the state of the mail to somebody who waits again."""


def what_came_back(done: Undone) -> str:
    """What undoing came to; nothing that stayed behind is kept quiet."""
    said = "Undone; the case is before a person again." if done.needs_a_person else "Undone; the case is as it was."
    if done.seat_is_gone:
        said = "Undone, but their seat went to somebody else meanwhile, who keeps it: they wait for the next one."
        said += TELLS.get(done.told, "")
    if done.is_seated_again:
        said += " They hold a seat again, and are sent a link anew: the former one was given up."
    return said + still_kept_back(done.kept_back)


def still_kept_back(purposes: tuple[str, ...]) -> str:
    """Mails that were withheld as spam, by purpose."""
    if not purposes:
        return ""
    names = ", ".join(f"“{purpose(each)}”" for each in purposes)
    return f" Still kept back, for nothing is sent again by itself: {names}."
