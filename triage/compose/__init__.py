"""From templates and facts to a mail: words, HTML, calendar entry, and the octets that leave.

`write` makes what staff see and the outbox stores; `build` makes what is sent, and only there the join
details stand in the marker's place. Does not send, store, log, or choose who gets a mail.
"""

from triage.compose.errors import ComposeError
from triage.compose.facts import Answer, LetterFacts, Redirect
from triage.compose.invitation import calendar, calendar_uid
from triage.compose.mime import build
from triage.compose.wording import environment, local_time_link, write, written_time

__all__ = [
    "Answer",
    "ComposeError",
    "LetterFacts",
    "Redirect",
    "build",
    "calendar",
    "calendar_uid",
    "environment",
    "local_time_link",
    "write",
    "written_time",
]
