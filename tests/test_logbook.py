"""The logbook survives crashes, full disks and damage, and says in Dutch what happened."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import threading
import time
from datetime import datetime, tzinfo
from pathlib import Path

import pytest
from filelock import FileLock

from sowcourse import logbook
from sowcourse.errors import LogbookError
from sowcourse.logbook import DamagedLogbookError, Logbook
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
    assert '"value": "Eén zin, café."' in [line.strip().removesuffix(",") for line in text.splitlines()]
    assert json.loads(text)["format"] == 1


def test_an_answer_keeps_the_moment_at_which_it_was_written(tmp_path: Path) -> None:
    moment = Logbook(tmp_path).put(MODULE, {"a": 1})
    assert Logbook(tmp_path).modules() == {MODULE: {"a": {"value": 1, "at": moment.isoformat()}}}
    assert moment.microsecond == 0, "as a person tells the time"


def test_the_first_answer_makes_the_work_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOWCOURSE_WORKFOLDER", str(tmp_path / "nieuw" / "map"))
    Logbook.find().put(MODULE, {"a": 1})
    assert Logbook(tmp_path / "nieuw" / "map").get(MODULE, "a") == 1


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
from sowcourse.logbook import DamagedLogbookError, Logbook
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
from sowcourse.logbook import DamagedLogbookError, Logbook
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
    [
        (errno.EROFS, "alleen-lezen"),
        (errno.EACCES, "geen schrijfrecht"),
        (errno.EPERM, "geen schrijfrecht"),
        (errno.ENOSPC, "de schijf is vol"),
        (errno.EDQUOT, "je schijfruimte is op"),
        (errno.EIO, "de schijf of netwerkmap antwoordt niet"),
    ],
)
def test_the_reason_for_not_writing_is_dutch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    def refuse(file: Path, text: str) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(logbook, "write_durably", refuse)
    with pytest.raises(LogbookError) as caught:
        Logbook(tmp_path).put(MODULE, {"a": 1})
    assert str(caught.value) == (
        f"{tmp_path / 'logboek.json'}: je antwoord kon niet worden bewaard ({reason}). Laat deze les open staan, maak "
        "de map schrijfbaar of maak ruimte op de schijf, en schrijf dan nog eens iets."
    )


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
    with pytest.raises(LogbookError) as caught:
        book.module(MODULE)
    assert str(caught.value) == (
        f"{book.file}: je logboek is beschadigd en kan niet worden gelezen. Er is niets overschreven; je vorige versie "
        "staat in logboek.vorige.json. Open de les opnieuw."
    )
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
        with pytest.raises(LogbookError) as caught:
            attempt()
        assert str(caught.value) == (
            f"{book.file}: dit logboek is geschreven met een andere versie (format 2, verwacht 1). Werk sowcourse bij "
            "en open de les opnieuw; er is niets overschreven."
        )
    assert book.file.read_text(encoding="utf-8") == text


def test_a_logbook_that_may_not_be_read_sends_a_student_to_who_can_mend_that(tmp_path: Path) -> None:
    (tmp_path / "logboek.json").mkdir()
    with pytest.raises(LogbookError) as caught:
        Logbook(tmp_path).module(MODULE)
    assert str(caught.value) == (
        f"{tmp_path / 'logboek.json'}: je logboek kan niet worden gelezen (hier wordt een bestand verwacht, en er "
        "staat een map). Vraag je lesgever of de helpdesk om de rechten van dit bestand te herstellen."
    )


def test_the_work_folder_is_the_nearest_with_a_marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOWCOURSE_WORKFOLDER", raising=False)
    (tmp_path / "werkmap.toml").write_text("", encoding="utf-8")
    (tmp_path / "lessen").mkdir()
    monkeypatch.chdir(tmp_path / "lessen")
    assert work_folder() == tmp_path
    monkeypatch.setenv("SOWCOURSE_WORKFOLDER", str(tmp_path / "elders"))
    assert work_folder() == tmp_path / "elders"


EARLY, LATE = "2026-10-01T10:00:00+02:00", "2026-10-01T10:00:00+00:00"
"""The same clock in two zones: the second is two hours later."""


def logbook_of(**answers: tuple[str, str]) -> dict[str, object]:
    entries = {item: {"value": value, "at": at} for item, (value, at) in answers.items()}
    return {"format": 1, "modules": {"1-nabijheid": entries}}


def held_by(folder: Path) -> dict[str, object]:
    return json.loads((folder / "logboek.json").read_text(encoding="utf-8"))["modules"]["1-nabijheid"]


def test_of_two_logbooks_the_newest_of_every_answer_stays(tmp_path: Path) -> None:
    folder = tmp_path / "nieuwe" / "map"
    whole = logbook_of(a=("eerst", EARLY), b=("laat", LATE), c=("gelijk", EARLY))
    assert Logbook(folder).join(whole, tmp_path / "x.json") == 3
    again = logbook_of(a=("later", LATE), b=("vroeger", EARLY), c=("ook", EARLY), d=("erbij", EARLY))
    assert Logbook(folder).join(again, tmp_path / "x.json") == 2
    assert held_by(folder) == {
        "a": {"value": "later", "at": LATE},
        "b": {"value": "laat", "at": LATE},
        "c": {"value": "gelijk", "at": EARLY},
        "d": {"value": "erbij", "at": EARLY},
    }


def test_a_logbook_that_brings_nothing_new_writes_nothing(tmp_path: Path) -> None:
    Logbook(tmp_path).join(logbook_of(a=("eerst", EARLY)), tmp_path / "x.json")
    before = (tmp_path / "logboek.json").stat().st_mtime_ns
    assert Logbook(tmp_path).join(logbook_of(a=("eerst", EARLY)), tmp_path / "x.json") == 0
    assert (tmp_path / "logboek.json").stat().st_mtime_ns == before
    assert not (tmp_path / "logboek.vorige.json").exists(), "so the state before is still the state before"


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"format": 1},
        {"format": 2, "modules": {}},
        {"format": 1, "modules": []},
        {"format": 1, "modules": {"x": {"a": {"at": EARLY}}}},
        {"format": 1, "modules": {"x": {"a": {"value": 1}}}},
        {"format": 1, "modules": {"x": {"a": {"value": 1, "at": "gisteren"}}}},
    ],
)
def test_what_is_no_logbook_is_not_taken_in(tmp_path: Path, content: object) -> None:
    with pytest.raises(LogbookError) as caught:
        Logbook(tmp_path).join(content, Path("ander.json"))
    assert str(caught.value) == (
        "ander.json: dit is geen logboek van deze cursus, of van een andere versie. Er is niets veranderd. Kies het "
        "bestand «logboek.json» dat je op een bladzijde of uit je werkmap bewaarde."
    )
    assert not (tmp_path / "logboek.json").exists()


def test_a_logbook_that_cannot_be_taken_in_says_so_and_changes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "map"
    place.write_text("geen map", encoding="utf-8")
    with pytest.raises(LogbookError) as caught:
        Logbook(place).join(logbook_of(a=("eerst", EARLY)), tmp_path / "x.json")
    assert str(caught.value) == (
        f"{place / 'logboek.json'}: het logboek kon niet worden overgenomen (hier staat al iets). Er is niets "
        "veranderd. Sluit de lessen die open staan en probeer opnieuw."
    )
    assert place.read_text(encoding="utf-8") == "geen map"


@pytest.mark.parametrize("act", ["put", "join"])
def test_who_waits_too_long_for_another_lesson_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setattr("sowcourse.logbook._PATIENCE", 0.01)
    with FileLock(tmp_path / ".logboek.json.lock"), pytest.raises(LogbookError) as caught:
        if act == "put":
            Logbook(tmp_path).put("1-nabijheid", {"a": 1})
        else:
            Logbook(tmp_path).join(logbook_of(a=("eerst", EARLY)), tmp_path / "x.json")
    said = {
        "put": "een andere les houdt je logboek al 0 seconden bezet. Sluit andere tabbladen met lessen en schrijf nog "
        "eens iets.",
        "join": "het logboek kon niet worden overgenomen (dit is in gebruik, in een ander venster of door iemand "
        "anders). Er is niets veranderd. Sluit de lessen die open staan en probeer opnieuw.",
    }
    assert str(caught.value) == f"{tmp_path / 'logboek.json'}: {said[act]}"
    assert not (tmp_path / "logboek.json").exists()


def test_a_damaged_logbook_that_another_lesson_holds_is_left_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sowcourse.logbook._PATIENCE", 0.01)
    file = tmp_path / "logboek.json"
    file.write_text("kapot", encoding="utf-8")
    with FileLock(tmp_path / ".logboek.json.lock"), pytest.raises(DamagedLogbookError, match="is beschadigd"):
        Logbook(tmp_path).recover()
    assert file.read_text(encoding="utf-8") == "kapot"
    assert list(tmp_path.glob("logboek.beschadigd-*")) == []


def test_when_the_state_before_is_damaged_too_a_student_begins_anew_and_both_are_kept(tmp_path: Path) -> None:
    for name in ("logboek.json", "logboek.vorige.json"):
        (tmp_path / name).write_text(f"kapot: {name}", encoding="utf-8")
    told = Logbook(tmp_path).recover()
    assert told.endswith("; een vorige versie was er niet. Vraag je lesgever om mee te kijken naar dat bestand.")
    assert not (tmp_path / "logboek.json").exists()
    for answer in ("eerst", "dan", "nu"):
        Logbook(tmp_path).put(MODULE, {"a": answer})
    kept = sorted(file.read_text(encoding="utf-8") for file in tmp_path.glob("logboek.beschadigd-*"))
    assert kept == ["kapot: logboek.json", "kapot: logboek.vorige.json"], "whatever is written afterwards"


def test_two_damages_in_one_second_are_both_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Stopped:
            return cls(2026, 11, 27, 9, 30, 5)

    monkeypatch.setattr("sowcourse.logbook.datetime", Stopped)
    file = tmp_path / "logboek.json"
    for damage in ("eerste", "tweede", "derde"):
        file.write_text(damage, encoding="utf-8")
        told = Logbook(tmp_path).recover()
        assert told == (
            f"Je logboek was beschadigd. Het wordt apart gehouden als {told.split('als ')[1].split(';')[0]}; een "
            "vorige versie was er niet. Vraag je lesgever om mee te kijken naar dat bestand."
        )
    kept = sorted(tmp_path.glob("logboek.beschadigd-*"))
    assert [each.name for each in kept] == [
        "logboek.beschadigd-20261127-093005-bis-bis.json",
        "logboek.beschadigd-20261127-093005-bis.json",
        "logboek.beschadigd-20261127-093005.json",
    ]
    assert [each.read_text(encoding="utf-8") for each in kept] == ["derde", "tweede", "eerste"]
    assert Logbook(tmp_path).recover() == "", "nothing is damaged now"


@pytest.mark.parametrize(
    "text", ['{"format": 1}', '{"modules": {}}', '{"format": 1, "modules": {"a": {"b": {}}}}', "\0"]
)
def test_what_is_half_a_logbook_is_damaged_and_says_where_the_state_before_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / "logboek.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DamagedLogbookError) as caught:
        Logbook(tmp_path).module("1-nabijheid")
    assert str(caught.value) == (
        f"{file}: je logboek is beschadigd en kan niet worden gelezen. Er is niets overschreven; je vorige versie "
        "staat in logboek.vorige.json. Open de les opnieuw."
    )
