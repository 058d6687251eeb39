"""Does this form come from a page of ours? Asked of the browser, before the proof in the form is looked at. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def is_from_here(headers: Mapping[str, str], origins: frozenset[str]) -> bool:
    """Fetch Metadata where the browser sends it, else Origin; a browser that says neither is not believed.

    `origins`: what we are called, like `https://desk.example`.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        # "none": typed or from a bookmark, which no form is.
        return site == "same-origin"
    return headers.get("origin", "") in origins
