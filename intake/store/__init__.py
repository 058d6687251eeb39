"""Where received mail is kept: rows that are only ever added, the cursor, the lines for staff, the sums.

Does not talk to a mail server, does not parse, does not know what a message is about, and makes no
tables: the migrations do.
"""

from intake.store.engine import StoreError, open_engine, reading
from intake.store.rows import MailboxCursor, PerhapsRow, PerhapsState, ReceivedRow, TallyRow
from intake.store.store import Sealer, Store
from intake.store.values import Arrival, Batch, Claimed, Cursor, Outcome, PerhapsLine, Tally

__all__ = [
    "Arrival",
    "Batch",
    "Claimed",
    "Cursor",
    "MailboxCursor",
    "Outcome",
    "PerhapsLine",
    "PerhapsRow",
    "PerhapsState",
    "ReceivedRow",
    "Sealer",
    "Store",
    "StoreError",
    "Tally",
    "TallyRow",
    "open_engine",
    "reading",
]
