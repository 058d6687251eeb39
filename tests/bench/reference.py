"""What intake is measured against: imaplib, the standard parser, SQLite (WAL, FULL), raw bytes kept. No more.

reference.py PORT USER PASSWORD DATABASE [TRANSACTION]   prints messages and seconds

It has no rules and no log, keeps nothing sealed, cannot go on where it stopped and reads nothing but
bodies: a real program does more.
"""

from __future__ import annotations

import imaplib
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path

FETCHED = 50
FIELDS = ("message-id", "from", "subject", "date", "references")
SCHEMA = """
CREATE TABLE message (id INTEGER PRIMARY KEY, uid INTEGER UNIQUE, message_id, sender, subject, date, refs, body);
CREATE TABLE raw (message_id INTEGER PRIMARY KEY, octets BLOB);
CREATE TABLE mailbox_cursor (uid INTEGER);
INSERT INTO mailbox_cursor VALUES (0);
"""
Row = tuple[int, bytes, tuple[str, ...]]


def fetched(port: int, user: str, password: str) -> Iterator[list[tuple[int, bytes]]]:
    """Every message of the inbox as (uid, raw), FETCHED at a time."""
    imap = imaplib.IMAP4("127.0.0.1", port)
    imap.login(user, password)
    imap.select("INBOX", readonly=True)
    uids = imap.uid("SEARCH", "ALL")[1][0].split()
    for at in range(0, len(uids), FETCHED):
        rows = imap.uid("FETCH", b",".join(uids[at : at + FETCHED]).decode(), "(UID BODY.PEEK[])")[1]
        yield [(_uid(row[0]), row[1]) for row in rows if isinstance(row, tuple)]
    imap.logout()


def _uid(line: bytes) -> int:
    found = re.search(rb"UID (\d+)", line)
    return int(found[1]) if found else 0


def parsed(raw: bytes) -> tuple[str, ...]:
    """The five fields, decoded, and the first text."""
    message = message_from_bytes(raw)
    texts = (part for part in message.walk() if part.get_content_type() == "text/plain")
    first = next(texts, None)
    return (*(_field(message, name) for name in FIELDS), "" if first is None else _decoded(first))


def _field(message: Message, name: str) -> str:
    value = str(message[name] or "")
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, ValueError):
        return value


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    octets = payload if isinstance(payload, bytes) else b""
    try:
        return octets.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return octets.decode("latin-1")


def stored(database: sqlite3.Connection, rows: list[Row]) -> None:
    """One transaction."""
    database.execute("BEGIN IMMEDIATE")
    for uid, raw, fields in rows:
        clean = [text.encode("utf-8", "replace").decode() for text in fields]
        added = database.execute("INSERT INTO message VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", (uid, *clean))
        database.execute("INSERT INTO raw VALUES (?, ?)", (added.lastrowid, raw))
    database.execute("UPDATE mailbox_cursor SET uid = ?", (rows[-1][0],))
    database.execute("COMMIT")


def main(port: str, user: str, password: str, path: str, transaction: str = "50") -> None:
    """Read, parse and store the inbox."""
    for end in ("", "-wal", "-shm"):
        Path(path + end).unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {SCHEMA}")
    began, count, size = time.perf_counter(), 0, int(transaction)
    for batch in fetched(int(port), user, password):
        for at in range(0, len(batch), size):
            stored(database, [(uid, raw, parsed(raw)) for uid, raw in batch[at : at + size]])
        count += len(batch)
    seconds = time.perf_counter() - began
    database.close()
    print(count, f"{seconds:.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
