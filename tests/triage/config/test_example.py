"""The example file lists every option with its default, in the contract's order, and nothing else."""

import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from triage.config import read
from triage.config.sections import Configuration

EXAMPLE = Path(__file__).parents[3] / "config.example.toml"
FILLED_IN = {
    "mailbox": {"host", "username", "password", "addresses", "message_id_domain"},
    "smtp": {"host", "username", "password", "from"},
    "seal": {"key"},
}
"""What nobody can have a default for."""
COMMENTED = {"oauth2"}


def sections() -> dict[str, type[BaseModel]]:
    found = {name: field.annotation for name, field in Configuration.model_fields.items()}
    return {name: kind for name, kind in found.items() if isinstance(kind, type) and issubclass(kind, BaseModel)}


@pytest.fixture
def table() -> dict:
    return tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))


def test_example_has_every_section_in_order(table: dict) -> None:
    assert [name for name in table if name != "templates"] == list(sections())


@pytest.mark.parametrize("section", list(sections()))
def test_example_has_every_option_with_its_default(table: dict, section: str) -> None:
    expected = {}
    for name, field in sections()[section].model_fields.items():
        option = field.alias or name
        if option not in COMMENTED and option not in FILLED_IN.get(section, set()):
            assert field.default is not PydanticUndefined, option
            value = field.default
            value = value.get_secret_value() if hasattr(value, "get_secret_value") else value
            expected[option] = list(value) if isinstance(value, tuple) else value
    written = {option: value for option, value in table[section].items() if option not in FILLED_IN.get(section, set())}
    assert written == expected


def test_example_can_be_read_once_its_secrets_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENHOUR_MAILBOX_PASSWORD", "OPENHOUR_SMTP_PASSWORD"):
        monkeypatch.setenv(name, "hunter2")
    monkeypatch.setenv("OPENHOUR_SEAL_KEY", "A" * 43)
    configuration = read(EXAMPLE)
    assert configuration.smtp.password.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(configuration)
