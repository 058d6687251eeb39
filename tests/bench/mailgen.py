"""Makes a mailbox like a public one: the same for the same number, seed and share, and every Message-ID once.

mailgen.py --n 5000 --seed 7 --ours 1.0 --maildir FOLDER     prints how many messages and bytes (as on the wire)

A fifth is plain text, two fifths have an HTML part, one in twenty-five carries files of some hundred
kilobytes: 25 KB on average, 4 KB in the middle. `--ours` is the share whose subject says CR&S.
"""
# ruff: noqa: S311 - letters, not secrets

from __future__ import annotations

import argparse
import base64
import os
import quopri
import textwrap
from collections.abc import Callable, Iterator
from email.header import Header
from email.utils import formatdate
from pathlib import Path
from random import Random

BEGAN = 1_767_225_600  # 2026-01-01T00:00:00Z, in seconds
STEP = 97
PEOPLE = ("Anna Smith", "Björn Müller", "Carla García", "Dewi Putri", "Emeka Okafor", "Farah Haddad", "Søren Jensen")
DOMAINS = ("mail.example", "post.example", "uni.example", "web.example", "home.example")
VOCABULARY = (
    "account article block call community conduct council decision discussion edit election event foundation grant"
    " host hour language library link meeting movement notes office page policy project question report review rights"
    " safety script staff strategy talk team time translation trust user video volunteer vote wiki year"
)
WORDS = VOCABULARY.split()
WORLD = (
    "Мне бы хотелось узнать, когда будут опубликованы правила.",
    "希望能够参加这次对话,谢谢。",
    "أود أن أطرح سؤالا عن السياسات الجديدة.",
    "क्या बैठक की रिकॉर्डिंग उपलब्ध होगी?",
    "Kiedy będzie następne spotkanie z zespołem?",
)
Part = tuple[str, bytes]
"""The fields that describe a body, and the body."""


def generate(count: int, seed: int = 7, ours: float = 0.0) -> Iterator[tuple[int, bytes]]:
    """(arrival in seconds since 1970, message with LF) for each message."""
    chance = Random(seed)
    known: list[str] = []
    for number in range(1, count + 1):
        arrived = BEGAN + number * STEP
        is_ours = number * 2_654_435_761 % 10_000 < ours * 10_000
        yield arrived, _message(chance, number, arrived, known, is_ours=is_ours)


def write_maildir(folder: Path, count: int, seed: int = 7, ours: float = 0.0) -> int:
    """Write them as read mail; how many bytes they have on the wire."""
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    total = 0
    for number, (arrived, raw) in enumerate(generate(count, seed, ours)):
        on_wire = len(raw) + raw.count(b"\n")
        path = folder / "cur" / f"{arrived}.M{number:06d}.bench,S={len(raw)},W={on_wire}:2,"
        path.write_bytes(raw)
        os.utime(path, (arrived, arrived))
        total += on_wire
    return total


def _message(chance: Random, number: int, arrived: int, known: list[str], *, is_ours: bool) -> bytes:
    make = chance.choices([kind for kind, _ in _KINDS], [weight for _, weight in _KINDS])[0]
    fields, body = make(chance)
    person = chance.choice(PEOPLE)
    subject = " ".join(chance.choices(WORDS, k=chance.randint(2, 6))).capitalize()
    head = _trace(chance, arrived)
    head += [
        f"From: {Header(person, 'utf-8').encode()} <user{chance.randrange(4000)}@{chance.choice(DOMAINS)}>",
        "To: Answers <answers@desk.example>",
        f"Subject: {'CR&S ' if is_ours else ''}{subject}",
        f"Date: {formatdate(arrived)}",
        f"Message-ID: <{number}@bench.example>",
        "MIME-Version: 1.0",
    ]
    if known and chance.random() < 0.3:
        head += [f"In-Reply-To: {known[-1]}", "References: " + "\n ".join(chance.choices(known[-50:], k=3))]
    known.append(f"<{number}@bench.example>")
    return "\n".join(head).encode() + b"\n" + fields.encode() + b"\n\n" + body


def _trace(chance: Random, arrived: int) -> list[str]:
    """What servers put above a message: half of a usual header section."""
    hops = [
        f"Received: from mx{hop}.mail.example (mx{hop}.mail.example [192.0.2.{chance.randrange(1, 255)}])\n"
        f"\tby in{hop}.desk.example with ESMTPS id {chance.randrange(1 << 44):011X}\n"
        f"\tfor <answers@desk.example>; {formatdate(arrived + hop)}"
        for hop in range(chance.randint(2, 5))
    ]
    signature = "\n\t ".join(textwrap.wrap(_base64(chance.randbytes(256)).replace("\n", ""), 70))
    checks = "dkim=pass header.d=mail.example; spf=pass; dmarc=pass"
    return [
        *hops,
        f"DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=s1;\n\th=from:to:subject;\n\tb={signature}",
        f"Authentication-Results: in0.desk.example; {checks}",
    ]


def _paragraphs(chance: Random, fewest: int = 2, most: int = 6) -> list[str]:
    sentences = [" ".join(chance.choices(WORDS, k=chance.randint(6, 16))).capitalize() + "." for _ in range(most * 4)]
    return [" ".join(chance.sample(sentences, chance.randint(2, 5))) for _ in range(chance.randint(fewest, most))]


def _text(chance: Random) -> str:
    own = "\n\n".join(textwrap.fill(one, 76) for one in _paragraphs(chance))
    quoted = "".join(f"> {line}\n" for one in _paragraphs(chance) for line in textwrap.wrap(one, 72))
    reply = f"\n\nOn Mon, 5 Jan 2026 at 10:01, Answers <answers@desk.example> wrote:\n{quoted}"
    return own + (reply if chance.random() < 0.4 else "\n-- \nA volunteer\n")


def _html(chance: Random) -> str:
    style = "font-family:Calibri,sans-serif;font-size:11.0pt;margin:0cm 0cm 8.0pt 0cm"
    paragraphs = "".join(f'<p class="MsoNormal" style="{style}">{one}</p>' for one in _paragraphs(chance, 3, 9))
    quoted = "".join(f"<div>{one}</div>" for one in _paragraphs(chance))
    return f"<html><head><style>p {{{style}}}</style></head><body>{paragraphs}<blockquote>{quoted}</blockquote></body>"


def _base64(raw: bytes) -> str:
    return base64.encodebytes(raw).decode("ascii")


def _quoted(kind: str, text: str) -> Part:
    fields = f"Content-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable"
    return fields, quopri.encodestring(text.encode())


def _encoded(kind: str, raw: bytes, more: str = "") -> Part:
    return f"Content-Type: {kind}{more}\nContent-Transfer-Encoding: base64", _base64(raw).encode()


def _multipart(kind: str, chance: Random, *parts: Part) -> Part:
    boundary = f"=_{chance.randrange(1 << 64):x}"
    lines = [b"--" + boundary.encode() + b"\n" + fields.encode() + b"\n\n" + body for fields, body in parts]
    fields = f'Content-Type: multipart/{kind}; boundary="{boundary}"'
    return fields, b"\n".join(lines) + b"\n--" + boundary.encode() + b"--\n"


def _plain(chance: Random) -> Part:
    return _quoted("text/plain", _text(chance))


def _world(chance: Random) -> Part:
    return _encoded("text/plain; charset=utf-8", "\n\n".join(chance.choices(WORLD, k=6)).encode())


def _only_html(chance: Random) -> Part:
    return _quoted("text/html", _html(chance))


def _alternative(chance: Random) -> Part:
    return _multipart("alternative", chance, _plain(chance), _only_html(chance))


def _with_files(chance: Random) -> Part:
    sizes = [chance.randint(60_000, 560_000) for _ in range(1 if chance.random() < 0.8 else 2)]
    files = [_encoded("application/pdf", chance.randbytes(size), '; name="scan.pdf"') for size in sizes]
    return _multipart("mixed", chance, _plain(chance), *files)


def _with_logo(chance: Random) -> Part:
    logo = _encoded("image/png", chance.randbytes(chance.randint(4_000, 30_000)), '; name="logo.png"')
    return _multipart("related", chance, _only_html(chance), logo)


def _vacation(_: Random) -> Part:
    fields = "Auto-Submitted: auto-replied\nContent-Type: text/plain; charset=us-ascii"
    return fields, b"I am out of the office until Monday.\n"


def _bounce(chance: Random) -> Part:
    status = "Content-Type: message/delivery-status", b"Final-Recipient: rfc822; a@b.example\nStatus: 5.1.1\n"
    returned = "Content-Type: message/rfc822", b"Subject: Hello\nMessage-ID: <1@desk.example>\n\nHello.\n"
    fields, body = _multipart("report", chance, _quoted("text/plain", "Not delivered.\n"), status, returned)
    return fields + "; report-type=delivery-status", body


def _broken(chance: Random) -> Part:
    return 'Content-Type: multipart/mixed; boundary="never"', b"--never\n\nGr\xe4\xdfe\n" + _text(chance).encode()


_KINDS: tuple[tuple[Callable[[Random], Part], int], ...] = (
    (_plain, 37),
    (_alternative, 35),
    (_only_html, 9),
    (_world, 7),
    (_with_files, 4),
    (_with_logo, 3),
    (_vacation, 2),
    (_bounce, 2),
    (_broken, 1),
)


def main() -> None:
    """Write a Maildir and say what is in it."""
    options = argparse.ArgumentParser()
    options.add_argument("--n", type=int, default=5_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--ours", type=float, default=0.0)
    options.add_argument("--maildir", type=Path, required=True)
    given = options.parse_args()
    total = write_maildir(given.maildir, given.n, given.seed, given.ours)
    print(f"{given.n} messages, {total} bytes, {total // given.n} on average")


if __name__ == "__main__":
    main()
