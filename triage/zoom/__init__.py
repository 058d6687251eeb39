"""The only Zoom client: one registrant and one personal link per person, for meetings that staff have made.

It makes no meetings, knows no people, keeps nothing but its access token, and decides nothing.
"""

from triage.zoom.client import Zoom
from triage.zoom.errors import Fault, ZoomError
from triage.zoom.values import Action, Guest, Meeting, Registrant, Status, meeting_number
from triage.zoom.wire import Credentials, Patience

__all__ = [
    "Action",
    "Credentials",
    "Fault",
    "Guest",
    "Meeting",
    "Patience",
    "Registrant",
    "Status",
    "Zoom",
    "ZoomError",
    "meeting_number",
]
