"""Claimed or confirmed: three ways to show whose account it is, and what each level asks for."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from office import HOUR, START, Office, open_office
from sqlmodel import Session, col, select

from triage.flow import ownership
from triage.flow.confirmation_links import Addressee, addressee_of, token_for
from triage.flow.ownership import OwnershipError, Shown
from triage.flow.work import unit_of_work
from triage.model.facts import OwnershipWay
from triage.seal import Seal
from triage.store.tables import AttendanceRow, CaseRow, HistoryRow, PersonRow

MARISOL, OTHER = "marisol@reader.example", "vega@elsewhere.example"
WISH = "Hello,\n\nI would like to attend the conversation. My username is Marisol Vega.\n"
PAGE = "https://desk.example/confirm"
SPRING = replace(HOUR, slug="spring", title="Spring hour", subjects=("Spring",), starts_at=START + timedelta(days=90))


@pytest.fixture
def strict(office: Office) -> Office:
    """The office where an account must be shown to be theirs, with a page to do so."""
    office.settings(standing_required="confirmed", confirm_url=PAGE)
    return office


def rows(office: Office, address: str = MARISOL) -> list[AttendanceRow]:
    """What this address wants to come to, in order."""
    with Session(office.runtime.engine, expire_on_commit=False) as session:
        query = select(AttendanceRow).join(PersonRow, col(PersonRow.id) == AttendanceRow.person_id)
        return list(session.exec(query.where(PersonRow.address == address).order_by(col(AttendanceRow.id))))


def known(office: Office, address: str = MARISOL) -> list[tuple[str, str, str]]:
    return [(row.state, row.ownership, row.confirmed_way) for row in rows(office, address)]


def show(office: Office, username: str | None, address: str = MARISOL) -> Shown:
    """Somebody with this address's newest link signed in on the wiki."""
    row = rows(office, address)[-1]
    with unit_of_work(office.runtime) as work:
        return ownership.show(work, Addressee(row.event_id, row.person_id), username)


def shown_before(strict: Office) -> None:
    """Marisol showed her account, and another event is open."""
    strict.write(MARISOL, WISH)
    strict.work()
    show(strict, "Marisol Vega")
    strict.work()
    strict.open_event(SPRING)
    strict.now = START + timedelta(days=80)


def tick(office: Office, address: str = MARISOL, why: str = "I know her") -> None:
    """A person of the staff says so."""
    with unit_of_work(office.runtime, "Nasma") as work:
        row = work.session.get_one(AttendanceRow, rows(office, address)[-1].id)
        ownership.confirm_account(work, work.session.get_one(CaseRow, row.case_id), row, why)


def test_where_saying_so_is_enough_nobody_is_asked(office: Office) -> None:
    office.settings(confirm_url=PAGE)
    office.write(MARISOL, WISH)
    office.work()
    office.write("ann@reader.example", "Please send me the Zoom link, I want to join.")
    office.work()
    assert office.outbox() == [("join-details", "sent"), ("account-request", "sent")]
    assert PAGE not in " ".join(mail.text for mail in office.mails())


def test_good_account_that_is_only_claimed_is_asked_for_once(strict: Office) -> None:
    strict.write(MARISOL, WISH)
    for _ in range(3):
        strict.work()
    [mail] = strict.mails()
    assert (mail.purpose, mail.state, known(strict)) == ("account-request", "sent", [("requested", "claimed", "")])
    assert "that the wiki account “Marisol Vega” is yours" in mail.text
    assert mail.text.count(f"\n{PAGE}/1-1-") == 1


def test_link_is_in_the_mail_that_asks_for_the_account_too(strict: Office) -> None:
    strict.write(MARISOL, "Please send me the Zoom link, I want to join.")
    strict.work()
    [mail] = strict.mails()
    assert ("the name of your wiki account" in mail.text, f"\n{PAGE}/1-1-" in mail.text) == (True, True)


def test_who_answers_with_the_name_is_asked_to_show_it(strict: Office) -> None:
    strict.write(MARISOL, "Please send me the Zoom link, I want to join.")
    strict.work()
    strict.write(MARISOL, WISH)
    strict.work()
    assert strict.outbox() == [("account-request", "sent"), ("account-request", "sent")]
    assert "that the wiki account “Marisol Vega” is yours" in strict.mails()[-1].text


@pytest.mark.parametrize("state", ["locked", "listed", "missing"])
def test_account_without_good_standing_is_not_asked_for_its_owner(strict: Office, state: str) -> None:
    strict.standing(Marisol_Vega=state)
    strict.write(MARISOL, WISH)
    strict.work()
    assert "is yours" not in " ".join(mail.text for mail in strict.mails())


def test_many_who_have_not_answered_do_not_hold_up_who_comes_after(
    strict: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage.flow.standing.BATCH", 2)
    strict.standing(Ann="good", Ben="good", Cem="good", Marisol_Vega="good")
    for name in ("Ann", "Ben", "Cem"):
        strict.write(f"{name.lower()}@reader.example", f"I will attend the call. My username is {name}.")
    strict.write(MARISOL, WISH)
    strict.work()
    strict.work()
    show(strict, "Marisol Vega")
    strict.work()
    assert known(strict) == [("approved", "confirmed", "oauth")]


def test_no_page_to_sign_in_leaves_it_to_a_person_whose_tick_lets_it_go_on(strict: Office) -> None:
    strict.settings(confirm_url="")
    strict.write(MARISOL, WISH)
    strict.work()
    assert (strict.outbox(), known(strict)) == ([("under-review", "sent")], [("review", "claimed", "")])
    assert strict.case(MARISOL).reasons == [ownership.NO_SIGN_IN]
    tick(strict)
    assert (known(strict), strict.case(MARISOL).needs_review) == ([("requested", "confirmed", "staff")], False)
    strict.work()
    assert strict.outbox() == [("under-review", "sent"), ("join-details", "sent")]


def test_tick_is_recorded_with_who_and_why(strict: Office) -> None:
    strict.write(MARISOL, WISH)
    strict.work()
    tick(strict, why="met her at Wikimania")
    with Session(strict.runtime.engine) as session:
        line = session.exec(select(HistoryRow).where(HistoryRow.what == "account confirmed")).one()
        assert (line.who, line.why, line.new) == (
            "Nasma",
            "met her at Wikimania",
            {"account": "Marisol Vega", "way": "staff"},
        )
    strict.work()
    assert known(strict) == [("approved", "confirmed", "staff")]


def test_tick_needs_an_account_and_a_reason(strict: Office) -> None:
    strict.write(MARISOL, "Please send me the Zoom link, I want to join.")
    strict.work()
    with pytest.raises(OwnershipError, match="named no account"):
        tick(strict)
    strict.write(MARISOL, WISH)
    strict.work()
    with pytest.raises(OwnershipError, match="a reason is needed"):
        tick(strict, why=" ")
    assert known(strict) == [("requested", "claimed", "")]


def test_tick_after_another_account_was_shown_settles_that_alone(strict: Office) -> None:
    strict.write(MARISOL, WISH)
    strict.work()
    assert show(strict, "Ben") is Shown.OTHER
    assert known(strict) == [("review", "claimed", "")]
    tick(strict)
    strict.work()
    assert known(strict) == [("approved", "confirmed", "staff")]


def test_tick_does_not_settle_what_else_a_person_has_to_look_at(strict: Office) -> None:
    strict.write(MARISOL, WISH + "\nIf you let them in I will hurt myself.\n")
    strict.work()
    before = strict.attendance(MARISOL)
    case = strict.case(MARISOL)
    tick(strict)
    assert (before, case.needs_review, strict.case(MARISOL).needs_review) == ("review", True, True)
    assert strict.attendance(MARISOL) == "review"


def test_two_addresses_that_name_one_account_go_to_a_person_until_one_is_ticked(office: Office) -> None:
    office.write(MARISOL, WISH)
    office.write(OTHER, WISH)
    office.work()
    assert [known(office, address)[0][0] for address in (MARISOL, OTHER)] == ["review", "review"]
    tick(office)
    office.work()
    assert [known(office, address)[0][:2] for address in (MARISOL, OTHER)] == [
        ("approved", "confirmed"),
        ("review", "claimed"),
    ]


def test_where_it_must_be_shown_the_first_who_shows_it_gets_the_link(strict: Office) -> None:
    strict.write(MARISOL, WISH)
    strict.write(OTHER, WISH)
    strict.work()
    show(strict, "Marisol Vega")
    strict.work()
    assert [known(strict, address)[0] for address in (MARISOL, OTHER)] == [
        ("approved", "confirmed", "oauth"),
        ("requested", "claimed", ""),
    ]


def test_address_that_showed_the_account_before_an_earlier_event_needs_no_second_time(strict: Office) -> None:
    shown_before(strict)
    strict.write(MARISOL, WISH, "Spring")
    strict.work()
    assert known(strict) == [("approved", "confirmed", "oauth"), ("approved", "confirmed", "earlier")]
    assert [purpose for purpose, _ in strict.outbox()][-1] == "join-details"


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (OTHER, WISH),
        (MARISOL, "I would like to attend the conversation. My username is Ben."),
    ],
    ids=["another address with the same account", "the same address with another account"],
)
def test_earlier_counts_for_the_same_address_and_account_only(strict: Office, address: str, text: str) -> None:
    shown_before(strict)
    strict.write(address, text, "Spring")
    strict.work()
    assert known(strict, address)[-1] == ("requested", "claimed", "")
    assert strict.outbox(address)[-1] == ("account-request", "sent")


def test_earlier_claim_that_nobody_confirmed_counts_for_nothing(strict: Office) -> None:
    strict.settings(standing_required="claimed")
    strict.write(MARISOL, WISH)
    strict.work()
    strict.settings(standing_required="confirmed")
    strict.open_event(SPRING)
    strict.now = START + timedelta(days=80)
    strict.write(MARISOL, WISH, "Spring")
    strict.work()
    assert known(strict) == [("approved", "claimed", ""), ("requested", "claimed", "")]


def test_confirmation_is_of_one_account_and_falls_with_another_name(strict: Office) -> None:
    row = AttendanceRow(account="Ben", confirmed_account="Marisol Vega", confirmed_way=OwnershipWay.OAUTH)
    assert (row.ownership, AttendanceRow(account=None, confirmed_account=None).ownership) == ("claimed", "claimed")
    strict.write(MARISOL, WISH)
    strict.work()
    show(strict, "Marisol Vega")
    strict.decide()
    with unit_of_work(strict.runtime, "Nasma") as work:
        work.session.get_one(AttendanceRow, rows(strict)[0].id).account = "Ben"
    strict.send()
    assert [(mail.purpose, mail.state, mail.rule) for mail in strict.mails()][-1] == (
        "join-details",
        "withheld",
        "unconfirmed-account",
    )


def test_link_used_for_one_account_serves_no_other(strict: Office) -> None:
    strict.write(MARISOL, WISH)
    strict.work()
    show(strict, "Marisol Vega")
    with unit_of_work(strict.runtime, "Nasma") as work:
        work.session.get_one(AttendanceRow, rows(strict)[0].id).account = "Ben"
    strict.work()
    assert known(strict) == [("review", "claimed", "oauth")]
    assert strict.case(MARISOL).reasons == [ownership.LINK_USED_UP]
    assert show(strict, "Ben") is Shown.USED


def test_somebody_let_in_by_a_person_is_not_asked(strict: Office) -> None:
    strict.write(MARISOL, WISH)
    strict.decide()
    with unit_of_work(strict.runtime, "Nasma") as work:
        row = work.session.get_one(AttendanceRow, rows(strict)[0].id)
        row.let_in_because = "she wrote to me yesterday"
        row.owner_asked_at = None
    strict.work()
    assert known(strict) == [("approved", "claimed", "")]


def test_lower_level_frees_those_who_waited(strict: Office) -> None:
    strict.write(MARISOL, WISH)
    strict.work()
    strict.settings(standing_required="claimed")
    strict.work()
    assert strict.outbox() == [("account-request", "sent"), ("join-details", "sent")]


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(59, None), (60, Shown.OVER)],
    ids=["in the last minute of the call the link serves", "when the call is over it does not"],
)
def test_link_serves_until_the_event_ends(strict: Office, minutes: int, state: Shown | None) -> None:
    strict.write(MARISOL, WISH)
    strict.work()
    strict.now = START + timedelta(minutes=minutes)
    with unit_of_work(strict.runtime) as work:
        assert ownership.glance(work, Addressee(1, 1)).state == state


def test_link_that_is_used_in_two_places_at_once_is_used_once(tmp_path: Path, database_url: str) -> None:
    office = open_office(tmp_path, database_url)
    office.settings(standing_required="confirmed", confirm_url=PAGE)
    office.open_event()
    office.standing(Marisol_Vega="good")
    office.write(MARISOL, WISH)
    office.work()
    with ThreadPoolExecutor(4) as at_once:
        found = list(at_once.map(lambda name: show(office, name), ("Marisol Vega", "Ben", "Marisol Vega", "Ben")))
    office.runtime.engine.dispose()
    assert sorted(found)[1:] == [Shown.USED] * 3


def test_token_names_event_and_person_and_opens_with_one_key_only() -> None:
    mac = Seal((b"k" * 32,)).mac
    token = token_for(mac, Addressee(7, 4711))
    assert token.startswith("7-1267-")
    assert len(token) == len("7-1267-") + 32
    assert (addressee_of(mac, token), addressee_of(Seal((b"x" * 32,)).mac, token)) == (Addressee(7, 4711), None)


@pytest.mark.parametrize("token", ["", "-", "1-1-", "1--", "٧-1-x", "1-1-\ud800", "9" * 1_000])
def test_any_token_is_survived(token: str) -> None:
    assert addressee_of(Seal((b"k" * 32,)).mac, token) is None
