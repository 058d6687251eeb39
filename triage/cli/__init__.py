"""The commands. Errors go to standard error in one line; results to standard output."""

from triage.cli.main import main

__all__ = ["main"]
