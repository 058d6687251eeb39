"""What the desk says in place of stored words."""

from __future__ import annotations

import pytest

from triage.model.mail import Purpose
from triage.web.desk.words import PURPOSES, purpose


def test_every_purpose_has_a_name_of_its_own() -> None:
    assert set(PURPOSES) == set(Purpose)
    assert len(set(PURPOSES.values())) == len(Purpose)


def test_purpose_that_nobody_knows_is_a_fault_of_ours() -> None:
    assert purpose("join-details") == "Join details"
    with pytest.raises(ValueError, match="birthday"):
        purpose("birthday")
