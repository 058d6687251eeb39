"""The file adapter: a Maildir and a folder of .eml files give the same as a server would."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from inbox import ARRIVED, letter

from intake.mailbox import Delivery, FolderMailbox, Head, MailboxError, Position
from intake.mailbox.folder import UIDS_FILE


@pytest.fixture(params=["maildir", "eml"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "mail"
    for part in ("new", "cur", "tmp") if request.param == "maildir" else ("",):
        (path / part).mkdir(parents=True)
    return path


def put(folder: Path, name: str, raw: bytes, at: float = ARRIVED) -> Path:
    path = folder / "new" / name if (folder / "new").is_dir() else folder / f"{name}.eml"
    path.write_bytes(raw)
    os.utime(path, (at, at))
    return path


def whole(mailbox: FolderMailbox, sizes: Mapping[int, int]) -> dict[int, bytes]:
    return {uid: b"".join(pieces or ()) for uid, pieces in mailbox.messages(sizes)}


def test_files_get_uids_in_the_order_of_their_arrival(folder: Path) -> None:
    put(folder, "b", letter(1), at=ARRIVED)
    put(folder, "a", letter(2), at=ARRIVED + 60)
    mailbox = FolderMailbox(folder, clock=lambda: 77.5)
    raw = letter(1)
    assert (
        mailbox.look(),
        mailbox.uids(1, 9),
        mailbox.heads([1]),
        mailbox.deliveries([1]),
        whole(mailbox, {1: 1, 2: 1}),
    ) == (
        Position(77, 3),
        [1, 2],
        [Head(1, raw[: raw.index(b"\n\n") + 2])],
        {1: Delivery(datetime.fromtimestamp(ARRIVED, UTC), len(raw))},
        {1: raw, 2: letter(2)},
    )


def test_uids_stay_when_the_program_starts_again(folder: Path) -> None:
    put(folder, "b", letter(1))
    before = FolderMailbox(folder).look()
    put(folder, "a", letter(2), at=ARRIVED - 999)  # older, but later in the folder: the cursor must not skip it
    mailbox = FolderMailbox(folder, clock=lambda: 1.0)
    after = mailbox.look()
    assert (after, whole(mailbox, {1: 1, 2: 1})) == (
        Position(before.uidvalidity, 3),
        {1: letter(1), 2: letter(2)},
    )


def test_a_uid_is_never_given_twice(folder: Path) -> None:
    put(folder, "a", letter(1))
    mailbox = FolderMailbox(folder)
    mailbox.look()
    put(folder, "a", letter(1)).unlink()
    put(folder, "b", letter(2))
    assert (mailbox.look().uidnext, mailbox.uids(1, 9), whole(mailbox, {1: 1, 2: 1})) == (3, [2], {2: letter(2)})


def test_without_its_list_the_folder_counts_as_new(folder: Path) -> None:
    put(folder, "a", letter(1))
    first = FolderMailbox(folder, clock=lambda: 1.0).look()
    (folder / UIDS_FILE).unlink()
    assert (first, FolderMailbox(folder, clock=lambda: 2.0).look()) == (Position(1, 2), Position(2, 2))


def test_a_line_that_was_half_written_is_written_again(folder: Path) -> None:
    for number in range(3):
        put(folder, f"m{number}", letter(number), at=ARRIVED + number)
    FolderMailbox(folder, clock=lambda: 1.0).look()
    uids = folder / UIDS_FILE
    for cut in range(len(uids.read_bytes())):
        uids.write_bytes(uids.read_bytes()[: cut + 1])
        mailbox = FolderMailbox(folder, clock=lambda: 1.0)
        assert (mailbox.look(), mailbox.uids(1, 9)) == (Position(1, 4), [1, 2, 3])


def test_the_list_may_lie_elsewhere_and_no_mail_file_is_touched(folder: Path, tmp_path: Path) -> None:
    path = put(folder, "a", letter(1))
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(folder.rglob("*")))
    mailbox = FolderMailbox(folder, uids_file=tmp_path / "uids")
    mailbox.look()
    whole(mailbox, {1: 1})
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(folder.rglob("*"))) == before


def test_a_maildir_message_is_the_same_after_its_flags_change(tmp_path: Path) -> None:
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    path = put(tmp_path, "1.a.host", letter(1))
    mailbox = FolderMailbox(tmp_path)
    first = mailbox.look()
    path.rename(tmp_path / "cur" / "1.a.host:2,S")
    found = whole(mailbox, {1: 1})  # the file was renamed after it was listed
    assert (found, mailbox.look()) == ({1: letter(1)}, first)


def test_what_is_gone_is_missing_from_every_answer(folder: Path) -> None:
    path = put(folder, "a", letter(1))
    put(folder, "b", letter(2), at=ARRIVED + 1)
    mailbox = FolderMailbox(folder)
    mailbox.look()
    path.unlink()
    heads = [head.uid for head in mailbox.heads([1, 2])]
    assert (heads, list(mailbox.deliveries([1, 2])), list(mailbox.reports([1, 2])), whole(mailbox, {1: 1, 2: 1})) == (
        [2],
        [2],
        [2],
        {2: letter(2)},
    )


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize("boundary", [b"boundary=b1", b'Boundary = "b1"'])
def test_of_a_report_the_second_and_third_part_are_read(folder: Path, newline: bytes, boundary: bytes) -> None:
    lines = [b"Content-Type: multipart/report; " + boundary, b"", b"--b1", b"", b"Sorry.", b"--b1"]
    lines += [b"Content-Type: message/delivery-status", b"", b"Status: 5.1.1", b"--b1", b"", b"Subject: CR&S"]
    lines += [b"--b1--", b""]
    put(folder, "a", newline.join(lines))
    put(folder, "b", letter(2), at=ARRIVED + 1)
    mailbox = FolderMailbox(folder)
    mailbox.look()
    found = {uid: part.split() for uid, part in mailbox.reports([1, 2]).items()}
    assert found == {1: [b"Status:", b"5.1.1", b"Subject:", b"CR&S"], 2: []}


def test_stored_messages_are_moved_where_wanted(folder: Path, tmp_path: Path) -> None:
    put(folder, "a", letter(1))
    put(folder, "b", letter(2), at=ARRIVED + 1)
    processed = tmp_path / "processed"
    processed.mkdir()
    mailbox = FolderMailbox(folder, processed=processed)
    mailbox.look()
    mailbox.move([1, 7])
    mailbox.look()
    assert ([path.read_bytes() for path in processed.iterdir()], mailbox.uids(1, 9)) == ([letter(1)], [2])


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match=r"check \[mailbox\] folder") as caught:
        FolderMailbox(tmp_path / "nothing").look()
    assert caught.value.is_permanent


def test_a_spoilt_list_is_told(folder: Path) -> None:
    (folder / UIDS_FILE).write_text("no number\n")
    with pytest.raises(MailboxError, match="cannot be read"):
        FolderMailbox(folder).look()
