"""A message as it arrived, for eyes: join details of ours that came back are masked, also where a part is encoded."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message

from intake.message import Mask

LEFT_OUT = "\n\n[An encoded part of this message holds join details and is left out here; the case shows its text.]\n"


def original_text(raw: bytes, mask: Mask) -> str:
    """All of it; of a message whose encoded parts hold the secret, the header section and a line that says so."""
    text = raw.decode("utf-8", "replace")
    message = message_from_bytes(raw, policy=policy.compat32)
    if any(holds_secret(part, mask) for part in message.walk()):
        header, _, _ = text.replace("\r\n", "\n").partition("\n\n")
        return mask(header) + LEFT_OUT
    return mask(text)


def holds_secret(part: Message, mask: Mask) -> bool:
    """Would the plain look at the octets miss it (RFC 2045, 6)?"""
    if part.is_multipart() or str(part.get("Content-Transfer-Encoding", "")).strip().lower() in {"", "7bit", "8bit"}:
        return False
    payload = part.get_payload(decode=True)
    decoded = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return mask(decoded) != decoded
