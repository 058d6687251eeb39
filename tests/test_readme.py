"""The README holds: every command and option in it exists, and every command stands in it."""

import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer

from triage.cli.main import app
from triage.config.event_file import EventFile
from triage.config.sections import Configuration

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAM = typer.main.get_command(app)
BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)
ROW = re.compile(r"^\| `openhour ?(\w*)` \| (.*) \|$", re.MULTILINE)
OPTION = re.compile(r"`\[(\w+)\](?: (\w+)( = \S+)?)?`")


def commands_in(text: str) -> list[str]:
    """What one could type: in `code`, and in indented blocks; without what follows in the shell."""
    spans = re.findall(r"`(openhour [^`]+)`", text.replace("\n", " "))
    blocks = [line.strip() for line in re.findall(r"^ {4,}.*$", text, re.MULTILINE) if "openhour " in line]
    typed = [re.search(r"openhour [^#)]*", line) for line in blocks if "`" not in line]
    return [*spans, *(found[0].strip() for found in typed if found)]


def below(command: Any) -> Mapping[str, Any]:  # noqa: ANN401 - typer brings its own click along
    """The subcommands of a group; none of a command."""
    return getattr(command, "commands", {})


def every_command(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:  # noqa: ANN401
    for name, each in below(command).items():
        yield from every_command(each, (*path, name))
    if not below(command):
        yield path


def unknown_in(typed: str) -> list[str]:
    """The words of a command line that the program does not know: a command, or an option of it."""
    command: Any = PROGRAM
    words = shlex.split(typed)[1:]
    while words and below(command) and not words[0].startswith("-"):
        name = words.pop(0)
        if name not in below(command):
            return [name]
        command = below(command)[name]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return [word for word in words if word.startswith("--") and word not in known]


@pytest.mark.parametrize("typed", sorted(set(commands_in(README))))
def test_command_in_the_readme_exists_with_its_options(typed: str) -> None:
    assert unknown_in(typed) == []


def test_every_command_stands_in_the_readme() -> None:
    listed = {
        (group, name) if group else (name,)
        for group, names in ROW.findall(README)
        for name in re.findall("`([^`]+)`", names)
    }
    assert listed == set(every_command(PROGRAM))


@pytest.mark.parametrize("found", OPTION.findall(README), ids=" ".join)
def test_configuration_in_the_readme_exists(found: tuple[str, str, str]) -> None:
    section, option, value = found
    assert section in Configuration.model_fields
    model = Configuration.model_fields[section].annotation
    assert not option or option in {field.alias or name for name, field in model.model_fields.items()}
    if value:
        assert tomllib.loads(f"x{value}")


def test_event_file_in_the_readme_has_every_option() -> None:
    [block] = BLOCK.findall(README)
    assert set(tomllib.loads(re.sub(r"^ +", "", block, flags=re.MULTILINE))) == set(EventFile.model_fields)


def test_files_that_the_readme_names_are_there() -> None:
    named = re.findall(r"\]\(([^)]+)\)|`((?:tests|intake|triage)/[\w/]*)`", README)
    assert [path for pair in named if not (ROOT / (path := pair[0] or pair[1])).exists()] == []


def test_make_targets_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {name for line in re.findall(r"^([\w ]+):", makefile, re.MULTILINE) for name in line.split()}
    assert set(re.findall(r"(?:`|    )make (\w+)", README)) - targets == set()
