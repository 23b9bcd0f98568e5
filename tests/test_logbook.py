"""The logbook survives crashes, full disks and damage, and says in Dutch what happened."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sowcourse import logbook
from sowcourse.errors import LogbookError
from sowcourse.logbook import Logbook
from sowcourse.workfolder import work_folder

MODULE = "5-politiserend"


def test_what_is_put_is_there_on_another_day(tmp_path: Path) -> None:
    moment = Logbook(tmp_path).put(MODULE, {"notitie.a": "Ik vroeg het haar.", "toets.q": "b"})
    later = Logbook(tmp_path)
    assert later.module(MODULE) == {"notitie.a": "Ik vroeg het haar.", "toets.q": "b"}
    assert later.get(MODULE, "notitie.a") == "Ik vroeg het haar."
    assert later.get("1-nabijheid", "notitie.a") is None
    assert moment.tzinfo is not None


def test_the_file_can_be_read_by_a_person(tmp_path: Path) -> None:
    Logbook(tmp_path).put(MODULE, {"notitie.a": "Eén zin, café."})
    text = (tmp_path / "logboek.json").read_text(encoding="utf-8")
    assert "Eén zin, café." in text
    assert json.loads(text)["format"] == 1


def test_none_removes_an_item_and_leaves_the_others(tmp_path: Path) -> None:
    book = Logbook(tmp_path)
    book.put(MODULE, {"a": 1, "b": 2})
    book.put(MODULE, {"a": None})
    assert book.module(MODULE) == {"b": 2}


def test_the_state_before_is_kept(tmp_path: Path) -> None:
    book = Logbook(tmp_path)
    book.put(MODULE, {"a": "eerst"})
    book.put(MODULE, {"a": "dan"})
    previous = json.loads((tmp_path / "logboek.vorige.json").read_text(encoding="utf-8"))
    assert previous["modules"][MODULE]["a"]["value"] == "eerst"


def test_two_lessons_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(name: str) -> None:
        for number in range(15):
            Logbook(tmp_path).put(MODULE, {f"{name}.{number}": number})

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Logbook(tmp_path).module(MODULE)) == 30


WRITER = """
import sys
from pathlib import Path
from sowcourse.logbook import Logbook
from sowcourse.workfolder import work_folder
book = Logbook(Path(sys.argv[1]))
for number in range(100000):
    book.put("m", {"a": "x" * 20000 + str(number), "b": number})
    print(number, flush=True)
"""


@pytest.mark.parametrize("wait", [0.0, 0.013, 0.031, 0.057, 0.083, 0.11])
def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new_state(tmp_path: Path, wait: float) -> None:
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(wait)
    process.kill()
    told = [0, *map(int, process.stdout.read().split())][-1]
    process.wait()
    found = Logbook(tmp_path).module("m")
    assert found["a"] == "x" * 20000 + str(found["b"])
    assert found["b"] in (told, told + 1)
    Logbook(tmp_path).put("m", {"c": "verder"})
    assert Logbook(tmp_path).get("m", "c") == "verder"


def test_a_full_disk_is_said_and_the_old_state_stays(tmp_path: Path) -> None:
    Logbook(tmp_path).put(MODULE, {"a": "bewaard"})
    code = """
import resource, sys
from pathlib import Path
from sowcourse.errors import LogbookError
from sowcourse.logbook import Logbook
from sowcourse.workfolder import work_folder
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
try:
    Logbook(Path(sys.argv[1])).put("5-politiserend", {"b": "x" * 5000})
except LogbookError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "je antwoord kon niet worden bewaard" in run.stdout
    assert Logbook(tmp_path).module(MODULE) == {"a": "bewaard"}
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".tmp")] == []


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.EROFS, "alleen-lezen"), (errno.EACCES, "geen schrijfrecht"), (errno.ENOSPC, "de schijf is vol")],
)
def test_the_reason_for_not_writing_is_dutch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def refuse(file: Path, text: str) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(logbook, "write_durably", refuse)
    with pytest.raises(LogbookError) as caught:
        Logbook(tmp_path).put(MODULE, {"a": 1})
    assert f"kon niet worden bewaard ({reason})" in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "logboek.json"))


def test_a_work_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("geen map", encoding="utf-8")
    with pytest.raises(LogbookError, match="kon niet worden bewaard"):
        Logbook(tmp_path / "map").put(MODULE, {"a": 1})


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"format": 1}', b'{"format":1,"modules":{"m":{"a":3}}}', b"\xff\xfe\x00"]
)
def test_a_damaged_file_is_put_aside_and_the_state_before_comes_back(tmp_path: Path, damage: bytes) -> None:
    book = Logbook(tmp_path)
    book.put(MODULE, {"a": "eerst"})
    book.put(MODULE, {"b": "dan"})
    book.file.write_bytes(damage)
    with pytest.raises(LogbookError, match=r"is beschadigd en kan niet worden gelezen\. Er is niets overschreven"):
        book.module(MODULE)
    assert book.file.read_bytes() == damage
    sentence = book.recover()
    assert "Je logboek was beschadigd. Het wordt apart gehouden als logboek.beschadigd-" in sentence
    assert book.module(MODULE) == {"a": "eerst"}
    (aside,) = tmp_path.glob("logboek.beschadigd-*.json")
    assert aside.read_bytes() == damage
    assert book.recover() == ""


def test_writing_over_a_damaged_file_keeps_it_too(tmp_path: Path) -> None:
    book = Logbook(tmp_path)
    book.file.write_text("kapot", encoding="utf-8")
    book.put(MODULE, {"a": 1})
    assert book.module(MODULE) == {"a": 1}
    assert [p.read_text() for p in tmp_path.glob("logboek.beschadigd-*.json")] == ["kapot"]


def test_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    book = Logbook(tmp_path)
    text = '{"format": 2, "modules": {}}'
    book.file.write_text(text, encoding="utf-8")
    for attempt in (lambda: book.module(MODULE), lambda: book.put(MODULE, {"a": 1})):
        with pytest.raises(LogbookError, match="geschreven met een andere versie"):
            attempt()
    assert book.file.read_text(encoding="utf-8") == text


def test_the_work_folder_is_the_nearest_with_a_marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOWCOURSE_WORKFOLDER", raising=False)
    (tmp_path / "werkmap.toml").write_text("", encoding="utf-8")
    (tmp_path / "lessen").mkdir()
    monkeypatch.chdir(tmp_path / "lessen")
    assert work_folder() == tmp_path
    monkeypatch.setenv("SOWCOURSE_WORKFOLDER", str(tmp_path / "elders"))
    assert work_folder() == tmp_path / "elders"
