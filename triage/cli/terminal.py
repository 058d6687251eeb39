"""What commands share: where the configuration is, how an error ends a command, how results are printed."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from triage.config.reader import ConfigurationError, read

if TYPE_CHECKING:
    from triage.app import App

IN_ORDER, WANTS_A_PERSON, WRONG_CONFIGURATION, UNREACHABLE = range(4)
"""Exit codes of `once`; the larger number wins."""
_STEERS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def fail(sentence: str, code: int = WRONG_CONFIGURATION) -> NoReturn:
    """Ends the command with one line on standard error."""
    print(f"openhour: {printable(sentence)}", file=sys.stderr)
    raise SystemExit(code)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turns what a person can mend into one line; anything else is a bug and keeps its traceback."""
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - heavy imports wait for the command that needs them

    from intake.mailbox import MailboxError  # noqa: PLC0415
    from intake.store import StoreError  # noqa: PLC0415
    from triage.courier import CourierError  # noqa: PLC0415
    from triage.flow.events import EventError  # noqa: PLC0415
    from triage.seal import SealError  # noqa: PLC0415
    from triage.zoom import ZoomError  # noqa: PLC0415

    try:
        yield
    except ConfigurationError as error:
        fail(str(error))
    except (EventError, LookupError) as error:
        fail(str(error.args[0] if error.args else error))
    except SealError as error:
        fail(f"[seal] key: {error}")
    except DBAPIError as error:
        fail(f"[database] url: {str(error.orig).strip().splitlines()[0]}; who may write there?", UNREACHABLE)
    except (StoreError, MailboxError, CourierError, ZoomError) as error:
        fail(str(error), UNREACHABLE)


def opened(context: typer.Context) -> App:
    """The installation that the configuration describes; it is closed when the command ends."""
    from triage.app import open_app  # noqa: PLC0415

    path = configuration_path(context.obj)
    app = open_app(read(path), path.with_suffix(".instance"))
    context.call_on_close(app.close)
    return app


def configuration_path(given: Path | None) -> Path:
    """The file named on the command line, in OPENHOUR_CONFIG, or `config.toml` here."""
    return given or Path(os.environ.get("OPENHOUR_CONFIG") or "config.toml")


def print_json(value: object) -> None:
    """One JSON object on a line, UTF-8."""
    sys.stdout.buffer.write(json_octets(value) + b"\n")
    sys.stdout.buffer.flush()


def json_octets(value: object, indent: int | None = None) -> bytes:
    """JSON in UTF-8 that steers no terminal: DEL, the C1 controls and what turns a line round are escaped.

    It says the same. JSON itself escapes only the first 32 controls (RFC 8259, 7), and one of C1 is CSI.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    calm = _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return calm.encode("utf-8", "backslashreplace")


def printable(text: str) -> str:
    """A stranger's text without control characters: nothing that arrives by mail steers a terminal."""
    return "".join(letter if letter.isprintable() or letter == " " else "\ufffd" for letter in text)


def moment(text: str) -> datetime:
    """A time as typed, ISO 8601 with an offset: a guess would be wrong by hours."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        fail(f"{text}: not a time; write it like 2026-12-03T17:00:00Z")
    if parsed.tzinfo is None:
        fail(f"{text}: no offset; write {text}Z for UTC")
    return parsed.astimezone(UTC)
