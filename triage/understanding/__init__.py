"""What a person wants, in any listed language, and how sure we are. Pure: no file, clock or socket."""

from triage.understanding.acts import ActModel, WeightsError
from triage.understanding.comprehension import understand

__all__ = ["ActModel", "WeightsError", "understand"]
