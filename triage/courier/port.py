"""What delivers a mail, whatever it runs on."""

from __future__ import annotations

from typing import Protocol

from triage.model.mail import Delivery, Envelope


class CourierError(Exception):
    """The configuration is broken: wrong password, no encryption offered, a folder that cannot be written.

    Raised only before anything of a mail was handed over, so that the mail can safely wait.
    """


class Courier(Protocol):
    """Takes ready octets and an envelope. Saying no is a result; CourierError means mend the configuration."""

    def deliver(self, envelope: Envelope, raw: bytes) -> Delivery:
        """One attempt. Never tries a mail again by itself once the server may have it."""
        ...

    def close(self) -> None:
        """Says goodbye. A later `deliver` opens again."""
        ...


def breaks_out(envelope: Envelope) -> bool:
    """Whether an address holds what would end its SMTP command (RFC 5321, 4.1.2) or name two people."""
    return any(
        not spec.isprintable() or set(spec) & set(" <>,\r\n") or spec.count("@") != 1
        for spec in (envelope.sender, envelope.recipient)
    )
