"""Privacy ends by itself: raw mail, then bodies, then addresses, and nothing of them is left in any column."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from office import HOUR, START, Office
from sqlalchemy import inspect, text
from sqlmodel import Session, col, select

from intake.store import ReceivedRow
from triage.flow.accounting import account
from triage.flow.privacy.clock import keep_privacy
from triage.flow.work import unit_of_work
from triage.model.mail import Mode
from triage.policy.retention import Clock, Stage, stages_due
from triage.store.tables import RetentionRow

ADDRESS, NAME, ACCOUNT = "marisol@reader.example", "Marisol Vega Quiroga", "Marisol Vega"
WORDS = "When will the xylophone policy be published?"
WISH = f"Hello,\n\nI would like to attend the conversation. My username is {ACCOUNT}.\n"
END = HOUR.ends_at


def everything(office: Office) -> str:
    """Every value of every row, sealed octets opened by nobody."""
    with office.runtime.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = [row for name in names for row in connection.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608 - our tables
    return "\n".join(repr(tuple(row)) for row in rows)


def raws(office: Office) -> list[bool]:
    with Session(office.runtime.engine) as session:
        return [raw is not None for raw in session.exec(select(ReceivedRow.raw).order_by(col(ReceivedRow.id)))]


def after(office: Office, days: int) -> None:
    office.now = END + timedelta(days=days, seconds=1)
    keep_privacy(office.runtime)


@pytest.mark.parametrize(
    ("days", "stages"),
    [(89, ()), (90, (Stage.RAW,)), (365, (Stage.RAW, Stage.BODIES)), (730, tuple(Stage))],
)
def test_stages_come_one_after_the_other(days: int, stages: tuple[Stage, ...]) -> None:
    assert stages_due(Clock(), END, END + timedelta(days=days, seconds=1)) == stages


def test_each_stage_takes_its_part_and_the_sums_stay_true(office: Office) -> None:
    office.write(f"{NAME} <{ADDRESS}>", WISH)
    office.write(ADDRESS, WORDS)
    office.work()
    before = everything(office)
    assert all(part in before for part in (ADDRESS, NAME, ACCOUNT, "xylophone"))
    after(office, 89)
    assert raws(office) == [True, True]
    after(office, 90)
    assert raws(office) == [False, False]
    assert "xylophone" in everything(office)
    after(office, 365)
    assert "xylophone" not in everything(office)
    assert ADDRESS in everything(office)
    after(office, 730)
    left = everything(office)
    assert [part for part in (ADDRESS, NAME, ACCOUNT, "reader.example") if part in left] == []
    with unit_of_work(office.runtime) as work:
        sums = account(work)
    assert (sums.differences, sums.ours, sums.kinds["attendance"], sums.outgoing["sent"]) == ((), 2, 1, 2)


def test_mail_that_comes_after_a_stage_goes_with_the_next_turn_of_the_clock(office: Office) -> None:
    office.write(ADDRESS, WISH)
    office.work()
    after(office, 400)
    office.write(ADDRESS, "One more thing about the glockenspiel policy?", subject="Re: CR&S")
    office.decide()
    assert "glockenspiel" in everything(office)
    keep_privacy(office.runtime)
    assert "glockenspiel" not in everything(office)
    assert raws(office) == [False, False]
    with Session(office.runtime.engine) as session:
        assert {row.what for row in session.exec(select(RetentionRow))} == {"raw", "bodies"}


def test_somebody_who_came_again_keeps_the_address_while_the_younger_event_needs_it(office: Office) -> None:
    office.write(ADDRESS, WISH)
    office.work()
    office.now = END + timedelta(days=700)
    later = replace(HOUR, slug="later", subjects=("CR&S spring",), starts_at=START + timedelta(days=710))
    office.open_event(later)
    office.write(ADDRESS, WISH, subject="CR&S spring")
    office.work()
    after(office, 731)
    assert ADDRESS in everything(office)
    after(office, 710 + 731)
    assert ADDRESS not in everything(office)


def test_mail_about_no_event_counts_from_its_arrival(office: Office) -> None:
    with unit_of_work(office.runtime, "staff") as work:
        work.session.execute(text("UPDATE event SET state = 'closed'"))
    office.write(ADDRESS, "What became of the xylophone policy?")
    office.decide()
    arrived: datetime = office.now
    office.now = arrived + timedelta(days=91)
    keep_privacy(office.runtime)
    assert raws(office) == [False]
    office.now = arrived + timedelta(days=366)
    keep_privacy(office.runtime)
    assert "xylophone" not in everything(office)
    office.now = arrived + timedelta(days=731)
    keep_privacy(office.runtime)
    assert ADDRESS not in everything(office)


def test_draft_that_never_left_is_withheld_when_its_words_go(office: Office) -> None:
    office.settings(mode=Mode.ASSIST)
    office.write(ADDRESS, WISH)
    office.work()
    assert [state for _, state in office.outbox()] == ["draft"]
    after(office, 365)
    [mail] = office.mails()
    assert (mail.state, mail.rule, mail.text) == ("withheld", "too-old", "")
