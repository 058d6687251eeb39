"""What a person wrote, told apart from what they quoted. Pure; never deletes: everything is a span."""

from intake.body.separation import separate

__all__ = ["separate"]
