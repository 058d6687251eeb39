"""Why accounts were locked, from the log of the central wiki: a sentence for whoever decides, never a verdict.

A lock stands for spam, a compromised account, somebody's own wish or a ban; its log entry says which.
"""

from __future__ import annotations

from triage.wiki.api import MediaWiki
from triage.wiki.errors import StandingError
from triage.wiki.response import Answer
from triage.wiki.words import one_line


def lock_sentence(wiki: MediaWiki, name: str) -> str:
    """The latest entry of `globalauth/setstatus` about this account; empty where there is none or no answer."""
    title = {"letitle": f"User:{name}@global", "letype": "globalauth", "lelimit": "1"}
    try:
        return entry_in(wiki.ask({"list": "logevents", "leprop": "user|timestamp|comment", **title}))
    except StandingError:
        return ""


def entry_in(answer: Answer) -> str:
    """The entry as one sentence, whatever of it is shown to us."""
    match answer.get("query"):
        case {"logevents": [{} as entry, *_]}:
            by, since = one_line(entry.get("user", "?")), one_line(entry.get("timestamp", "?"))
            return f"Lock log: {by} on {since}, reason “{one_line(entry.get('comment', ''))}”."
    return ""
