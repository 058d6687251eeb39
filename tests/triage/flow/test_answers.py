"""Answers in turns, their review, updates that keep the old text, and promises until they are redeemed."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from office import START, Office, open_office
from sqlmodel import Session, select

from triage.flow import answers, promises
from triage.flow.questions import disposing, merging
from triage.flow.questions.asked import add_by_hand
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.case import Channel
from triage.model.question import Turn
from triage.store.board import board
from triage.store.events import event_row
from triage.store.tables import AnswerRevisionRow, AnswerRow, EventRow
from triage.store.turns import turns_from

REVERT = "We do not know whether chapters must report this. We will consult on this and revert. They may, however."
TURNS = (Turn("Maggie", REVERT), Turn("Owen - WM LGBT+ UG:", "  Chapters\nmay ask us.  "))


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """The hour is over; two questions came by other channels."""
    built = open_office(tmp_path, database_url)
    built.open_event()
    with unit_of_work(built.runtime, "Nasma") as work:
        for text in ("Must a chapter report harassment?", "Who reads the reports?"):
            add_by_hand(work, hour(work), text, Channel.ZOOM, asker="Ada")
    built.now = START + timedelta(hours=2)
    yield built
    built.runtime.engine.dispose()


def hour(work: Work) -> EventRow:
    row = event_row(work.session, "hour")
    assert row is not None
    return row


def does(office: Office, *steps: Callable[[Work], object]) -> None:
    for step in steps:
        with unit_of_work(office.runtime, "Nasma") as work:
            step(work)


def refused(office: Office, step: Callable[[Work], object]) -> str:
    with pytest.raises(ImpossibleError) as error, unit_of_work(office.runtime, "Nasma") as work:
        step(work)
    return str(error.value)


def answer(office: Office, question_id: int = 1) -> tuple[str, tuple[str, ...]]:
    """State, and each turn as read."""
    with Session(office.runtime.engine) as session:
        row = session.exec(select(AnswerRow).where(AnswerRow.question_id == question_id)).one()
        return row.state, tuple(f"{turn.speaker}: {turn.told()}" for turn in turns_from(row.turns))


def revisions(office: Office) -> list[tuple[int, str]]:
    with Session(office.runtime.engine) as session:
        return [(row.version, row.state) for row in session.exec(select(AnswerRevisionRow))]


def dispositions(office: Office) -> list[str]:
    with unit_of_work(office.runtime) as work:
        return [each.disposition for each in board(work.session, hour(work))]


def published(office: Office) -> None:
    does(
        office,
        lambda work: answers.write(work, 1, TURNS),
        lambda work: answers.put_up(work, 1),
        lambda work: answers.publish(work, 1),
    )


def test_answer_is_written_read_and_published_and_its_question_is_answered(office: Office) -> None:
    does(office, lambda work: disposing.to_writing(work, 1, "Owen"), lambda work: answers.write(work, 1, TURNS))
    assert answer(office) == ("draft", (f"Maggie: {REVERT}", "Owen - WM LGBT+ UG: Chapters\nmay ask us."))
    assert "it cannot become published" in refused(office, lambda work: answers.publish(work, 1))
    does(office, lambda work: answers.put_up(work, 1))
    does(office, lambda work: answers.publish(work, 1))
    assert (answer(office)[0], dispositions(office)) == ("published", ["answered", "open"])


def test_answer_to_what_was_answered_live_leaves_it_live(office: Office) -> None:
    does(office, lambda work: disposing.answered_live(work, 1))
    published(office)
    assert dispositions(office) == ["live", "open"]


def test_update_stands_behind_the_promise_with_its_date_and_the_old_text_is_kept(office: Office) -> None:
    published(office)
    later = "An agreement may be\nrevoked."
    does(
        office,
        lambda work: answers.update(work, 1, later, behind="consult on this and revert.", on=date(2026, 12, 21)),
        lambda work: answers.update(work, 1, "It was announced.", turn=2),
    )
    assert answer(office) == (
        "published",
        (
            "Maggie: We do not know whether chapters must report this. We will consult on this and revert. "
            "(Update, 21 December 2026: An agreement may be revoked.) They may, however.",
            "Owen - WM LGBT+ UG: Chapters\nmay ask us. (Update, 3 December 2026: It was announced.)",
        ),
    )
    with Session(office.runtime.engine) as session:
        [before, _] = session.exec(select(AnswerRevisionRow)).all()
        assert [turn.told() for turn in turns_from(before.turns)] == [REVERT, "Chapters\nmay ask us."]


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (lambda work: answers.write(work, 1, TURNS), "is published; add an update, or take it back"),
        (lambda work: answers.update(work, 1, "new", turn=3), "has 2 turns"),
        (lambda work: answers.update(work, 1, "new", behind="nowhere"), "stands 0 times"),
        (lambda work: answers.update(work, 1, " "), "says something"),
        (lambda work: answers.take_back(work, 1, ""), "a reason is needed"),
        (lambda work: answers.put_up(work, 2), "question 2 has no written answer yet"),
        (lambda work: merging.merge(work, [1], 2), "cannot become merged"),
    ],
)
def test_what_cannot_be_done_to_a_published_answer(office: Office, step: Callable[[Work], object], why: str) -> None:
    published(office)
    assert why in refused(office, step)
    assert (answer(office)[0], revisions(office)) == ("published", [])


def test_answer_that_is_taken_back_is_owed_again_and_its_text_kept(office: Office) -> None:
    published(office)
    does(office, lambda work: answers.take_back(work, 1, "one name too many"))
    assert (answer(office)[0], dispositions(office), revisions(office)) == (
        "draft",
        ["writing", "open"],
        [(3, "published")],
    )
    does(office, lambda work: answers.write(work, 1, TURNS[:1]))
    assert (len(answer(office)[1]), revisions(office)) == (1, [(3, "published"), (4, "draft")])


def test_who_writes_over_what_somebody_else_just_wrote_is_told(office: Office) -> None:
    does(office, lambda work: answers.write(work, 1, TURNS, seen=0))
    assert "changed meanwhile" in refused(office, lambda work: answers.write(work, 1, TURNS, seen=0))
    assert "says something" in refused(office, lambda work: answers.write(work, 2, [Turn("Maggie", " ")]))


def test_merged_question_has_no_answer_of_its_own(office: Office) -> None:
    does(office, lambda work: merging.merge(work, [2], 1))
    assert "is merged into 1; answer that one" in refused(office, lambda work: answers.write(work, 2, TURNS))


def test_promise_is_proposed_owned_and_redeemed_with_an_update_where_it_stands(office: Office) -> None:
    published(office)
    with unit_of_work(office.runtime) as work:
        [sentence] = promises.proposed(work, 1)
    assert sentence == "We will consult on this and revert."
    does(office, lambda work: promises.promise(work, hour(work), sentence, "Jan", question_id=1))
    with unit_of_work(office.runtime) as work:
        assert (promises.proposed(work, 1), [row.owner for row in promises.open_promises(work)]) == ((), ["Jan"])
    does(office, lambda work: promises.redeem(work, 1, "asked Legal", "They might."))
    assert "revert. (Update, 3 December 2026: They might.) They may" in answer(office)[1][0]
    with unit_of_work(office.runtime) as work:
        assert promises.open_promises(work, hour(work)) == []
    assert "was redeemed by Nasma already" in refused(office, lambda work: promises.redeem(work, 1, "again"))


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (lambda work: promises.promise(work, hour(work), "we will", ""), "who will do it?"),
        (lambda work: promises.redeem(work, 1, " "), "say how it was redeemed"),
        (lambda work: promises.redeem(work, 1, "done", "news"), "belongs to no question"),
        (lambda work: promises.redeem(work, 9, "done"), "no promise 9"),
    ],
)
def test_what_cannot_be_done_with_a_promise(office: Office, step: Callable[[Work], object], why: str) -> None:
    does(office, lambda work: promises.promise(work, hour(work), "We will look into it.", "Jan"))
    assert why in refused(office, step)
