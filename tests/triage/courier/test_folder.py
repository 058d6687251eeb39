"""The courier that writes files."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.courier import CourierError, FolderCourier
from triage.model.mail import Delivered, Envelope, Refused

TO_ANN = Envelope("answers@wikimedia.example", "ann@example.org")


def test_deliver_writes_one_whole_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    courier = FolderCourier(tmp_path / "out")
    said = courier.deliver(TO_ANN, b"Subject: x\r\n\r\ny\r\n")
    courier.close()
    (file,) = (tmp_path / "out").iterdir()
    assert said == Delivered(str(file))
    assert (file.suffix, file.stat().st_mode & 0o777) == (".eml", 0o600)
    assert file.read_bytes() == (
        b"Return-Path: <answers@wikimedia.example>\r\nDelivered-To: ann@example.org\r\nSubject: x\r\n\r\ny\r\n"
    )


def test_files_sort_in_the_order_of_delivery(tmp_path: Path) -> None:
    courier = FolderCourier(tmp_path)
    said = [courier.deliver(TO_ANN, b"Subject: same\r\n\r\n") for _ in range(5)]
    assert [Delivered(str(path)) for path in sorted(tmp_path.iterdir())] == said


def test_an_envelope_that_breaks_out_is_refused(tmp_path: Path) -> None:
    said = FolderCourier(tmp_path).deliver(Envelope("a@b.example", "x@y.example\r\nBcc: z@z.example"), b"")
    assert said == Refused("not one plain address in the envelope", is_permanent=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_vanished_is_temporary(tmp_path: Path) -> None:
    courier = FolderCourier(tmp_path / "out")
    (tmp_path / "out").rmdir()
    said = courier.deliver(TO_ANN, b"")
    assert isinstance(said, Refused)
    assert not said.is_permanent


def test_a_folder_that_cannot_be_made_is_a_broken_configuration(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CourierError, match="cannot be made"):
        FolderCourier(tmp_path / "file" / "out")
