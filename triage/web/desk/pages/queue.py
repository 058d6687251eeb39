"""The queue: what waits, the most urgent first, in views, with filters and a search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.responses import Response

from triage.flow.staff import accounts
from triage.flow.work import Work
from triage.model.reading import Flag, Intent
from triage.model.staff import Right
from triage.store import queue, queue_views, search
from triage.store.next_call import next_call
from triage.store.queue import Asked
from triage.store.queue_views import Pile, View
from triage.web.desk.kit import Page, Visit, page
from triage.web.desk.paging import page_number, paging

Kind = TypeVar("Kind", bound=StrEnum)

VIEWS: Mapping[View, str] = {
    View.REVIEW: "To review",
    View.PERSON: "Waiting for them",
    View.STANDING: "Waiting for standing",
    View.OPEN: "All open",
    View.DONE: "Done",
    View.SPAM: "Spam",
}
PILES: Mapping[Pile, tuple[str, str]] = {
    Pile.DRAFTS: ("Drafts", "/desk/drafts"),
    Pile.UNCERTAIN: ("Uncertain mails", "/desk/uncertain"),
    Pile.PERHAPS: ("Perhaps ours", "/desk/perhaps"),
    Pile.PARKED: ("Parked", "/desk/parked"),
}
EMPTY: Mapping[View | None, str] = {
    View.REVIEW: "Nothing waits for a person. Well done.",
    View.PERSON: "We wait for nobody's answer.",
    View.STANDING: "Every account that was named has been checked.",
    View.OPEN: "No case is open.",
    View.DONE: "Nothing is done yet.",
    View.SPAM: "No spam.",
    None: "Nothing was found.",
}


def shown(visit: Visit) -> Response:
    """One page of one view."""
    return listed(visit, asked_in(visit.query), "queue.html")


def searched(visit: Visit) -> Response:
    """Cases in any view that hold these words."""
    asked = replace(asked_in(visit.query), view=None)
    return listed(visit, asked, "search.html") if asked.words else visit.go("/desk")


def listed(visit: Visit, asked: Asked, template: str) -> Response:
    """The cases that are asked for, with the filters as they are."""
    with visit.looking() as work:
        ids = queue.numbers(work.session, asked, work.now)
        turned = paging(visit.request, len(ids))
        glances = queue.glances(work.session, ids[max(turned.first - 1, 0) : turned.last], work.now)
        words = {**choices(work), **(above_views(work) if asked.view is not None else {})}
        words["is_cut"] = bool(asked.words) and search.is_cut(work.session, asked.words)
    return visit.render(
        template,
        glances=glances,
        paging=turned,
        asked=asked,
        asked_for=visit.query.get("q", ""),
        trail=trail(asked),
        views=VIEWS,
        piles=PILES,
        nothing=EMPTY[asked.view],
        is_filtered=asked != Asked(view=asked.view),
        excerpt=lambda said: search.excerpt(said, asked.words),
        page=page_number(visit.request),
        newest=search.NEWEST,
        **words,
    )


def above_views(work: Work) -> dict[str, Any]:
    """The next call, and how much is in each view."""
    return {
        "call": next_call(work.session, work.now),
        "counts": queue_views.waiting(work.session),
        "closed": queue_views.closed(work.session),
    }


def choices(work: Work) -> dict[str, Any]:
    """What the filters offer."""
    return {
        "events": queue.slugs(work.session),
        "languages": queue.languages(work.session),
        "intents": list(Intent),
        "flags": list(Flag),
        "colleagues": [row.name for row in accounts.all_staff(work) if row.is_active],
    }


def asked_in(query: QueryParams) -> Asked:
    """What the address asks for; what it cannot mean is left out."""
    return Asked(
        view=one_of(View, query.get("view", "")) or View.REVIEW,
        event=query.get("event", ""),
        language=query.get("language", ""),
        intent=one_of(Intent, query.get("intent", "")),
        flag=one_of(Flag, query.get("flag", "")),
        assignee=query.get("assignee", ""),
        words=search.words_of(query.get("q", "")),
    )


def trail(asked: Asked) -> str:
    """The same question as the end of an address: cases carry it, so that the next one of this list comes after."""
    parts = {
        "view": asked.view or "",
        "event": asked.event,
        "language": asked.language,
        "intent": asked.intent or "",
        "flag": asked.flag or "",
        "assignee": asked.assignee,
        "q": " ".join(asked.words),
    }
    return urlencode({name: value for name, value in parts.items() if value})


def one_of(kind: type[Kind], text: str) -> Kind | None:
    """The value of this name, or None."""
    return kind(text) if text in {each.value for each in kind} else None


def counted(visit: Visit) -> Response:
    """For the numbers that update themselves."""
    with visit.looking() as work:
        return visit.json(dict(queue_views.counts(work.session)))


ROUTES: tuple[Page, ...] = (
    page("/desk", Right.READ, shown),
    page("/desk/search", Right.READ, searched),
    page("/desk/counts", Right.READ, counted),
)
