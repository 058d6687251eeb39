"""The desk's templates: everything is escaped, a word that is not given is an error, times say their zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from triage.flow.work import ImpossibleError
from triage.model.mail import JOIN_DETAILS_MARKER, MailState, Purpose
from triage.web.desk.pictures.shares import name_of

MASK = "⟦ the join details, put in as the mail leaves ⟧"
PURPOSES: Mapping[Purpose, str] = {
    Purpose.JOIN_DETAILS: "Join details",
    Purpose.CONFIRMED: "Seat confirmed, link to come",
    Purpose.RECEIPT: "Receipt",
    Purpose.ACCOUNT_REQUEST: "Question for the account",
    Purpose.UNDER_REVIEW: "A person is reading it",
    Purpose.LATE: "Too late for a seat",
    Purpose.NO_SEAT: "On the waiting list",
    Purpose.DECLINED: "Declined",
    Purpose.WITHDRAWN: "Seat given back",
    Purpose.REDIRECT: "Others who can help",
    Purpose.REPLY: "Reply",
    Purpose.REMINDER: "Reminder",
    Purpose.RESCHEDULED: "New date",
    Purpose.CANCELLED: "Call cancelled",
    Purpose.FOLLOW_UP: "Follow-up",
    Purpose.MAILING: "Mail to many",
}
"""What staff call each mail; commands and files say the purpose itself."""


def desk_environment(folder: Path) -> Environment:
    """The templates in `folder`, the one that holds `desk/`."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(when=when, day=day, clock=clock, span=span, ago=ago, masked=masked)
    made.filters.update(purpose=purpose, language=name_of, recorded=recorded)
    return made


def purpose(text: str) -> str:
    """The name that staff know for a purpose as it is stored."""
    return PURPOSES[Purpose(text)]


def recorded(what: str) -> str:
    """A line of history as it is stored; a mail by the name that staff know."""
    first, _, state = what.partition(" ")
    is_mail = first in set(Purpose) and state in set(MailState)
    return f"mail “{purpose(first)}” {state}" if is_mail else what


def sentence(error: ImpossibleError) -> str:
    """Why it cannot be done, as pages say it; what to type in a shell is of no use here."""
    text = str(error.args[0]).partition("; `openhour ")[0].rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


def when(at: datetime | None) -> Markup:
    """A `<time>` with date, time and zone; a dash where there is none. Scripts add the reader's own time as a title."""
    if at is None:
        return Markup("–")
    return timed(at, f"{at:%Y-%m-%d %H:%M} UTC")


def day(at: datetime) -> Markup:
    """A `<time>` with the date alone, like `Thu 3 Dec 2026`."""
    return timed(at, f"{at:%a} {at.day} {at:%b %Y}")


def clock(at: datetime) -> Markup:
    """A `<time>` with the time alone, to the second."""
    return timed(at, f"{at:%H:%M:%S} UTC")


def timed(at: datetime, words: str, title: str = "") -> Markup:
    """A `<time>`. `words` and `title` are ours alone: lists show hundreds of them, and escape none."""
    more = f' title="{title}"' if title else ""
    return Markup(f'<time datetime="{at.isoformat()}"{more}>{words}</time>')  # noqa: S704 - nothing in it is a stranger's


def span(length: timedelta) -> str:
    """`12 min`, `3 h 5 min`, `4 days`: never negative, never more than two units."""
    minutes = max(int(length.total_seconds()) // 60, 0)
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} min"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if rest and hours < 10 else f"{hours} h"  # noqa: PLR2004 - minutes matter yet
    return f"{minutes // (24 * 60)} days"


def ago(at: datetime | None, now: datetime) -> Markup:
    """`12 min ago` as a `<time>` whose title says when; a dash where there is none."""
    if at is None:
        return Markup("–")
    words = f"in {span(at - now)}" if at > now else f"{span(now - at)} ago"
    if abs(now - at) < timedelta(minutes=1):
        words = "just now"
    return timed(at, words, f"{at:%Y-%m-%d %H:%M} UTC")


def masked(text: str) -> Markup:
    """A stored mail as staff see it: the place of the join details is marked, their words are nowhere."""
    before, *rest = text.split(JOIN_DETAILS_MARKER)
    mark = Markup('<mark class="secret">{}</mark>').format(MASK)
    return Markup("").join([Markup("{}").format(before), *(mark + Markup("{}").format(part) for part in rest)])
