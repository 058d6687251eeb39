"""Message-IDs that only we can make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.message_ids import MessageIds
from triage.seal import Seal

DOMAIN = "openhour.wikimedia.example"
IDS = MessageIds(Seal((bytes(32),)).mac, DOMAIN)
OURS = IDS.for_mail("crs-2026-12", 7, "join-details", 1)


def test_the_same_mail_always_has_the_same_id() -> None:
    assert MessageIds(Seal((bytes(32),)).mac, DOMAIN).for_mail("crs-2026-12", 7, "join-details", 1) == OURS


def test_every_part_of_the_tuple_counts() -> None:
    ids = {
        OURS,
        IDS.for_mail("crs-2027-03", 7, "join-details", 1),
        IDS.for_mail("crs-2026-12", 8, "join-details", 1),
        IDS.for_mail("crs-2026-12", 7, "reminder", 1),
        IDS.for_mail("crs-2026-12", 7, "join-details", 2),
    }
    assert len(ids) == 5


@pytest.mark.parametrize("written", [OURS, f"<{OURS}>", f"  <{OURS}>\n", OURS.upper()])
def test_our_id_is_known_without_a_database(written: str) -> None:
    assert IDS.is_ours(written)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "<>",
        f"@{DOMAIN}",
        f".@{DOMAIN}",
        f"{'a' * 24}.{'a' * 24}@{DOMAIN}",
        "x" + OURS,
        OURS.replace(DOMAIN, "evil.example"),
        OURS.replace(".", "", 1),
        f"{OURS}.evil.example",
        OURS.split(".")[0] + f"@{DOMAIN}",
        f"ä.ö@{DOMAIN}",
        "\ud800@" + DOMAIN,
    ],
)
def test_a_forged_id_is_not_ours(forged: str) -> None:
    assert not IDS.is_ours(forged)


@given(st.text(max_size=80))
def test_no_text_is_ours_by_chance(text: str) -> None:
    assert not IDS.is_ours(f"{text}@{DOMAIN}")


def test_another_installation_does_not_know_our_id() -> None:
    assert not MessageIds(Seal((b"\1" * 32,)).mac, DOMAIN).is_ours(OURS)


def test_an_id_tells_nothing_and_fits_a_header() -> None:
    local, _, domain = OURS.partition("@")
    assert (domain, len(local), local.replace(".", "").isalnum(), local.islower()) == (DOMAIN, 49, True, True)
