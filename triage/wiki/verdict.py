"""From what was found out about an account to its standing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from triage.model.case import StandingState

PRECEDENCE = (
    # A ban is of the person: nothing else that is known of the account says more.
    StandingState.LISTED,
    StandingState.LOCKED,
    StandingState.HIDDEN,
    StandingState.BLOCKED,
    # Somebody who mistyped is asked for the name even while a list cannot be read.
    StandingState.MISSING,
    StandingState.INVALID,
    StandingState.TEMPORARY,
    # Whatever could not be found out stands between an account and `good`.
    StandingState.UNKNOWN,
    StandingState.GOOD,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What one check found, with its sentence for staff. `good`: nothing against the account here."""

    state: StandingState
    sentence: str


INVALID = Fact(StandingState.INVALID, "No account can be called so (MediaWiki's rules for user names).")
TEMPORARY = Fact(StandingState.TEMPORARY, "This is the name of a temporary account, which nobody keeps for long.")


def weightiest(facts: Iterable[Fact]) -> Fact:
    """The fact that decides: the first in the order above; of equals the first said."""
    return min(facts, key=lambda fact: PRECEDENCE.index(fact.state))
