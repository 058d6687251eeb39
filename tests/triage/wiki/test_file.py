"""Standing from a file that staff keep."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.model.case import Standing, StandingState
from triage.wiki import FileStanding, StandingError
from triage.wiki.file import states_in

STATES = "good, missing, invalid, temporary, locked, hidden, blocked, listed, unknown"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "standing.txt"
    path.write_text(
        "\ufeff# who may come\nExample = good\n\nuser:j_doe = Locked # since May\nA=b = listed\n", encoding="utf-8"
    )
    return path


def test_each_account_as_the_file_says(path: Path, now: datetime) -> None:
    accounts = ["example", "J doe", "A=b", "Nobody", "1.2.3.4", "~2026-1"]
    assert FileStanding(path).standings(accounts, now) == tuple(
        Standing(account, StandingState(state), now, "standing.txt", (evidence,))
        for account, state, evidence in zip(
            accounts,
            ["good", "locked", "listed", "missing", "invalid", "temporary"],
            [
                "standing.txt says: good.",
                "standing.txt says: locked.",
                "standing.txt says: listed.",
                "standing.txt does not name it.",
                "No account can be called so (MediaWiki's rules for user names).",
                "This is the name of a temporary account, which nobody keeps for long.",
            ],
            strict=True,
        )
    )


def test_changed_file_is_read_again(path: Path, now: datetime) -> None:
    source = FileStanding(path)
    before = source.standings(["Example"], now)
    path.write_text("Example = locked\n", encoding="utf-8")
    after = source.standings(["Example"], now)
    assert [it.state for it in before + after] == [StandingState.GOOD, StandingState.LOCKED]


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("Example = good\nOther\n", f", line 2: write `Account = STATE`, STATE one of {STATES}"),
        ("Example = fine\n", f", line 1: write `Account = STATE`, STATE one of {STATES}"),
        ("= good\n", f", line 1: write `Account = STATE`, STATE one of {STATES}"),
        ("A|B = good\n", f", line 1: write `Account = STATE`, STATE one of {STATES}"),
        ("Example = good\nexample = locked\n", ", line 2: Example stands here twice with different states; keep one"),
    ],
)
def test_wrong_line_is_named_and_makes_everybody_unknown(path: Path, now: datetime, text: str, trouble: str) -> None:
    path.write_text(text, encoding="utf-8")
    source = FileStanding(path)
    sentence = f"{path}{trouble}"
    assert source.standings(["Example"], now) == (
        Standing("Example", StandingState.UNKNOWN, now, "standing.txt", (sentence,)),
    )
    assert source.troubles() == (sentence,)
    path.write_text("Example = good\n", encoding="utf-8")
    assert (source.standings(["Example"], now)[0].state, source.troubles()) == (StandingState.GOOD, ())


def test_unreadable_file_makes_everybody_unknown(path: Path, now: datetime) -> None:
    source = FileStanding(path)
    source.standings(["Example"], now)
    path.unlink()
    missing = source.standings(["Example"], now)
    path.write_bytes(b"Example = g\xff\n")
    garbled = source.standings(["Example"], now)
    assert [it.evidence for it in missing + garbled] == [
        (f"{path} cannot be read (No such file or directory); check [standing] file",),
        (f"{path} is not UTF-8 text (octet 11); save it as UTF-8",),
    ]


@given(st.text(st.characters(), max_size=80))
def test_any_text_is_states_or_a_standing_error(text: str) -> None:
    try:
        said = {str(state) for state in states_in(text, "f").values()}
    except StandingError as error:
        said = {str(error)[:8]}
    assert said <= {*StandingState, "f, line "}
