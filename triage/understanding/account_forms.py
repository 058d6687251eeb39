"""How people write the name of an account: finds the mentions in a text, and whether they are stated as one's own.

It reads letters, not meaning: who is meant in a complaint is settled in `accounts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from triage.understanding.account_words import (
    AFTER_CUES,
    BEFORE_CUES,
    GUEST_CUES,
    NAME_PARTICLES,
    NOT_NAMES,
    OF_ANOTHER,
    OLD_CUES,
    ON_WIKI,
)
from triage.understanding.usernames import USER_NAMESPACES

_NAMESPACE = "|".join(sorted((re.escape(word).replace("_", "[_ ]") for word in USER_NAMESPACES), key=len, reverse=True))
_TALK = (
    r"(?:[ _]talk|[ _]Diskussion|[ _]discusión|[ _]discussion|[ _]discussão|Discussioni[ _]utente|Overleg[ _]gebruiker)?"
)
_LINK = re.compile(rf"\[\[:?(?:[a-z-]{{1,12}}:){{0,3}}(?:{_NAMESPACE}){_TALK}[ _]*:[ _]*([^|\]\n#/]{{1,90}})[^\]\n]*\]\]", re.I)
_TALK_LINK = re.compile(r"\[\[[^\]|\n]{2,40}:([^|\]\n#/]{1,90})\|[^\]\n]*\]\]")
_TEMPLATE = re.compile(r"\{\{\s*(?:u|user|ping|re|reply to|ut|noping|Benutzer|usuario)\s*\|\s*(?:1=)?([^|}\n]{1,90})", re.I)
_URL = re.compile(
    r"(?:https?://)?[a-z0-9.-]*\b(?:wiki[a-z]*|wikimedia|mediawiki|wiktionary)\.org/"
    r"(?:wiki/|w/index\.php\?(?:[^\s\"<>]*&)?(?:title|target)=)([^\s\"<>\]]+)",
    re.I,
)
_TARGET = re.compile(r"[?&]target=([^&\s]+)")
_SPECIAL_PAGE = re.compile(r"^(?:[^:/]+):(?:[^:/?&]*)/(.+)$")
_TITLE = re.compile(rf"^(?:{_NAMESPACE}|[^:/]{{2,40}}(?:talk|Diskussion|discusión|discussion))[ _]*:(.+)$", re.I)
_PLAIN = re.compile(rf"(?<![\w\[/])(?:[a-z]{{1,12}}:){{0,2}}(?:{_NAMESPACE})[ _]?[:：][ ]?(?=[^\s:：])", re.I)
_AT = re.compile(r"(?<![\w.@/])@(?=[^\s@.,;:!?]{2})")
_QUOTED = re.compile(r"[ ]?[\"“„«「『'‘`*_‹]{1,3}([^\"”“»」』'’`*›\n]{1,85}?)[\"”“»」』'’`*_›]{1,3}")
_END = re.compile(r"[\n\t,;:!?()\[\]<>{}|\"“”„«»「」『』。、，；：！？（）،؛؟।॥=]|\.(?=\s|$)|\s[-–—/+&]\s|\s{2,}|…|\.\.")
_TOKEN = re.compile(r"\S+")
_UNSPACED = re.compile(r"[぀-ヿ㐀-鿿]")
_EMOJI = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f❤♥☺]")
_LONGEST = 85


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at `start` as typed. `is_stated`: "I am X", "my account is X"; `is_linked`: a link, a URL or `User:X`."""

    name: str
    start: int
    is_stated: bool = False
    is_linked: bool = False
    is_old: bool = False
    is_guest: bool = False
    is_of_another: bool = False


def mentions(text: str) -> tuple[Mention, ...]:
    """Every mention in order; where two overlap, the more explicit one counts. Reads at most 20,000 characters."""
    text = text[:20_000]
    taken: list[tuple[int, int]] = []
    found: list[Mention] = []
    for start, end, name, is_linked, is_stated in _candidates(text):
        if name and not any(start < stop and end > begin for begin, stop in taken):
            taken.append((start, end))
            found.append(_described(text, start, end, name, is_linked, is_stated))
    return tuple(sorted(found, key=lambda mention: mention.start))


def bare_name(text: str) -> Mention | None:
    """The name in an answer that is little else: "Marisol Vega", "it's JDoe, thanks"."""
    for line in text.split("\n"):
        name = _EMOJI.sub("", line).strip(" \t\"'“”„«».,;:!()<>*")
        words = name.split()
        if not words or (len(words) < 4 and _NOT_NAME.fullmatch(name)):
            continue
        head = re.split(r"[,;]\s|\s[-–—]\s|[.!](?=\s|$)|\s\(", name)[0].strip()
        if len(head.split()) <= 5 and len(head) <= _LONGEST:
            return Mention(head, text.find(head), is_stated=True)
        return None
    return None


def _candidates(text: str) -> Iterator[tuple[int, int, str, bool, bool]]:
    """(start, end, name, is linked, is stated) of every form, the most explicit forms first."""
    for found in _LINK.finditer(text):
        yield found.start(), found.end(), found[1], True, False
    for found in _URL.finditer(text):
        yield found.start(), found.end(), _in_url(found[0], found[1]), True, False
    for found in _TEMPLATE.finditer(text):
        yield found.start(), found.end(), found[1], True, False
    for pattern, is_linked in ((_PLAIN, True), (_AT, True)):
        for found in pattern.finditer(text):
            name, end = _name_after(text, found.end())
            yield found.start(), end, name, is_linked, False
    yield from _cued(text)


def _cued(text: str) -> Iterator[tuple[int, int, str, bool, bool]]:
    for found in BEFORE_CUES.finditer(text):
        start = found.end()
        name, end = _name_after(text, start)
        if name and not _NOT_NAME.fullmatch(name):
            yield start, end, name, False, True
    for found in AFTER_CUES.finditer(text):
        if not _NOT_NAME.fullmatch(found["name"].strip()):
            yield found.start("name"), found.end("name"), found["name"].strip(" \"'“”„«»「」『』"), False, True
    for found in ON_WIKI.finditer(text):
        if not _NOT_NAME.fullmatch(found["name"].strip()):
            yield found.start("name"), found.end("name"), found["name"].strip(), False, True


_NOT_NAME = re.compile("|".join(NOT_NAMES), re.I)


def _described(text: str, start: int, end: int, name: str, is_linked: bool, is_stated: bool) -> Mention:
    before = re.split(r"[.!?;\n。！？।]|,\s|\(", text[max(0, start - 70) : start])[-1]
    after = re.split(r"[.!?;\n。！？।]", text[end : end + 50])[0]
    stated = is_stated or bool(is_linked and BEFORE_CUES.search(text[max(0, start - 60) : start] + " "))
    return Mention(
        name=_EMOJI.split(name)[0].strip(" .,;:!?'\""),
        start=start,
        is_stated=stated,
        is_linked=is_linked,
        is_old=bool(OLD_CUES.search(before) or OLD_CUES.match(after.lstrip(" )(,"))),
        is_guest=bool(GUEST_CUES.search(before)),
        is_of_another=bool(OF_ANOTHER.search(before) or OF_ANOTHER.match(after)),
    )


def _in_url(url: str, title: str) -> str:
    """The user in a wiki's address: a user page, a special page about one, or `target=`."""
    if target := _TARGET.search(url):
        return unquote(target[1]).replace("_", " ")
    title = unquote(re.split(r"[?&#]", title)[0]).rstrip(").,;:!'\"»”>*")
    if page := _TITLE.match(title):
        return page[1].replace("_", " ")
    if (page := _SPECIAL_PAGE.match(title)) and not title.startswith(("http", "Help", "Project")):
        return page[1].replace("_", " ")
    return ""


def _name_after(text: str, start: int) -> tuple[str, int]:
    """The name that begins at `start`: quoted, or as many words as look like one name."""
    if quoted := _QUOTED.match(text, start):
        return quoted[1].strip(), quoted.end()
    blanks = len(text[start : start + 3]) - len(text[start : start + 3].lstrip(" "))
    begin = start + blanks
    stop = _END.search(text, begin, begin + _LONGEST + 40)
    piece = text[begin : stop.start() if stop else begin + _LONGEST].rstrip()
    if ":" in text[begin : begin + 1]:
        return "", begin
    if _UNSPACED.match(piece):
        piece = re.split(r"(?<=\S)(?:です|と申し|という|として|で活動|と言い|といい|から|を使|の名|，| |，|是|在|參加|参加|想)", piece)[0]
        return piece, begin + len(piece)
    return _words_of_a_name(piece, begin)


def _words_of_a_name(piece: str, begin: int) -> tuple[str, int]:
    words = list(_TOKEN.finditer(piece))
    if not words:
        return "", begin
    has_case = words[0][0][:1].lower() != words[0][0][:1].upper()
    first_is_capital = not words[0][0][:1].islower()
    end = words[0].end()
    for number, word in enumerate(words[1:6], 1):
        if not (has_case and first_is_capital):
            break
        if _continues(word[0]):
            end = word.end()
        elif not (word[0].lower() in NAME_PARTICLES and number + 1 < len(words) and _continues(words[number + 1][0])):
            break
    return piece[:end].strip(), begin + end


def _continues(word: str) -> bool:
    """A second word belongs to the name if it looks like one: capital or number; "I" and "And" do not."""
    return (word[:1].isupper() or word[:1].isdigit()) and not _NOT_NAME.fullmatch(word)
