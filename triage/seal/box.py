"""Authenticated encryption and keyed names, with keys that can be changed while the program runs.

A sealed box is: version (1 octet), id of the key (4), nonce (12, random), AES-256-GCM ciphertext and tag
(NIST SP 800-38D). The label is authenticated with it, so that a box cannot be put into another row.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_OCTETS = 32
_VERSION = b"\x01"
_ID_OCTETS = 4
_NONCE_OCTETS = 12
_HEAD = len(_VERSION) + _ID_OCTETS


class SealError(Exception):
    """A key is unusable, or a box does not open: wrong key, wrong label, or changed octets."""


class Seal:
    """Seals with the first key and opens with any of them, so that keys can be changed without a break.

    To change: put the new key first and keep the old one behind it for as long as boxes of its time are
    kept. Keyed names (`mac`) stay with the *last* key, so that a Message-ID or a calendar UID that
    people already hold does not change while both keys are listed.
    """

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        if not keys or any(len(key) != KEY_OCTETS for key in keys):
            raise SealError(f"a seal needs at least one key, and every key has {KEY_OCTETS} octets")
        self._boxes = {_derived(key, b"key id")[:_ID_OCTETS]: AESGCM(_derived(key, b"seal")) for key in keys}
        self._first = next(iter(self._boxes))
        self._name_key = _derived(keys[-1], b"mac")

    def seal(self, data: bytes, label: bytes) -> bytes:
        """`data` as a box, 33 octets longer, that opens only under the same `label`."""
        head = _VERSION + self._first
        nonce = secrets.token_bytes(_NONCE_OCTETS)
        return head + nonce + self._boxes[self._first].encrypt(nonce, data, head + label)

    def unseal(self, data: bytes, label: bytes) -> bytes:
        """What was sealed under `label`. Raises SealError."""
        head, nonce, sealed = data[:_HEAD], data[_HEAD : _HEAD + _NONCE_OCTETS], data[_HEAD + _NONCE_OCTETS :]
        box = self._boxes.get(head[1:])
        if head[:1] != _VERSION or box is None:
            raise SealError("sealed with a key that is not configured: add the old key behind the new one")
        try:
            return box.decrypt(nonce, sealed, head + label)
        except (InvalidTag, ValueError) as error:
            raise SealError("sealed octets were changed, cut short or moved from another place") from error

    def mac(self, label: bytes, *parts: str) -> bytes:
        """A keyed name (HMAC-SHA-256, 32 octets) of `parts`. Different labels give unrelated names."""
        code = hmac.new(self._name_key, digestmod=hashlib.sha256)
        for part in (label, *(part.encode("utf-8", "surrogatepass") for part in parts)):
            code.update(len(part).to_bytes(8, "big") + part)
        return code.digest()


def new_key() -> str:
    """A fresh random key for the configuration: 32 octets in base64url without padding."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_OCTETS)).rstrip(b"=").decode("ascii")


def key_from_text(text: str) -> bytes:
    """The key that `new_key` printed. Raises SealError with what is wrong, never with the key."""
    bare = text.strip().rstrip("=")
    try:
        key = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise SealError("the key is not base64url: make one with `openhour key`") from error
    if len(key) != KEY_OCTETS:
        raise SealError(f"the key has {len(key)} octets instead of {KEY_OCTETS}: make one with `openhour key`")
    return key


def _derived(key: bytes, use: bytes) -> bytes:
    """A separate key for each use (RFC 5869), so that no use can weaken another."""
    return HKDF(algorithm=SHA256(), length=KEY_OCTETS, salt=None, info=b"openhour/" + use).derive(key)
