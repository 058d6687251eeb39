"""What Zoom says no with: one table from HTTP status, code and words to the fault, read top to bottom.

Status and code are two things: 404 comes with code 300 and with code 3001, 400 with nearly anything.
Zoom's own sentences name people, so that none of them is ever repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fault(StrEnum):
    """What is the matter. What follows from it is decided elsewhere."""

    UNREACHABLE = "zoom-unreachable"
    RATE = "zoom-rate"
    DAILY_LIMIT = "zoom-daily-limit"
    CREDENTIALS = "zoom-credentials"
    SCOPE = "zoom-scope"
    NOT_OURS = "zoom-not-ours"
    NOT_FOUND = "zoom-not-found"
    OVER = "zoom-over"
    REGISTRATION_OFF = "zoom-registration-off"
    UNGUARDED = "zoom-unguarded"
    HOST = "zoom-host"
    FULL = "zoom-full"
    ADDRESS = "zoom-address"
    DENIED = "zoom-denied"
    UNEXPECTED = "zoom-unexpected"


SENTENCES = {
    Fault.UNREACHABLE: "Zoom cannot be reached; it is tried again.",
    Fault.RATE: "Zoom asks us to go slower; it is tried again.",
    Fault.DAILY_LIMIT: "Zoom takes no more for this registrant today; it is tried again after midnight UTC.",
    Fault.CREDENTIALS: "Zoom does not accept the credentials; check account_id, client_id and client_secret in [zoom].",
    Fault.SCOPE: "The Zoom app lacks a scope: give it reading and updating of meetings and of their registrants.",
    Fault.NOT_OURS: "The Zoom account may not use this meeting; check meeting_id, and the host's account and plan.",
    Fault.NOT_FOUND: "Zoom knows no such meeting, or it has expired; check meeting_id in the event file.",
    Fault.OVER: "The meeting is over, says Zoom; check meeting_id and the start that is set in Zoom.",
    Fault.REGISTRATION_OFF: "Registration is not enabled for the meeting; require it in Zoom, with manual approval.",
    Fault.UNGUARDED: "Zoom lets in everybody who registers; set the meeting's approval to manual in Zoom.",
    Fault.HOST: "This person is a host of the meeting, and Zoom registers no hosts: they join as the host.",
    Fault.FULL: "The Zoom meeting takes no more registrants.",
    Fault.ADDRESS: "Zoom does not accept this person's address.",
    Fault.DENIED: "Somebody denied this registrant in Zoom itself.",
    Fault.UNEXPECTED: "Zoom answered what its documentation does not say.",
}


class ZoomError(Exception):
    """Zoom cannot be reached, or says no. `until`: the moment (aware, UTC) before which asking again is useless.

    `status` and `code` are Zoom's, 0 where it said none. The sentence never holds anything of a person.
    """

    def __init__(self, fault: Fault, *, status: int = 0, code: int = 0, until: datetime | None = None) -> None:
        said = f" (HTTP {status}, code {code})" if status else ""
        super().__init__(SENTENCES[fault] + said)
        self.fault = fault
        self.status = status
        self.code = code
        self.until = until


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the table. An empty column matches everything; `words` is looked for in Zoom's sentence."""

    fault: Fault
    codes: frozenset[int] = frozenset()
    status: int = 0
    words: str = ""

    def fits(self, status: int, code: int, sentence: str) -> bool:
        """Whether this line is about that answer."""
        return (
            (not self.codes or code in self.codes) and self.status in (0, status) and self.words in sentence.casefold()
        )


TABLE = (
    # 429 first: its code repeats the status. Per day, the wait is until midnight UTC; else it is a second or so.
    Said(Fault.DAILY_LIMIT, status=429, words="daily"),
    Said(Fault.RATE, status=429),
    Said(Fault.SCOPE, codes=frozenset({4700, 4711})),
    Said(Fault.CREDENTIALS, codes=frozenset({124, 201})),
    Said(Fault.CREDENTIALS, status=401),
    Said(Fault.HOST, codes=frozenset({3027})),
    Said(Fault.FULL, codes=frozenset({3035, 3043})),
    # 3000 is "cannot access the information", and was met for a meeting at its limit of people.
    Said(Fault.FULL, codes=frozenset({3000}), words="limit"),
    Said(Fault.OVER, codes=frozenset({3038})),
    # 300 is "invalid parameter" of every kind, so that its sentence has to tell.
    Said(Fault.REGISTRATION_OFF, codes=frozenset({300, 404}), words="registration has not been enabled"),
    Said(Fault.ADDRESS, codes=frozenset({300}), status=400, words="email"),
    Said(Fault.ADDRESS, codes=frozenset({3034, 3051})),
    Said(Fault.NOT_OURS, codes=frozenset({200, 1001, 1010, 3000, 3003})),
    Said(Fault.NOT_FOUND, codes=frozenset({3001})),
    Said(Fault.NOT_FOUND, codes=frozenset({300}), words="not found"),
    Said(Fault.NOT_FOUND, status=404),
)
SERVER_ERRORS = 500


def fault_of(status: int, code: int, sentence: str) -> Fault:
    """What an answer that is no success means."""
    if status >= SERVER_ERRORS:
        return Fault.UNREACHABLE
    return next((line.fault for line in TABLE if line.fits(status, code, sentence)), Fault.UNEXPECTED)
