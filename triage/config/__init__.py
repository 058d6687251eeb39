"""The configuration, read once at the root into frozen values. Unknown keys are errors."""

from triage.config.reader import ConfigurationError, read

__all__ = ["ConfigurationError", "read"]
