"""The desk in a real Chromium. One served desk for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from evening import Evening, complaints
from evening import evening as served_evening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE = 20_000
"""Milliseconds for what must appear: a test machine may be busy with other things."""


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    with served_evening(tmp_path_factory.mktemp("evening")) as built:
        yield built


@pytest.fixture(autouse=True)
def patience(browser: Browser) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415 - with the browser alone

    expect.set_options(timeout=PATIENCE)


@pytest.fixture
def page(browser: Browser, evening: Evening) -> Iterator[Page]:
    """The desk before an admin whose browser runs no scripts; nothing of it may complain."""
    with evening.window(browser, "Rosalind", has_scripts=False) as opened:
        yield opened.page
        assert (opened.strays, complaints(opened)) == ([], [])
