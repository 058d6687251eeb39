"""The IMAP adapter against a real Dovecot: it sees everything, changes nothing, and says what is wrong."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from dovecot import OTHER_PASSWORD, TOKEN, free_port, start_dovecot
from inbox import ARRIVED, Inbox, letter, wire
from relay import Relay

from intake.mailbox import Delivery, Head, ImapAccount, ImapMailbox, MailboxError, Security, TokenError
from intake.mailbox.bodies import GROUP_BYTES, PATIENCE, PIECE_BYTES
from intake.mailbox.imap import EXAMINE_SECONDS

REPORT = b"""From: MAILER-DAEMON@example.org
Subject: Undelivered
Content-Type: multipart/report; boundary=b

--b

Sorry.
--b
Content-Type: message/delivery-status

Status: 5.1.1
--b
Content-Type: text/rfc822-headers

Subject: CR&S
--b--
"""


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_position_is_where_the_folder_stands(inbox: Inbox) -> None:
    mailbox = inbox.mailbox()
    empty = mailbox.look()
    inbox.deliver(letter(1), letter(2))
    now = mailbox.look()
    assert (empty.uidnext, now.uidnext, now.uidvalidity == empty.uidvalidity > 0) == (1, 3, True)


def test_new_mail_is_seen_in_the_examined_folder_each_time(inbox: Inbox) -> None:
    mailbox = inbox.mailbox()
    seen = []
    for number in range(1, 6):
        inbox.deliver(letter(number))
        seen.append((mailbox.look().uidnext, mailbox.uids(1, 100)))
    assert seen == [(number + 1, list(range(1, number + 1))) for number in range(1, 6)]


def test_mail_that_arrives_during_another_command_is_seen(inbox: Inbox) -> None:
    inbox.deliver(letter(1))
    mailbox = inbox.mailbox()
    mailbox.look()
    inbox.deliver(letter(2))
    mailbox.uids(1, 1)  # the server announces message 2 with this answer
    assert mailbox.look().uidnext == 3


def test_an_idle_look_costs_one_noop(inbox: Inbox) -> None:
    inbox.deliver(letter(1))
    with Relay(inbox.server.port) as relay:
        mailbox = inbox.mailbox(port=relay.port)
        mailbox.look()
        mailbox.look()
        before = relay.up + relay.down
        mailbox.look()
        assert 0 < relay.up + relay.down - before <= 70


def test_silence_is_not_believed_for_ever(inbox: Inbox) -> None:
    clock = Clock()
    with Relay(inbox.server.port) as relay:
        mailbox = inbox.mailbox(clock, port=relay.port)
        mailbox.look()
        clock.now = EXAMINE_SECONDS
        before = relay.up
        mailbox.look()
        assert relay.up - before > 20  # EXAMINE and NOOP


def test_heads_dates_and_bodies_come_as_the_server_has_them(inbox: Inbox) -> None:
    inbox.deliver(letter(1), letter(2, body="two"))
    mailbox = inbox.mailbox()
    mailbox.look()
    raw = [wire(letter(1)), wire(letter(2, body="two"))]
    heads = [Head(uid, whole[: whole.index(b"\r\n\r\n") + 4]) for uid, whole in enumerate(raw, 1)]
    arrived = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
    deliveries = {uid: Delivery(arrived, len(whole)) for uid, whole in enumerate(raw, 1)}
    sizes = {uid: delivery.size for uid, delivery in deliveries.items()}
    bodies = {uid: b"".join(pieces or ()) for uid, pieces in mailbox.messages(sizes)}
    assert (mailbox.heads([1, 2]), mailbox.deliveries([1, 2]), bodies) == (heads, deliveries, dict(enumerate(raw, 1)))


def test_the_arrival_is_the_servers_in_any_zone(inbox: Inbox) -> None:
    inbox.deliver(letter(1))
    client = inbox.client()
    local = datetime.fromisoformat("2026-07-01T09:30:00+05:45")
    client.append("INBOX", letter(2), msg_time=local)
    client.logout()
    mailbox = inbox.mailbox()
    mailbox.look()
    found = [delivery.received_at for delivery in mailbox.deliveries([1, 2]).values()]
    assert (found, [one.tzinfo for one in found]) == ([datetime.fromtimestamp(ARRIVED, UTC), local], [UTC, UTC])


def test_of_a_report_the_status_and_the_returned_part_are_peeked(inbox: Inbox) -> None:
    long = REPORT.replace(b"Subject: CR&S", b"Subject: CR&S\n" + b"X: " + b"x" * 40_000)
    inbox.deliver(REPORT, long, letter(3))
    mailbox = inbox.mailbox()
    mailbox.look()
    found = mailbox.reports([1, 2, 3])
    assert (found[1], len(found[2]) < 17_000, found[3]) == (b"Status: 5.1.1\r\nSubject: CR&S", True, b"\r\n")


def test_what_is_gone_is_missing_from_every_answer(inbox: Inbox) -> None:
    inbox.deliver(letter(1), letter(2), letter(3))
    mailbox = inbox.mailbox()
    mailbox.look()
    inbox.expunge([2])
    found = (
        [uid for uid, _ in mailbox.messages({1: 99, 2: 99, 3: 99})],
        [uid for uid, _ in mailbox.messages({2: GROUP_BYTES + 1})],
        mailbox.heads([]),
        mailbox.reports([]),
    )
    mailbox.look()
    heads = [head.uid for head in mailbox.heads([1, 2, 3])]
    now = (heads, sorted(mailbox.deliveries([1, 2, 3])), mailbox.uids(1, 9))
    assert (found, now) == (([1, 3], [], [], {}), ([1, 3],) * 3)


def test_a_large_message_comes_in_pieces(inbox: Inbox) -> None:
    large = letter(2, body="line of seventy characters or so, again and again and again\n" * 90_000)
    inbox.deliver(letter(1), large, letter(3))
    mailbox = inbox.mailbox()
    mailbox.look()
    sizes = {uid: delivery.size for uid, delivery in mailbox.deliveries([1, 2, 3]).items()}
    found = {uid: list(pieces or ()) for uid, pieces in mailbox.messages(sizes)}
    assert {uid: b"".join(pieces) for uid, pieces in found.items()} == {
        1: wire(letter(1)),
        2: wire(large),
        3: wire(letter(3)),
    }
    assert (sizes[2] > GROUP_BYTES, max(map(len, found[2]))) == (True, PIECE_BYTES)


def test_a_mailbox_that_was_read_is_byte_for_byte_as_it_was(inbox: Inbox) -> None:
    inbox.deliver(letter(1), letter(2, "lunch"), REPORT)
    client = inbox.client()  # marks the first three as recent for itself, and flags one
    client.add_flags([2], ["\\Flagged"])
    client.logout()
    inbox.deliver(letter(4), letter(5, "lunch"))
    before = inbox.snapshot()
    mailbox = inbox.mailbox()
    mailbox.look()
    mailbox.heads(mailbox.uids(1, 99))
    mailbox.reports([3])
    sizes = {uid: delivery.size for uid, delivery in mailbox.deliveries([1, 2, 3, 4, 5]).items()}
    assert len([b"".join(pieces or ()) for _, pieces in mailbox.messages(sizes)]) == 5
    mailbox.look()
    mailbox.close()
    after = inbox.snapshot()
    client = inbox.client()
    flags = {uid: set(found) for uid, found in client.get_flags([1, 2, 3, 4, 5]).items()}
    client.logout()
    assert (after, flags) == (before, {1: set(), 2: {b"\\Flagged"}, 3: set(), 4: {b"\\Recent"}, 5: {b"\\Recent"}})


@pytest.mark.parametrize("mechanism", ["tls", "starttls", "none"])
def test_each_protection_logs_in(inbox: Inbox, mechanism: str) -> None:
    inbox.deliver(letter(1))
    security = Security(mechanism)
    port = inbox.server.tls_port if security is Security.TLS else inbox.server.port
    mailbox = inbox.mailbox(host="localhost", port=port, security=security, ssl_context=inbox.trust())
    assert mailbox.look().uidnext == 2


def test_a_password_with_letters_beyond_ascii_logs_in(inbox: Inbox) -> None:
    assert inbox.mailbox(password=OTHER_PASSWORD).look().uidnext == 1


def test_an_access_token_logs_in(inbox: Inbox) -> None:
    inbox.deliver(letter(1))
    asked: list[str] = []

    def token() -> str:
        asked.append(TOKEN)
        return asked[-1]

    assert (inbox.mailbox(password=None, token=token).look().uidnext, asked) == (2, [TOKEN])


def test_a_token_that_cannot_be_got_is_told(inbox: Inbox) -> None:
    def token() -> str:
        raise TokenError("sign in again", is_permanent=True)

    with pytest.raises(MailboxError, match="sign in again") as caught:
        inbox.mailbox(password=None, token=token).look()
    assert caught.value.is_permanent


@pytest.fixture
def mute() -> Iterator[int]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def plain() -> Iterator[int]:
    """An IMAP server without STARTTLS; it would take any login."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=_serve_plain, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1]


def _serve_plain(listener: socket.socket) -> None:
    client, _ = listener.accept()
    client.sendall(b"* OK hello\r\n")
    with client, client.makefile("rb") as lines:
        for line in lines:
            said = b"* CAPABILITY IMAP4rev1\r\n" if b"CAPABILITY" in line else b""
            client.sendall(said + line.split()[0] + b" OK done\r\n")
            assert b"pw" not in line


WRONG: list[tuple[str, dict[str, Any], bool, str]] = [
    ("an unknown host", {"host": "nowhere.invalid", "security": Security.TLS}, True, "check .mailbox. host"),
    ("a closed port", {"port": 1}, False, "refuses connections"),
    ("a wrong password", {"password": "wrong"}, True, "check .mailbox. username and password"),
    ("no such folder", {"folder": "Nothing"}, True, "check .mailbox. folder"),
    ("TLS on a port without", {"security": Security.TLS}, True, "check .mailbox. port and security"),
]


@pytest.mark.parametrize(("changes", "is_permanent", "said"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_told_in_one_line(
    inbox: Inbox,
    changes: dict[str, Any],
    is_permanent: bool,  # noqa: FBT001 - a table's column
    said: str,
) -> None:
    with pytest.raises(MailboxError, match=said) as caught:
        inbox.mailbox(**changes).look()
    assert (caught.value.is_permanent, "\n" in str(caught.value)) == (is_permanent, False)


def test_a_certificate_that_nobody_vouches_for_is_refused(inbox: Inbox) -> None:
    with pytest.raises(MailboxError, match="certificate") as caught:
        inbox.mailbox(host="localhost", port=inbox.server.tls_port, security=Security.TLS).look()
    assert caught.value.is_permanent


def test_a_certificate_for_another_name_is_refused(inbox: Inbox) -> None:
    with Relay(inbox.server.tls_port, host="127.0.0.2") as relay:
        there: dict[str, Any] = {"host": "127.0.0.2", "port": relay.port, "security": Security.TLS}
        with pytest.raises(MailboxError, match="certificate"):
            inbox.mailbox(**there, ssl_context=inbox.trust()).look()


def test_without_starttls_no_password_is_sent(inbox: Inbox, plain: int) -> None:
    with pytest.raises(MailboxError, match="STARTTLS"):
        inbox.mailbox(host="localhost", port=plain, security=Security.STARTTLS, ssl_context=inbox.trust()).look()


def test_a_server_that_does_not_answer_is_left(inbox: Inbox, mute: int) -> None:
    began = time.monotonic()
    with pytest.raises(MailboxError, match="in time") as caught:
        inbox.mailbox(port=mute, connect_seconds=0.3, read_seconds=0.3).look()
    assert (caught.value.is_permanent, time.monotonic() - began < 3) == (False, True)


@pytest.mark.parametrize("host", ["mail.example.org", "192.0.2.1", "localhost.example.org", "0.0.0.0"])  # noqa: S104
def test_a_readable_password_leaves_this_machine_never(host: str) -> None:
    with pytest.raises(ValueError, match="only a server on this machine"):
        ImapAccount(host, "answers", "pw", security=Security.NONE)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_loopback_may_go_without_protection(host: str) -> None:
    assert ImapAccount(host, "answers", "pw", security=Security.NONE).host == host


@pytest.mark.parametrize(("password", "token"), [(None, None), ("pw", lambda: "token")])
def test_a_login_needs_one_of_password_and_token(password: str | None, token: Callable[[], str] | None) -> None:
    with pytest.raises(ValueError, match="either a password or oauth2"):
        ImapAccount("mail.example.org", "answers", password, token)


def test_an_account_does_not_show_its_password() -> None:
    assert "hunter2" not in repr(ImapAccount("mail.example.org", "answers", "hunter2"))


def test_a_connection_that_died_is_opened_again_at_once(inbox: Inbox) -> None:
    inbox.deliver(letter(1))
    with Relay(inbox.server.port) as relay:
        mailbox = inbox.mailbox(port=relay.port)
        mailbox.look()
        relay.drop()
        assert (mailbox.look().uidnext, relay.connections) == (2, 2)


def test_a_server_that_is_down_is_left_alone_for_a_while(inbox: Inbox) -> None:
    clock = Clock()
    port = free_port()
    mailbox = inbox.mailbox(clock, port=port)
    waits = []
    for _ in range(3):
        with pytest.raises(MailboxError, match="refuses"):
            mailbox.look()
        with pytest.raises(MailboxError, match="tried again in"):
            mailbox.look()
        start = clock.now
        while _is_waiting(mailbox):
            clock.now += 0.5
        waits.append(clock.now - start)
    assert waits == [1.0, 2.0, 4.0]


def _is_waiting(mailbox: ImapMailbox) -> bool:
    return mailbox._backoff.remaining() > 0  # noqa: SLF001 - without trying


def test_a_folder_made_anew_is_opened_anew(inbox: Inbox) -> None:
    inbox.deliver(letter(1), letter(2))
    client = inbox.client()
    client.create_folder("Hour")
    client.copy([1, 2], "Hour")
    clock = Clock()
    mailbox = inbox.mailbox(clock, folder="Hour")
    before = mailbox.look()
    time.sleep(1.1)  # a UIDVALIDITY is a time in seconds
    client.delete_folder("Hour")
    client.create_folder("Hour")
    client.copy([1], "Hour")
    client.logout()
    clock.now = EXAMINE_SECONDS
    now = mailbox.look()
    assert (now.uidvalidity > before.uidvalidity, now.uidnext, mailbox.uids(1, 9)) == (True, 2, [1])


def test_stored_messages_are_moved_and_nothing_else(inbox: Inbox) -> None:
    inbox.deliver(letter(1), letter(2), letter(3, "lunch"))
    client = inbox.client()
    client.create_folder("Processed")
    client.delete_messages([3])  # marked by somebody else, and theirs to expunge
    mailbox = inbox.mailbox(processed_folder="Processed")
    mailbox.look()
    mailbox.move([1, 2])
    client.noop()
    mailbox.look()
    left = (client.search("ALL"), b"\\Deleted" in client.get_flags([3])[3], mailbox.uids(1, 9))
    moved = client.folder_status("Processed", ["MESSAGES"])[b"MESSAGES"]
    client.logout()
    assert (left, moved) == (([3], True, [3]), 2)


@pytest.mark.parametrize(
    ("capability", "left", "moved", "said"),
    [("IMAP4rev1 UIDPLUS", [2, 3], 1, ""), ("IMAP4rev1", [1, 2, 3], 0, "neither MOVE nor UIDPLUS")],
)
def test_without_move_only_uidplus_takes_a_message_out(capability: str, left: list[int], moved: int, said: str) -> None:
    server = start_dovecot(f"imap_capability = {capability}")
    try:
        inbox = Inbox(server, "ann")
        inbox.deliver(letter(1), letter(2), letter(3))
        client = inbox.client()
        client.create_folder("Processed")
        client.delete_messages([3])
        mailbox = inbox.mailbox(processed_folder="Processed")
        mailbox.look()
        told = ""
        try:
            mailbox.move([1])
        except MailboxError as error:
            told = str(error)
        client.noop()
        found = (client.search("ALL"), client.folder_status("Processed", ["MESSAGES"])[b"MESSAGES"], said in told)
        client.logout()
        inbox.close()
    finally:
        server.stop()
    assert found == (left, moved, True)


def test_moving_to_a_folder_that_does_not_exist_is_told(inbox: Inbox) -> None:
    inbox.deliver(letter(1))
    mailbox = inbox.mailbox(processed_folder="Nothing")
    mailbox.look()
    with pytest.raises(MailboxError, match="Nothing"):
        mailbox.move([1])
    assert mailbox.uids(1, 9) == [1]


def test_a_message_that_breaks_the_connection_does_not_hide_the_others(inbox: Inbox) -> None:
    """The relay cuts whatever is longer than a small mail, as a server does that stumbles over one message."""
    inbox.deliver(letter(1), letter(2, body="x" * 50_000), letter(3))
    clock = Clock()
    with Relay(inbox.server.port, cut_after=20_000) as relay:
        mailbox = inbox.mailbox(clock, port=relay.port)
        found: dict[int, bytes | None] = {}
        for _ in range(PATIENCE + 2):
            clock.now += 1_000
            try:
                for uid, pieces in mailbox.messages({1: 100, 2: 50_000, 3: 100}):
                    found[uid] = None if pieces is None else b"".join(pieces)
            except MailboxError:
                continue
    assert found == {1: wire(letter(1)), 2: None, 3: wire(letter(3))}
