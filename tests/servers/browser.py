"""A real Chromium, Debian's, that loads nothing but the pages under test.

Every request to another origin, every message on the console and every script error is written down, so that a test
can say that there was none.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

WIDE, PHONE, TABLET = (1280, 900), (390, 844), (820, 1180)
QUIET = (
    "--no-sandbox",  # tests run as root in a container
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Chromium until the block ends; one that is not installed is a failure, never a skip."""
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("the tests need Chromium; run .ci/system-packages")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Window:
    """One person's browser: cookies of its own. `strays`, `said`: what no page of ours may cause."""

    context: BrowserContext
    page: Page
    origin: str
    strays: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """A page of the site under test."""
        self.page.goto(self.origin + path)

    def violations(self) -> list[str]:
        """What axe finds wrong with the page as it stands, a line each."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]

    def is_wider_than_its_window(self) -> bool:
        """Does the page scroll sideways?"""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@contextmanager
def window(
    browser: Browser, origin: str, size: tuple[int, int] = WIDE, *, has_scripts: bool = True
) -> Iterator[Window]:
    """A window of `size` (pixels) without cookies; `has_scripts` False is somebody without JavaScript."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=has_scripts, locale="en-GB"
    )
    opened = Window(context, context.new_page(), origin)
    host = urlsplit(origin).netloc

    def asked(request: Request) -> None:
        if urlsplit(request.url).scheme not in {"data", "blob"} and urlsplit(request.url).netloc != host:
            opened.strays.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            opened.said.append(message.text)

    context.on("request", asked)
    context.on("console", said)
    context.on("weberror", lambda error: opened.said.append(str(error.error)))
    try:
        yield opened
    finally:
        context.close()


def press(page: Page, name: str) -> None:
    """The button of exactly this name."""
    page.get_by_role("button", name=name, exact=True).click()


def unfold(page: Page, name: str) -> None:
    """What is folded up under this word."""
    page.locator("summary", has_text=name).click()
