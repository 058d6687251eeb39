"""Mail that tries to run, load, cover, break or lead away, in every place of the desk that shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from browser import PHONE, WIDE, Window
from evening import Evening, address
from hostile import hostile_mails
from sqlmodel import Session, col, select

from triage.store.tables import CaseRow, PersonRow, QuestionRow, SortedRow

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*.eml"))
ACTS = (
    "script, style, link, meta, base, form, input, button, iframe, frame, object, embed, svg, math, img, video, audio"
)
"""What no letter of a stranger keeps. The frame's own style sheet and marks stand in its head."""
INSIDE = f"""() => [...document.body.querySelectorAll("{ACTS}, [style], [src], [href], [id], [name], [class]")]
    .concat([...document.body.querySelectorAll("*")].filter(each => [...each.attributes].some(
        one => one.name.startsWith("on"))))
    .map(each => each.outerHTML.slice(0, 200))"""
PARTS = """() => {
    const boxes = [...document.querySelectorAll(".top, main, .side > .card, .talk > *, .cases > li, .bulk-bar")]
        .map(each => [each.className || each.tagName, each.getBoundingClientRect()]).filter(([, box]) => box.height);
    return boxes.filter(([, box]) => box.left < -1 || box.right > innerWidth + 1).map(([name]) => name);
}"""
"""Parts of the page that stick out of the window."""
OVERLAPS = """() => {
    const found = [];
    for (const part of document.querySelectorAll(".talk, .side, .cases, .facts, .decisions, .questions")) {
        const boxes = [...part.children].map(each => each.getBoundingClientRect())
            .filter(box => box.width && box.height);
        for (let one = 1; one < boxes.length; one++)
            for (let other = Math.max(0, one - 6); other < one; other++) {
                const [a, b] = [boxes[one], boxes[other]];
                const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (wide > 1 && high > 1) found.push(`${part.className}: ${one} lies over ${other}`);
            }
    }
    return found;
}"""
RAN = "() => window.ran === undefined ? [] : ['it ran']"
OBEYED = """() => [...document.querySelectorAll(":is(.their-text, .theirs) :is(a, button, input, form)")]
    .map(each => each.outerHTML.slice(0, 200))"""
UNFOLDED = "for (const each of document.querySelectorAll('.message details')) each.open = true"


@pytest.fixture(scope="module")
def besieged(evening: Evening) -> Evening:
    """All of it arrived; nobody was let in by what it says."""
    before = len(evening.office.sent())
    for _, octets in hostile_mails():
        evening.office.receive(octets)
    for path in CORPUS:
        evening.office.receive(path.read_bytes())
    evening.later(minutes=1)
    with Session(evening.office.runtime.engine) as session:
        questions = [row for row in session.exec(select(QuestionRow)) if row.event_id]
    assert questions
    assert len(evening.office.sent()) > before
    return evening


def cases(evening: Evening) -> list[int]:
    with Session(evening.office.runtime.engine) as session:
        return [number or 0 for number in session.exec(select(CaseRow.id).order_by(col(CaseRow.id))) if number]


def messages(evening: Evening) -> list[int]:
    with Session(evening.office.runtime.engine) as session:
        return list(session.exec(select(SortedRow.received_id).order_by(col(SortedRow.received_id))))


def faults(opened: Window, path: str) -> list[str]:
    """Whatever a stranger brought about on this page."""
    page = opened.page
    opened.open(path)
    page.evaluate(UNFOLDED)
    found = ["wider than its window"] if opened.is_wider_than_its_window() else []
    for asked in (PARTS, OVERLAPS, OBEYED, RAN):
        found += page.evaluate(asked)
    for letter in page.locator(".message iframe.letter").element_handles():
        letter.scroll_into_view_if_needed()
        frame = letter.content_frame()
        assert frame is not None
        frame.wait_for_url("**/html")
        found += [*frame.evaluate(INSIDE), *frame.evaluate(RAN)]
    return [*found, *told(opened, path)]


def told(opened: Window, path: str) -> list[str]:
    """What the browser noticed meanwhile."""
    found = [*opened.strays, *opened.said]
    if not opened.page.url.startswith(opened.origin + path):
        found.append(f"led away to {opened.page.url}")
    opened.strays.clear()
    opened.said.clear()
    return found


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_runs_loads_or_breaks_in_any_case(browser: Browser, besieged: Evening, size: tuple[int, int]) -> None:
    with besieged.window(browser, "Rosalind", size) as opened:
        found = {number: wrong for number in cases(besieged) if (wrong := faults(opened, f"/desk/case/{number}"))}
    assert found == {}


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_runs_loads_or_breaks_in_lists(browser: Browser, besieged: Evening, size: tuple[int, int]) -> None:
    words = ("<script>", "onerror", "ran", "evorppA", "A" * 60, "attend nightjar")
    paths = [
        *("/desk?view=open", "/desk?view=review", "/desk?view=done", "/desk/event/hour/questions?shelf=all"),
        *("/desk/event/hour/attendance", "/desk/event/hour/clock", "/desk/event/hour/notes"),
        *("/desk/event/hour/questions/alike", "/desk/event/hour", "/desk/drafts", "/desk/health"),
        *(f"/desk/search?q={quote(word)}" for word in words),
    ]
    with besieged.window(browser, "Rosalind", size) as opened:
        assert {path: wrong for path in paths if (wrong := faults(opened, path))} == {}


def test_letter_and_original_alone_run_and_load_nothing(browser: Browser, besieged: Evening) -> None:
    """Opened by their own addresses, as somebody may who follows a link."""
    found = {}
    with besieged.window(browser, "Rosalind") as opened:
        for number in messages(besieged):
            for kind in ("html", "raw"):
                path = f"/desk/message/{number}/{kind}"
                if opened.context.request.get(opened.origin + path).ok:
                    opened.open(path)
                    left = opened.page.evaluate(INSIDE) if kind == "html" else []
                    found[path] = [*left, *opened.page.evaluate(RAN), *told(opened, path)]
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
    assert len(found) > 50


def test_nobody_was_let_in_by_what_was_written(besieged: Evening) -> None:
    with Session(besieged.office.runtime.engine) as session:
        people = [row.address for row in session.exec(select(PersonRow))]
    hostile = [who for who in people if who.startswith("h") and who.partition("@")[0][1:].isdecimal()]
    assert len(hostile) > 15
    assert {besieged.office.attendance(who) for who in hostile} <= {"review", "requested", None}
    assert besieged.office.attendance(address("nightjar")) == "review"
