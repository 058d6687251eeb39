"""One pass over the mailbox: everything is passed once, whatever happens to the mailbox meanwhile."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from inbox import ARRIVED, Inbox, interest, letter, wire
from relay import Relay
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from intake.mailbox import FolderMailbox, Mailbox, MailboxError
from intake.mailbox.folder import UIDS_FILE
from intake.message import Interest
from intake.poll import Polled, fetch_claimed, poll
from intake.poll import walk as walking
from intake.store import PerhapsRow, PerhapsState, ReceivedRow, Store, StoreError, Tally, open_engine, reading
from triage.seal import Seal


class Clock:
    """Goes on by ten minutes whenever it is read, so that no backoff ever has to be waited for."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 600
        return self.now


def raws(store: Store, engine: Engine) -> list[bytes]:
    with Session(reading(engine)) as session:
        ids = session.exec(select(ReceivedRow.id).order_by(col(ReceivedRow.id))).all()
    return [store.received(one or 0).raw for one in ids]


def mixed(count: int) -> list[bytes]:
    """Of ten letters, six are ours, one is perhaps ours, three are not."""
    subjects = ["CR&S"] * 6 + ["CR"] + ["lunch"] * 3
    return [letter(number, subjects[number % 10]) for number in range(count)]


def through(mailbox: Mailbox, store: Store, tries: int = 200) -> int:
    """Poll until there is nothing left, however often the connection is cut; how often it was."""
    cuts = 0
    for _ in range(tries):
        try:
            if not poll(mailbox, store, interest, commit_rows=7).passed:
                return cuts
        except MailboxError:
            cuts += 1
    raise AssertionError(f"not through after {cuts} cuts")


def test_a_pass_sorts_by_the_headers_and_keeps_only_what_is_ours(inbox: Inbox, store: Store, engine: Engine) -> None:
    inbox.deliver(letter(1), letter(2, "CR"), letter(3, "lunch"), letter(4, "Re: CR&S"), letter(1))
    polled = poll(inbox.mailbox(), store, interest)
    with Session(reading(engine)) as session:
        line = session.exec(select(PerhapsRow)).one()
    assert (polled, polled.passed, raws(store, engine), (line.sender, line.subject, line.state), store.tally()) == (
        Polled(received=polled.received, perhaps=1, not_ours=1, duplicates=1),
        5,
        [wire(letter(1)), wire(letter(4, "Re: CR&S"))],
        ("ann2@example.org", "CR", "seen"),
        Tally(passed=5, ours=2, perhaps=1, not_ours=1, duplicates=1),
    )


def test_the_next_pass_goes_on_where_the_last_one_stopped(inbox: Inbox, store: Store) -> None:
    mailbox = inbox.mailbox()
    inbox.deliver(letter(1))
    passed = [poll(mailbox, store, interest).passed for _ in range(2)]
    inbox.deliver(letter(2), letter(3, "lunch"))
    passed += [poll(mailbox, store, interest).passed for _ in range(2)]
    assert passed == [1, 0, 2, 0]


def test_an_empty_mailbox_passes_nothing(inbox: Inbox, store: Store) -> None:
    assert (poll(inbox.mailbox(), store, interest), store.cursor("INBOX")) == (Polled(), None)


@pytest.mark.parametrize("commit_rows", [1, 2, 500])
def test_a_pass_may_be_cut_into_portions(inbox: Inbox, store: Store, commit_rows: int) -> None:
    inbox.deliver(*mixed(25))
    mailbox = inbox.mailbox()
    passed = [poll(mailbox, store, interest, at_most=10, commit_rows=commit_rows).passed for _ in range(4)]
    assert (passed, store.tally()) == ([10, 10, 5, 0], Tally(passed=25, ours=17, perhaps=2, not_ours=6))


def test_wide_gaps_between_uids_are_crossed(inbox: Inbox, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.deliver(*mixed(60))
    inbox.mailbox().look()
    inbox.expunge(list(range(3, 59)))
    monkeypatch.setattr(walking, "WINDOW", 5)
    assert poll(inbox.mailbox(), store, interest).passed == 4


def test_what_is_not_ours_is_never_fetched_whole(inbox: Inbox, store: Store) -> None:
    inbox.deliver(letter(1, "lunch", "x" * 2_000_000), letter(2, "CR", "x" * 2_000_000), letter(3))
    with Relay(inbox.server.port) as relay:
        poll(inbox.mailbox(port=relay.port), store, interest)
        assert relay.down < 20_000


def test_a_report_about_our_mail_is_ours(inbox: Inbox, store: Store) -> None:
    head = (
        b"Subject: Undelivered\nContent-type:\n\tMULTIPART/REPORT; boundary=b\n\n--b\n\nSorry.\n--b\n\nStatus: 5.1.1\n"
    )
    inbox.deliver(head + b"--b\n\nSubject: CR&S\n--b--\n", head + b"--b\n\nSubject: lunch\n--b--\n")
    polled = poll(inbox.mailbox(), store, interest)
    assert (len(polled.received), polled.not_ours) == (1, 1)


def test_a_header_that_the_interest_stumbles_over_is_shown_to_staff(
    inbox: Inbox, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def stumbling(head: bytes, report: bytes) -> Interest:
        if b"poison" in head:
            raise RecursionError
        return interest(head, report)

    inbox.deliver(letter(1), letter(2, "poison"), letter(3))
    with caplog.at_level(logging.ERROR):
        polled = poll(inbox.mailbox(), store, stumbling)
    assert (len(polled.received), polled.perhaps, len(caplog.records)) == (2, 1, 1)


def test_a_message_taken_away_between_its_header_and_its_body_counts_as_not_ours(inbox: Inbox, store: Store) -> None:
    inbox.deliver(letter(1), letter(2), letter(3))
    gone: list[int] = []

    def slow(head: bytes, report: bytes) -> Interest:
        if not gone:
            gone.append(2)
            inbox.expunge([2])
        return interest(head, report)

    polled = poll(inbox.mailbox(), store, slow)
    assert (len(polled.received), polled.not_ours, store.tally().is_balanced) == (2, 1, True)


def test_a_new_uidvalidity_means_another_walk_settled_by_digest(inbox: Inbox, store: Store, engine: Engine) -> None:
    inbox.deliver(*mixed(20))
    poll(inbox.mailbox(), store, interest)
    before = (raws(store, engine), store.cursor("INBOX"))
    for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"):
        (inbox.maildir / name).unlink(missing_ok=True)
    (inbox.maildir / "dovecot-uidlist").write_text("3 V4294967295 N1\n", encoding="ascii")
    inbox.server.give(inbox.maildir)
    inbox.deliver(letter(99), at=ARRIVED + 60)
    polled = poll(inbox.mailbox(), store, interest)
    cursor = store.cursor("INBOX")
    assert cursor is not None
    assert (polled, raws(store, engine)[:-1], cursor.uidvalidity, store.tally()) == (
        Polled(received=polled.received, not_ours=6, duplicates=14),
        before[0],
        4294967295,
        Tally(passed=41, ours=13, perhaps=2, not_ours=12, duplicates=14),
    )
    assert len(polled.received) == 1


def test_a_uidnext_that_went_back_means_another_walk_settled_by_digest(tmp_path: Path, store: Store) -> None:
    for number in range(5):
        (tmp_path / f"{number}.eml").write_bytes(letter(number))
    mailbox = FolderMailbox(tmp_path, clock=lambda: 5.0)
    poll(mailbox, store, interest)
    (tmp_path / UIDS_FILE).write_text("5\n", encoding="ascii")  # a restored copy: the same UIDVALIDITY, fewer UIDs
    for number in (0, 1):
        (tmp_path / f"{number}.eml").unlink()
    (tmp_path / "new.eml").write_bytes(letter(9))
    polled = poll(mailbox, store, interest)
    assert (len(polled.received), polled.duplicates, poll(mailbox, store, interest)) == (1, 3, Polled())


@pytest.mark.parametrize("cut_after", [1_500, 4_000, 9_000, 20_000])
def test_connections_that_are_cut_lose_and_double_nothing(
    inbox: Inbox, store: Store, engine: Engine, cut_after: int
) -> None:
    letters = mixed(40)
    inbox.deliver(*letters)
    with Relay(inbox.server.port, cut_after=cut_after) as relay:
        mailbox = inbox.mailbox(Clock(), port=relay.port)
        first = _cut_or_passed(mailbox, store)
        relay.cut_after = None
        mailbox.close()
        through(mailbox, store)
    ours = [wire(raw) for raw in letters if b"CR&S" in raw]
    assert (raws(store, engine), store.tally().passed, first) == (ours, 40, first)


def _cut_or_passed(mailbox: Mailbox, store: Store) -> int:
    try:
        return poll(mailbox, store, interest, commit_rows=7).passed
    except MailboxError:
        return 0


def test_two_pollers_at_once_pass_everything_once(inbox: Inbox, store: Store, engine: Engine) -> None:
    letters = mixed(120)
    inbox.deliver(*letters)
    mailboxes = [inbox.mailbox() for _ in range(2)]

    def work(mailbox: Mailbox) -> int:
        passed = 0
        while (polled := poll(mailbox, store, interest, commit_rows=3)).passed or polled.was_overtaken:
            passed += polled.passed
        return passed

    with ThreadPoolExecutor(2) as threads:
        passed = list(threads.map(work, mailboxes))
    ours = [wire(raw) for raw in letters if b"CR&S" in raw]
    assert (sum(passed), raws(store, engine), store.tally()) == (
        120,
        ours,
        Tally(passed=120, ours=72, perhaps=12, not_ours=36),
    )


def test_a_full_disk_stops_the_pass_and_loses_nothing(inbox: Inbox, tmp_path: Path, seal: Seal) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'full.db'}")
    ReceivedRow.metadata.create_all(engine)
    store = Store(engine, seal)
    with reading(engine).connect() as connection:
        used: int = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limit = {"pages": used + 20}

    @event.listens_for(engine, "begin")
    def cap(connection: object) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit['pages']}")  # type: ignore[attr-defined]

    letters = [letter(number, body=os.urandom(6_000).hex()) for number in range(30)]
    inbox.deliver(*letters)
    mailbox = inbox.mailbox()
    with pytest.raises(StoreError, match="full; nothing was lost"):
        poll(mailbox, store, interest, commit_rows=2)
    stopped = (store.tally().passed, store.cursor("INBOX"), len(raws(store, engine)))
    limit["pages"] = 100_000
    poll(mailbox, store, interest)
    result = (raws(store, engine), store.tally())
    engine.dispose()
    assert 0 < stopped[0] == stopped[2] < 30
    assert stopped[1] is not None
    assert (stopped[1].uid, result) == (stopped[0], ([wire(raw) for raw in letters], Tally(passed=30, ours=30)))


def test_what_is_stored_is_moved_after_the_commit(inbox: Inbox, store: Store) -> None:
    inbox.deliver(letter(1), letter(2, "lunch"), letter(3, "CR"), letter(1))
    client = inbox.client()
    client.create_folder("Processed")
    mailbox = inbox.mailbox(processed_folder="Processed")
    polled = poll(mailbox, store, interest)
    client.noop()
    moved = client.folder_status("Processed", ["MESSAGES"])[b"MESSAGES"]
    left = client.search("ALL")
    client.logout()
    assert (polled.not_moved, left, moved, poll(mailbox, store, interest)) == ("", [2, 3], 2, Polled())


def test_a_move_that_fails_leaves_the_stored_message_where_it_is(inbox: Inbox, store: Store) -> None:
    inbox.deliver(letter(1))
    mailbox = inbox.mailbox(processed_folder="Nothing")
    polled = poll(mailbox, store, interest)
    assert (len(polled.received), "Nothing" in polled.not_moved, poll(mailbox, store, interest)) == (1, True, Polled())


def test_the_shared_mailbox_is_left_as_it_was(inbox: Inbox, store: Store) -> None:
    inbox.deliver(*mixed(20))
    before = inbox.snapshot()
    poll(inbox.mailbox(), store, interest)
    client = inbox.client()
    recent = client.search("RECENT")
    unseen = client.search("UNSEEN")
    client.logout()
    everything = list(range(1, 21))
    assert (sorted(raw for raw in before.values()), recent, unseen) == (
        sorted(inbox.snapshot().values()),
        everything,
        everything,
    )


@pytest.fixture
def claim(engine: Engine) -> Callable[[], None]:
    """Staff claim every line."""

    def claim_all() -> None:
        with Session(engine) as session:
            for row in session.exec(select(PerhapsRow)):
                row.state, row.claimed_by = PerhapsState.CLAIMED, "staff"
            session.commit()

    return claim_all


def states(engine: Engine) -> list[str]:
    with Session(reading(engine)) as session:
        return sorted(session.exec(select(PerhapsRow.state)))


def test_what_staff_claim_is_fetched_once(
    inbox: Inbox, store: Store, engine: Engine, claim: Callable[[], None]
) -> None:
    inbox.deliver(letter(1, "CR"), letter(2, "lunch"), letter(3, "CR"))
    mailbox = inbox.mailbox()
    poll(mailbox, store, interest)
    unclaimed = fetch_claimed(mailbox, store)
    claim()
    inbox.expunge([3])
    received = fetch_claimed(mailbox, store)
    assert (unclaimed, len(received), fetch_claimed(mailbox, store), raws(store, engine), states(engine)) == (
        (),
        1,
        (),
        [wire(letter(1, "CR"))],
        ["fetched", "gone"],
    )
    assert store.tally() == Tally(passed=3, ours=1, perhaps=1, not_ours=1)


def test_a_claimed_message_is_found_again_in_a_folder_made_anew(
    tmp_path: Path, store: Store, engine: Engine, claim: Callable[[], None]
) -> None:
    for number in range(4):
        (tmp_path / f"{number}.eml").write_bytes(letter(number, "CR"))
    poll(FolderMailbox(tmp_path, clock=lambda: 5.0), store, interest)
    claim()
    (tmp_path / UIDS_FILE).unlink()
    (tmp_path / "1.eml").unlink()
    mailbox = FolderMailbox(tmp_path, clock=lambda: 6.0)
    too_early = fetch_claimed(mailbox, store)
    poll(mailbox, store, interest)
    received = fetch_claimed(mailbox, store)
    assert (too_early, len(received), states(engine)) == ((), 3, ["fetched"] * 3 + ["gone"])
