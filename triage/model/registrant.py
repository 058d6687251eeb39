"""What Zoom knows of one person who may come: a registrant, with a link that is theirs alone."""

from __future__ import annotations

from enum import StrEnum


class RegistrantState(StrEnum):
    """`asked` is on disk before Zoom is; `cancelling` until Zoom's own list no longer shows them.

    A registrant that is `cancelled` may be asked for again, when the person comes back.
    """

    ASKED = "asked"
    PENDING = "pending"
    APPROVED = "approved"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


MAY_BE_IN_ZOOM = (RegistrantState.ASKED, RegistrantState.PENDING, RegistrantState.APPROVED)
"""An answer that was lost may have been a yes, so that `asked` counts."""

GIVEN_UP = (RegistrantState.CANCELLING, RegistrantState.CANCELLED)
