"""A person who asks to be forgotten is: in every table, now, and when the mailbox is read again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from office import MORNING, Office
from sqlalchemy import inspect, text
from sqlmodel import Session, select

from intake.store import Cursor
from triage.flow import bounces
from triage.flow.accounting import account
from triage.flow.privacy.copy import copy_of, raw_messages
from triage.flow.privacy.forgetting import Forgotten, forget
from triage.flow.work import ImpossibleError, unit_of_work
from triage.model.mail import JOIN_DETAILS_MARKER, MailState, Mode
from triage.policy.bounces import Bounce
from triage.store.tables import HistoryRow, NoteRow, OutboxRow, PersonRow, TombstoneRow

ADDRESS, OTHER = "marisol@reader.example", "joann-marisol@reader.example"
WISH = "Hello,\n\nI would like to attend the conversation. My username is Marisol Vega.\n"
WORDS = "When will the xylophone policy be published?"


def everything(office: Office) -> str:
    with office.runtime.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = [row for name in names for row in connection.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608 - our tables
    return "\n".join(repr(tuple(row)) for row in rows)


def forgotten(office: Office, address: str = ADDRESS) -> Forgotten:
    with unit_of_work(office.runtime, "dana") as work:
        return forget(work, address)


def test_everything_of_the_person_goes_and_history_says_only_that_it_happened(office: Office) -> None:
    office.write(f"Marisol <{ADDRESS}>", WISH)
    office.write(ADDRESS, WORDS)
    office.work()
    case = office.case(ADDRESS)
    with unit_of_work(office.runtime, "dana") as work:
        work.session.add(NoteRow(case_id=case.id, staff="dana", at=work.now, text="met Marisol in Nairobi"))
    assert forgotten(office, "Marisol@READER.example") == Forgotten(addresses=1, cases=1, messages=2)
    left = everything(office)
    assert [part for part in (ADDRESS, "Marisol", "xylophone", "Nairobi") if part in left] == []
    with Session(office.runtime.engine) as session:
        lines = [(row.who, row.what, row.why) for row in session.exec(select(HistoryRow))]
    assert lines[-1] == ("dana", "person forgotten", "")
    with unit_of_work(office.runtime) as work:
        assert account(work).differences == ()


def test_letters_of_the_search_index_and_bounces_go_too(office: Office) -> None:
    office.write("ben@reader.example", "Will there be captions?")
    office.write(ADDRESS, f"{WORDS} And what does Zqvist say?")
    office.work()
    with unit_of_work(office.runtime) as work:
        mail = work.session.exec(select(OutboxRow).where(OutboxRow.to_address == ADDRESS)).one()
        bounces.remember(work, mail, Bounce.TEMPORARY, "4.2.2")
    assert (b"zqv" in search_index(office)) is (office.runtime.engine.dialect.name == "sqlite")
    forgotten(office)
    assert (b"zqv" in search_index(office), ADDRESS in everything(office)) == (False, False)


def search_index(office: Office) -> bytes:
    """The pages of SQLite's search index, where every run of three letters stands."""
    if office.runtime.engine.dialect.name != "sqlite":
        return b""
    with office.runtime.engine.connect() as connection:
        return b"".join(row.block for row in connection.execute(text("SELECT block FROM reading_search_data")))


def test_mailbox_read_again_brings_nothing_back_but_the_person_may_write_anew(office: Office) -> None:
    office.write(ADDRESS, WISH)
    office.work()
    office.now += timedelta(hours=1)
    forgotten(office)
    # The same mailbox under a new UIDVALIDITY, and a copy of the message whose bytes differ by a trace header.
    office.cursor, office.uid = Cursor(1, 1), 1
    office.write(ADDRESS, WISH, Received="from a.example by b.example; Thu, 3 Dec 2026 07:00:00 +0000", X_Copy="1")
    late = office.receive(f"From: {ADDRESS}\r\nSubject: CR&S\r\n\r\n{WISH}again".encode(), MORNING)
    office.decide()
    assert late
    assert [part for part in (ADDRESS, "xylophone") if part in everything(office)] == []
    with unit_of_work(office.runtime) as work:
        sums = account(work)
    assert (sums.differences, sums.ours, sums.kinds["other"]) == ((), 3, 2)
    office.now += timedelta(hours=1)
    office.write(ADDRESS, "Hello, I would like to attend after all. My username is Marisol Vega.")
    office.work()
    assert office.attendance(ADDRESS) == "approved"


def test_seat_goes_to_who_waits_and_no_mail_leaves_any_more(office: Office) -> None:
    office.write(ADDRESS, WISH)
    office.decide()
    office.now += timedelta(minutes=1)
    office.write("ben@reader.example", "I would like to attend the conversation. My username is Ben.")
    office.decide()
    assert office.attendance("ben@reader.example") == "waiting"
    forgotten(office)
    office.work()
    assert office.attendance("ben@reader.example") == "approved"
    assert {sent["To"] for sent in office.sent()} == {"ben@reader.example"}
    with Session(office.runtime.engine) as session:
        kept_back = session.exec(select(OutboxRow.rule).where(OutboxRow.state == MailState.WITHHELD)).all()
    assert set(kept_back) == {"forgotten"}


def test_merged_addresses_go_together_and_a_longer_address_stays(office: Office) -> None:
    for address in (ADDRESS, "vega@work.example", OTHER):
        office.write(address, WISH)
    office.decide()
    with unit_of_work(office.runtime, "dana") as work:
        people = {person.address: person for person in work.session.exec(select(PersonRow))}
        people["vega@work.example"].merged_into_id = people[ADDRESS].id
        work.session.add(people["vega@work.example"])
    assert forgotten(office, "vega@work.example").addresses == 2
    left = everything(office)
    assert (f"'{ADDRESS}'" in left, "vega@work" in left, OTHER in left) == (False, False, True)


def test_mail_on_its_way_is_waited_for(office: Office) -> None:
    office.write(ADDRESS, WISH)
    office.decide()
    with unit_of_work(office.runtime) as work:
        mail = work.session.exec(select(OutboxRow)).one()
        mail.state = MailState.SENDING
        work.session.add(mail)
    with pytest.raises(ImpossibleError, match="being sent"):
        forgotten(office)
    assert ADDRESS in everything(office)


def test_address_that_never_wrote_leaves_a_tombstone_that_names_nobody(office: Office) -> None:
    assert forgotten(office, "ghost@reader.example") == Forgotten(addresses=0, cases=0, messages=0)
    with Session(office.runtime.engine) as session:
        [stone] = session.exec(select(TombstoneRow)).all()
    assert "ghost" not in stone.address_digest
    office.receive(b"From: ghost@reader.example\r\nSubject: CR&S\r\n\r\nI was here before.", office.now)
    office.decide()
    assert "ghost@" not in everything(office)


def test_copy_holds_what_they_wrote_and_got_and_no_secret_and_no_name_of_staff(office: Office) -> None:
    numbers = [office.write(ADDRESS, WISH), office.write(ADDRESS, WORDS)]
    office.work()
    with unit_of_work(office.runtime, "dana") as work:
        case_id = office.case(ADDRESS).id
        work.session.add(NoteRow(case_id=case_id, staff="dana", at=work.now, text="a friend of the wiki"))
        work.session.flush()
        copy = copy_of(work, ADDRESS)
        raws = list(raw_messages(work, ADDRESS))
    assert copy["addresses"][0]["address"] == ADDRESS
    assert [message["number"] for message in copy["messages"]] == numbers
    assert "xylophone" in copy["messages"][1]["readings"][0]["text"]
    assert copy["wishes_to_come"][0] | {"received_at": "", "decided_at": ""} == {
        "event": "hour",
        "state": "approved",
        "account": "Marisol Vega",
        "confirmed_account": None,
        "received_at": "",
        "decided_at": "",
        "let_in_because": None,
        "ownership_doubt": "",
    }
    assert copy["cases"][0]["notes"] == [{"at": office.now.isoformat(), "text": "a friend of the wiki"}]
    assert any(JOIN_DETAILS_MARKER in mail["text"] for mail in copy["mails"])
    assert "zoom.example/j/" not in repr(copy)
    assert "dana" not in repr(copy)
    assert [(number, raw.decode().endswith(WORDS)) for number, _, raw in raws] == [(1, False), (2, True)]


def test_copy_of_nobody_says_so(office: Office) -> None:
    with unit_of_work(office.runtime) as work, pytest.raises(ImpossibleError, match="nothing is stored"):
        copy_of(work, "ghost@reader.example")


def test_forgetting_while_in_shadow_mode_is_the_same(office: Office) -> None:
    office.runtime = replace(office.runtime, settings=replace(office.runtime.settings, mode=Mode.SHADOW))
    office.write(ADDRESS, WISH)
    office.decide()
    forgotten(office)
    assert [state for _, state in office.outbox()] == ["withheld"]
