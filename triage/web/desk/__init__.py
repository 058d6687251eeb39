"""The desk: where staff read, decide, answer and look after everything. `kit` says how a page is written."""

from triage.web.desk.kit import Desk
from triage.web.desk.site import desk_from, desk_site

__all__ = ["Desk", "desk_from", "desk_site"]
