"""The forms in which a wiki itself names an account: links, templates, addresses, `User:X`, `@X`. Exact rules.

A link or an address says where the name ends; after `User:` and `@` only its beginning is certain. Whose account it
is, is not said here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, unquote_plus

from triage.understanding.namespaces import OF_A_USER, SPECIAL, USER, USER_TALK
from triage.understanding.usernames import USER_NAMESPACES

_NAMESPACES = frozenset(word.casefold() for word in USER_NAMESPACES)
_OF_USERS = frozenset(word.casefold() for word in (*USER, *USER_TALK))
_ABOUT_A_USER = frozenset(word.casefold() for word in OF_A_USER)
_OF_SPECIALS = frozenset(word.casefold() for word in SPECIAL)
_TALKS = (
    *(
        "talk",
        "diskussion",
        "discusión",
        "discussion",
        "discussão",
        "обсуждение",
        "обговорення",
    ),
    *(
        "dyskusja",
        "overleg",
        "会話",
        "토론",
    ),
    *(
        "留言",
        "讨论",
        "討論",
        "对话",
        "對話",
        "بحث",
        "نقاش",
        "گفتگو",
        "שיחת",
        "tartışma",
        "mesaj",
        "bicara",
    ),
    *("pembicaraan", "thảo luận", "majadiliano", "वार्ता", "আলাপ", "diskuse"),
)
_LINK = re.compile(r"\[\[([^\[\]\n]{1,250})\]\](?:[ ]?[(（]\[\[[^\[\]\n]{1,250}\]\][)）])?")
_TEMPLATE = re.compile(
    r"\{\{\s*(?:u|user|ping|re|reply to|ut|noping|Benutzer|usuario|utilisateur|utente)\s*\|\s*(?:1=)?([^|}\n]{1,90})"
    r"[^}\n]{0,90}\}\}",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"«»“”]+|(?<![\w.@-])(?:[a-z]{2,12}\.){1,3}org/[^\s<>\"«»“”]+", re.IGNORECASE
)
_WIKI_URL = re.compile(
    r"(?<![a-z])(?:wiki[a-z]{0,12}|mediawiki|wiktionary|wmcloud|toolforge)\.org/"
    r"(?:wiki/|w/index\.php[^\s]*?[?&](?:title|target)=|zh-[a-z]+/)([^\s]+)",
    re.IGNORECASE,
)
_TARGET = re.compile(r"[?&](?:target|user|username)=([^&\s#]+)")
_ADDRESS = re.compile(r"(?<!\S)[^\s@<>]{1,100}@[^\s@<>]{1,100}\.[^\s@<>]{2,}|<[^\s@<>]{1,100}@[^\s@<>]{1,100}>")
# A text without blanks may go over into an address.
_BEFORE_THE_AT = re.compile(r"(?:[^\W\u3040-\u9fff\uac00-\ud7a3]|[.%+'-])*$")
_AT = re.compile(r"(?<![\w.@/])@(?=[^\s@.,;:!?])")
MAIL = "mail"
_OTHER = "other"
NO_ACCOUNT = frozenset({MAIL, _OTHER})
"""Forms that name nobody by themselves: an address of mail, a page of the web."""
_CLOSING = ").,;:!?'\"»”>*]}，。、；：！？」』）"


@dataclass(frozen=True, slots=True)
class Form:
    """`text[start:end]` names an account in the form `kind`.

    `name`: what is in it, where the form ends it. None: the name begins at `end`, and where it ends is for others.
    """

    start: int
    end: int
    kind: str
    name: str | None = None


def forms(text: str) -> tuple[Form, ...]:
    """Every form in order; none overlaps another.

    An address of the web that names no account is one of kind "other": nothing in it is a name. Of an address of mail
    the part before the "@" may be one, for whoever says that both are the same.
    """
    found: list[Form] = []
    taken = 0
    for form in sorted(_all(text), key=lambda each: (each.start, -each.end)):
        if form.start >= taken:
            found.append(form)
            taken = form.end
    return tuple(found)


def _all(text: str) -> Iterator[Form]:
    if "[[" in text:
        yield from _links(text)
    if "{{" in text:
        yield from (Form(found.start(), found.end(), "template", found[1]) for found in _TEMPLATE.finditer(text))
    if "@" in text:
        yield from map(_of_address, _ADDRESS.finditer(text))
        yield from (Form(found.start(), found.end(), "at") for found in _AT.finditer(text))
    if ".org/" in text or "://" in text or "www." in text:
        yield from map(_of_url, _URL.finditer(text))
    if ":" in text or "：" in text:
        yield from _named_spaces(text)


def _links(text: str) -> Iterator[Form]:
    for found in _LINK.finditer(text):
        title = found[1].split("|", 1)[0].split("#", 1)[0]
        name = _in_title(title)
        yield Form(found.start(), found.end(), "link" if name else _OTHER, name or "")


def _in_title(title: str) -> str | None:
    """The account of a user page, a user's talk page, or a special page about one."""
    title = title.replace("_", " ").strip()
    whole = title.lstrip(":")
    while ":" in whole:
        head, _, whole = whole.partition(":")
        if _is_user_space(head):
            return whole.strip().split("/", 1)[0].strip() or None
        if head.casefold().strip() in _OF_SPECIALS:
            page, _, about = whole.partition("/")
            return about.strip() or None if page.casefold().strip() in _ABOUT_A_USER else None
    return None


def _is_user_space(head: str) -> bool:
    """The user namespace or its talk namespace, in any language; of the listed ones in any form."""
    low = head.casefold().replace("_", " ").replace("‐", "").strip()
    return low in _OF_USERS or (any(talk in low for talk in _TALKS) and any(stem in low for stem in _USER_STEMS))


_USER_STEMS = (
    *(
        "user",
        "benutzer",
        "usuari",
        "usuári",
        "utilisat",
        "utente",
        "участни",
        "користувач",
        "wikipedyst",
        "gebruiker",
        "användar",
    ),
    *(
        "kullanıcı",
        "用户",
        "用戶",
        "使用者",
        "利用者",
        "사용자",
        "مستخدم",
        "کاربر",
        "ব্যবহারকারী",
        "सदस्य",
        "pengguna",
        "thành viên",
    ),
    *("mtumiaji", "משתמש", "wikipedist", "utilizador"),
)


def _of_address(found: re.Match[str]) -> Form:
    local = _BEFORE_THE_AT.search(found[0].strip("<>").partition("@")[0])
    return Form(found.start(), found.end(), MAIL, local[0] if local else "")


def _of_url(found: re.Match[str]) -> Form:
    url = _without_closing(found[0])
    end = found.start() + len(url)
    page = _WIKI_URL.search(url)
    name = ""
    if page and (target := _TARGET.search(url)):
        name = unquote_plus(target[1]).replace("_", " ")
    elif page and "index.php" in url:
        name = _in_title(unquote_plus(re.split(r"[?&#]", page[1])[0])) or ""
    elif page:
        name = _in_title(unquote(re.split(r"[?#]", page[1])[0])) or ""
    return Form(found.start(), end, "address" if name else _OTHER, name)


def _without_closing(typed: str) -> str:
    """An address without the marks that close the sentence or bracket around it; "Jane_(photos)" keeps its own."""
    url = typed.rstrip(_CLOSING)
    return f"{url})" if url.count("(") > url.count(")") and typed[len(url) :].startswith(")") else url


def _named_spaces(text: str) -> Iterator[Form]:
    """`User:`, `Benutzerin:`, `w:de:Benutzer:`: a name begins after it."""
    for found in re.finditer(r"[:：](?=[ ]?[^\s:：/])", text):
        before = text[max(0, found.start() - 40) : found.start()]
        start = _start_of_space(before)
        if start is not None:
            yield Form(found.start() - len(before) + start, found.end() + (text[found.end()] == " "), "space")


def _start_of_space(before: str) -> int | None:
    """Where the namespace before a colon begins, with the prefixes of wikis; None where it is none."""
    stripped = before.rstrip(" ")
    for size in (1, 2):
        words = re.split(
            r"[\s:：(（「『\"“„«\[,，。、]|(?<=[぀-ヿ㐀-鿿가-힣])(?=用户|用戶|使用者|利用者|사용자)", stripped
        )[-size:]
        head = stripped[-len(" ".join(words)) :] if words else ""
        glued = next((word for word in ("用户", "用戶", "使用者", "利用者", "사용자") if head.endswith(word)), None)
        if glued:
            head = glued
        if head and head.casefold().replace("_", " ") in _NAMESPACES:
            start = len(stripped) - len(head)
            prefix = re.search(r"(?<![\w])(?::?[a-z][a-z-]{0,11}:){1,3}$", stripped[:start], re.IGNORECASE)
            return prefix.start() if prefix else start
    return None
