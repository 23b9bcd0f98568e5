"""A file is old or new, never half, and nothing is left beside it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from sowcourse.durable import SHARED, write_durably


def test_text_and_bytes_arrive_as_they_are_and_only_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "iets.json"
    write_durably(file, "één\r\ntwee\n")
    assert file.read_bytes() == "één\r\ntwee\n".encode()
    write_durably(file, b"\xff\x00")
    assert file.read_bytes() == b"\xff\x00"
    assert [each.name for each in tmp_path.iterdir()] == ["iets.json"]


def test_a_file_is_its_owners_unless_it_is_shared(tmp_path: Path) -> None:
    write_durably(tmp_path / "mijn", "x")
    write_durably(tmp_path / "ons", "x", SHARED)
    assert [oct((tmp_path / name).stat().st_mode & 0o777) for name in ("mijn", "ons")] == ["0o600", "0o644"]


def test_what_is_being_written_stands_hidden_in_the_same_folder_and_says_whose_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elders"))
    seen: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.extend(each.name for each in tmp_path.iterdir()))
    write_durably(tmp_path / "iets.json", "x")
    begun = seen[0]
    assert begun.startswith(".iets.json-"), "hidden from who looks for notebooks, and known for what it is"
    assert begun.endswith(".tmp")


def test_file_and_folder_are_on_the_disk_before_it_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Path] = []
    monkeypatch.setattr(os, "fsync", lambda handle: kept.append(Path(f"/proc/self/fd/{handle}").resolve()))
    handles = len(list(Path("/proc/self/fd").iterdir()))
    write_durably(tmp_path / "iets.json", "x")
    assert [path.parent if path.name.endswith(".tmp") else path for path in kept] == [tmp_path, tmp_path]
    assert kept[0] != tmp_path, "first the file, then the folder"
    assert len(list(Path("/proc/self/fd").iterdir())) == handles, "nothing stays open"


def test_a_fault_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "iets.json"
    write_durably(file, "oud")

    def full(handle: int) -> None:
        raise OSError(28, "vol")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="vol"):
        write_durably(file, "nieuw")
    assert file.read_text(encoding="utf-8") == "oud"
    assert [each.name for each in tmp_path.iterdir()] == ["iets.json"]


def test_a_fault_is_told_as_it_was_when_the_half_file_is_gone_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def emptied(handle: int) -> None:
        for file in tmp_path.iterdir():
            file.unlink()
        raise OSError(28, "vol")

    monkeypatch.setattr(os, "fsync", emptied)
    with pytest.raises(OSError, match="vol"):
        write_durably(tmp_path / "iets.json", "nieuw")


def test_where_folders_have_no_handles_a_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    kept: list[Path] = []
    monkeypatch.setattr(os, "fsync", lambda handle: kept.append(Path(f"/proc/self/fd/{handle}").resolve()))
    write_durably(tmp_path / "iets.json", "x")
    assert [path.name.endswith(".tmp") for path in kept] == [True], "the file alone"
    assert (tmp_path / "iets.json").read_text(encoding="utf-8") == "x"
