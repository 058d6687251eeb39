"""The shared mailbox: what lies in it, without changing anything in it.

Two adapters of one port: `ImapMailbox` (the only user of imapclient) and `FolderMailbox` (a Maildir
or a folder of .eml files). Neither decides what is ours, and neither stores anything.
"""

from intake.mailbox.account import ImapAccount, Security
from intake.mailbox.backoff import Backoff
from intake.mailbox.folder import FolderMailbox
from intake.mailbox.imap import ImapMailbox
from intake.mailbox.port import Delivery, Head, Mailbox, MailboxError, Pieces, Position, TokenError

__all__ = [
    "Backoff",
    "Delivery",
    "FolderMailbox",
    "Head",
    "ImapAccount",
    "ImapMailbox",
    "Mailbox",
    "MailboxError",
    "Pieces",
    "Position",
    "Security",
    "TokenError",
]
