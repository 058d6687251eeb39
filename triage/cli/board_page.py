"""Questions as lines for eyes: in a list, one by one, and before they are imported."""

from __future__ import annotations

from triage.cli.lines import MINUTES
from triage.cli.terminal import printable
from triage.flow.questions.bringing import Preview
from triage.store.board import Asker, BoardEntry


def print_preview(found: Preview) -> None:
    """What would be imported (+), what is there already (=), what is left (space), and what cannot be read (!)."""
    proposed = set(found.proposed)
    for said in found.said:
        mark = "+" if said.line in proposed else "=" if said.line in found.known else " "
        print(printable(f"{mark} line {said.line:>5}  {said.asker:<24}  {one_line(said.text)}"))
    for bad in found.bad:
        print(printable(f"! line {bad.line:>5}  {bad.why}"))
    left = f"; {found.left_out} private messages and reactions left out" if found.left_out else ""
    print(
        f"{len(proposed)} of {len(found.said)} messages would be imported, {len(found.bad)} lines cannot be read{left}"
    )
    print("nothing was imported yet; say --accept to import them, --lines to choose others")


def line(entry: BoardEntry) -> str:
    """For eyes. `*`: its wording is approved."""
    mark = "*" if entry.public_text else " "
    what = entry.disposition if entry.answer is None else f"{entry.disposition}, {entry.answer}"
    topic = f"[{entry.topic}] " if entry.topic else ""
    return (
        f"{mark}{entry.id:>5}  {what:<20}  {entry.channel:<8}  {len(entry.askers):>3}  {topic}{one_line(entry.shown)}"
    )


def page(entry: BoardEntry) -> list[str]:
    """One question, whole."""
    lines = [f"Question {entry.id}: {entry.disposition}"]
    lines += [f"  asked       {entry.asked_at.strftime(MINUTES)} by {who(each)}" for each in entry.askers]
    facts = {
        "topic": entry.topic,
        "owner": entry.owner,
        "due": entry.due_at.strftime(MINUTES) if entry.due_at else "",
        "live at": f"{entry.live_second} s" if entry.live_second is not None else "",
        "declined": entry.declined_because,
        "merged into": str(entry.merged_into or ""),
        "answer": entry.answer,
    }
    lines += [f"  {name:<12}{value}" for name, value in facts.items() if value]
    lines += ["", "As asked", *(f"  | {each}" for each in entry.text.splitlines())]
    if entry.public_text:
        how = ", ".join(entry.public_changes) or "as asked"
        lines += [
            "",
            f"As shown ({how}; {entry.public_by})",
            *(f"  | {each}" for each in entry.public_text.splitlines()),
        ]
    return lines


def who(asker: Asker) -> str:
    """An asker, for staff."""
    return f"{' '.join(filter(None, (asker.address, asker.name))) or 'somebody'} ({asker.channel})"


def one_line(text: str) -> str:
    """A text of several lines on one."""
    return " / ".join(each.strip() for each in text.splitlines() if each.strip())
