"""Who sits at the demo's desk: an admin, who comes in by a link, and a triager, who left something for them."""

from __future__ import annotations

import secrets

from sqlmodel import col, select

from triage.demo.stage import Stage
from triage.flow.desk import letters, notes, sorting_out
from triage.flow.questions import wording
from triage.flow.staff import accounts, sessions
from triage.flow.work import Work, unit_of_work
from triage.model.mail import Purpose
from triage.model.question import Change
from triage.model.staff import Role
from triage.store.tables import CaseRow, PersonRow, QuestionRow

ADMIN, TRIAGER = "Robin", "Noor"
UPSET = "angry@reader.example"


def hire(stage: Stage) -> None:
    """Both have accounts with passwords that nobody knows: the only way in is the link."""
    with unit_of_work(stage.app.runtime) as work:
        accounts.add(work, ADMIN, Role.ADMIN, secrets.token_urlsafe())
        accounts.add(work, TRIAGER, Role.TRIAGER, secrets.token_urlsafe())


def link(stage: Stage) -> str:
    """Where the admin is signed in, once, within half an hour."""
    with unit_of_work(stage.app.runtime) as work:
        token = sessions.link_for(work, ADMIN)
    return f"http://{stage.app.configuration.desk.listen}/desk/sign-in/{token}"


def leave_something(stage: Stage) -> None:
    """The triager began with tomorrow's work: a case with a note and a draft, and a wording for the host."""
    with unit_of_work(stage.app.runtime, TRIAGER) as work:
        case = case_of(work, UPSET)
        sorting_out.assign(work, case, ADMIN)
        notes.add(
            work,
            case,
            "Not for the call. I began a mail that says where to turn; Robin, would you read it before it leaves?",
        )
        letters.begin(work, case, Purpose.REDIRECT)
        asked = select(QuestionRow).where(col(QuestionRow.text).contains("rapport annuel"))
        question = work.session.exec(asked).one()
        words = "Why does the Case Review Committee publish no annual report?"
        wording.approve(work, question.id or 0, words, (Change.TRANSLATED, Change.SHORTENED))
        wording.set_topic(work, question.id or 0, "Committee Support")


def case_of(work: Work, address: str) -> int:
    """The number of this person's case."""
    query = select(CaseRow.id).join(PersonRow, col(PersonRow.id) == CaseRow.person_id)
    return work.session.exec(query.where(PersonRow.address == address)).one() or 0
