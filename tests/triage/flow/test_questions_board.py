"""What staff do with the questions of an event: enter, bring, word, order, merge, dispose; and what they cannot do."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from office import START, Office, open_office
from sqlmodel import Session, col, select

from triage.flow.questions import bringing, disposing, merging, ordering, wording
from triage.flow.questions.asked import add_by_hand
from triage.flow.questions.bringing import Layout
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.case import Channel
from triage.model.question import Change
from triage.store.board import BoardEntry, board
from triage.store.events import event_row
from triage.store.tables import EventRow, HistoryRow

MERGED = "merged"
CHAT = """\
18:02:11 From Ada to Everyone:
\tWho decides about the budget of the team?
18:02:12 From Ben to Everyone:
\tthanks for hosting
18:02:13 From Cy to Everyone:
\tWho decides about the team's budget?
"""


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """On both databases: the hour is open and two people asked by mail."""
    built = open_office(tmp_path, database_url)
    built.open_event()
    built.standing(Marisol_Vega="good")
    built.write("Marisol Vega <marisol@reader.example>", "Who decides about the budget of the team?", "Question, CR&S")
    built.write(
        "Ben <ben@reader.example>", "How is the Universal Code of Conduct enforced on small wikis?", "Question, CR&S"
    )
    built.decide()
    yield built
    built.runtime.engine.dispose()


def hour(work: Work) -> EventRow:
    row = event_row(work.session, "hour")
    assert row is not None
    return row


def on_board(office: Office) -> dict[int, BoardEntry]:
    with unit_of_work(office.runtime) as work:
        return {each.id: each for each in board(work.session, hour(work))}


def does(office: Office, step: Callable[[Work], object]) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        step(work)


def refused(office: Office, step: Callable[[Work], object]) -> str:
    before = on_board(office)
    with pytest.raises(ImpossibleError) as error, unit_of_work(office.runtime, "Nasma") as work:
        step(work)
    assert on_board(office) == before
    return str(error.value)


def dispositions(office: Office) -> dict[int, str]:
    return {number: each.disposition for number, each in on_board(office).items()}


def test_mail_and_other_channels_stand_on_one_board(office: Office) -> None:
    does(office, lambda work: add_by_hand(work, hour(work), " Why?\n", Channel.OTHER, asker="Cy", topic="UCoC"))
    assert [
        (each.channel, each.text, each.askers[0].address or each.askers[0].name) for each in on_board(office).values()
    ] == [
        ("email", "Who decides about the budget of the team?", "marisol@reader.example"),
        ("email", "How is the Universal Code of Conduct enforced on small wikis?", "ben@reader.example"),
        ("other", "Why?", "Cy"),
    ]


def test_question_from_mail_is_not_entered_by_hand(office: Office) -> None:
    assert "come with their mail" in refused(office, lambda work: add_by_hand(work, hour(work), "Why?", Channel.EMAIL))


def test_chat_is_looked_at_before_it_is_brought_and_comes_once(office: Office) -> None:
    with unit_of_work(office.runtime, "Nasma") as work:
        seen = bringing.preview(work, hour(work), CHAT, Layout.ZOOM)
    assert (len(on_board(office)), seen.proposed, seen.bad) == (2, (1, 5), ())
    does(office, lambda work: bringing.accept(work, hour(work), seen))
    assert [each.askers[0].name for each in list(on_board(office).values())[2:]] == ["Ada", "Cy"]
    with unit_of_work(office.runtime, "Nasma") as work:
        again = bringing.preview(work, hour(work), CHAT, Layout.ZOOM)
        assert (again.known, bringing.accept(work, hour(work), again)) == (frozenset({1, 5}), 0)
        # The thanks were not proposed; a person may still take them.
        assert bringing.accept(work, hour(work), again, [3]) == 1


def test_bad_line_is_named_and_nothing_imported_until_it_is_left_out(office: Office) -> None:
    text = "question,asker,time\nWhy not?,Ada,0:12:34\nbroken row\n"

    def bring(work: Work, *, leave_out_bad: bool) -> None:
        found = bringing.preview(work, hour(work), text, Layout.CSV, Channel.YOUTUBE)
        bringing.accept(work, hour(work), found, leave_out_bad=leave_out_bad)

    assert "line 3: 1 cells where the header has 3" in refused(office, lambda work: bring(work, leave_out_bad=False))
    does(office, lambda work: bring(work, leave_out_bad=True))
    [brought] = [each for each in on_board(office).values() if each.channel == "youtube"]
    assert (brought.text, brought.asked_at) == ("Why not?", START + timedelta(minutes=12, seconds=34))


def test_line_without_a_message_cannot_be_taken(office: Office) -> None:
    def bring(work: Work) -> None:
        bringing.accept(work, hour(work), bringing.preview(work, hour(work), CHAT, Layout.ZOOM), [1, 99])

    assert refused(office, bring) == "no message begins on line 99"


def test_wording_stands_beside_the_askers_words_with_what_was_changed(office: Office) -> None:
    does(
        office, lambda work: wording.approve(work, 1, "Who decides about budgets?", {Change.SHORTENED, Change.COMBINED})
    )
    found = on_board(office)[1]
    assert (found.text, found.public_text, found.public_changes, found.public_by) == (
        "Who decides about the budget of the team?",
        "Who decides about budgets?",
        ("combined", "shortened"),
        "Nasma",
    )
    does(office, lambda work: wording.approve(work, 1, found.text, {Change.SHORTENED}))
    assert on_board(office)[1].public_changes == ()
    does(office, lambda work: wording.take_wording_back(work, 1))
    assert (on_board(office)[1].public_text, on_board(office)[1].public_by) == ("", None)


@pytest.mark.parametrize(
    ("text", "changes", "why"),
    [
        ("  ", set(), "a wording has 1 to 4000 characters"),
        ("Who decides?", set(), "say what was changed: anonymised, shortened, combined or translated"),
        (
            "Marisol  vega asks who decides",
            {Change.SHORTENED},
            "this names whoever asked (Marisol Vega); take that out",
        ),
        (
            "(marisol@reader.example) Who?",
            {Change.SHORTENED},
            "this names whoever asked (marisol@reader.example); take that out",
        ),
    ],
)
def test_wording_that_may_not_be_shown(office: Office, text: str, changes: set[Change], why: str) -> None:
    assert refused(office, lambda work: wording.approve(work, 1, text, changes)) == why


def test_who_changes_what_somebody_else_just_changed_is_told(office: Office) -> None:
    seen = on_board(office)[1].version
    does(office, lambda work: wording.set_topic(work, 1, " the   budget "))
    assert on_board(office)[1].topic == "the budget"
    assert "changed meanwhile" in refused(office, lambda work: disposing.decline(work, 1, "no", seen))


def test_host_reads_in_the_order_that_was_set(office: Office) -> None:
    does(office, lambda work: add_by_hand(work, hour(work), "Why?", Channel.OTHER))
    does(office, lambda work: ordering.put_first(work, hour(work), [3]))
    assert list(on_board(office)) == [3, 1, 2]
    does(office, lambda work: ordering.move(work, hour(work), 2, -1))
    assert list(on_board(office)) == [3, 2, 1]
    does(office, lambda work: ordering.move(work, hour(work), 3, 99))
    assert list(on_board(office)) == [2, 1, 3]
    assert "not on the host's list" in refused(office, lambda work: ordering.put_first(work, hour(work), [99]))


def test_near_duplicates_are_proposed_merged_with_all_askers_and_taken_apart(office: Office) -> None:
    def bring(work: Work) -> None:
        bringing.accept(work, hour(work), bringing.preview(work, hour(work), CHAT, Layout.ZOOM))

    does(office, bring)
    with unit_of_work(office.runtime) as work:
        assert [(pair.first, pair.second) for pair in merging.proposals(work, hour(work))] == [(1, 3), (1, 4), (3, 4)]
    before = on_board(office)
    does(office, lambda work: disposing.to_writing(work, 4, "Owen"))
    does(office, lambda work: merging.merge(work, [4], 3))
    does(office, lambda work: merging.merge(work, [3], 1))
    found = on_board(office)
    assert [(each.address or each.name) for each in found[1].askers] == ["marisol@reader.example", "Ada", "Cy"]
    assert (found[3].merged_into, found[4].merged_into, found[4].text) == (1, 3, before[4].text)
    with unit_of_work(office.runtime) as work:
        assert merging.proposals(work, hour(work)) == ()
    does(office, lambda work: merging.unmerge(work, 3))
    assert [[each.question for each in on_board(office)[number].askers] for number in (1, 3)] == [[1], [3, 4]]
    does(office, lambda work: merging.unmerge(work, 4))
    assert dispositions(office) == {1: "open", 2: "open", 3: "open", 4: "writing"}


def test_pair_that_a_person_kept_apart_is_not_proposed_again(office: Office) -> None:
    does(office, lambda work: add_by_hand(work, hour(work), "Who decides about the budget of a team?", Channel.OTHER))
    does(office, lambda work: merging.keep_apart(work, 3, 1))
    does(office, lambda work: merging.keep_apart(work, 1, 3))
    with unit_of_work(office.runtime) as work:
        assert merging.proposals(work, hour(work)) == ()


def test_what_cannot_be_merged(office: Office) -> None:
    does(office, lambda work: merging.merge(work, [2], 1))
    assert "merged into 1 itself" in refused(office, lambda work: merging.merge(work, [1], 2))
    assert "name the questions" in refused(office, lambda work: merging.merge(work, [1], 1))
    assert "is merged into 1; undo that first" in refused(office, lambda work: disposing.reopen(work, 2))
    assert "is merged into 1; undo that first" in refused(office, lambda work: disposing.decline(work, 2, "no"))
    assert "not merged" in refused(office, lambda work: merging.unmerge(work, 1))


def test_answered_live_notes_the_place_in_the_recording(office: Office) -> None:
    assert "has not begun" in refused(office, lambda work: disposing.answered_live(work, 1))
    office.now = START + timedelta(minutes=12, seconds=34)
    does(office, lambda work: disposing.answered_live(work, 1))
    does(office, lambda work: disposing.answered_live(work, 2, 3_725))
    assert [(each.disposition, each.live_second) for each in on_board(office).values()] == [
        ("live", 754),
        ("live", 3_725),
    ]
    does(office, lambda work: disposing.reopen(work, 1))
    assert (on_board(office)[1].disposition, on_board(office)[1].live_second) == ("open", None)


def test_question_to_answer_in_writing_has_an_owner_and_a_week(office: Office) -> None:
    assert "who will write" in refused(office, lambda work: disposing.to_writing(work, 1, " "))
    does(office, lambda work: disposing.to_writing(work, 1, "Owen"))
    found = on_board(office)[1]
    assert (found.disposition, found.owner, found.due_at) == ("writing", "Owen", START + timedelta(days=7, hours=1))


def test_declined_has_a_reason_that_history_keeps_without_words_of_strangers(office: Office) -> None:
    assert "a reason is needed" in refused(office, lambda work: disposing.decline(work, 1, ""))
    does(office, lambda work: disposing.decline(work, 1, "about one person's case"))
    with Session(office.runtime.engine) as session:
        last = session.exec(select(HistoryRow).order_by(col(HistoryRow.id).desc())).first()
        assert last is not None
        assert (last.what, last.who, last.old, last.new, last.why) == (
            "question declined",
            "Nasma",
            {"question": 1, "disposition": "open"},
            {"question": 1, "disposition": "declined"},
            "about one person's case",
        )


def test_question_that_is_not_there_is_said_so(office: Office) -> None:
    assert refused(office, lambda work: disposing.decline(work, 99, "no")).startswith("no question 99")
