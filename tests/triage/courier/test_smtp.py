"""What the courier makes of all that a mail server may do."""

# ruff: noqa: ANN401, FBT001 # settings go to the server as they are; a table may have a yes or no.

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest

from triage.courier import CourierError, SmtpCourier, SmtpSettings
from triage.model.mail import Delivered, Envelope, Refused, Unsure

OURS = "answers@wikimedia.example"
TO_ANN = Envelope(OURS, "ann@example.org")
RAW = b"Subject: hello\r\n\r\n.a dot\r\n..\r\n.\r\nthe end\r\n"
OK = Delivered("250 2.0.0 taken")


def courier_to(server: Any, **settings: Any) -> SmtpCourier:
    return SmtpCourier(SmtpSettings("127.0.0.1", server.port, settings.pop("security", "none"), **settings))


def test_deliver_hands_over_the_very_octets(server: Callable[..., Any]) -> None:
    smtp = server()
    courier = courier_to(smtp)
    assert courier.deliver(TO_ANN, RAW) == OK
    courier.close()
    assert [(t.sender, t.recipients, t.content) for t in smtp.taken] == [(OURS, ["ann@example.org"], RAW)]


def test_recipients_come_from_the_envelope_never_from_headers(server: Callable[..., Any]) -> None:
    smtp = server()
    courier = courier_to(smtp)
    courier.deliver(TO_ANN, b"To: victim@evil.example\r\nBcc: other@evil.example\r\n\r\nx\r\n")
    courier.close()
    assert [t.recipients for t in smtp.taken] == [["ann@example.org"]]


@pytest.mark.parametrize("pipelines", [False, True], ids=["one by one", "at once"])
@pytest.mark.parametrize(
    ("fault", "expected", "was_taken"),
    [
        ("REFUSE_SENDER", Refused("550 5.7.1 not from you", is_permanent=True), False),
        ("REFUSE", Refused("550 5.1.1 no such user", is_permanent=True), False),
        ("DEFER", Refused("451 4.7.1 come back later", is_permanent=False), False),
        ("REFUSE_CONTENT", Refused("554 5.6.0 not this", is_permanent=True), False),
        ("DEFER_CONTENT", Refused("452 4.3.1 no room", is_permanent=False), False),
        ("DROP_BEFORE", Refused, False),
        # A short mail is whole in our own buffers before the loss is seen: nobody can tell what arrived.
        ("DROP_IN_DATA", Unsure, False),
        ("DROP_AFTER_DATA", Unsure, True),
        ("NONSENSE", Unsure, True),
        ("SLOW", Unsure, True),
    ],
)
def test_deliver_says_what_a_fault_means_and_the_next_mail_goes(
    server: Callable[..., Any],
    smtp_faulty: ModuleType,
    fault: str,
    expected: object,
    was_taken: bool,
    pipelines: bool,
) -> None:
    smtp = server(faults=deque([smtp_faulty.Fault[fault]]), pipelines=pipelines)
    courier = courier_to(smtp, seconds=1.0, final_seconds=0.5)
    said = courier.deliver(TO_ANN, RAW)
    if isinstance(expected, type):
        assert isinstance(said, expected)
        assert not getattr(said, "is_permanent", False)
    else:
        assert said == expected
    assert len(smtp.taken) == was_taken
    assert courier.deliver(TO_ANN, RAW) == OK
    courier.close()
    assert len(smtp.taken) == was_taken + 1


def test_a_loss_before_the_final_dot_is_no_delivery(server: Callable[..., Any], smtp_faulty: ModuleType) -> None:
    smtp = server(faults=deque([smtp_faulty.Fault.DROP_IN_DATA]))
    courier = courier_to(smtp)
    said = courier.deliver(TO_ANN, RAW + b"long line of text\r\n" * 1_000_000)
    assert isinstance(said, Refused)
    assert (said.is_permanent, smtp.taken) == (False, [])


def test_deliver_uses_one_connection_for_many_mails(server: Callable[..., Any]) -> None:
    smtp = server()
    courier = courier_to(smtp)
    assert [courier.deliver(TO_ANN, RAW) for _ in range(20)] == [OK] * 20
    courier.close()
    assert (smtp.connections, len(smtp.taken)) == (1, 20)


def test_threads_share_one_connection_mail_by_mail(server: Callable[..., Any]) -> None:
    smtp = server()
    courier = courier_to(smtp)
    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(lambda _: courier.deliver(TO_ANN, RAW), range(40)))
    courier.close()
    assert (said, smtp.connections, len(smtp.taken)) == ([OK] * 40, 1, 40)


@pytest.mark.parametrize("pipelines", [False, True], ids=["one by one", "at once"])
@pytest.mark.parametrize("rested", [0.0, -100.0], ids=["just used", "rested long"])
def test_a_connection_that_went_stale_is_replaced_before_the_mail(
    server: Callable[..., Any], rested: float, pipelines: bool
) -> None:
    smtp = server(pipelines=pipelines)
    courier = courier_to(smtp)
    courier.deliver(TO_ANN, RAW)
    smtp.hang_up()
    courier._used_at += rested  # noqa: SLF001 # time passes
    assert courier.deliver(TO_ANN, RAW) == OK
    courier.close()
    assert (smtp.connections, len(smtp.taken)) == (2, 2)


def test_a_connection_that_rested_is_asked_whether_it_lives(server: Callable[..., Any]) -> None:
    smtp = server()
    courier = courier_to(smtp)
    courier.deliver(TO_ANN, RAW)
    courier._used_at -= 100  # noqa: SLF001 # time passes
    courier.deliver(TO_ANN, RAW)
    courier.close()
    assert (smtp.commands, smtp.connections) == (["NOOP"], 1)


@pytest.mark.parametrize("pipelines", [False, True], ids=["one by one", "at once"])
def test_a_kept_connection_that_the_server_closes_with_421_is_replaced(
    server: Callable[..., Any], smtp_faulty: ModuleType, pipelines: bool
) -> None:
    smtp = server(faults=deque([smtp_faulty.Fault.NONE, smtp_faulty.Fault.CLOSE_AT_SENDER]), pipelines=pipelines)
    courier = courier_to(smtp)
    assert [courier.deliver(TO_ANN, RAW) for _ in range(2)] == [OK, OK]
    courier.close()
    assert (smtp.connections, len(smtp.taken)) == (2, 2)


def test_nobody_listening_is_temporary_and_unreachable() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        said = SmtpCourier(SmtpSettings("127.0.0.1", port, "none")).deliver(TO_ANN, RAW)
    assert said == Refused(f"127.0.0.1:{port}: [Errno 111] Connection refused", is_permanent=False, is_unreachable=True)


@pytest.mark.parametrize(
    "recipient",
    [
        "ann@example.org\r\nRCPT TO:<eve@evil.example>",
        "ann@example.org>\nDATA",
        "ann@example.org, eve@evil.example",
        "ann@example.org\0",
        "ann@example.org@evil.example",
        "ann",
        "",
    ],
)
def test_an_envelope_that_breaks_out_is_refused_before_any_word(server: Callable[..., Any], recipient: str) -> None:
    smtp = server()
    courier = courier_to(smtp)
    said = courier.deliver(Envelope(OURS, recipient), RAW)
    assert (said, smtp.connections) == (Refused("not one plain address in the envelope", is_permanent=True), 0)


def test_bare_line_ends_cannot_smuggle_a_second_mail(server: Callable[..., Any]) -> None:
    smtp = server()
    courier = courier_to(smtp)
    courier.deliver(TO_ANN, b"Subject: x\r\n\r\none\n.\r\nMAIL FROM:<eve@evil.example>\r.\rend")
    courier.close()
    assert [t.content for t in smtp.taken] == [
        b"Subject: x\r\n\r\none\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n.\r\nend\r\n"
    ]


def test_an_address_outside_ascii_asks_for_smtputf8_and_its_domain_goes_in_ascii(server: Callable[..., Any]) -> None:
    smtp = server()
    courier = courier_to(smtp)
    assert courier.deliver(Envelope(OURS, "josé@müller.example"), RAW) == OK
    assert courier.deliver(Envelope(OURS, "jose@müller.example"), RAW) == OK
    courier.close()
    assert [(t.recipients, "SMTPUTF8" in t.options) for t in smtp.taken] == [
        (["josé@xn--mller-kva.example"], True),
        (["jose@xn--mller-kva.example"], False),
    ]


def test_a_server_without_smtputf8_refuses_only_the_address_that_needs_it(server: Callable[..., Any]) -> None:
    smtp = server(takes_utf8=False)
    courier = courier_to(smtp)
    assert courier.deliver(Envelope(OURS, "josé@example.org"), RAW) == Refused(
        "the mail server takes no addresses outside ASCII (SMTPUTF8)", is_permanent=True
    )
    assert courier.deliver(TO_ANN, RAW) == OK
    courier.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encryption_with_a_login(server: Callable[..., Any], smtp_faulty: ModuleType, security: str) -> None:
    smtp = server(tls=security, asks_login=True)
    login = {"username": smtp_faulty.USER, "password": smtp_faulty.PASSWORD}
    courier = courier_to(smtp, security=security, tls=smtp.trust(), **login)
    assert [courier.deliver(TO_ANN, RAW) for _ in range(2)] == [OK, OK]
    courier.close()
    assert smtp.connections == 1


@pytest.mark.parametrize("token", ["fresh-token", "old-token"])
def test_login_with_an_oauth_token(server: Callable[..., Any], smtp_faulty: ModuleType, token: str) -> None:
    smtp = server(asks_login=True)
    courier = courier_to(smtp, username=smtp_faulty.USER, token=lambda: token)
    if token == smtp_faulty.TOKEN:
        assert courier.deliver(TO_ANN, RAW) == OK
    else:
        with pytest.raises(CourierError, match=r"refuses the login of answers@wikimedia.example \(535\)"):
            courier.deliver(TO_ANN, RAW)
    courier.close()


@pytest.mark.parametrize(
    ("offered", "settings", "sentence"),
    [
        (
            {"asks_login": True},
            {"username": OURS, "password": "wrong"},
            "refuses the login of .*: check user name and password",
        ),
        ({}, {"username": OURS, "password": "x"}, "offers no login with a password"),
        ({}, {"security": "starttls"}, "does not offer STARTTLS: check the port"),
        ({}, {"security": "tls"}, "does not speak TLS as asked"),
        ({"tls": "tls"}, {"security": "tls"}, "the certificate of .* is not valid"),
        ({"tls": "starttls"}, {"security": "starttls"}, "the certificate of .* is not valid"),
    ],
)
def test_a_broken_configuration_is_one_clear_sentence(
    server: Callable[..., Any], offered: dict[str, Any], settings: dict[str, Any], sentence: str
) -> None:
    smtp = server(**offered)
    courier = courier_to(smtp, **settings)
    with pytest.raises(CourierError, match=sentence) as raised:
        courier.verify()
    with pytest.raises(CourierError, match=sentence):
        courier.deliver(TO_ANN, RAW)
    assert "wrong" not in str(raised.value)
    assert smtp.taken == []


@pytest.mark.parametrize("host", ["mail.example.org", "10.0.0.1", "127.0.0.1.evil.example"])
def test_no_encryption_is_refused_for_any_other_machine(host: str) -> None:
    with pytest.raises(CourierError, match="for this machine only"):
        SmtpCourier(SmtpSettings(host, 25, "none"))


def test_settings_never_show_the_password() -> None:
    assert "hunter2" not in repr(SmtpSettings("localhost", password="hunter2"))
