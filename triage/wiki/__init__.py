"""Good standing: the only MediaWiki client, and the same answers from a file.

It never edits, never signs in, and decides nothing about a wish to come.
"""

from triage.wiki.api import Patience
from triage.wiki.bans import Remembered, RememberedInMemory
from triage.wiki.errors import StandingError
from triage.wiki.file import FileStanding
from triage.wiki.source import WikiStanding

__all__ = ["FileStanding", "Patience", "Remembered", "RememberedInMemory", "StandingError", "WikiStanding"]
