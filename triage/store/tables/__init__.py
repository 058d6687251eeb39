"""The tables. Rows stay in stores, flow and desk pages; policy and texts get frozen values.

States are kept as text with the enum's value (a native enum would be a type to migrate).
Times are aware and UTC; a naive one is refused on the way in.
"""

from triage.store.tables.cases import AttendanceRow, CaseRow, HistoryRow, PersonRow, QuestionRow, StandingRow
from triage.store.tables.events import EventRow
from triage.store.tables.mails import OutboxRow, SuppressionRow
from triage.store.tables.received import ParkedRow, ReadingRow, SortedRow
from triage.store.tables.registrants import MeetingRow, RegistrantRow, ShownNameRow
from triage.store.tables.running import AlarmRow, LeaseRow, PauseRow, RememberedRow

__all__ = [
    "AlarmRow",
    "AttendanceRow",
    "CaseRow",
    "EventRow",
    "HistoryRow",
    "LeaseRow",
    "MeetingRow",
    "OutboxRow",
    "ParkedRow",
    "PauseRow",
    "PersonRow",
    "QuestionRow",
    "ReadingRow",
    "RegistrantRow",
    "RememberedRow",
    "ShownNameRow",
    "SortedRow",
    "StandingRow",
    "SuppressionRow",
]
