"""What a computer refuses is told in Dutch: culprit, cause, remedy; and nothing of the system's own words."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock, Timeout
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from sowcourse import cli
from sowcourse.durable import write_durably
from sowcourse.trouble import brief, told, told_in


def test_every_fault_that_a_system_knows_has_a_culprit_and_a_remedy() -> None:
    for number in errno.errorcode:
        error = OSError(number, os.strerror(number), "/klassen/klas.csv")
        sentence = told(error)
        assert sentence.startswith("/klassen/klas.csv: ")
        assert os.strerror(number).casefold() not in sentence.casefold()
        assert len([part for part in sentence.split(". ") if part.strip()]) >= 2
        assert 0 < len(brief(error)) < len(sentence)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "de schijf is vol"),
        (errno.EROFS, "alleen-lezen"),
        (errno.EACCES, "alleen-lezen of van iemand anders"),
        (errno.ENOENT, "verplaatst, hernoemd of gewist"),
        (errno.ENAMETOOLONG, "te lang"),
        (errno.ENOLCK, "PostgreSQL"),
        (errno.EDEADLK, "in de cloud"),
        (errno.ESTALE, "netwerkmap antwoordt niet"),
        (errno.EIO, "netwerkmap antwoordt niet"),
    ],
)
def test_the_commonest_are_told_apart(number: int, word: str) -> None:
    assert word in told(OSError(number, os.strerror(number), "x"))


@pytest.mark.parametrize(
    ("number", "word"), [(32, "Excel"), (112, "vol"), (206, "te lang"), (362, "cloud"), (53, "antwoordt")]
)
def test_what_windows_says_with_numbers_of_its_own(number: int, word: str) -> None:
    error = OSError(errno.EINVAL, "Windows says something", "C:\\klassen\\klas.csv")
    error.winerror = number
    assert word in told(error)


def test_a_temporary_file_or_folder_is_told_as_what_it_becomes() -> None:
    for name, known in (
        ("/klassen/.klas.csv-ab12_xyz.tmp", "/klassen/klas.csv"),
        ("/klassen/.cohort-ab12_xyz/2026/cursus", "/klassen"),
        ("/klassen/tmpab12cd_x/a", "/klassen"),
        ("/klassen/klas.csv", "/klassen/klas.csv"),
    ):
        assert told(PermissionError(errno.EACCES, "x", name)).startswith(f"{known}: ")


def test_a_fault_without_a_name_is_about_what_was_being_worked_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError) as caught:
        write_durably(tmp_path / "kalender.toml", "x")
    assert told(caught.value).startswith(f"{tmp_path / 'kalender.toml'}: de schijf is vol.")
    (tmp_path / "tekst").write_bytes("één".encode("cp1252"))
    with pytest.raises(UnicodeDecodeError) as wrong:
        (tmp_path / "tekst").read_text(encoding="utf-8")
    assert told(wrong.value).startswith(f"{tmp_path / 'tekst'}: dit bestand is niet als UTF-8 bewaard")


def test_databases_locks_zips_and_copies(tmp_path: Path) -> None:
    book = tmp_path / "gradebook.db"
    holder = sqlite3.connect(book, isolation_level=None)
    holder.execute("CREATE TABLE grade (x)")
    holder.execute("BEGIN EXCLUSIVE")
    engine = create_engine(f"sqlite:///{book}", connect_args={"timeout": 0})
    with pytest.raises(OperationalError) as busy, engine.connect() as connection:
        connection.execute(text("SELECT * FROM grade"))
    assert told(busy.value).startswith("het puntenboek: dit is in gebruik")
    holder.close()
    engine.dispose()
    lock = tmp_path / ".bezig"
    with FileLock(lock), pytest.raises(Timeout) as taken:
        FileLock(lock, timeout=0).acquire()
    no_flock = NotImplementedError("FileSystem does not appear to support flock; use SoftFileLock instead")
    assert "kan niets vergrendeld worden" in told(no_flock)
    assert told(taken.value).startswith(f"{lock}: dit is in gebruik, in een ander venster of door iemand anders")
    (tmp_path / "x.zip").write_bytes(b"PK half")
    with pytest.raises(zipfile.BadZipFile) as broken:
        zipfile.ZipFile(tmp_path / "x.zip")
    assert "is beschadigd" in told(broken.value)
    copied = shutil.Error([("a", "b", "[Errno 28] No space left on device: '/klassen/cursus'")])
    assert told(copied).startswith("/klassen/cursus: de schijf is vol.")


def test_a_fault_in_another_programs_report_is_found() -> None:
    report = "Traceback…\nPermissionError: [Errno 13] Permission denied: '/klassen/release/x.ipynb'"
    assert told_in(report).startswith("/klassen/release/x.ipynb: hier mag je niet")
    assert "alleen-lezen" in told_in("(sqlite3.OperationalError) attempt to write a readonly database\n[SQL: …]")
    assert told_in("ValueError: iets anders") == ""
    assert told(ValueError("iets anders")) == ""


def test_what_nobody_foresaw_is_ours_and_its_trail_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(*_: object) -> None:
        raise ZeroDivisionError("een fout van ons")

    monkeypatch.setattr("sowcourse.cohort.listing.list_cohorts", wrong)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["sowcourse", "cohort", "list"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    (kept,) = tmp_path.glob("sowcourse-fout-*.txt")
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert said.startswith("Dat lukt niet. In sowcourse zelf ging iets mis (ZeroDivisionError). Dat ligt niet aan jou.")
    assert str(kept) in said
    assert "Traceback" not in said
    assert "een fout van ons" in kept.read_text(encoding="utf-8")
