"""Zoom's REST API on loopback: real HTTP, with the documented answers, limits and errors of meetings and registrants.

Token endpoint, meeting GET and PATCH, registrants POST, GET (paged) and PUT status. What users met and the reference
does not say is here too: settings dropped without a word, a 204 that did nothing, headers that are missing.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from standing_in import StandIn
from zoom_faults import SCOPE, Fault, no
from zoom_http import SECRET, Exchange
from zoom_meetings import NUMBER, StandInMeeting, StandInRegistrant, link

HOST = "host@wikimedia.example"
LINK = f"https://wikimedia.zoom.example/w/{NUMBER}"
ADDS_A_DAY, CHANGES_A_DAY = 3, 10


@dataclass
class StandInZoom(StandIn):
    """`now`: Zoom's clock, for the daily limits. `page`: rows a page at most. The switches are what was met in use.

    `meanwhile`: what happens elsewhere, once, while somebody is being added.
    """

    meetings: dict[str, StandInMeeting] = field(default_factory=lambda: {NUMBER: StandInMeeting()})
    now: datetime = field(default_factory=lambda: datetime(2026, 12, 3, 8, 0, tzinfo=UTC))
    page: int = 300
    ignores_auto_approve: bool = False
    ignores_changes: bool = False
    says_retry_after: bool = True
    knows_secret: str = SECRET
    scopes: frozenset[str] = frozenset({"read", "update", "registrants"})
    faults: deque[Fault] = field(default_factory=deque)
    requests: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    adds: Counter[tuple[str, str]] = field(default_factory=Counter)
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    made: int = 0
    meanwhile: Callable[[], None] | None = None

    exchange: ClassVar = Exchange

    @property
    def api(self) -> str:
        return f"{self.origin}/v2"

    @property
    def meeting(self) -> StandInMeeting:
        """The one that most tests are about."""
        return self.meetings[NUMBER]

    def somebody_lets_in(self, email: str) -> StandInRegistrant:
        """As when the host registers and approves somebody in Zoom itself."""
        made = self._new(self.meeting, {"email": email, "first_name": "Eve"})
        made.status = "approved"
        return made

    def asked(self, method: str, ending: str = "") -> list[dict[str, Any]]:
        """What was asked this way: bodies, or the parameters of a GET."""
        return [body for verb, path, body in self.requests if verb == method and path.endswith(ending)]

    def people(self) -> dict[str, str]:
        """Address → status of the one meeting's list."""
        return {it.email: it.status for it in self.meeting.registrants}

    def link_of(self, email: str) -> str:
        [found] = [it for it in self.meeting.registrants if it.email == email]
        return link(NUMBER, self.meeting, found)

    def end_tokens(self) -> None:
        """As when a newer token of the account ends the former."""
        self.tokens.clear()

    def answer(self, method: str, path: str, asked: dict[str, Any]) -> Fault:
        """The API's answer to one request that carries a good token."""
        if method == "POST" and self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            happens()
        number, _, rest = path.removeprefix("/v2/meetings/").partition("/")
        scope, answered = self._ROUTES.get((method, rest), ("", StandInZoom._unknown))
        if number not in self.meetings:
            return no(404, 3001, f"Meeting does not exist: {number}.")
        if scope and scope not in self.scopes:
            return SCOPE
        return answered(self, number, self.meetings[number], asked)

    def _unknown(self, *_: object) -> Fault:
        return no(404, 2300, "This API endpoint is not recognized.")

    def _details(self, number: str, meeting: StandInMeeting, _: dict[str, Any]) -> Fault:
        settings = {
            "approval_type": meeting.approval_type,
            "registrants_email_notification": meeting.sends_mails,
            "registrants_confirmation_email": meeting.sends_mails,
            "waiting_room": True,
        }
        said = {
            "id": int(number),
            "uuid": "/abc//==",
            "type": 2,
            "status": "waiting",
            "start_time": meeting.start_time,
            "duration": meeting.duration,
            "start_url": f"https://wikimedia.zoom.example/s/{number}?zak=host-only",
            "join_url": f"https://wikimedia.zoom.example/j/{number}?pwd={meeting.passcode}",
            "settings": settings,
        }
        return Fault(200, said)

    def _patched(self, _: str, meeting: StandInMeeting, asked: dict[str, Any]) -> Fault:
        if not self.ignores_changes:
            meeting.start_time = asked.get("start_time", meeting.start_time)
            meeting.duration = asked.get("duration", meeting.duration)
        settings = asked.get("settings", {})
        if meeting.has_start:  # else Zoom drops the approval type, and answers 204 all the same
            meeting.approval_type = settings.get("approval_type", meeting.approval_type)
        meeting.sends_mails = settings.get("registrants_confirmation_email", meeting.sends_mails)
        return Fault(204)

    def _added(self, number: str, meeting: StandInMeeting, asked: dict[str, Any]) -> Fault:
        known = [it for it in meeting.registrants if it.email == asked.get("email")]
        refused = self._refused(number, meeting, asked, is_known=bool(known))
        if refused is not None:
            return refused
        found = known[0] if known else self._new(meeting, asked)
        if found.status == "cancelled":
            found.status, found.tk = "pending", f"tk{self.made}AgainAndAgain{self.made:06}"
        if meeting.approval_type == 0 or (asked.get("auto_approve") and not self.ignores_auto_approve):
            found.status = "approved"
        said = {"id": int(number), "registrant_id": found.id, "topic": "CR&S", "start_time": "2026-12-03T18:00:00Z"}
        if found.status == "approved":
            said["join_url"] = link(number, meeting, found)
        return Fault(201, said)

    def _refused(self, number: str, meeting: StandInMeeting, asked: dict[str, Any], *, is_known: bool) -> Fault | None:
        email, taken = asked.get("email", ""), [it for it in meeting.registrants if it.status == "approved"]
        wrong = {"code": 300, "message": "Validation Failed.", "errors": [{"field": "email", "message": "Invalid"}]}
        noes = (
            ("@" not in email or not asked.get("first_name"), Fault(400, wrong)),
            (
                meeting.approval_type == 2,
                no(404, 300, f"Registration has not been enabled for this meeting: {number}."),
            ),
            (meeting.is_over, no(400, 3038, "Meeting is over, you can not register now.")),
            (email == HOST, no(400, 3027, "Host can not register.")),
            (not is_known and len(taken) >= meeting.most, no(400, 3043, "Meeting has reached maximum capacity.")),
        )
        for is_so, answer in noes:
            if is_so:
                return answer
        self.adds[email, self._day()] += 1
        if self.adds[email, self._day()] > ADDS_A_DAY:
            return self._daily(3, f"Add a meeting registrant API requests for the registrant ({email})")
        return None

    def _new(self, meeting: StandInMeeting, asked: dict[str, Any]) -> StandInRegistrant:
        self.made += 1
        names = (asked["first_name"], asked.get("last_name"))
        made = StandInRegistrant(
            f"reg{self.made}abc", asked["email"], names, "pending", f"tk{self.made}HolderOnly{self.made:06}x"
        )
        meeting.registrants.append(made)
        return made

    def _listed(self, number: str, meeting: StandInMeeting, asked: dict[str, Any]) -> Fault:
        status, start = asked.get("status", "approved"), int(asked.get("next_page_token") or 0)
        size = min(int(asked.get("page_size", 30)), self.page)
        lines = [self._line(number, meeting, it) for it in meeting.registrants if it.status == status]
        more = str(start + size) if lines[start + size :] else ""
        said = {"page_size": size, "total_records": len(lines), "next_page_token": more}
        return Fault(200, {**said, "registrants": lines[start : start + size]})

    @staticmethod
    def _line(number: str, meeting: StandInMeeting, it: StandInRegistrant) -> dict[str, Any]:
        first, last = it.names
        line = {"id": it.id, "email": it.email, "first_name": first, "last_name": last or "", "status": it.status}
        if it.status == "approved":
            line["join_url"] = link(number, meeting, it)
        return {**line, "create_time": it.created}

    def _changed(self, _: str, meeting: StandInMeeting, asked: dict[str, Any]) -> Fault:
        """204 whatever happens: for a wrong key, for nobody, and for those whose change was made."""
        named = {it.get("id") for it in asked.get("registrants", [])}
        if len(named) > 30:
            return no(400, 300, "The registrants list may hold 30 at most.")
        for it in meeting.registrants:
            if it.id not in named:
                continue
            self.changes[it.email, self._day()] += 1
            if self.changes[it.email, self._day()] > CHANGES_A_DAY:
                return self._daily(10, f"Update meeting registrant status API requests for the registrant ({it.email})")
            if not self.ignores_changes:
                it.status = {"approve": "approved", "cancel": "cancelled", "deny": "denied"}[asked["action"]]
        return Fault(204)

    def _daily(self, most: int, what: str) -> Fault:
        said = {
            "code": 429,
            "message": f"You have exceeded the daily rate limit of ({most}) for {what}. "
            "You can resume these API requests at GMT 00:00:00.",
        }
        midnight = (self.now + timedelta(days=1)).strftime("%Y-%m-%dT00:00:00Z")
        limited = (("X-RateLimit-Category", "Light"), ("X-RateLimit-Type", "Daily-limit"), ("Retry-After", midnight))
        return Fault(429, said, limited if self.says_retry_after else limited[:1])

    def _day(self) -> str:
        return f"{self.now:%Y-%m-%d}"

    _ROUTES: ClassVar = {
        ("GET", ""): ("read", _details),
        ("PATCH", ""): ("update", _patched),
        ("POST", "registrants"): ("registrants", _added),
        ("GET", "registrants"): ("registrants", _listed),
        ("PUT", "registrants/status"): ("registrants", _changed),
    }
