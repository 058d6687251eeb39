"""The pages about mailings and about one person's privacy, in a real browser: they fit, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser import PHONE, WIDE, window

from triage.flow import suppressions
from triage.flow.mailings.prepare import prepare
from triage.flow.work import unit_of_work
from triage.model.facts import Suppression
from triage.model.mailing import Segment
from triage.model.staff import Role
from triage.store.events import event_row
from triage.web.desk import desk_site
from triage.web.serve import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HER = "marisol@reader.example"
ARABIC = "أود حضور المحادثة. اسم المستخدم الخاص بي هو Marisol Vega. شكرا لكم."
PAGES = ("/desk/event/hour/mailings", "/desk/mailing/1", "/desk/suppressions", "/desk/person/1/privacy")


@pytest.fixture
def origin(room) -> Iterator[str]:
    room.office.write(f"ليلى <{HER}>", ARABIC)
    room.office.work()
    with unit_of_work(room.office.runtime, "Nasma") as work:
        prepare(work, event_row(work.session, "hour"), Segment.EVERYONE, "قبل المحادثة", "أحضروا الشاي. " * 30)
        suppressions.suppress(work, "x" * 60 + "@reader.example", Suppression.COMPLAINT, "feedback report")
    with served(desk_site(room.desk), "127.0.0.1:0") as running:
        yield f"http://127.0.0.1:{running.port}"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_fit_their_window_and_axe_finds_nothing(
    room, origin: str, browser: Browser, size: tuple[int, int]
) -> None:
    token = room.signed_in("Rosalind", Role.ADMIN).client.cookies[room.desk.cookie("desk")]
    found = []
    with window(browser, origin, size) as opened:
        opened.context.add_cookies([{"name": room.desk.cookie("desk"), "value": token, "url": origin}])
        for path in PAGES:
            opened.open(path)
            wide = [f"{path} is wider than its window"] if opened.is_wider_than_its_window() else []
            found += [*opened.violations(), *wide]
        found += [*opened.strays, *opened.said]
    assert found == []
