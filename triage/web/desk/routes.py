"""Every page of the desk, in one table. The first line that fits answers, so that exact paths come before patterns."""

from __future__ import annotations

from triage.web.desk import signing_in
from triage.web.desk.kit import Page
from triage.web.desk.pages import (
    answers,
    attendance,
    board,
    bringing,
    bulk,
    case,
    event_changes,
    event_mails,
    events,
    health,
    host,
    letters,
    mailings,
    messages,
    notes,
    pausing,
    people,
    piles,
    privacy,
    question,
    queue,
    staff,
)

PAGES: tuple[Page, ...] = (
    *signing_in.ROUTES,
    *queue.ROUTES,
    *bulk.ROUTES,
    *piles.ROUTES,
    *case.ROUTES,
    *messages.ROUTES,
    *letters.ROUTES,
    *people.ROUTES,
    *pausing.ROUTES,
    *staff.ROUTES,
    *event_changes.ROUTES,
    *event_mails.ROUTES,
    *events.ROUTES,
    *health.ROUTES,
    *attendance.ROUTES,
    *mailings.ROUTES,
    *privacy.ROUTES,
    *board.ROUTES,
    *bringing.ROUTES,
    *question.ROUTES,
    *answers.ROUTES,
    *host.ROUTES,
    *notes.ROUTES,
)
