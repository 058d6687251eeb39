"""An installation whose event has a meeting in the stand-in for Zoom, and what tests ask of the two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from office import Office
from sqlmodel import Session, col, select
from zoom import StandInZoom
from zoom_http import ACCOUNT, CLIENT, SECRET

from triage.flow import attendance as attendances
from triage.flow.registrants.watch import keep_the_door
from triage.flow.work import Work, unit_of_work
from triage.model.case import AttendanceState
from triage.store.tables import AlarmRow, AttendanceRow, CaseRow, HistoryRow, RegistrantRow
from triage.zoom import Credentials, Patience, Zoom

ANN, BEN = "marisol@reader.example", "ben@reader.example"
WISH = "Hello,\n\nI would like to attend the conversation. My username is {}.\n"
BACK = "I have to cancel, I will not be able to attend after all."


@dataclass
class ZoomOffice:
    """`office` with `zoom` behind it; both clocks move together."""

    office: Office
    zoom: StandInZoom
    client: Zoom

    def wants_to_come(self, address: str = ANN, account: str = "Marisol Vega") -> None:
        self.office.write(address, WISH.format(account), Message_ID=f"<{self.office.uid}@reader.example>")
        self.office.work()

    def takes_it_back(self, address: str = ANN) -> None:
        self.office.write(address, BACK, Message_ID=f"<{self.office.uid}@reader.example>")
        self.office.work()
        self.watch()

    def later(self, minutes: float = 1) -> None:
        """Time passes, and everything that is due is done."""
        self.office.now += timedelta(minutes=minutes)
        self.zoom.now = self.office.now
        self.office.work()
        self.watch()

    def watch(self) -> None:
        keep_the_door(self.office.runtime)

    def declines(self, address: str = ANN) -> None:
        """A person of the staff says no."""
        with self.staff(address) as (work, case, wish):
            attendances.decline(work, case, wish, "the account is locked")

    def lets_back_in(self, address: str = ANN) -> None:
        """A person of the staff gives a seat to who withdrew and asks again."""
        with self.staff(address) as (work, case, wish):
            attendances.move(work, case, wish, AttendanceState.REVIEW, "asked to come again")
            attendances.approve(work, case, wish, "welcome back")
        self.later()

    @contextmanager
    def staff(self, address: str) -> Iterator[tuple[Work, CaseRow, AttendanceRow]]:
        """A person of the staff at this person's case."""
        case_id = self.office.case(address).id
        with unit_of_work(self.office.runtime, "Nasma") as work:
            case = work.session.get_one(CaseRow, case_id)
            wish = attendances.wish(work, case, case.event_id or 0)
            assert wish is not None
            yield work, case, wish

    def texts(self) -> list[str]:
        """The plain text of every mail with a link that left."""
        bodies = [mail.get_body(("plain",)) for mail in self.office.sent()]
        texts = [body.get_content() for body in bodies if body is not None]
        return [text for text in texts if "zoom.example" in text]

    def rows(self) -> list[RegistrantRow]:
        with Session(self.office.runtime.engine, expire_on_commit=False) as session:
            return list(session.exec(select(RegistrantRow).order_by(col(RegistrantRow.id))))

    def states(self) -> list[str]:
        return [row.state for row in self.rows()]

    def alarms(self) -> dict[str, str]:
        with Session(self.office.runtime.engine) as session:
            return {row.cause: row.what for row in session.exec(select(AlarmRow)) if not row.is_over}

    def withheld(self) -> list[tuple[str, str]]:
        return [(mail.state, mail.rule) for mail in self.office.mails() if mail.purpose == "join-details"]

    def history(self) -> str:
        with Session(self.office.runtime.engine) as session:
            rows = session.exec(select(HistoryRow)).all()
            return " ".join(f"{row.what} {row.old} {row.new} {row.why}" for row in rows)

    def adds(self) -> int:
        return len(self.zoom.asked("POST", "/registrants"))


def zoom_office(office: Office, zoom: StandInZoom) -> ZoomOffice:
    """Connects the two."""
    zoom.begin_anew()
    client = Zoom(zoom.api, Credentials(ACCOUNT, CLIENT, SECRET), Patience(timeout=10, rest=0.0))
    zoom.now = office.now
    office.runtime = replace(office.runtime, zoom=client)
    return ZoomOffice(office, zoom, client)
