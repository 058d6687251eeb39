"""How people write the name of an account: finds the mentions in a text, and whether they are stated as one's own.

It reads letters, not meaning: who is meant in a complaint is settled in `accounts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from triage.understanding.account_names import LONGEST, is_no_name, last_name, name_after, without_endings
from triage.understanding.account_words import (
    AFTER_CUES,
    BEFORE_CUES,
    GUEST_CUES,
    I_AM,
    INTRODUCTIONS,
    LONGEST_WORD,
    NAME_BEFORE,
    NAMED_CUES,
    OF_ANOTHER,
    OLD_CUES,
    ON_WIKI,
    PRONOUN_CUES,
    TALK_WORDS,
    USER_WORDS,
)
from triage.understanding.usernames import USER_NAMESPACES

_NAMESPACE = "|".join(sorted((re.escape(word).replace("_", "[_ ]") for word in USER_NAMESPACES), key=len, reverse=True))
_TALK = r"(?:[ _]talk|[ _]Diskussion|[ _]discusión|[ _]discussion|[ _]discussão|Discussioni[ _]utente|Overleg[ _]gebruiker)?"  # noqa: E501 - a pattern
_LINK = re.compile(
    rf"\[\[:?(?:[a-z-]{{1,12}}:){{0,3}}(?:{_NAMESPACE}){_TALK}[ _]*:[ _]*([^|\]\n#/]{{1,90}})[^\]\n]*\]\]",
    re.IGNORECASE,
)
_TALK_LINK = re.compile(r"\[\[[^\]|\n]{2,40}:([^|\]\n#/]{1,90})\|[^\]\n]*\]\]")
_TEMPLATE = re.compile(
    r"\{\{\s*(?:u|user|ping|re|reply to|ut|noping|Benutzer|usuario)\s*\|\s*(?:1=)?([^|}\n]{1,90})", re.IGNORECASE
)
_URL = re.compile(
    r"(?<![a-z0-9.-])(?:https?://)?[a-z0-9.-]{0,60}?\b(?:wiki[a-z]*|wikimedia|mediawiki|wiktionary)\.org/"
    r"(?:wiki/|w/index\.php\?(?:[^\s\"<>]*&)?(?:title|target)=)([^\s\"<>\]]+)",
    re.IGNORECASE,
)
_TARGET = re.compile(r"[?&]target=([^&\s]+)")
_SPECIAL_PAGE = re.compile(r"^(?:[^:/]+):(?:[^:/?&]*)/(.+)$")
_TITLE = re.compile(
    rf"^(?:{_NAMESPACE}|[^:/]{{2,40}}(?:talk|Diskussion|discusión|discussion))[ _]*:(.+)$", re.IGNORECASE
)
_PLAIN = re.compile(
    rf"(?<![A-Za-z0-9_\[/])(?:[a-z]{{1,12}}:){{0,2}}(?:{_NAMESPACE})[ _]?[:：][ ]?(?=[^\s:：])", re.IGNORECASE
)
_AT = re.compile(r"(?<![\w.@/])@(?=[^\s@.,;:!?]{2})")
_SIGNATURE = re.compile(
    rf"(?<![\w])([^\s()（）\[\]|,.:;!?。，、！？]{{2,40}}(?:[ ][^\s()（）|,.:;!?。，、！？]{{1,30}}){{0,3}}?)\s?[(（](?:{TALK_WORDS})[)）]",  # noqa: E501 - a pattern
    re.IGNORECASE,
)
# A cue that ends inside a word ("konto" in "kontot") is none.
_SPLIT_WORD = re.compile(r"[a-zà-ɏа-яёіїєґا-يא-ת]{2}", re.IGNORECASE)
_LOOKS_LIKE_ONE = re.compile(
    r"(?<![\w@./:&-])((?:[A-ZÀ-ÞА-Я][a-zß-ÿа-я]+){2,}\d*|[^\W\d_]{3,}[-.]?\d{2,4}|[^\W_]{2,}_[^\W_]+)(?![\w/@-])"
)
_BRAND = re.compile(
    r"(?i:YouTube|WhatsApp|MediaWiki|GitHub|LinkedIn|PayPal|WikiProject|WikiData|Wiki\w+|iPhone\d*|MacBook|OpenOffice|JavaScript|"
    r"McDonald\w*|PowerPoint|FaceBook|UCoC\w*|covid\W?\d+|\w*(?:meet|zoom|webinar|utc|gmt|am|pm|19|20|code|promo)\d{2,4})"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S{1,100}@\S{1,100}\.\S+")
_PARTICLE_LEFT = re.compile(r"\s(?:de|del|di|da|do|of|von|van|el|al|la)$")
_EMOJI = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f❤♥☺]")


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
            found.append(_described(text, start, end, name, is_linked=is_linked, is_stated=is_stated))
    return tuple(sorted(found, key=lambda mention: mention.start))


def introduced(text: str) -> Mention | None:
    """What people call themselves where they name no account besides: "I am Gaucho Cibernético and I will come"."""
    for found in INTRODUCTIONS.finditer(text[:2_000]):
        place = next(number for number, part in enumerate(found.groups(), 1) if part)
        start = found.start(place)
        is_whole = place >= found.re.groupindex["glued"]
        name = without_endings(found[place]) if is_whole else name_after(text, start)[0]
        if name and not is_no_name(name) and len(name) <= LONGEST:
            return _described(text, start, start + len(name), name, is_linked=False, is_stated=True)
    return _by_its_looks(text[:2_000])


def _by_its_looks(text: str) -> Mention | None:
    """A word that can only be a user name: "SeaUrchin", "urchin77", "sea_urchin"; or a name in brackets."""
    words = _ADDRESS.sub(lambda found: "\x00" * len(found[0]), text)
    found = {match[1]: match for match in _LOOKS_LIKE_ONE.finditer(words) if not _BRAND.fullmatch(match[1])}
    if len(found) != 1:
        return None
    name, match = next(iter(found.items()))
    return _described(text, match.start(1), match.end(1), name, is_linked=False, is_stated=True)


def _candidates(text: str) -> Iterator[tuple[int, int, str, bool, bool]]:
    """(start, end, name, is linked, is stated) of every form, the most explicit forms first."""
    for found in _LINK.finditer(text):
        yield found.start(), found.end(), found[1], True, False
    for found in _URL.finditer(text):
        yield found.start(), found.end(), _in_url(found[0], found[1]), True, False
    for found in _TEMPLATE.finditer(text):
        yield found.start(), found.end(), found[1], True, False
    # An address holds "id=" and "user:" of its own; here only words count.
    words = _ADDRESS.sub(lambda found: "\x00" * len(found[0]), text)
    for pattern in (_PLAIN, _AT, USER_WORDS):
        for found in pattern.finditer(words):
            name, end = name_after(words, found.end(), is_linked=True)
            yield found.start(), end, name, True, False
    for found in _SIGNATURE.finditer(words):
        if (name := last_name(found[1])) and not is_no_name(name):
            yield found.end(1) - len(name), found.end(), name, True, False
    yield from _cued(words)


def _cued(text: str) -> Iterator[tuple[int, int, str, bool, bool]]:
    for pattern in (BEFORE_CUES, NAMED_CUES, PRONOUN_CUES):
        for found in pattern.finditer(text):
            if _SPLIT_WORD.match(text, found.end() - 1):
                continue
            name, end = name_after(text, found.end())
            if name and not is_no_name(name):
                yield found.end(), end, name, False, True
    for start, end in _before_cues(text):
        name = without_endings(_PARTICLE_LEFT.sub("", text[start:end].strip(" \"'“”„«»「」『』")))
        if name and not is_no_name(name):
            yield start, end, name, False, True


def _before_cues(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand that are told to be names by what comes after them. The rare cue is looked for first."""
    for cue in AFTER_CUES.finditer(text):
        if found := NAME_BEFORE.search(text, max(0, cue.start() - LONGEST_WORD), cue.start()):
            yield found.span()
    for found in ON_WIKI.finditer(text):
        yield found.span("name")


def _described(text: str, start: int, end: int, name: str, *, is_linked: bool, is_stated: bool) -> Mention:
    before = re.split(r"[.!?;\n。！？।]|,\s|\(", text[max(0, start - 70) : start])[-1]
    after = re.split(r"[.!?;\n。！？।]", text[end : end + 50])[0]
    ahead = text[max(0, start - 60) : start]
    stated = is_stated or (is_linked and bool(BEFORE_CUES.search(ahead + " ") or I_AM.search(ahead)))
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
