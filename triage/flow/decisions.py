"""What a person of the staff decides about a case: each checks that it can be done, then takes the usual step."""

from __future__ import annotations

from sqlmodel import col, select

from triage.flow import attendance as attendances
from triage.flow import cases
from triage.flow import standing as standings
from triage.flow.runtime import Runtime
from triage.flow.work import ImpossibleError, Work, look, require_reason
from triage.model.case import AttendanceState, CaseState
from triage.model.event import EventState
from triage.model.mail import MailState, Purpose
from triage.policy.lifecycle import may_move_attendance
from triage.store.events import stored_id
from triage.store.tables import AttendanceRow, CaseRow, OutboxRow, PersonRow, SortedRow

ASKED_IN_OTHER_WORDS = "a person read that they want to come"


def let_in(work: Work, case_id: int, why: str) -> AttendanceRow:
    """Gives a seat, or a place in the line where none is free. Raises ImpossibleError."""
    require_reason(why)
    case = case_held(work, case_id)
    wish = wish_held(work, case) or begun(work, case)
    event = attendances.event_of(work, wish)
    if event.state is not EventState.OPEN or work.now >= event.ends_at:
        raise ImpossibleError(f"{event.slug} is {'over' if event.state is EventState.OPEN else event.state}")
    if not attendances.has_seat(work, event) and wish.state == AttendanceState.WAITING:
        raise ImpossibleError(f"case {case_id} waits for a seat already, and none is free")
    if wish.state != AttendanceState.APPROVED:
        require_move(work, case, wish, AttendanceState.APPROVED)
    elif not is_without_link(work, wish):
        raise ImpossibleError(f"case {case_id} holds a seat already, and its mails are on their way or went")
    attendances.let_in(work, case, wish, why)
    # Also where they wait for a seat: a person has decided, and the next free one is theirs.
    settled(work, case, why)
    return wish


def decline(work: Work, case_id: int, why: str) -> AttendanceRow:
    """Says no; the mail never says why. Raises ImpossibleError."""
    require_reason(why)
    case = case_held(work, case_id)
    wish = require_wish(work, case)
    require_move(work, case, wish, AttendanceState.DECLINED)
    attendances.decline(work, case, wish, why)
    settled(work, case, why)
    return wish


def withdraw(work: Work, case_id: int, why: str) -> AttendanceRow:
    """They will not come, as staff learned in another way than by mail. Raises ImpossibleError."""
    require_reason(why)
    case = case_held(work, case_id)
    wish = require_wish(work, case)
    require_move(work, case, wish, AttendanceState.WITHDRAWN)
    attendances.withdraw(work, case, wish, wish.received_id, why)
    settled(work, case, why)
    return wish


def done(work: Work, case_id: int, why: str) -> AttendanceRow | None:
    """Nothing is left to do. A wish to come stays as it is, and is handed back. Raises ImpossibleError."""
    require_reason(why)
    case = case_held(work, case_id)
    if case.state == CaseState.DONE:
        raise ImpossibleError(f"case {case_id} is done already")
    cases.done(work, case, why)
    return wish_held(work, case)


def ask_account(work: Work, case_id: int) -> AttendanceRow:
    """Asks for the wiki account, once; the case stays before a person. Raises ImpossibleError."""
    case = case_held(work, case_id)
    wish = require_wish(work, case)
    if wish.account is not None:
        raise ImpossibleError(f"case {case_id} names the account {wish.account} already")
    if wish.account_asked_at is not None:
        raise ImpossibleError(
            f"they were asked for their account on {wish.account_asked_at:%Y-%m-%d}; nobody is asked twice"
        )
    if wish.state in attendances.HOLDS_NO_WISH:
        raise ImpossibleError(f"the wish to come of case {case_id} is {wish.state}")
    attendances.ask_account(work, case, wish)
    return wish


def is_without_link(work: Work, wish: AttendanceRow) -> bool:
    """Was the newest mail with the link kept back, or refused? Then letting in brings another one."""
    links = select(OutboxRow.state).where(
        OutboxRow.event_id == wish.event_id,
        OutboxRow.person_id == wish.person_id,
        OutboxRow.purpose == Purpose.JOIN_DETAILS,
    )
    newest = work.session.exec(links.order_by(col(OutboxRow.id).desc())).first()
    return newest in (MailState.WITHHELD, MailState.FAILED)


def ask_standing(runtime: Runtime, case_id: int) -> None:
    """Who decides about a wish reads a fresh standing; rounds ask only for those whom no person looks at."""
    # Of one case there is one wish; asked by state as well, SQLite reads all that are before a person.
    wishes = select(AttendanceRow.account, AttendanceRow.state).where(AttendanceRow.case_id == case_id)
    with look(runtime) as work:
        accounts = [account for account, state in work.session.exec(wishes) if state == AttendanceState.REVIEW]
    standings.ask(runtime, accounts)


def settled(work: Work, case: CaseRow, why: str) -> None:
    """A person has decided: the case is done, unless the step before said so already."""
    if case.state != CaseState.DONE or case.needs_review:
        cases.done(work, case, why)


def case_held(work: Work, case_id: int) -> CaseRow:
    """The case, held until we are done. Raises ImpossibleError."""
    case = work.session.exec(select(CaseRow).where(CaseRow.id == case_id).with_for_update()).first()
    if case is None:
        raise ImpossibleError(f"no case {case_id}; `openhour case list --all` shows all")
    return case


def wish_held(work: Work, case: CaseRow) -> AttendanceRow | None:
    """The wish to come of this case, held until we are done."""
    if case.event_id is None or case.person_id is None:
        return None
    same = select(AttendanceRow).where(
        AttendanceRow.event_id == case.event_id, AttendanceRow.person_id == case.person_id
    )
    return work.session.exec(same.with_for_update()).first()


def require_wish(work: Work, case: CaseRow) -> AttendanceRow:
    """The wish to come. Raises ImpossibleError where there is none."""
    wish = wish_held(work, case)
    if wish is None:
        raise ImpossibleError(f"case {case.id} holds no wish to come")
    return wish


def require_move(work: Work, case: CaseRow, wish: AttendanceRow, to: AttendanceState) -> None:
    """Raises ImpossibleError where the lifecycle has no such step."""
    if not may_move_attendance(AttendanceState(wish.state), to, is_by_staff=work.is_by_staff):
        raise ImpossibleError(f"the wish to come of case {case.id} is {wish.state}; it cannot become {to}")


def begun(work: Work, case: CaseRow) -> AttendanceRow:
    """A wish that we did not understand and a person did; it counts from their newest message."""
    person = work.session.get(PersonRow, case.person_id) if case.person_id is not None else None
    newest = select(SortedRow).where(SortedRow.case_id == case.id, SortedRow.author == (person and person.address))
    message = work.session.exec(newest.order_by(col(SortedRow.received_id).desc())).first()
    if person is None or case.event_id is None or message is None:
        raise ImpossibleError(f"case {case.id} is about no event, or nobody's: there is nobody to let in")
    wish = AttendanceRow(
        event_id=case.event_id,
        person_id=stored_id(person.id),
        case_id=stored_id(case.id),
        received_id=message.received_id,
        state=AttendanceState.REVIEW,
        received_at=work.runtime.inbox.received(message.received_id).received_at,
        is_authentic=message.is_authentic,
    )
    attendances.move(work, case, wish, AttendanceState.REVIEW, ASKED_IN_OTHER_WORDS)
    work.session.flush()
    return wish
