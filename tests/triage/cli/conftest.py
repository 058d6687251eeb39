from collections.abc import Callable
from pathlib import Path

import pytest

from triage.cli.main import main

EVENT = """
slug = "hour"
title = "Conversation hour"
host = "Maggie Dennis"
starts_at = 2026-12-03T18:00:00Z
subjects = ["CR&S"]
stream_url = "https://video.example/hour"
join_url = "https://zoom.example/j/1?pwd=secret"
"""
CONFIG = """
[mailbox]
host = "127.0.0.1"
port = 1
security = "none"
username = "answers"
password = "pw"
addresses = ["answers@openhour.example"]
message_id_domain = "openhour.example"
[smtp]
host = "127.0.0.1"
port = 1
security = "none"
from = "answers@openhour.example"
[database]
url = "sqlite:///{folder}/openhour.db"
[seal]
key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
[standing]
source = "file"
file = "{folder}/accounts.txt"
"""


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration, an event file and one account, and the shell standing in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENHOUR_CONFIG", raising=False)
    (tmp_path / "config.toml").write_text(CONFIG.format(folder=tmp_path), encoding="utf-8")
    (tmp_path / "hour.toml").write_text(EVENT, encoding="utf-8")
    (tmp_path / "accounts.txt").write_text("Marisol Vega = good\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def openhour(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command as the shell would: (exit code, standard output, standard error)."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["openhour", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run
