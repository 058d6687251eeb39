"""One case as lines for eyes. The lines are not yet made printable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from triage.cli.lines import MINUTES
from triage.store.case_file import CaseFile, Wish, Words
from triage.store.listing import CaseEntry, MailEntry


def line(entry: CaseEntry) -> str:
    """A case at a glance: `!` needs a person."""
    mark = "!" if entry.needs_a_person else " "
    flags = f"[{', '.join(entry.flags)}] " if entry.flags else ""
    reason = entry.reasons[0] if entry.reasons else entry.state
    who = entry.address or "nobody"
    return f"{mark} {entry.id:>5}  {entry.event or '-':<12}  {who:<36}  {entry.attendance or '-':<10}{flags}{reason}"


def page(found: CaseFile, now: datetime) -> Iterator[str]:
    """Everything, in the order in which somebody who decides reads it."""
    case = found.case
    needs = ", needs a person" if case.needs_a_person else ", spam" if case.is_spam else ""
    yield f"Case {case.id}: {case.state}{needs}"
    yield f"  event       {case.event or 'none'}{f', {case.starts_at.strftime(MINUTES)}' if case.starts_at else ''}"
    yield f"  person      {' '.join(filter(None, (case.address or 'nobody that can be answered', case.name)))}"
    if case.flags:
        yield f"  flags       {', '.join(case.flags)}"
    yield from wish_lines(found.wish, now)
    yield from part("Why a person should look", case.reasons)
    yield from words_lines(found.words)
    yield from part("Questions", (f"{asked.text} ({asked.disposition})" for asked in found.questions))
    yield from part("Mails", map(mail_line, found.mails))
    yield from part(
        "History",
        (
            f"{each.at.strftime(MINUTES)}  {each.who}: {each.what}{each.why and ' - ' + each.why}"
            for each in found.history
        ),
    )


def wish_lines(wish: Wish | None, now: datetime) -> Iterator[str]:
    """The wish to come and the account behind it."""
    if wish is None:
        yield "  attendance  none asked for"
        return
    yield f"  attendance  {wish.state}, asked {wish.received_at.strftime(MINUTES)}"
    if wish.let_in_because:
        yield f"  let in      {wish.let_in_because}"
    asked = f", asked for {wish.account_asked_at.strftime(MINUTES)}" if wish.account_asked_at else ""
    yield f"  account     {f'{wish.account} ({wish.ownership})' if wish.account else f'none named{asked}'}"
    if wish.account is None:
        return
    checked = (
        f"{wish.standing}, checked {age(now - wish.checked_at)} ago"
        if wish.checked_at
        else wish.standing or "not asked"
    )
    yield f"  standing    {checked}"
    yield from (f"              {sentence}" for sentence in wish.evidence)


def words_lines(words: Words | None) -> Iterator[str]:
    """What they wrote last. The bar says that these lines are theirs and not ours."""
    if words is None:
        return
    yield from ("", f"What they wrote: {words.subject}")
    yield from (f"  | {each}" for each in words.text.splitlines())


def mail_line(mail: MailEntry) -> str:
    """One outgoing mail, and why it did not leave."""
    because = ": ".join(filter(None, (mail.rule, mail.why)))
    return f"{mail.id:>5}  {mail.purpose:<16}  {mail.state:<10}{because}".rstrip()


def part(title: str, lines: Iterator[str] | tuple[str, ...] | map[str]) -> Iterator[str]:
    """A titled list; nothing where it is empty."""
    for number, each in enumerate(lines):
        if number == 0:
            yield from ("", title)
        # One entry, one line: a question may have several.
        yield f"  {' / '.join(each.splitlines())}"


def age(span: timedelta) -> str:
    """Minutes, hours or days, whichever reads best."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 120:  # noqa: PLR2004 - two hours
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
