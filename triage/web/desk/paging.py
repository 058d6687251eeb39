"""One page of a long list, and the ways to its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

PAGE = 50


@dataclass(frozen=True, slots=True)
class Paging:
    """Rows `first` to `last` of `total`, counted from one; `previous` and `next` are addresses, empty at the ends."""

    first: int
    last: int
    total: int
    previous: str
    next: str


def page_number(request: Request) -> int:
    """From one; whatever else stands in `?page=` is one."""
    text = request.query_params.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < len("100000") else 1


def paging(request: Request, total: int, size: int = PAGE) -> Paging:
    """The page that was asked for, or the last one where there are fewer."""
    last_page = max((total + size - 1) // size, 1)
    number = min(page_number(request), last_page)
    first = (number - 1) * size
    return Paging(
        first=min(first + 1, total),
        last=min(first + size, total),
        total=total,
        previous=address(request, number - 1) if number > 1 else "",
        next=address(request, number + 1) if number < last_page else "",
    )


def address(request: Request, number: int) -> str:
    """This list with another page, its filters kept."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "page" and value]
    return f"{request.url.path}?{urlencode([*kept, ('page', number)])}"
