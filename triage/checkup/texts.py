"""The texts: is there one for every mail, and can each be read?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError

from triage import app
from triage.checkup.finding import Finding
from triage.compose import environment
from triage.config.sections import Configuration
from triage.model.mail import Purpose

NEEDED = (
    *(f"mail/{purpose}/en.txt" for purpose in Purpose),
    *("mail/layout.html", "mail/parts/en.txt", "notes.wikitext"),
)
"""A folder of one's own must be whole: nothing is mixed with the program's."""


def templates(configuration: Configuration) -> Iterator[Finding]:
    """Is there a text for every mail, and for the notes page?"""
    folder = app.templates_folder(configuration)
    troubles = [*missing(folder), *unreadable(folder)]
    for what in troubles:
        yield Finding("templates", "wrong", what)
    if not troubles:
        yield Finding("templates", "ok", f"all {len(Purpose)} purposes in {folder}")


def missing(folder: Path) -> Iterator[str]:
    """What is needed and not there."""
    for name in NEEDED:
        if not (folder / name).is_file():
            yield f"{folder}/{name} is missing; copy it from the program's own ({app.templates_beside()})"


def unreadable(folder: Path) -> Iterator[str]:
    """What jinja cannot read, with its line."""
    texts = environment(folder)
    for name in texts.list_templates(filter_func=lambda name: name.startswith("mail/") and "." in name):
        try:
            texts.get_template(name)
        except TemplateSyntaxError as error:
            yield f"{folder}/{name}, line {error.lineno}: {error.message}; mend it"
        except UnicodeDecodeError:
            yield f"{folder}/{name} is not UTF-8; save it as UTF-8"
