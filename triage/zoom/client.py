"""What we ask of Zoom, one method a question. Every list is whole or an error: a short one would prove nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from triage.zoom.errors import Fault, ZoomError
from triage.zoom.values import (
    MANUAL_APPROVAL,
    Action,
    Guest,
    Meeting,
    Registrant,
    Status,
    meeting_from,
    registrant_from,
    text_of,
)
from triage.zoom.wire import Credentials, Patience, Wire

PAGE = 300
MOST_PAGES = 40
MOST_CHANGES = 30
LONGEST_EMAIL = 128
LONGEST_NAME = 64


class Zoom:
    """The meetings of one account. `meeting` is a number as `meeting_number` gives it. All raise ZoomError."""

    def __init__(self, api: str, credentials: Credentials, patience: Patience | None = None) -> None:
        self._wire = Wire(api, credentials, patience or Patience())

    def sign_in(self) -> None:
        """Whether the credentials are good."""
        self._wire.sign_in()

    def meeting(self, meeting: str) -> Meeting:
        """How the meeting is set up."""
        return meeting_from(self._wire.call("GET", f"/meetings/{meeting}"))

    def guard(self, meeting: str) -> Meeting:
        """Asks for approval by hand and for silence, and reads back: Zoom drops what it does not like without a word.

        Approval by hand with `auto_approve` means that a registration page that gets about lets nobody in.
        """
        settings = {
            "approval_type": MANUAL_APPROVAL,
            "registrants_email_notification": False,
            "registrants_confirmation_email": False,
        }
        self._wire.call("PATCH", f"/meetings/{meeting}", {"settings": settings})
        return self.meeting(meeting)

    def move(self, meeting: str, starts_at: datetime, minutes: int) -> Meeting:
        """Gives the meeting another start (aware) and duration, and reads back: 204 alone proves nothing."""
        start = starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        body: dict[str, object] = {"start_time": start, "duration": minutes, "timezone": "UTC"}
        self._wire.call("PATCH", f"/meetings/{meeting}", body)
        return self.meeting(meeting)

    def add(self, meeting: str, guest: Guest) -> Registrant:
        """Registers and approves one person. The same address again gives the registrant that is there already.

        At most three times a day for one address. Without a link in the answer they wait for approval.
        """
        if len(guest.email) > LONGEST_EMAIL:
            raise ZoomError(Fault.ADDRESS)
        first, _, last = guest.shown_name.partition(" ")
        body: dict[str, object] = {
            "email": guest.email,
            "first_name": first[:LONGEST_NAME],
            "auto_approve": True,
        }
        if last:
            body["last_name"] = last[:LONGEST_NAME]
        return registrant_from(self._wire.call("POST", f"/meetings/{meeting}/registrants", body), "registrant_id")

    def registrants(self, meeting: str, status: Status) -> tuple[Registrant, ...]:
        """Everybody who stands so in the meeting's list."""
        return tuple(
            registrant_from({"status": status.value, **line}, "id")
            for page in self._pages(meeting, status)
            for line in page
        )

    def change(self, meeting: str, action: Action, registrants: Sequence[Registrant]) -> None:
        """Approves, cancels or denies. 204 proves nothing, not even that Zoom looked: read the list afterwards."""
        for start in range(0, len(registrants), MOST_CHANGES):
            some = registrants[start : start + MOST_CHANGES]
            named = [{"id": registrant.id, "email": registrant.email} for registrant in some]
            body = {"action": action.value, "registrants": named}
            self._wire.call("PUT", f"/meetings/{meeting}/registrants/status", body)

    def close(self) -> None:
        """Closes the connection."""
        self._wire.close()

    def _pages(self, meeting: str, status: Status) -> Iterator[list[dict[str, object]]]:
        asked = {"status": status.value, "page_size": str(PAGE)}
        for _ in range(MOST_PAGES):
            answer = self._wire.call("GET", f"/meetings/{meeting}/registrants", parameters=asked)
            lines = answer.get("registrants")
            if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
                raise ZoomError(Fault.UNEXPECTED)
            yield lines
            token = text_of(answer, "next_page_token")
            if not token:
                return
            asked["next_page_token"] = token
        raise ZoomError(Fault.UNEXPECTED)
