"""The secret is searched in everything that the system ever writes, in every encoding."""

import base64
import html
import json
import logging
import quopri
import urllib.parse
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from installation import Installation
from office import HOUR, JOIN, mail
from sqlmodel import Session, SQLModel

from triage.cli.main import app as commands
from triage.flow.rounds import one_round
from triage.flow.work import unit_of_work

NOW = datetime.now(UTC).replace(microsecond=0)
SECRETS = (JOIN.join_url, JOIN.passcode, "83012345678", "830 1234 5678", "c2VjcmV0")


def forms(secret: str) -> set[bytes]:
    """The secret as it may be written anywhere; base64 in its three alignments, without the edges."""
    raw = secret.encode()
    plain = {
        raw,
        raw[::-1],
        raw.hex().encode(),
        quopri.encodestring(raw).strip(),
        urllib.parse.quote(secret, safe="").encode(),
        html.escape(secret).encode(),
        json.dumps(secret).strip('"').encode(),
        secret.encode("utf-16-le"),
    }
    shifted = {base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3) if len(raw) > 8}
    return plain | shifted | {part.replace(b"+", b"-").replace(b"/", b"_") for part in shifted}


def found_in(data: bytes) -> list[str]:
    return [secret for secret in SECRETS for form in forms(secret) if len(form) > 6 and form in data]


def test_secret_stands_nowhere_but_in_the_mails_of_those_let_in(
    installation: Installation, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    hour = replace(HOUR, starts_at=NOW + timedelta(days=1))
    installation.open_event(hour)
    installation.inbox.deliver(
        mail("marisol@reader.example", "I will attend. My username is Marisol Vega."),
        mail("wolf@reader.example", "I will attend. My username is Locked Wolf."),
        mail("eve@reader.example", "What does the Foundation do about harassment in chapters?"),
        at=NOW.timestamp(),
    )
    one_round(installation.app.runtime, installation.app.mailroom)
    [link] = installation.sent_to("marisol@reader.example")
    quoted = "\r\n".join(f"> {line}" for line in link.get_body(("plain",)).get_content().splitlines())
    installation.inbox.deliver(
        mail("marisol@reader.example", f"Thank you!\r\n\r\n{quoted}", "Re: CR&S", In_Reply_To=link["Message-ID"]),
        bounce_of(link.as_bytes(), link["Message-ID"]),
        at=NOW.timestamp(),
    )
    one_round(installation.app.runtime, installation.app.mailroom)
    with unit_of_work(installation.app.runtime) as work:
        dump = everything(work.session)
    for command in (["event", "list"], ["event", "show", "hour"], ["accounting"], ["check"]):
        run(command, tmp_path)
    printed = capsys.readouterr()
    assert installation.with_link() == [["marisol@reader.example"]]
    assert found_in(dump) == []
    assert found_in((printed.out + printed.err).encode()) == []
    logged = [record.getMessage() for record in caplog.records if record.name != "mail.log"]  # the test's own server
    assert found_in("\n".join(logged).encode()) == []
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert found_in(path.read_bytes()) == [], path
    for taken in installation.smtp.taken:
        if taken.recipients != ["marisol@reader.example"]:
            assert found_in(taken.content) == []
    for part in link.walk():
        if part.get_content_type() == "text/calendar" or part.get_filename():
            assert found_in(part.get_payload(decode=True)) == []


def everything(session: Session) -> bytes:
    """Every value of every table, also what is compressed."""
    pieces = []
    for table in SQLModel.metadata.sorted_tables:
        for row in session.connection().execute(table.select()):
            for value in row:
                pieces.append(value if isinstance(value, bytes) else str(value).encode())
                if isinstance(value, bytes):
                    try:
                        pieces.append(zlib.decompress(value))
                    except zlib.error:
                        continue
    return b"\n".join(pieces)


def bounce_of(raw: bytes, message_id: str) -> bytes:
    """A bounce that brings our whole mail back."""
    inner = message_from_bytes(raw).as_bytes().replace(b"\n", b"\r\n").replace(b"\r\r\n", b"\r\n")
    head = (
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@reader.example\r\nTo: answers@openhour.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        f"References: {message_id}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="outer"\r\n\r\n'
        "--outer\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--outer\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        "Final-Recipient: rfc822; marisol@reader.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n"
        "--outer\r\nContent-Type: message/rfc822\r\n\r\n"
    )
    return head.encode() + inner + b"\r\n--outer--\r\n"


def run(command: list[str], folder: Path) -> None:
    commands(["--config", str(folder / "config.toml"), *command], standalone_mode=False)
