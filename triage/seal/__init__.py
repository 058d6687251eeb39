"""Custody of secrets: what is sealed at rest, what is named by a key, what is masked where it comes back.

Does not store, log or send anything, and does not decide who may open what.
"""

from triage.seal.box import Seal, SealError, key_from_text, new_key
from triage.seal.mask import MASKED
from triage.seal.personal import mask_for

__all__ = ["MASKED", "Seal", "SealError", "key_from_text", "mask_for", "new_key"]
