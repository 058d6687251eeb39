"""The notes page: what stands in it, what never does, how a real MediaWiki shows it, and what the live page has."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from office import HOUR, JOIN, START, Office, open_office

from triage.flow import answers, events, notes
from triage.flow.notes import Difference
from triage.flow.questions import disposing, ordering, wording
from triage.flow.questions.asked import add_by_hand
from triage.flow.work import ImpossibleError, Work, unit_of_work
from triage.model.case import Channel
from triage.model.question import Change, Deliverable, Turn
from triage.store.events import event_row
from triage.store.tables import DeliverableRow, EventRow
from triage.wiki import Patience, WikiPages

if TYPE_CHECKING:
    from mediawiki import RealWiki

TAG = re.compile(r"<[^>]*>")
SERIES = replace(
    HOUR,
    topics=("Trust and Safety", "Human Rights [draft]"),
    notes_page="Conversation Hour 2026-12-03",
    notes_index="Conversation Hours",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Five questions of the hour, asked by Ada in Zoom, and one by mail."""
    built = open_office(tmp_path, f"sqlite:///{tmp_path / 'openhour.db'}")
    built.open_event(SERIES, JOIN)
    built.standing(Marisol_Vega="good")
    built.write("Marisol Vega <marisol@reader.example>", "I will attend. My username is Marisol Vega.")
    built.decide()
    with unit_of_work(built.runtime, "Nasma") as work:
        for text in ("Must chapters report?", "Who reads reports?", "Is it safe?", "Why?", "What did Marisol do?"):
            add_by_hand(work, hour(work), text, Channel.ZOOM, asker="Ada Lovelace")
    built.now = START + timedelta(hours=3)
    yield built
    built.runtime.engine.dispose()


def hour(work: Work) -> EventRow:
    row = event_row(work.session, "hour")
    assert row is not None
    return row


def answered(work: Work) -> None:
    """One in turns with an update, one live only, one owed, one declined, one with no approved wording."""
    wording.approve(work, 1, "Must chapters report {{harassment}}?", {Change.SHORTENED})
    answers.write(
        work,
        1,
        [
            Turn("", "We will revert.\nSee https://a.example/x."),
            Turn("Owen - WM LGBT+ UG", "Write to ca@wikimedia.org, Ada Lovelace and Marisol vega know."),
        ],
    )
    answers.put_up(work, 1)
    answers.publish(work, 1)
    answers.update(work, 1, "They must.", behind="We will revert.", on=date(2026, 12, 21))
    wording.approve(work, 2, "Who reads reports?", set())
    disposing.answered_live(work, 2, 754)
    wording.approve(work, 3, "هل هو آمن؟", {Change.TRANSLATED})
    disposing.to_writing(work, 3, "Jan")
    wording.approve(work, 4, "Why?", set())
    disposing.decline(work, 4, "unclear")
    disposing.answered_live(work, 5, 800)
    ordering.put_first(work, hour(work), [2])
    notes.announce(work, hour(work), ["Charter update:\nA draft will be shared.\nThere will be a vote."])
    work.session.add(
        DeliverableRow(
            event_id=1,
            what=Deliverable.RECORDING,
            url="https://video.example/rec",
            ticked_at=work.now,
            ticked_by="Nasma",
        )
    )
    work.session.flush()


def drafted(office: Office) -> notes.NotesDraft:
    with unit_of_work(office.runtime, "Nasma") as work:
        answered(work)
        return notes.draft(work, hour(work))


PAGE = (Path(__file__).parents[2] / "golden" / "notes.wikitext").read_text(encoding="utf-8")


def test_page_holds_what_was_approved_and_nobodys_name(office: Office) -> None:
    found = drafted(office)
    assert found.notes.wikitext == PAGE
    assert (found.notes.masked, found.unapproved) == (2, (5,))


def test_mediawiki_shows_what_was_meant(office: Office, mediawiki: RealWiki) -> None:
    parsed = mediawiki.parse(drafted(office).notes.wikitext)
    shown = [line for line in html.unescape(TAG.sub("", parsed["text"])).splitlines() if line.strip()]
    start = len(shown) - 1 - shown[::-1].index("Questions and answers")
    assert shown[start : start + 9] == [
        "Questions and answers",
        "Answers are by Maggie Dennis unless otherwise noted.",
        "Who reads reports?",
        "Answered live, at 0:12:34 of the recording.",
        "Must chapters report {{harassment}}?",
        "We will revert. (Update, 21 December 2026: They must.)",
        "See https://a.example/x.",
        "Owen - WM LGBT+ UG: Write to ca@wikimedia.org, […] and […] know.",
        "هل هو آمن؟",
    ]
    assert [section["line"] for section in parsed["sections"]] == [
        "Questions and answers",
        "Announcements",
        "Further questions",
    ]
    assert {used["title"] for used in parsed["templates"]} == {"Template:@"}
    assert [link["title"] for link in parsed["links"]] == ["Conversation Hours"]
    assert (parsed["categories"], parsed["images"], parsed["properties"]) == ([], [], {})


def test_new_date_stands_on_top_with_its_reason_until_the_call_and_after(office: Office) -> None:
    office.now = START - timedelta(days=15)
    with unit_of_work(office.runtime, "JKoerner (WMF)") as work:
        events.reschedule(work, hour(work), START + timedelta(days=11), "scheduling conflicts, ~~~~")
    with unit_of_work(office.runtime) as work:
        first, _, second, *_ = notes.draft(work, hour(work)).notes.wikitext.splitlines()
    link = "[https://zonestamp.toolforge.org/1797271200 your local time]"
    assert (first, second) == (
        f"'''This conversation has been moved to 14 December 2026, 18:00 UTC''' ({link}). "
        "It had been announced for 3 December 2026, 18:00 UTC. "
        "Scheduling conflicts, ~&#126;&#126;&#126;. (18 November 2026)",
        f"Maggie Dennis will host the Conversation hour on 14 December 2026, 18:00 UTC ({link}).",
    )


def with_wiki(office: Office, api: str) -> None:
    pages = WikiPages(api, "openhour tests", patience=Patience(timeout=5, attempts=1))
    office.runtime = replace(office.runtime, pages=pages)


def compared(office: Office) -> Difference:
    found = drafted(office)
    with unit_of_work(office.runtime) as work:
        return notes.against_live(work, found)


def test_difference_from_the_live_page(office: Office, mediawiki: RealWiki) -> None:
    with_wiki(office, mediawiki.api)
    mediawiki.edit(
        "Conversation Hour 2026-12-03",
        PAGE.replace("Why", "Y").replace("There will be a vote.", "There may be a vote."),
    )
    found = compared(office)
    assert [line for line in found.lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}] == [
        "-** There may be a vote.",
        "+** There will be a vote.",
    ]
    assert (found.trouble, found.revision.startswith("revision ")) == ("", True)
    mediawiki.edit("Conversation Hour 2026-12-03", PAGE)
    with unit_of_work(office.runtime) as work:
        assert notes.against_live(work, notes.draft(work, hour(work))).lines == ()


def test_page_that_is_not_there_yet_is_all_new(office: Office, mediawiki: RealWiki) -> None:
    with_wiki(office, mediawiki.api)
    with unit_of_work(office.runtime) as work:
        row = hour(work)
        row.definition = row.definition | {"notes_page": f"{mediawiki.api.removesuffix('api.php')}wiki/Nothing_here"}
        work.session.add(row)
    found = compared(office)
    assert (found.revision, found.trouble) == ("", "")
    assert [line for line in found.lines if line[:1] == "-" and line[:3] != "---"] == []


@pytest.mark.parametrize(
    ("page", "api", "trouble"),
    [
        ("", "http://127.0.0.1:1/api.php", "the event file names no notes_page"),
        ("https://elsewhere.example/wiki/X", "http://127.0.0.1:1/api.php", "on another wiki than [wiki] api"),
        ("X", "http://127.0.0.1:1/api.php", "cannot be reached"),
    ],
)
def test_live_page_that_cannot_be_read_is_said_and_the_notes_are_there(
    office: Office, page: str, api: str, trouble: str
) -> None:
    with_wiki(office, api)
    with unit_of_work(office.runtime) as work:
        row = hour(work)
        row.definition = row.definition | {"notes_page": page}
        work.session.add(row)
    found = compared(office)
    assert (trouble in found.trouble, found.lines) == (True, ())
    if "reached" in trouble:
        assert "it can be asked again from 2026-12-03 21:00:30 UTC" in found.trouble


def test_name_that_no_page_can_have_is_said(office: Office, mediawiki: RealWiki) -> None:
    with_wiki(office, mediawiki.api)
    with unit_of_work(office.runtime) as work:
        row = hour(work)
        row.definition = row.definition | {"notes_page": "a<b>"}
        work.session.add(row)
    assert "no page is called “a<b>”" in compared(office).trouble


def test_announcement_that_says_nothing_is_refused(office: Office) -> None:
    with unit_of_work(office.runtime) as work, pytest.raises(ImpossibleError):
        notes.announce(work, hour(work), ["one", " "])
