"""HTML mail as text with its quotes told apart by the marks that mail programs leave.

Reads at most `LIMIT` characters (the parser's time grows faster than its input) and says when it cut.
Never fetches, runs or keeps anything; hidden text is dropped, quoted text is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from justhtml import JustHTML

from intake.message import SpanKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from justhtml import Node

LIMIT = 262_144
"""Characters of HTML that are read."""

MOST_TAGS = 15_000
"""Tags that are read; a newsletter of that size has half as many."""

Piece = tuple[str, SpanKind | None]
"""A stretch of text and what its markup says it is; None where it says nothing."""

_UNREAD = frozenset(
    ["script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe", "select",
     "textarea",
     "#comment", "!doctype"]
)  # fmt: skip
_PARAGRAPH = frozenset(["p", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "pre"])
_BLOCK = _PARAGRAPH | frozenset(
    ["div", "li", "tr", "h5", "h6", "section", "article", "header", "footer", "dt", "dd", "address", "center", "form"]
)
_HIDDEN = ("display:none", "visibility:hidden", "mso-hide:all", "max-height:0", "opacity:0", "font-size:0")
_NOT_HIDDEN = re.compile(r"(?:opacity:0\.|font-size:0?\.|max-height:0\.)[1-9]|mso-hide:none")
_ATTRIBUTION = frozenset(["gmail_attr", "moz-cite-prefix", "gmail_quote_attribution"])
_QUOTE = frozenset(["yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra",
                    "ms-outlook-mobile-reference-message",
                    "ymail_android_signature_quote", "mailru-blockquote", "gmx_quote", "qqmail_quote"])  # fmt: skip
_FORWARD = frozenset(["moz-forward-container"])
_SIGNATURE = frozenset(["gmail_signature", "moz-signature", "protonmail_signature_block", "ms-outlook-mobile-signature",
                        "ymail_android_signature", "tutanota_signature", "mail_android_signature"])  # fmt: skip
_SIGNATURE_IDS = frozenset(["ms-outlook-mobile-signature", "applemailsignature", "signature", "composer_signature"])
# Outlook: everything after this element is the old mail.
_REST_IS_QUOTE = frozenset(["appendonsend", "divrplyfwdmsg", "olk_src_body_section",
                            "mail-editor-reference-message-container",
                            "isreplycontent", "replysplit", "originalmessage"])  # fmt: skip
_WHITE = re.compile(r"[ \t\r\n\f\u00a0]+")
_LONE_BRACKET = re.compile(r"<(?![a-zA-Z/!?])")
_LINES = re.compile(r" *\n *")
_UNREAD_SOURCE = re.compile(r"<(style|script|title)\b[^<>]{0,2000}>|<!--", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlText:
    """The text of an HTML part in pieces; `is_cut` says that the rest was not read."""

    pieces: tuple[Piece, ...]
    is_cut: bool


def text_of(html: str, limit: int = LIMIT) -> HtmlText:
    """The readable text of `html` in order. Never raises; within a second at the default limit."""
    # A lone "<" costs the parser time that grows with the square of their number.
    source = _LONE_BRACKET.sub("&lt;", _without_unread(html)[: limit + 1])
    kept = _first_tags(source[:limit])
    document = JustHTML(kept, sanitize=False, scripting_enabled=False)
    return HtmlText(_tidy(_Walk().pieces(document.root)), len(source) > len(kept))


def _first_tags(source: str) -> str:
    """`source` up to `MOST_TAGS`: unclosed tags by the ten thousand keep the parser busy for seconds."""
    if source.count("<") <= MOST_TAGS:
        return source
    at = -1
    for _ in range(MOST_TAGS):
        at = source.find("<", at + 1)
    return source[:at]


def _without_unread(html: str) -> str:
    """`html` without style sheets, scripts and comments: half of an Outlook mail, read for nothing."""
    out: list[str] = []
    at = 0
    while found := _UNREAD_SOURCE.search(html, at):
        closing = f"</{found[1].lower()}" if found[1] else "-->"
        end = _find_closing(html, closing, found.end())
        if end < 0:
            break
        out.append(html[at : found.start()])
        at = end
    out.append(html[at:])
    return "".join(out)


def _find_closing(html: str, closing: str, start: int) -> int:
    if closing == "-->":
        end = html.find("-->", start)
        return end + 3 if end >= 0 else -1
    for form in (closing, closing.upper()):
        at = html.find(form, start)
        if at >= 0:
            end = html.find(">", at)
            return end + 1 if end >= 0 else -1
    return -1


class _Walk:
    """One walk over the tree, without recursion: mail nests as deep as it likes."""

    def __init__(self) -> None:
        self._out: list[tuple[str, SpanKind | None]] = []
        self._kinds: list[SpanKind | None] = [None]
        self._rest: SpanKind | None = None

    def pieces(self, root: Node) -> list[Piece]:
        stack: list[tuple[Node, bool, bool]] = [(root, False, False)]
        while stack:
            node, is_end, has_kind = stack.pop()
            name = node.name
            if is_end:
                self._close(name)
                if has_kind:
                    self._fresh_line()
                    self._kinds.pop()
            elif name == "#text":
                self._add(_WHITE.sub(" ", str(node.data or "")))
            elif name not in _UNREAD:
                attributes = node.attrs or {}
                if _is_hidden(name, attributes):
                    continue
                kind = self._kind(name, attributes)
                if kind is not None:
                    self._add("\n")
                    self._kinds.append(kind)
                self._open(name, attributes)
                stack.append((node, True, kind is not None))
                stack.extend((child, False, False) for child in reversed(node.children or ()))
        return self._out

    def _kind(self, name: str, attributes: dict[str, str | None]) -> SpanKind | None:
        if not attributes and name != "blockquote":
            return None
        identity = (attributes.get("id") or "").lower().removeprefix("x_")
        if identity in _REST_IS_QUOTE:
            self._rest = SpanKind.QUOTE
        classes = {word.lower().removeprefix("x_") for word in (attributes.get("class") or "").split()}
        return _marked(name, identity, classes)

    def _open(self, name: str, attributes: dict[str, str | None]) -> None:
        if name == "br":
            self._add("\n")
        elif name == "hr":
            self._add("\n----------\n")
        elif name == "img" and (attributes.get("alt") or "").strip():
            self._add(str(attributes["alt"]))
        elif name in _BLOCK:
            self._fresh_line()
            if name == "li":
                self._add("* ")

    def _close(self, name: str) -> None:
        if name in _PARAGRAPH:
            self._add("\n\n")
        elif name in _BLOCK:
            self._fresh_line()
        elif name in {"td", "th"}:
            self._add(" ")

    def _fresh_line(self) -> None:
        if self._out and not self._out[-1][0].endswith("\n"):
            self._add("\n")

    def _add(self, text: str) -> None:
        if text:
            self._out.append((text, self._kinds[-1] or self._rest))


def _is_hidden(name: str, attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes:
        return True
    style = (attributes.get("style") or "").lower().replace(" ", "")
    if not style or name == "body" or not any(sign in style for sign in _HIDDEN):
        return False
    return not _NOT_HIDDEN.search(style)


def _marked(name: str, identity: str, classes: set[str]) -> SpanKind | None:
    if name == "blockquote" or classes & _QUOTE:
        return SpanKind.QUOTE
    if classes & _ATTRIBUTION:
        return SpanKind.ATTRIBUTION
    if classes & _FORWARD:
        return SpanKind.FORWARD
    if classes & _SIGNATURE or identity in _SIGNATURE_IDS:
        return SpanKind.SIGNATURE
    return None


def _tidy(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one kind joined, blanks at line ends and runs of empty lines gone."""
    joined: list[tuple[list[str], SpanKind | None]] = []
    for text, kind in pieces:
        if joined and joined[-1][1] is kind:
            joined[-1][0].append(text)
        else:
            joined.append(([text], kind))
    tidy = (
        (re.sub(r"\n{3,}", "\n\n", _LINES.sub("\n", re.sub(" {2,}", " ", "".join(texts)))), kind)
        for texts, kind in joined
    )
    return tuple((text, kind) for text, kind in tidy if text)
