"""Mailings, ticks, new dates and suppressions as staff type them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from triage.app import App, open_app
from triage.config import read
from triage.flow.work import unit_of_work
from triage.model.case import CaseState
from triage.model.facts import Suppression
from triage.store.events import event_row
from triage.store.tables import CaseRow, EventRow, OutboxRow, PauseRow, PersonRow, SuppressionRow

NOW = datetime.now(UTC)


@pytest.fixture
def app(folder: Path, openhour) -> Iterator[App]:  # type: ignore[no-untyped-def]
    """An event with three people, in mode auto."""
    config = folder / "config.toml"
    config.write_text(config.read_text() + '[automation]\nmode = "auto"\n', encoding="utf-8")
    hour = folder / "hour.toml"
    starts_at = f"{NOW + timedelta(days=9):%Y-%m-%dT%H:%M:%SZ}"
    hour.write_text(hour.read_text().replace("2026-12-03T18:00:00Z", starts_at), encoding="utf-8")
    assert openhour("event", "add", "hour.toml")[0] == 0
    opened = open_app(read(config))
    with unit_of_work(opened.runtime) as work:
        event = event_row(work.session, "hour")
        assert event is not None
        for name in ("ann", "ben", "eve"):
            person = PersonRow(address=f"{name}@reader.example", created_at=work.now)
            work.session.add(person)
            work.session.flush()
            about = {"event_id": event.id, "person_id": person.id, "state": CaseState.DONE}
            work.session.add(CaseRow(**about, opened_at=work.now, updated_at=work.now))
        row = SuppressionRow(address="eve@reader.example", why=Suppression.UNSUBSCRIBED, since=work.now)
        work.session.add(row)
    (folder / "news.txt").write_text("The room opens earlier.\n", encoding="utf-8")
    yield opened
    opened.close()


PREPARE = ("mailing", "prepare", "hour", "--segment", "everyone", "--subject", "News", "--text", "news.txt")


def test_mailing_from_its_preparation_to_its_status(app: App, openhour) -> None:  # type: ignore[no-untyped-def]
    prepared = openhour(*PREPARE)
    assert (prepared[0], "to 2 people (1 left out, 2 waiting)" in prepared[1]) == (0, True)
    assert "left out: eve@reader.example: We do not write to this address: unsubscribed." in prepared[1]
    shown = openhour("mailing", "preview", "1", "--number", "2")[1]
    assert shown.startswith("Letter 2 of 2\nTo: ben@reader.example\nSubject: News\n")
    assert "The room opens earlier." in shown
    assert openhour("mailing", "send", "1")[::2] == (2, "openhour: this goes to 2 people; say so with --count 2\n")
    assert "this goes to 2 people now, not to 3" in openhour("mailing", "send", "1", "--count", "3")[2]
    assert openhour("mailing", "send", "1", "--count", "2")[0] == 0
    status = json.loads(openhour("mailing", "status", "1", "--json")[1])
    assert (status["state"], status["people"], status["settled"]) == ("sending", 2, 0)
    assert openhour("mailing", "pause", "1", "--why", "a wrong hour")[0] == 0
    assert "paused" in openhour("mailing", "list")[1]
    assert openhour("mailing", "resume", "1")[0] == 0
    assert openhour("mailing", "stop", "1", "--why", "no longer true")[0] == 0
    assert "stopped" in openhour("mailing", "status", "1")[1]


def test_nobody_says_why_in_one_line(app: App, openhour) -> None:  # type: ignore[no-untyped-def]
    said = openhour(*PREPARE[:4], "waiting", *PREPARE[5:])
    assert said == (2, "", "openhour: None of those who wrote about this event (3) waits for a seat.\n")


def test_server_out_of_reach_keeps_the_mailing_and_says_when(app: App, openhour) -> None:  # type: ignore[no-untyped-def]
    openhour(*PREPARE)
    openhour("mailing", "send", "1", "--count", "2")
    code, _, told = openhour("once")
    assert (code, "smtp: could not be used; it is tried again at" in told) == (3, True)
    assert "the mail server is out of reach; it is tried again at" in openhour("mailing", "status", "1")[1]
    with Session(app.runtime.engine) as session:
        assert [mail.state for mail in session.exec(select(OutboxRow))] == ["queued", "queued"]


def test_suppression_is_listed_and_lifted(app: App, openhour) -> None:  # type: ignore[no-untyped-def]
    assert "unsubscribed" in openhour("suppression", "list")[1]
    assert openhour("suppression", "lift", "eve@reader.example", "--why", "she asked for it")[0] == 0
    assert openhour("suppression", "list")[1] == ""
    assert "is not suppressed" in openhour("suppression", "lift", "eve@reader.example", "--why", "again")[2]


def test_list_of_who_is_told_is_shown_first_and_changes_nothing(app: App, openhour) -> None:  # type: ignore[no-untyped-def]
    mail = {"purpose": "receipt", "revision": "message-1", "state": "sent", "subject": "", "text": "", "language": "en"}
    with unit_of_work(app.runtime) as work:
        row = OutboxRow(
            **mail,
            event_id=1,
            person_id=1,
            to_address="ann@reader.example",
            message_id="1@x",
            queued_at=NOW,
            due_at=NOW,
        )
        row.sent_at = NOW
        work.session.add(row)
    to = f"{NOW + timedelta(days=20):%Y-%m-%dT%H:%M:%SZ}"
    moving = ("event", "reschedule", "hour", "--starts-at", to, "--reason", "conflicts")
    assert openhour(*moving, "--preview")[:2] == (0, "")  # she neither comes nor asked
    with Session(app.runtime.engine) as session:
        assert session.exec(select(EventRow)).one().revision == 1
    assert openhour(*moving, "--yes")[1].endswith("; 0 people are told\n")


def test_ticks_need_a_call_that_is_over_and_a_link(app: App, openhour) -> None:  # type: ignore[no-untyped-def]
    assert "is not over before" in openhour("event", "tick", "hour", "answers")[2]
    with unit_of_work(app.runtime) as work:
        event = event_row(work.session, "hour")
        assert event is not None
        event.starts_at, event.ends_at = NOW - timedelta(hours=3), NOW - timedelta(hours=2)
        work.session.add(event)
    assert "where is it?" in openhour("event", "tick", "hour", "recording")[2]
    ticked = openhour("event", "tick", "hour", "recording", "--url", "https://video.example/1")
    assert ticked[:2] == (0, "hour: recording ticked; still missing: notes, answers\n")
    assert openhour("event", "untick", "hour", "recording")[0] == 0


def test_pause_is_told_with_the_sums(app: App, openhour) -> None:  # type: ignore[no-untyped-def]
    openhour("pause", "--why", "a wrong date")
    assert "PAUSED since" in openhour("accounting")[1]
    with Session(app.runtime.engine) as session:
        assert session.exec(select(PauseRow)).one().why == "a wrong date"
