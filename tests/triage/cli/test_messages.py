"""`explain` and `replay`: the contract's object for every message, whatever it holds."""

import json
import mailbox
from pathlib import Path

import pytest

KEYS = [
    "file", "interest", "event", "subject", "from", "answer_to", "message_id", "in_reply_to", "references",
    "received_at", "automatic", "no_answer_because", "rsvp", "delivery_statuses", "text", "set_aside", "language",
    "intent", "confidence", "evidence", "questions", "account", "accounts",
    "account_confidence", "account_because", "flags", "doubts", "attachments", "defects",
    "verdict", "reasons", "would_send", "sends_join_details",
]  # fmt: skip

WISH = b"""\
Received: from mx by mailbox; Thu, 3 Dec 2026 16:59:00 +0000
From: Marisol <marisol@reader.example>
Subject: CR&S
Message-ID: <1@reader.example>

I will attend. My username is Marisol Vega.

> Join us!
"""


def test_explain_gives_the_object_of_the_contract(folder: Path, openhour) -> None:
    (folder / "wish.eml").write_bytes(WISH)
    code, out, err = openhour("explain", "--json", "--event", "hour.toml", "wish.eml")
    told = json.loads(out)
    assert (code, err, list(told)) == (0, "", KEYS)
    expected = {
        "file": "wish.eml",
        "interest": "ours",
        "event": "hour",
        "from": "marisol@reader.example",
        "answer_to": "marisol@reader.example",
        "message_id": "1@reader.example",
        "received_at": "2026-12-03T16:59:00+00:00",
        "intent": "attendance",
        "account": "Marisol Vega",
        "set_aside": "> Join us!",
        "verdict": "accept",
        "would_send": ["join-details"],
        "sends_join_details": True,
    }
    assert {key: told[key] for key in expected} == expected


def test_arrival_on_the_command_line_comes_before_the_header(folder: Path, openhour) -> None:
    (folder / "wish.eml").write_bytes(WISH)
    arguments = ("explain", "--json", "--event", "hour.toml", "--received", "2026-12-03T17:00:01Z", "wish.eml")
    told = json.loads(openhour(*arguments)[1])
    assert (told["received_at"], told["would_send"]) == ("2026-12-03T17:00:01+00:00", ["late"])


def test_explain_needs_no_configuration_at_all(folder: Path, openhour) -> None:
    (folder / "config.toml").unlink()
    (folder / "wish.eml").write_bytes(WISH)
    code, out, _ = openhour("explain", "--json", "--event", "hour.toml", "wish.eml")
    assert (code, json.loads(out)["verdict"]) == (0, "accept")


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff\xfe", b"Content-Type: multipart/mixed; boundary=x\n\n--x", b"From: \n\n"], ids=repr
)
def test_message_that_cannot_be_handled_still_gets_its_object(folder: Path, openhour, raw: bytes) -> None:
    (folder / "odd.eml").write_bytes(raw)
    code, out, _ = openhour("explain", "--json", "--event", "hour.toml", "odd.eml")
    told = json.loads(out)
    assert (code, list(told), told["answer_to"]) == (0, KEYS, None)


def test_page_for_eyes_holds_no_control_characters(folder: Path, openhour) -> None:
    (folder / "odd.eml").write_bytes(b"From: a@b.example\nSubject: CR&S \x1b[2J\n\n\x1b]0;owned\x07 hello \x9b31m\n")
    code, out, _ = openhour("explain", "odd.eml")
    assert (code, [letter for letter in out if not letter.isprintable() and letter != "\n"]) == (0, [])


def test_replay_reads_mbox_maildir_and_folders_alike(folder: Path, openhour) -> None:
    box = mailbox.mbox(folder / "all.mbox")
    box.add(WISH)
    box.close()
    maildir = mailbox.Maildir(folder / "maildir")
    maildir.add(WISH)
    (folder / "plain").mkdir()
    (folder / "plain" / "1.eml").write_bytes(WISH)
    for source in ("all.mbox", "maildir", "plain"):
        code, out, _ = openhour("replay", "--json", "--event", "hour.toml", source)
        assert (code, [json.loads(line)["account"] for line in out.splitlines()]) == (0, ["Marisol Vega"]), source


def test_replay_sums_up(folder: Path, openhour) -> None:
    (folder / "plain").mkdir()
    (folder / "plain" / "1.eml").write_bytes(WISH)
    code, out, _ = openhour("replay", "--event", "hour.toml", "plain")
    assert (code, out) == (0, "1 messages\n     1  intent attendance\n     1  verdict accept\n")


def test_explain_knows_the_stored_event(folder: Path, openhour) -> None:
    (folder / "wish.eml").write_bytes(WISH)
    openhour("event", "add", "hour.toml")
    told = json.loads(openhour("explain", "--json", "--received", "2026-11-30T00:00:00Z", "wish.eml")[1])
    assert (told["event"], told["would_send"]) == ("hour", ["join-details"])
