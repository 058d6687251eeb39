"""What staff corrected, as one JSON object a line, and what today's model makes of it.

A line holds `text`, and where they are known `subject`, `asked` (the purpose of our mail that it answers), `intent`,
`account`, `flags`, and `act` for a text that is one sentence. Only what a line states is compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from triage.model.mail import Purpose
from triage.model.reading import Act, Flag, Intent, Understanding
from triage.understanding import ActModel, understand


class CorrectionError(ValueError):
    """A line that cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A text as a person of the staff says it should have been read. None: they said nothing about it."""

    text: str
    subject: str = ""
    asked: Purpose | None = None
    intent: Intent | None = None
    act: Act | None = None
    account: str | None = None
    flags: frozenset[Flag] | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A correction with today's reading, and what of it still differs: (what, by staff, by the model)."""

    correction: Correction
    understanding: Understanding
    differences: tuple[tuple[str, str, str], ...]


def corrections(text: str) -> Iterator[Correction]:
    """The corrections of a JSONL file. Raises `CorrectionError` with the number of the line."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _correction(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise CorrectionError(
                f"line {number}: {wrong}; expected an object with “text” and what is right"
            ) from wrong


def _correction(fields: Mapping[str, Any]) -> Correction:
    flags = fields.get("flags")
    return Correction(
        text=str(fields["text"]),
        subject=str(fields.get("subject") or ""),
        asked=Purpose(fields["asked"]) if fields.get("asked") else None,
        intent=Intent(fields["intent"]) if fields.get("intent") else None,
        act=Act(fields["act"]) if fields.get("act") else None,
        account=fields.get("account") or None,
        flags=None if flags is None else frozenset(Flag(flag) for flag in flags),
    )


def checked(correction: Correction, model: ActModel) -> Checked:
    """Today's reading of a corrected text."""
    meant = understand(correction.text, model, subject=correction.subject, asked=correction.asked)
    return Checked(correction, meant, tuple(_differences(correction, meant)))


def _differences(correction: Correction, meant: Understanding) -> Iterator[tuple[str, str, str]]:
    if correction.intent is not None and meant.intent is not correction.intent:
        yield "intent", correction.intent, meant.intent
    if correction.act is not None and correction.act not in {each.act for each in meant.evidence}:
        yield "act", correction.act, ", ".join(each.act for each in meant.evidence) or "none"
    if correction.account is not None and meant.account != correction.account:
        yield "account", correction.account, meant.account or "none"
    if correction.flags is not None and meant.flags != correction.flags:
        yield "flags", _listed(correction.flags), _listed(meant.flags)


def _listed(flags: frozenset[Flag]) -> str:
    return ", ".join(sorted(flags)) or "none"
