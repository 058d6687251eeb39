"""The mask for many secrets: a personal link for each guest makes hundreds, and most texts hold none of them.

A link is looked for in all its forms only where a trace of it is found: a run of letters and digits out of what is its
own. Mail on its way breaks such a run over lines, and otherwise leaves it alone.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from intake.message import Mask
from triage.seal.mask import LONG, base64_texts, pattern_mask

FEW = 4
"""So many links are looked for at once, without traces."""
NEWEST = 2
"""So many masks are kept: every page that shows a message asks for the same one, until the join details change."""
MADE = 100
"""Of so many links that were found, the search for all their forms is kept."""

_OTHER = re.compile(r"[^0-9A-Za-z]+")
_RUN = re.compile(r"[0-9A-Za-z]+")
_NUMBER = re.compile(r"\d{9,12}")


@dataclass(frozen=True, slots=True)
class _Link:
    """A link and the runs of which one stands wherever one of its forms does."""

    url: str
    traces: tuple[str, ...]

    def may_be_in(self, bare: str) -> bool:
        return any(trace in bare for trace in self.traces)


def mask_for(secrets: Iterable[str]) -> Mask:
    """A function that hides every written form of `secrets` (links, meeting ids, passcodes) in a text."""
    return _mask_of(frozenset(secret.strip() for secret in secrets) - {""})


@functools.lru_cache(maxsize=NEWEST)
def _mask_of(held: frozenset[str]) -> Mask:
    links = {secret for secret in held if "://" in secret}
    if len(links) <= FEW:
        return pattern_mask(held)
    shared = {value for value, number in Counter(value for url in links for value in _parts(url)).items() if number > 1}
    traced = [_Link(url, traces) for url in sorted(links) if (traces := _traces(url, shared))]
    always = pattern_mask((held | shared) - {link.url for link in traced})
    made = functools.lru_cache(MADE)(pattern_mask)

    def mask(text: str) -> str:
        bare = _OTHER.sub("", text).casefold()
        found = tuple(link.url for link in traced if link.may_be_in(bare))
        # Whole links first, all at once: without its meeting id a link would no longer be known.
        return always(made(found)(text) if found else text)

    return mask


def _parts(url: str) -> Iterator[str]:
    """What of a link is looked for alone: its meeting id, its long parameters."""
    parts = urlsplit(url)
    yield from set(_NUMBER.findall(parts.path))
    yield from {value for _, value in parse_qsl(parts.query) if len(value) >= LONG}


def _traces(url: str, shared: set[str]) -> tuple[str, ...]:
    """One run for each part that is this link's alone, and for its base64; none if a part has no long run."""
    own = [part for part in _parts(url) if part not in shared]
    runs = [_longest_run(text) for text in (*own, *base64_texts(url.split("://", 1)[1].encode()))]
    return tuple(runs) if own and all(len(run) >= LONG for run in runs) else ()


def _longest_run(text: str) -> str:
    return max(_RUN.findall(text), key=len, default="").casefold()
