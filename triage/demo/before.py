"""The call of last week: people came and asked, most was answered, and something is left to do at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import col, select

from triage.courier import FolderCourier
from triage.demo.stage import Stage, event, samples
from triage.demo.team import ADMIN, TRIAGER
from triage.flow import answers, notes, promises
from triage.flow.decisions import let_in
from triage.flow.events import add
from triage.flow.mailings import deliverables, prepare
from triage.flow.questions import asked, disposing, merging, wording
from triage.flow.rounds import decide, one_round, send
from triage.flow.runtime import Runtime
from triage.flow.work import Work, unit_of_work
from triage.model.case import AttendanceState, Channel
from triage.model.event import JoinDetails
from triage.model.mailing import Segment
from triage.model.question import Change, Deliverable, Turn
from triage.store.tables import AttendanceRow, EventRow, QuestionRow

MAILS = Path(__file__).parent / "before"
SLUG = "last-hour"
AGO = timedelta(days=6)
"""Before tomorrow: the week in which answers were promised is not over."""
CONSULT = "We will consult with the affiliations committee on this and revert."
THANKS = """\
Thank you for being part of the conversation last week. The recording is there:
https://video.example/last-conversation-hour

The notes and the last written answer follow in a few days.
"""


def call_of_last_week(stage: Stage) -> None:
    """Everything as it would have happened then, with the clock set back."""
    before = replace(event(stage.app.runtime.clock()), slug=SLUG)
    before = replace(before, starts_at=before.starts_at - AGO)
    add_event(at(stage, before.starts_at - timedelta(days=4)), before.slug, before.starts_at)
    for number, (_, raw) in enumerate(samples(MAILS)):
        stage.imap.deliver(raw, before.starts_at - timedelta(days=3, minutes=40 - 7 * number))
    one_round(at(stage, before.starts_at - timedelta(days=3)), stage.app.mailroom)
    with unit_of_work(at(stage, before.starts_at - timedelta(days=2)), TRIAGER) as work:
        let_everybody_in(work)
    for minutes in (24 * 60 - 1, 59):  # the reminders' times
        remind(at(stage, before.starts_at - timedelta(minutes=minutes)))
    with unit_of_work(at(stage, before.ends_at + timedelta(days=1)), TRIAGER) as work:
        look_after(work)


def at(stage: Stage, moment: datetime) -> Runtime:
    """The installation as of then; its mails go into a folder of their own."""
    courier = FolderCourier(stage.sent / SLUG)
    return replace(stage.app.runtime, clock=lambda: moment, courier=courier)


def add_event(runtime: Runtime, slug: str, starts_at: datetime) -> None:
    """The call of last week, announced."""
    join = JoinDetails("https://zoom.example/j/81098765432?pwd=gone", "810 9876 5432", "closed-hour")
    with unit_of_work(runtime, ADMIN) as work:
        add(work, replace(event(work.now), slug=slug, starts_at=starts_at), join)


def remind(runtime: Runtime) -> None:
    """What the clock makes due."""
    decide(runtime)
    send(runtime)


def let_everybody_in(work: Work) -> None:
    """Whom the machine was not sure of, a person knew."""
    waits = col(AttendanceRow.state).in_((AttendanceState.REQUESTED, AttendanceState.REVIEW))
    for case_id in work.session.exec(select(AttendanceRow.case_id).where(waits)).all():
        let_in(work, case_id, "came to earlier calls")


def look_after(work: Work) -> None:
    """The day after: who was answered, what was promised, what is written."""
    row = work.session.exec(select(EventRow).where(EventRow.slug == SLUG)).one()
    from_channels(work, row)
    found = {each.text: each.id or 0 for each in work.session.exec(select(QuestionRow)) if each.event_id == row.id}
    answered_live(work, found)
    answered_in_writing(work, found)
    still_to_answer(work, row, found)
    announced = "The enforcement guidelines are open for comments until the end of next month."
    notes.announce(work, row, [announced, "The next conversation is in a week, at the same time."])
    url = "https://video.example/last-conversation-hour"
    deliverables.tick(work, row, Deliverable.RECORDING, url)
    prepare.prepare(work, row, Segment.EVERYONE, "After the conversation: the recording", THANKS)


def from_channels(work: Work, row: EventRow) -> None:
    """What was asked during the call, elsewhere than by mail."""
    during = row.starts_at + timedelta(minutes=31)
    words = "Which committee would you join yourself?"
    live = asked.add_by_hand(work, row, words, Channel.ZOOM, asker="Wren", asked_at=during)
    disposing.answered_live(work, live.id or 0, 33 * 60 + 20)
    wording.approve(work, live.id or 0, words, ())
    case = asked.add_by_hand(work, row, "Why was my friend blocked?", Channel.YOUTUBE, asker="user81", asked_at=during)
    disposing.decline(work, case.id or 0, "a single case; pointed to the case review committee")


def answered_live(work: Work, found: Mapping[str, int]) -> None:
    """Read out and answered in the call; two people had asked the same."""
    elected, again = named(found, "committee be elected"), named(found, "going to be elected")
    merging.merge(work, [again], elected)
    wording.approve(work, elected, "How will the members of the appeals committee be elected?", (Change.COMBINED,))
    disposing.answered_live(work, elected, 4 * 60 + 12)
    appeal = named(found, "appeal against a global ban")
    wording.approve(work, appeal, "How can somebody appeal against a global ban?", ())
    disposing.answered_live(work, appeal, 12 * 60 + 40)
    said = "By mail to the office. A second team, which did not decide the first time, reads everything anew."
    publish(work, appeal, said)


def answered_in_writing(work: Work, found: Mapping[str, int]) -> None:
    """There was no time for it; its answer is published."""
    number = named(found, "الإنفاذ")
    wording.approve(work, number, "Will the enforcement guidelines be translated into Arabic?", (Change.TRANSLATED,))
    disposing.to_writing(work, number, TRIAGER)
    publish(work, number, "Yes. The translation is under review by volunteers and comes out with the next revision.")


def still_to_answer(work: Work, row: EventRow, found: Mapping[str, int]) -> None:
    """Its answer is written and waits for somebody to read it; something was promised in it."""
    number = named(found, "affiliate")
    words = "To whom can members of an affiliate turn when they fear retaliation?"
    wording.approve(work, number, words, (Change.SHORTENED, Change.ANONYMISED))
    disposing.to_writing(work, number, TRIAGER)
    answers.write(work, number, [Turn("", f"To our human rights team, in confidence. {CONSULT}")])
    answers.put_up(work, number)
    promises.promise(work, row, CONSULT, "Maggie Dennis", question_id=number, due_at=work.now + timedelta(days=10))


def publish(work: Work, number: int, said: str) -> None:
    """Written, read, published."""
    answers.write(work, number, [Turn("", said)])
    answers.put_up(work, number)
    answers.publish(work, number)


def named(found: Mapping[str, int], words: str) -> int:
    """The number of the question that holds these words."""
    return next(number for text, number in found.items() if words in text)
