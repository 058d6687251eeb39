"""Questions from other channels: a CSV, and the chats of Zoom and YouTube as they are saved or copied. Pure.

Each reader answers with what it read and with the lines that it could not, by number; it never raises and never guesses
a line away. What is private (a direct message) is left out and counted, and never shown.
"""

from triage.understanding.channels.chat_marks import looks_like_question
from triage.understanding.channels.lines import BadLine, Heard, Said
from triage.understanding.channels.table import read_table
from triage.understanding.channels.youtube import read_youtube
from triage.understanding.channels.zoom import read_zoom

__all__ = [
    "BadLine",
    "Heard",
    "Said",
    "looks_like_question",
    "read_table",
    "read_youtube",
    "read_zoom",
]
