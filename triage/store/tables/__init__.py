"""The tables. Rows stay in stores, flow and desk pages; policy and texts get frozen values.

States are kept as text with the enum's value (a native enum would be a type to migrate).
Times are aware and UTC; a naive one is refused on the way in.
"""

from triage.store.tables.cases import AttendanceRow, CaseRow, HistoryRow, PersonRow, StandingRow
from triage.store.tables.desk import CorrectionRow, NoteRow, PresenceRow, SignInLinkRow, StaffRow, StaffSessionRow
from triage.store.tables.events import EventRow
from triage.store.tables.mailings import MailingPersonRow, MailingRow
from triage.store.tables.mails import BounceRow, OutboxRow, SuppressionRow
from triage.store.tables.privacy import InstanceRow, RetentionRow, TombstoneRow
from triage.store.tables.questions import (
    AnnouncementRow,
    AnswerRevisionRow,
    AnswerRow,
    DeliverableRow,
    PromiseRow,
    QuestionDistinctRow,
    QuestionRow,
)
from triage.store.tables.received import ParkedRow, ReadingRow, SortedRow
from triage.store.tables.registrants import MeetingRow, RegistrantRow, ShownNameRow
from triage.store.tables.running import AlarmRow, LeaseRow, PauseRow, PulseRow, RememberedRow

__all__ = [
    "AlarmRow",
    "AnnouncementRow",
    "AnswerRevisionRow",
    "AnswerRow",
    "AttendanceRow",
    "BounceRow",
    "CaseRow",
    "CorrectionRow",
    "DeliverableRow",
    "EventRow",
    "HistoryRow",
    "InstanceRow",
    "LeaseRow",
    "MailingPersonRow",
    "MailingRow",
    "MeetingRow",
    "NoteRow",
    "OutboxRow",
    "ParkedRow",
    "PauseRow",
    "PersonRow",
    "PresenceRow",
    "PromiseRow",
    "PulseRow",
    "QuestionDistinctRow",
    "QuestionRow",
    "ReadingRow",
    "RegistrantRow",
    "RememberedRow",
    "RetentionRow",
    "ShownNameRow",
    "SignInLinkRow",
    "SortedRow",
    "StaffRow",
    "StaffSessionRow",
    "StandingRow",
    "SuppressionRow",
    "TombstoneRow",
]
