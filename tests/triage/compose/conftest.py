"""An event, a person's facts and the real templates, for every test of composing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Environment

from triage.compose import Answer, LetterFacts, Redirect, environment
from triage.model.event import Event, JoinDetails

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def templates() -> Environment:
    return environment(ROOT / "templates")


@pytest.fixture(scope="session")
def event() -> Event:
    return Event(
        id=1,
        slug="crs-2026-12",
        title="CR&S conversation hour with Maggie Dennis",
        series="CR&S conversation hour",
        host="Maggie Dennis",
        starts_at=datetime(2026, 12, 14, 18, tzinfo=UTC),
        subjects=("CR&S",),
        expectations=(
            "I can't and won't discuss specific Trust and Safety cases.",
            "I will not respond to comments or questions that are disrespectful to me or to my colleagues.",
        ),
        stream_url="https://www.youtube.com/watch?v=EXAMPLE",
        send_join_details_minutes=60,
    )


@pytest.fixture(scope="session")
def facts(event: Event) -> LetterFacts:
    return LetterFacts(
        event=event,
        reply_address="answers@wikimedia.example",
        questions=("How are volunteers protected against legal threats?\n\nWe had two cases.", "What comes next?"),
        account="Example user",
        reason="The host is travelling on the first date.",
        redirects=(Redirect("Emergencies", "emergency@wikimedia.example"), Redirect("Affiliates", "affcom@wm.example")),
        old_starts_at=datetime(2026, 11, 28, 18, tzinfo=UTC),
        recording_url="https://www.youtube.com/watch?v=EXAMPLE",
        notes_url="https://meta.wikimedia.example/wiki/Notes",
        answers=(
            Answer("What comes next?", "A new committee.\n\nIt meets in May."),
            Answer("Who decides that?", "", live_at="0:12:34"),
        ),
        own_subject="CR&S conversation hour with Maggie Dennis: the room opens earlier",
        own_text="Dear all,\n\nthe room opens fifteen minutes earlier.\n\n* Bring water.\n* Bring questions.",
        segment="everyone",
        unsubscribe_link="https://desk.wikimedia.example/unsubscribe/2a-mfrggzdfmztwq2lknnwg23tpobyxe43u",
    )


@pytest.fixture(scope="session")
def join() -> JoinDetails:
    return JoinDetails("https://us02web.zoom.us/j/82345678901?pwd=QWErtyUIop.1", "823 4567 8901", "s3cr$t")
