"""A database that came from somewhere else starts paused; the first start makes the two belong together."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from office import Office

from triage.flow import pause as pauses
from triage.flow.instance import id_in, require_own_database
from triage.flow.work import unit_of_work

QUESTION = "What does the Foundation do about harassment in chapters?"


def start(office: Office, path: Path) -> tuple[bool, str]:
    """As when a command opens the installation: is the database its own, and why all mail is paused."""
    office.runtime = replace(office.runtime, instance_file=path)
    with unit_of_work(office.runtime) as work:
        is_own = require_own_database(work)
    with unit_of_work(office.runtime) as work:
        halted = pauses.is_paused(work)
        return is_own, halted.why if halted else ""


def test_first_start_makes_the_file_and_later_ones_find_it(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "config.instance"
    assert [start(office, path), start(office, path)] == [(True, ""), (True, "")]
    assert len(id_in(path) or "") == 32


def test_copy_without_the_file_starts_paused_and_says_why(office: Office, tmp_path: Path) -> None:
    start(office, tmp_path / "config.instance")
    is_own, why = start(office, tmp_path / "elsewhere.instance")
    assert (is_own, "belongs to another installation" in why, "elsewhere.instance is missing" in why) == (
        False,
        True,
        True,
    )


def test_copy_beside_another_installations_file_writes_to_nobody(office: Office, tmp_path: Path) -> None:
    start(office, tmp_path / "config.instance")
    (tmp_path / "other.instance").write_text("f" * 32, encoding="ascii")
    assert start(office, tmp_path / "other.instance")[0] is False
    office.write("eve@reader.example", QUESTION)
    office.work()
    assert (office.outbox(), office.sent()) == ([("receipt", "queued")], [])


def test_resume_makes_it_this_installations_and_no_longer_the_others(office: Office, tmp_path: Path) -> None:
    old, new = tmp_path / "config.instance", tmp_path / "moved.instance"
    start(office, old)
    start(office, new)
    with unit_of_work(office.runtime, "Nasma") as work:
        assert pauses.resume(work)
    assert start(office, new) == (True, "")
    assert start(office, old)[0] is False


def test_new_database_beside_an_old_file_takes_its_id(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "config.instance"
    path.write_text("a" * 32, encoding="ascii")
    assert (start(office, path), start(office, path), id_in(path)) == ((True, ""), (True, ""), "a" * 32)


def test_plain_resume_leaves_the_id_alone(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "config.instance"
    start(office, path)
    before = id_in(path)
    with unit_of_work(office.runtime, "Nasma") as work:
        pauses.pause(work, "a wrong date")
    with unit_of_work(office.runtime, "Nasma") as work:
        pauses.resume(work)
    assert id_in(path) == before


def test_folder_that_cannot_be_written_stops_nobody(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "none" / "config.instance"
    assert [start(office, path), start(office, path)] == [(True, ""), (True, "")]
    shutil.rmtree(tmp_path / "none", ignore_errors=True)
