"""Out of mailings by one press: RFC 8058's POST, the page's button, and a mail to the mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from office import HOUR, OURS, Office, open_office
from sqlmodel import Session, select

from intake.message import Interest, Own
from intake.parse import parse_headers
from triage.app import templates_beside
from triage.compose import environment
from triage.flow.mailings import prepare, steer
from triage.flow.mailings.feed import feed
from triage.flow.unsubscribe_links import token_for
from triage.flow.work import unit_of_work
from triage.model.mailing import Segment
from triage.policy.interest import interest
from triage.store.events import event_row
from triage.store.tables import SortedRow, SuppressionRow
from triage.web.serve import served
from triage.web.unsubscribe import unsubscribe_site

QUESTION = "What does the Foundation do about harassment in chapters?"
EVE = "eve@reader.example"


@dataclass
class Way:
    """A mailing that Eve got, and the way out that it offers."""

    office: Office
    url: str
    mailto: str

    def suppressed(self) -> dict[str, str]:
        with Session(self.office.runtime.engine) as session:
            return {row.address: row.why for row in session.exec(select(SuppressionRow))}


@pytest.fixture
def way(tmp_path: Path) -> Iterator[Way]:
    office = open_office(tmp_path, f"sqlite:///{tmp_path / 'openhour.db'}")
    office.open_event()
    office.settings(unsubscribe_url="https://desk.example/unsubscribe")
    office.write(EVE, QUESTION)
    office.work()
    with served(unsubscribe_site(office.runtime, environment(templates_beside())), "127.0.0.1:0") as there:
        offered = mailing(office)["List-Unsubscribe"].replace("\r\n ", " ")
        page, mailto = [link.strip(" <>") for link in offered.split(",")]
        yield Way(office, page.replace("https://desk.example", f"http://127.0.0.1:{there.port}"), mailto)
    office.runtime.engine.dispose()


def mailing(office: Office) -> EmailMessage:
    """The mail that Eve gets."""
    with unit_of_work(office.runtime, "Nasma") as work:
        event = event_row(work.session, "hour")
        assert event is not None
        row = prepare.prepare(work, event, Segment.EVERYONE, "News", "There is news.")
        steer.send(work, row.id or 0, 1)
    feed(office.runtime)
    office.send()
    return office.sent()[-1]


def test_one_click_stops_mailings_at_once_without_cookie_or_redirect(way: Way) -> None:
    said = httpx2.post(way.url, content=b"List-Unsubscribe=One-Click", follow_redirects=False)
    assert (said.status_code, way.suppressed()) == (200, {EVE: "unsubscribed"})


def test_opening_the_link_changes_nothing_and_offers_a_button(way: Way) -> None:
    page = httpx2.get(way.url)
    assert (page.status_code, way.suppressed()) == (200, {})
    assert ('<form method="post">' in page.text, "e•••@reader.example" in page.text, EVE in page.text) == (
        True,
        True,
        False,
    )


def test_pressing_twice_is_pressing_once(way: Way) -> None:
    assert [httpx2.post(way.url).status_code for _ in range(2)] == [200, 200]
    assert "You will get no more mails of this kind" in httpx2.get(way.url).text


@pytest.mark.parametrize("change", ["0", "x"], ids=["another person", "no token"])
def test_token_that_we_did_not_make_is_nobodys(way: Way, change: str) -> None:
    base, _, token = way.url.rpartition("/")
    forged = f"{base}/{change}{token}"
    assert (httpx2.post(forged).status_code, way.suppressed()) == (404, {})


def test_way_out_of_a_trial_strikes_nobody_off(way: Way) -> None:
    url = way.url.rpartition("/")[0] + "/" + token_for(way.office.runtime.seal.mac, 0)
    assert (httpx2.post(url).status_code, way.suppressed()) == (200, {})


def test_page_is_guarded(way: Way) -> None:
    headers = httpx2.get(way.url).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def subject_of(way: Way) -> str:
    return parse_qs(urlsplit(way.mailto).query)["subject"][0]


@pytest.mark.parametrize("sender", [EVE, "other@elsewhere.example"])
def test_mail_with_the_token_is_honoured_at_once_and_never_answered(way: Way, sender: str) -> None:
    before = len(way.office.mails())
    way.office.write(sender, "", subject_of(way))
    way.office.work()
    with Session(way.office.runtime.engine) as session:
        kinds = [row.kind for row in session.exec(select(SortedRow).order_by(SortedRow.received_id))]
    assert (way.suppressed(), kinds[-1], len(way.office.mails())) == ({EVE: "unsubscribed"}, "other", before)


def test_bare_word_counts_as_an_answer_to_the_mailing_only(way: Way) -> None:
    [mailed] = [mail for mail in way.office.mails() if mail.purpose == "mailing"]
    way.office.write("stranger@evil.example", "", "unsubscribe", In_Reply_To=f"<{mailed.message_id}>")
    way.office.write(EVE, "", "unsubscribe CR&S")
    way.office.work()
    assert way.suppressed() == {}
    way.office.write(EVE, "", "unsubscribe", In_Reply_To=f"<{mailed.message_id}>")
    way.office.work()
    assert way.suppressed() == {EVE: "unsubscribed"}


def test_who_writes_more_than_the_word_is_read_by_a_person_as_well(way: Way) -> None:
    words = "Please stop these mails. And I still wait for an answer to what I asked you in March. " * 4
    way.office.write(EVE, words, subject_of(way))
    way.office.work()
    assert (way.suppressed(), way.office.case(EVE).version > 1) == ({EVE: "unsubscribed"}, True)


def test_mail_with_the_token_is_ours_though_no_event_is_open(way: Way) -> None:
    raw = f"From: {EVE}\r\nTo: {OURS}\r\nSubject: {subject_of(way).partition(': ')[2]}\r\n\r\n".encode()
    assert interest(parse_headers(raw, Own()), b"", (), Own())[0] is Interest.OURS


def test_unsubscribed_person_still_gets_answers(way: Way) -> None:
    httpx2.post(way.url)
    way.office.write(EVE, QUESTION + " And in affiliates?", Message_ID="<2@reader.example>")
    way.office.work()
    assert way.office.outbox(EVE)[-1] == ("receipt", "sent")
    assert HOUR.slug == "hour"
