"""Where the notes page is: its title, and the form in which people edit it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

_ARTICLES = "/wiki/"


@dataclass(frozen=True, slots=True)
class NotesPlace:
    """`title` as people write it. `edit_form`: an address that opens it for editing. `is_ours`: the wiki we ask."""

    title: str
    edit_form: str
    is_ours: bool


def notes_place(notes_page: str, api: str) -> NotesPlace | None:
    """From what the event file says, a title or a web address; None where it says nothing."""
    if not notes_page.strip():
        return None
    address, ours = urlsplit(notes_page.strip()), urlsplit(api)
    if address.scheme not in {"http", "https"}:
        title = notes_page.strip().replace("_", " ")
        return NotesPlace(title, form(f"{ours.scheme}://{ours.netloc}", script_path(ours.path), title), is_ours=True)
    title = title_in(address.path, address.query)
    # The pages for telephones have an m in their host's name: meta.m.wikimedia.org.
    is_ours = address.netloc.replace(".m.", ".", 1) == ours.netloc
    script = script_path(ours.path) if is_ours else "/w"
    return NotesPlace(title, form(f"{address.scheme}://{address.netloc}", script, title), is_ours)


def title_in(path: str, query: str) -> str:
    """The title in a page's address: behind /wiki/, or after title=."""
    named = parse_qs(query).get("title", [""])[0]
    return (named or unquote(path.partition(_ARTICLES)[2] or path.strip("/"))).replace("_", " ")


def script_path(api_path: str) -> str:
    """Where index.php stands: beside api.php."""
    return api_path.removesuffix("/api.php").rstrip("/")


def form(origin: str, script: str, title: str) -> str:
    """The edit form's address."""
    return f"{origin}{script}/index.php?title={quote(title.replace(' ', '_'), safe='/:')}&action=edit"
