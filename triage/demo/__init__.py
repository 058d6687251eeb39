"""A whole working installation with nothing configured: real IMAP, real SMTP, sample mail, the worker."""

from triage.demo.play import run_demo

__all__ = ["run_demo"]
