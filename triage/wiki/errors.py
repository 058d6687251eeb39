"""What goes wrong when standing is asked."""

from __future__ import annotations


class StandingError(Exception):
    """The source cannot be reached, or what it says cannot be understood. Nobody's standing is good for it.

    `code`: MediaWiki's own word for it. `may_pass`: the same question may be answered later. `wait_seconds`: how long
    the wiki asks us to stay away (Retry-After), where it says so.
    """

    def __init__(self, what: str, *, code: str = "", may_pass: bool = False, wait_seconds: float | None = None) -> None:
        super().__init__(what)
        self.code = code
        self.may_pass = may_pass
        self.wait_seconds = wait_seconds
