"""A person says what a message means. Their word stands beside the machine's, and the case follows it.

A correction makes a new reading; the old one stays. It decides nothing: who may come is asked of a person as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from sqlmodel import col, select

from triage.flow import attendance as attendances
from triage.flow import cases, decisions
from triage.flow.history import record
from triage.flow.questions import add_questions
from triage.flow.work import ImpossibleError, Work
from triage.model.account import canonical_name
from triage.model.case import AttendanceState
from triage.model.reading import Act, Flag, Intent
from triage.store.append import append
from triage.store.events import stored_id
from triage.store.tables import AttendanceRow, CaseRow, CorrectionRow, QuestionRow, ReadingRow, SortedRow

FOR_THE_CALL = frozenset({Act.QUESTION, Act.FEEDBACK})
COMING = frozenset({Intent.ATTENDANCE, Intent.BOTH})
UNDECIDED = frozenset({AttendanceState.REQUESTED, AttendanceState.REVIEW})
READ_OTHERWISE = "a person read it otherwise"


def correct_intent(work: Work, received_id: int, intent: Intent) -> None:
    """What the whole message wants. Raises ImpossibleError."""
    row = newest_reading(work, received_id)
    made = changed_reading(row, intent=intent, confidence=1.0)
    kept(work, row, made, "intent", {"intent": row.intent}, {"intent": intent})
    case = case_of(work, received_id)
    if case is not None:
        follow_intent(work, case, received_id, intent)


def correct_account(work: Work, received_id: int, text: str) -> None:
    """Whose account it is; empty: none is named. Raises ImpossibleError."""
    name = canonical_name(text) if text.strip() else None
    if text.strip() and name is None:
        raise ImpossibleError(f"no account can be called {text.strip()!r}")
    row = newest_reading(work, received_id)
    old = (row.reading.get("understanding") or {}).get("account")
    accounts = [name] if name else []
    kept(
        work, row, changed_reading(row, account=name, accounts=accounts), "account", {"account": old}, {"account": name}
    )
    case = case_of(work, received_id)
    wish = decisions.wish_held(work, case) if case else None
    if case is not None and wish is not None:
        wish.account = name
        work.session.add(wish)
        cases.touch(work, case)


def correct_flags(work: Work, received_id: int, flags: frozenset[Flag]) -> None:
    """What a person should notice, and nothing else. Raises ImpossibleError."""
    row = newest_reading(work, received_id)
    old = sorted((row.reading.get("understanding") or {}).get("flags", []))
    new = sorted(flags)
    kept(work, row, changed_reading(row, flags=new), "flags", {"flags": old}, {"flags": new})
    case = case_of(work, received_id)
    if case is not None:
        others = {flag for flag in case.flags if flag not in old}
        case.flags = sorted(others | set(new))
        cases.touch(work, case)


def correct_act(work: Work, received_id: int, number: int, act: Act) -> None:
    """What one sentence does; `number` is its place in the evidence. Raises ImpossibleError."""
    row = newest_reading(work, received_id)
    evidence = (row.reading.get("understanding") or {}).get("evidence", [])
    if not 0 <= number < len(evidence):
        raise ImpossibleError("this sentence is gone; look at the message again")
    changed = deepcopy(evidence)
    old, changed[number]["act"], changed[number]["confidence"] = changed[number]["act"], act.value, 1.0
    made = changed_reading(row, evidence=changed)
    kept(work, row, made, "act", {"act": old}, {"act": act}, changed[number]["sentence"])
    if (case := case_of(work, received_id)) is not None:
        cases.touch(work, case)
        if act in FOR_THE_CALL:
            add_if_missed(work, case, received_id, changed[number]["sentence"])


def add_if_missed(work: Work, case: CaseRow, received_id: int, sentence: str) -> None:
    """A question that nobody had seen is kept like the others."""
    asked = select(QuestionRow).where(QuestionRow.received_id == received_id).order_by(col(QuestionRow.ordinal))
    kept_already = work.session.exec(asked).all()
    if any(sentence in row.text for row in kept_already):
        return
    at = work.runtime.inbox.received(received_id).received_at
    first = max((row.ordinal for row in kept_already), default=0) + 1
    add_questions(work, case, received_id, at, [sentence], first)


def follow_intent(work: Work, case: CaseRow, received_id: int, intent: Intent) -> None:
    """A wish to come begins before a person; one that was none ends without a mail, unless somebody has decided."""
    wish = decisions.wish_held(work, case)
    if intent in COMING and wish is None and case.event_id is not None:
        decisions.begun(work, case)
    elif intent in COMING and wish is not None and wish.state == AttendanceState.WITHDRAWN:
        attendances.move(work, case, wish, AttendanceState.REVIEW, READ_OTHERWISE)
    elif intent not in COMING and wish is not None and is_of(wish, received_id):
        attendances.move(work, case, wish, AttendanceState.WITHDRAWN, READ_OTHERWISE)
    cases.put_before_a_person(work, case, [f"{work.who} corrected what the message wants: {intent}."])


def is_of(wish: AttendanceRow, received_id: int) -> bool:
    """Was it this message's, and is it not decided?"""
    return wish.received_id == received_id and wish.state in UNDECIDED


def newest_reading(work: Work, received_id: int) -> ReadingRow:
    """The reading that counts. Raises ImpossibleError where there is none."""
    newest = select(ReadingRow).where(ReadingRow.received_id == received_id).order_by(col(ReadingRow.id).desc())
    row = work.session.exec(newest.limit(1)).first()
    if row is None:
        raise ImpossibleError("this message was not read yet, or is gone")
    return row


def changed_reading(row: ReadingRow, **understanding: Any) -> dict[str, Any]:  # noqa: ANN401 - as JSON holds it
    """The stored reading with another understanding."""
    made = deepcopy(row.reading)
    made["understanding"] = {**(made.get("understanding") or {}), **understanding}
    return made


def kept(
    work: Work,
    row: ReadingRow,
    made: dict[str, Any],
    what: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    sentence: str = "",
) -> None:
    """The correction, and the reading as it is now."""
    if old == new:
        raise ImpossibleError("it was read that way already")
    meant = made["understanding"]
    append(
        work.session,
        ReadingRow,
        received_id=row.received_id,
        made_at=work.now,
        sender=row.sender,
        subject=row.subject,
        text=row.text,
        set_aside=row.set_aside,
        language=row.language,
        intent=meant.get("intent", row.intent),
        confidence=meant.get("confidence", row.confidence),
        verdict=row.verdict,
        reading=made,
    )
    append(
        work.session,
        CorrectionRow,
        received_id=row.received_id,
        reading_id=stored_id(row.id),
        staff=work.who,
        at=work.now,
        what=what,
        sentence=sentence,
        old=dict(old),
        new=dict(new),
    )
    case = case_of(work, row.received_id)
    record(work.session, work.now, f"{what} corrected", case=case, who=work.who, old=dict(old), new=dict(new))


def case_of(work: Work, received_id: int) -> CaseRow | None:
    """The case of this message, held until we are done."""
    line = work.session.get(SortedRow, received_id)
    return decisions.case_held(work, line.case_id) if line is not None and line.case_id is not None else None


def exported(work: Work) -> Iterator[dict[str, Any]]:
    """Every correction as `openhour evaluate --corrections` reads it: one object a message, or a sentence."""
    rows = work.session.exec(select(CorrectionRow).order_by(col(CorrectionRow.id))).all()
    messages: dict[int, dict[str, Any]] = {}
    for row in rows:
        reading = work.session.get_one(ReadingRow, row.reading_id)
        if row.what == "act":
            yield {"text": row.sentence, "act": row.new["act"]}
        elif reading.text:
            # The newest word of each kind counts.
            one = messages.setdefault(row.received_id, {"text": reading.text, "subject": reading.subject})
            one[row.what] = row.new[row.what]
    yield from messages.values()
