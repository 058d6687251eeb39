"""Good standing and pages: the only MediaWiki client, the same answers from a file, and staff's private list.

It never edits, never signs in, and decides nothing about a wish to come.
"""

from triage.wiki.api import Patience
from triage.wiki.bans import Remembered, RememberedInMemory
from triage.wiki.errors import StandingError
from triage.wiki.file import FileStanding
from triage.wiki.kept import KeptFile
from triage.wiki.lists import Exact, Near, PrivateList, private_list_file, without_addresses
from triage.wiki.pages import Page, PageError, WikiPages
from triage.wiki.source import WikiStanding

__all__ = [
    "Exact",
    "FileStanding",
    "KeptFile",
    "Near",
    "Page",
    "PageError",
    "Patience",
    "PrivateList",
    "Remembered",
    "RememberedInMemory",
    "StandingError",
    "WikiPages",
    "WikiStanding",
    "private_list_file",
    "without_addresses",
]
