"""The desk's views: each is a question about rows as they stand, so that nothing has to be kept in step.

Who must act next (a person of the staff, the sender, the source of standings, nobody) is answered here and nowhere
stored. Changes nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, Executable, String, and_, cast, not_, or_
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from intake.store import PerhapsRow, PerhapsState
from triage.model.case import AttendanceState, CaseState
from triage.model.mail import MailState
from triage.model.reading import Flag
from triage.store.tables import AttendanceRow, CaseRow, OutboxRow, ParkedRow


class View(StrEnum):
    """What staff look at, in the order in which it presses."""

    REVIEW = "review"
    PERSON = "person"
    STANDING = "standing"
    OPEN = "open"
    DONE = "done"
    SPAM = "spam"


class Pile(StrEnum):
    """What waits beside the cases."""

    DRAFTS = "drafts"
    UNCERTAIN = "uncertain"
    PERHAPS = "perhaps"
    PARKED = "parked"


is_open = col(CaseRow.state) == CaseState.OPEN
is_before_a_person = and_(is_open, col(CaseRow.needs_review))
is_left_to_others = and_(is_open, not_(col(CaseRow.needs_review)))
was_asked = or_(
    and_(col(AttendanceRow.account).is_(None), col(AttendanceRow.account_asked_at).is_not(None)),
    and_(col(AttendanceRow.owner_asked_at).is_not(None), col(AttendanceRow.confirmed_account).is_(None)),
)
"""We asked for the account, or to show that it is theirs, and they have not answered."""
is_undecided = col(AttendanceRow.state) == AttendanceState.REQUESTED

CONDITIONS: Mapping[View, ColumnElement[bool]] = {
    View.REVIEW: is_before_a_person,
    View.PERSON: and_(is_left_to_others, is_undecided, was_asked),
    View.STANDING: and_(is_left_to_others, is_undecided, not_(was_asked), col(AttendanceRow.account).is_not(None)),
    View.OPEN: is_open,
    View.DONE: and_(col(CaseRow.state) == CaseState.DONE, not_(col(CaseRow.is_spam))),
    View.SPAM: and_(col(CaseRow.is_spam)),
}
"""Of a case joined with its wish to come, where there is one."""


def has_flag(flag: Flag) -> ColumnElement[bool]:
    """Flags are a JSON list of plain names."""
    return cast(col(CaseRow.flags), String).contains(f'"{flag}"', autoescape=True)


_TO_REVIEW = select(func.count()).where(is_before_a_person)
OF_OPEN = (View.REVIEW, View.PERSON, View.STANDING, View.OPEN)
"""Views of open cases alone: few, whatever the years have piled up."""


def counts(session: Session) -> Mapping[str, int]:
    """How many are in each view and pile, and under `threats` how many of those before a person name harm."""
    return {**waiting(session), **closed(session)}


def to_review(session: Session) -> int:
    """How many cases a person must look at: every page shows this."""
    return session.exec(_TO_REVIEW).one()


def waiting(session: Session) -> Mapping[str, int]:
    """The views of what is open, and the piles."""
    return dict(session.connection().execute(everything_that_waits()).mappings().one())


@functools.cache
def everything_that_waits() -> Executable:
    """One question to the database, put together once."""
    number = func.count()
    conditions: dict[str, ColumnElement[bool]] = {view.value: CONDITIONS[view] for view in OF_OPEN}
    conditions["threats"] = and_(is_before_a_person, has_flag(Flag.THREAT_OF_HARM))
    wish = (col(AttendanceRow.event_id) == CaseRow.event_id) & (col(AttendanceRow.person_id) == CaseRow.person_id)
    of_open = [number.filter(condition).label(name) for name, condition in conditions.items()]
    beside = [of_pile.scalar_subquery().label(pile.value) for pile, of_pile in piles().items()]
    return select(*of_open, *beside).select_from(CaseRow).outerjoin(AttendanceRow, wish).where(is_open)


def piles() -> Mapping[Pile, SelectOfScalar[int]]:
    """How much waits beside the cases: a number each."""
    mails = select(func.count()).select_from(OutboxRow)
    return {
        Pile.DRAFTS: mails.where(OutboxRow.state == MailState.DRAFT),
        Pile.UNCERTAIN: mails.where(OutboxRow.state == MailState.UNCERTAIN),
        Pile.PERHAPS: select(func.count()).select_from(PerhapsRow).where(PerhapsRow.state == PerhapsState.SEEN),
        Pile.PARKED: select(func.count()).select_from(ParkedRow),
    }


def closed(session: Session) -> Mapping[str, int]:
    """How many are done, and how many spam; both together are counted by the index."""
    number = func.count()
    all_done = session.exec(select(number).where(CaseRow.state == CaseState.DONE)).one()
    spam = session.exec(select(CaseRow.state, number).where(col(CaseRow.is_spam)).group_by(col(CaseRow.state))).all()
    of_spam = dict(spam)
    return {View.DONE: all_done - of_spam.get(CaseState.DONE, 0), View.SPAM: sum(of_spam.values())}
