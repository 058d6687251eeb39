"""Pictures of an event's numbers, as values that a template draws as SVG. Pure: no row, no clock, no markup.

Every picture carries a sentence that says what it shows, and the table of its numbers, for those who cannot see it.
"""

from triage.web.desk.pictures.arrivals import arrivals
from triage.web.desk.pictures.drawing import Bar, Label, Mark, Picture
from triage.web.desk.pictures.shares import decisions, languages
from triage.web.desk.pictures.waits import percentile, waits

__all__ = ["Bar", "Label", "Mark", "Picture", "arrivals", "decisions", "languages", "percentile", "waits"]
