import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from triage.model.case import Attendance, AttendanceState, Standing, StandingState
from triage.model.event import Event, EventState
from triage.model.facts import GateFacts, Ownership, Suppression
from triage.model.mail import Defer, Mode, Purpose, Release, Withhold
from triage.policy.gate import gate

START = datetime(2026, 12, 10, 18, 0, tzinfo=UTC)
NOW = START - timedelta(hours=30)
IN_TIME = START - timedelta(days=2)
GOOD = Standing("Example", StandingState.GOOD, NOW - timedelta(minutes=3), "wiki")
EVENT = Event(id=1, slug="hour-1", title="Hour", host="Maggie Dennis", starts_at=START)

Make = Callable[..., GateFacts]


def test_gate_facts_without_more_keep_it_shut() -> None:
    shut = {purpose: gate(GateFacts(purpose=purpose, to="ann@example.org", now=NOW)) for purpose in Purpose}
    assert [purpose for purpose, answer in shut.items() if isinstance(answer, Release)] == []


def test_refusal_says_why_in_a_sentence(leaving: Make) -> None:
    assert gate(leaving(standing=replace(GOOD, state=StandingState.LOCKED))) == Withhold(
        "standing", "The account is not in good standing but locked."
    )


def test_deferral_says_when_to_ask_again(leaving: Make) -> None:
    assert gate(leaving(is_paused=True)) == Defer("paused", "Outgoing mail is paused.", NOW + timedelta(minutes=1))


def test_gate_decides_within_a_millisecond(leaving: Make) -> None:
    facts = leaving()
    begin = time.process_time()
    for _ in range(1000):
        gate(facts)
    assert time.process_time() - begin < 1


MOMENTS = st.integers(-4 * 24 * 60, 3 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
ACCOUNTS = st.sampled_from(["Example", "Example2", None])
ATTENDANCES = st.builds(
    Attendance,
    state=st.sampled_from(AttendanceState),
    account=ACCOUNTS,
    received_at=MOMENTS,
    let_in_because=st.sampled_from([None, "", "  ", "The host knows her."]),
    is_authentic=st.booleans(),
)
STANDINGS = st.builds(
    Standing,
    account=st.sampled_from(["Example", "Example2"]),
    state=st.sampled_from(StandingState),
    checked_at=MOMENTS,
    source=st.just("wiki"),
)
EVENTS = st.builds(
    lambda state, minutes: replace(EVENT, state=state, attend_deadline_minutes=minutes),
    st.sampled_from(EventState),
    st.sampled_from([0, 60, 1440]),
)
FACTS = st.builds(
    GateFacts,
    purpose=st.just(Purpose.JOIN_DETAILS),
    to=st.sampled_from(["ann@example.org", "answers@example.net", "ann@example.org\nBcc: x@example.org"]),
    now=MOMENTS,
    mode=st.sampled_from(Mode),
    is_paused=st.booleans(),
    is_by_staff=st.booleans(),
    own_addresses=st.just(frozenset({"answers@example.net"})),
    suppression=st.none() | st.sampled_from(Suppression),
    event=st.none() | EVENTS,
    attendance=st.none() | ATTENDANCES,
    standing=st.none() | STANDINGS,
    standing_required=st.sampled_from(Ownership),
    ownership=st.sampled_from(Ownership),
    recipient_is_author=st.booleans(),
    message_is_automatic=st.booleans(),
    forbids_answer=st.booleans(),
    is_authentic=st.booleans(),
    useful_until=st.none() | MOMENTS,
)


def _holds_invariant_3(facts: GateFacts) -> bool:
    """The conditions under which join details may leave, written down again without the rules."""
    event, wish, standing = facts.event, facts.attendance, facts.standing
    if event is None or wish is None or wish.state != "approved":
        return False
    let_in = bool(wish.let_in_because and wish.let_in_because.strip())
    is_fresh_and_good = (
        standing is not None
        and standing.account == wish.account
        and standing.state == "good"
        and 0 <= (facts.now - standing.checked_at).total_seconds() < facts.max_age_minutes * 60
    )
    in_time = wish.received_at <= event.starts_at - timedelta(minutes=event.attend_deadline_minutes)
    return (
        (is_fresh_and_good or let_in)
        and (in_time or let_in)
        and facts.now < event.starts_at + timedelta(minutes=event.duration_minutes)
        and event.state == "open"
        and not facts.message_is_automatic
        and facts.is_authentic
        and wish.is_authentic
        and facts.suppression not in {"undeliverable", "complaint"}
        and facts.recipient_is_author
        and facts.to == "ann@example.org"
        and facts.mode != "shadow"
        and not facts.is_paused
    )


@given(FACTS)
def test_no_input_releases_the_join_details_against_invariant_3(facts: GateFacts) -> None:
    if isinstance(gate(facts), Release):
        assert _holds_invariant_3(facts)


_BREAKERS: dict[str, st.SearchStrategy[Any]] = {
    "mode": st.just(Mode.SHADOW),
    "event": st.none() | EVENTS,
    "attendance": st.none() | ATTENDANCES,
    "standing": st.none() | STANDINGS,
    "now": MOMENTS,
    "suppression": st.sampled_from(Suppression),
    "recipient_is_author": st.booleans(),
    "message_is_automatic": st.booleans(),
    "is_authentic": st.booleans(),
    "is_by_staff": st.booleans(),
}


@given(data=st.data(), names=st.sets(st.sampled_from(sorted(_BREAKERS)), max_size=3))
def test_nothing_changed_around_a_good_mail_breaks_invariant_3(
    leaving: Make, data: st.DataObject, names: set[str]
) -> None:
    facts = leaving(**{name: data.draw(_BREAKERS[name]) for name in sorted(names)})
    if isinstance(gate(facts), Release):
        assert _holds_invariant_3(facts)
