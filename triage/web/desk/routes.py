"""Every page of the desk, in one table. The first line that fits answers, so that exact paths come before patterns."""

from __future__ import annotations

from triage.web.desk import signing_in
from triage.web.desk.kit import Page
from triage.web.desk.pages import pausing, queue, staff

PAGES: tuple[Page, ...] = (
    *signing_in.ROUTES,
    *queue.ROUTES,
    *pausing.ROUTES,
    *staff.ROUTES,
)
