"""Who wrote a message: the one mailbox in From (RFC 5322, 3.6.2), or the reason why there is none.

Join details go to this address, so whatever is ambiguous or made to mislead (Mailsploit,
CVE-2023-27043) gives no author at all. Never looks at Sender or Reply-To.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, field

from email_validator import EmailNotValidError, validate_email

from intake.message import Address
from intake.parse import words

_LIMIT = 2000
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([()<>,:;])|([^"()<>,:;]+)|(.)', re.DOTALL)
# What nearly all people send: nothing in it can be read in two ways.
_PLAIN = re.compile(r"(\"?)([A-Za-z0-9 .'_-]{0,80})\1 ?<([A-Za-z0-9.+_-]{1,64}@[A-Za-z0-9.-]{1,255})>")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',:;@]+@[^\s<>()\[\]\"',:;@]+\.[^\s<>()\[\]\"',:;@.]{2,}")
_FORCED_DIRECTION = re.compile("[\u202d\u202e]")
_UNSEEN_IN_ADDRESS = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


class _NoAuthorError(ValueError):
    """From names no single author; the message is the sentence for staff."""


@dataclass(slots=True)
class _Mailbox:
    """One item of the address list while it is read."""

    phrase: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    spec: str | None = None
    is_broken: bool = False

    @property
    def is_empty(self) -> bool:
        return self.spec is None and not "".join(self.phrase).strip()


def author(values: tuple[str, ...]) -> tuple[Address | None, tuple[str, ...]]:
    """The author by the From fields' raw values (not yet decoded), and the defects found."""
    if not values:
        return None, ("there is no From field",)
    try:
        found = list(dict.fromkeys(_author(value) for value in values))
    except _NoAuthorError as refusal:
        return None, (str(refusal),)
    if len({address.spec for address in found}) > 1:
        return None, ("there are several From fields with different addresses",)
    return found[0], ("there are several From fields",) if len(values) > 1 else ()


def _author(value: str) -> Address:
    plain = _PLAIN.fullmatch(value)
    if plain and (spec := normalised(plain[3])) is not None:
        return Address(" ".join(plain[2].split()), spec)
    mailbox = _only(_mailboxes(value))
    raw_spec = mailbox.spec or ""
    name = words.decoded("".join(mailbox.phrase).strip() or " ".join(mailbox.comment).strip())
    if "=?" in raw_spec:
        # RFC 2047, 5: an encoded word must not appear in an addr-spec.
        raise _NoAuthorError("the From address is hidden in an encoded word")
    if words.has_control(name) or words.has_control(raw_spec):
        raise _NoAuthorError("From holds control characters that mislead")
    if _FORCED_DIRECTION.search(name) or _UNSEEN_IN_ADDRESS.search(raw_spec):
        raise _NoAuthorError("From holds invisible characters that mislead")
    spec = normalised(raw_spec)
    if spec is None:
        raise _NoAuthorError("the From address is not a valid address")
    _refuse_another_address(name, raw_spec, spec)
    return Address(words.one_line(name), spec)


# Each address is read twice: when its message is found in the mailbox, and when it is sorted.
@functools.lru_cache(maxsize=1024)
def normalised(spec: str) -> str | None:
    """An addr-spec with its domain in lower case and in ASCII, or None where it is no valid address.

    Without DNS. The local part is kept exactly (RFC 5321, 2.4); reserved test domains are allowed.
    """
    try:
        # test_environment: `.test` is reserved for tests and demonstrations (RFC 2606).
        valid = validate_email(spec, check_deliverability=False, test_environment=True, allow_quoted_local=False)
    except (EmailNotValidError, ValueError):  # idna raises plain ValueErrors on some labels
        return None
    return f"{valid.local_part}@{valid.ascii_domain}"


def _refuse_another_address(name: str, raw_spec: str, spec: str) -> None:
    """`"ann@wikimedia.org" <evil@example.com>`: people see the name and believe it."""
    if "@" not in name and "\uff20" not in name and "\ufe6b" not in name:
        return
    plain = unicodedata.normalize("NFKC", words.seen(name)).casefold()
    if any(shown not in {raw_spec.casefold(), spec.casefold()} for shown in _ADDRESS.findall(plain)):
        raise _NoAuthorError("the name in From shows another address than the one it comes from")


def _only(mailboxes: list[_Mailbox]) -> _Mailbox:
    """The single author of the list. `Doe, Ann <ann@…>` (a comma that should be quoted) is one."""
    real = [mailbox for mailbox in mailboxes if not mailbox.is_empty or mailbox.is_broken]
    if not real:
        raise _NoAuthorError("From holds no address")
    if any(mailbox.is_broken for mailbox in real):
        raise _NoAuthorError("From cannot be read with certainty")
    *before, last = real
    if any(mailbox.spec is not None or "@" in "".join(mailbox.phrase) for mailbox in before):
        raise _NoAuthorError("From names several authors")
    if last.spec is None:
        _without_brackets(last)
    last.phrase = [", ".join(["".join(mailbox.phrase).strip() for mailbox in before] + ["".join(last.phrase).strip()])]
    return last


def _without_brackets(mailbox: _Mailbox) -> None:
    spec = "".join(mailbox.phrase).strip()
    if "@" not in spec and "=?" not in spec:
        raise _NoAuthorError("From holds no address")
    if " " in spec or "\t" in spec:
        raise _NoAuthorError("From cannot be read with certainty")
    mailbox.spec, mailbox.phrase = spec, []


def _mailboxes(value: str) -> list[_Mailbox]:
    if len(value) > _LIMIT:
        raise _NoAuthorError("From is too long")
    found = [_Mailbox()]
    depth, in_angle = 0, False
    for quoted, special, atom, other in _TOKEN.findall(value):
        now = found[-1]
        text = re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) or atom
        if depth or (special == "(" and not in_angle):
            depth += (special == "(") - (special == ")")
            now.comment.append(text or special.strip("()"))
        elif in_angle:
            in_angle = special != ">"
            now.spec = (now.spec or "") + (f'"{quoted}"' if quoted else atom + other + special.strip(">"))
        elif special == "<":
            now.is_broken |= now.spec is not None
            in_angle, now.spec = True, now.spec or ""
        elif special == ",":
            found.append(_Mailbox())
        elif special in {":", ";"}:
            raise _NoAuthorError("From holds a group of addresses" if special == ":" else "From names several authors")
        else:
            _add_phrase(now, text + other, special or other)
    found[-1].is_broken |= bool(depth) or in_angle
    return found


def _add_phrase(mailbox: _Mailbox, text: str, special: str) -> None:
    mailbox.phrase.append(text)
    # Text after the address, a bracket or a quote that nothing answers: readers differ on such a field.
    mailbox.is_broken |= bool(special) or (mailbox.spec is not None and bool(text.strip()))
