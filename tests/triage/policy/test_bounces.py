"""Gone for good, out of order for now, or a complaint."""

from datetime import UTC, datetime, timedelta

import pytest

from triage.policy.bounces import Bounce, Failure, bounce_of, is_given_up, refusal_of

NOW = datetime(2026, 12, 3, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("action", "status", "expected"),
    [
        ("failed", "5.1.1", Bounce.PERMANENT),  # no such mailbox
        ("failed", "5.1.10", Bounce.PERMANENT),  # the domain takes no mail (RFC 7505)
        ("failed", "5.2.1", Bounce.PERMANENT),  # the mailbox is disabled
        ("failed", "5.0.0", Bounce.PERMANENT),  # nothing more is said
        ("Failed", "5.4.4", Bounce.PERMANENT),  # no route to the domain
        ("failed", "5.2.2", Bounce.TEMPORARY),  # full: for this mail it is final, not for the address
        ("failed", "5.7.1", Bounce.TEMPORARY),  # our mail was taken for spam
        ("failed", "5.3.4", Bounce.TEMPORARY),  # too big
        ("failed", "4.4.7", Bounce.TEMPORARY),  # tried for days in vain
        ("failed", "", Bounce.TEMPORARY),
        ("delayed", "4.2.0", None),  # it is still being tried
        ("delivered", "2.1.5", None),
        ("relayed", "2.0.0", None),
        ("displayed", "", None),  # a receipt
    ],
)
def test_status_means(action: str, status: str, expected: Bounce | None) -> None:
    assert bounce_of(action, status, is_complaint=False) == expected


def test_complaint_is_one_whatever_else_the_report_says() -> None:
    assert bounce_of("delayed", "", is_complaint=True) is Bounce.COMPLAINT


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("550 5.1.1 <eve@reader.example>: Recipient address rejected", (Bounce.PERMANENT, "5.1.1")),
        ("554 5.7.1 Service unavailable; blocked", (Bounce.TEMPORARY, "5.7.1")),
        ("552 5.2.2 Over quota", (Bounce.TEMPORARY, "5.2.2")),
        ("550 go away", (Bounce.TEMPORARY, "")),
        ("550 see http://1.2.3.4/5.1.1.9", (Bounce.TEMPORARY, "")),
    ],
)
def test_refusal_means(reply: str, expected: tuple[Bounce, str]) -> None:
    assert refusal_of(reply) == expected


@pytest.mark.parametrize(
    ("failures", "expected"),
    [
        ([], "waits"),
        ([(1, 0)], "waits"),  # never one
        ([(1, 0), (1, 3), (1, 6)], "waits"),  # one mail, reported three times
        ([(1, 0), (2, 0), (3, 1)], "waits"),  # a bad weekend
        ([(1, 0), (2, 1), (3, 2)], "given up"),
    ],
)
def test_temporary_failures_over_days_are_one_for_good(failures: list[tuple[int, int]], expected: str) -> None:
    known = [Failure(mail, NOW + timedelta(days=day)) for mail, day in failures]
    assert ("given up" if is_given_up(known) else "waits") == expected
