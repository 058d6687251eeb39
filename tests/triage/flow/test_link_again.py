"""The join details once more: for whom, when, and never past the gate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from office import HOUR, JOIN, Office, open_office

from triage.flow.desk.link_again import send_link_again
from triage.flow.work import ImpossibleError, unit_of_work

HER = "marisol@reader.example"
SENT, QUEUED = ("join-details", "sent"), ("join-details", "queued")


@pytest.fixture
def invited(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """She has had the link."""
    office = open_office(tmp_path, database_url)
    office.open_event(HOUR, JOIN)
    office.standing(Marisol_Vega="good")
    office.write(HER, "I will attend. My username is Marisol Vega.")
    office.work()
    assert office.outbox(HER) == [SENT]
    yield office
    office.runtime.engine.dispose()


def again(office: Office) -> None:
    case = office.case(HER)
    with unit_of_work(office.runtime, "dana") as work:
        send_link_again(work, case.id or 0, "", case.version)


def later(office: Office, **length: float) -> None:
    office.now += timedelta(**length)
    office.work()


def test_link_goes_again_and_the_clock_adds_none(invited: Office) -> None:
    again(invited)
    with pytest.raises(ImpossibleError, match="is queued: change that one"):
        again(invited)
    later(invited, minutes=1)
    later(invited, hours=1)
    assert invited.outbox(HER) == [SENT, SENT]


def test_link_is_kept_back_from_somebody_who_is_no_longer_in_good_standing(invited: Office) -> None:
    later(invited, hours=2)  # what is known of the account is no longer fresh
    invited.standing(Marisol_Vega="locked")
    again(invited)
    later(invited, minutes=1)
    assert invited.outbox(HER) == [SENT, ("join-details", "withheld")]


def test_link_is_not_sent_again_to_somebody_who_gave_the_seat_back(invited: Office) -> None:
    invited.write(HER, "I cannot come, please give my seat to somebody else.")
    invited.work()
    with pytest.raises(ImpossibleError, match="only who holds a seat"):
        again(invited)
