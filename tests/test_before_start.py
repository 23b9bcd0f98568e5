"""What opening the course leaves alone: other programs, and lessons that it cannot read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psutil
import pytest
from rich.console import Console

from sowcourse.student import start
from sowcourse.student.start import prepare


class Program:
    """A program that says how it was started, and remembers what was done to it."""

    def __init__(self, words: list[str], fault: type[Exception] | None = None) -> None:
        self.words, self.fault = words, fault
        self.done: list[str] = []

    def cmdline(self) -> list[str]:
        if self.fault:
            raise self.fault(1)
        return self.words

    def terminate(self) -> None:
        self.done.append("terminate")

    def kill(self) -> None:
        self.done.append("kill")

    def is_running(self) -> bool:
        return "kill" not in self.done


def found(
    monkeypatch: pytest.MonkeyPatch, folder: Path, program: Program, root: Path | None = None, answers: bool = False
) -> Any:
    """What is said to run already, when this program stands in the list of servers."""
    server = {"root_dir": str(root or folder), "pid": 7, "port": 8899, "token": "geheim"}
    monkeypatch.setattr("jupyter_server.serverapp.list_running_servers", lambda: [server])
    monkeypatch.setattr(psutil, "Process", lambda pid: program)
    monkeypatch.setattr(psutil, "wait_procs", lambda programs, timeout: program.done.append("wait"))

    def open_(address: str, timeout: float) -> None:
        if not answers:
            raise OSError

    monkeypatch.setattr(start, "_open", open_)
    return start._running(folder.resolve(), Console(quiet=True))


def test_another_program_with_the_number_of_a_server_is_not_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program in (Program(["tekstverwerker", "scriptie.odt"]), Program([], psutil.NoSuchProcess)):
        assert found(monkeypatch, tmp_path, program) is None
        assert program.done == []


def test_a_server_of_another_folder_is_not_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(["python", start._LAUNCH])
    assert found(monkeypatch, tmp_path, program, root=tmp_path / "ander") is None
    assert program.done == []


def test_our_server_is_used_when_it_answers_and_ended_when_it_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(["python", start._LAUNCH])
    address, token = found(monkeypatch, tmp_path, program, answers=True)
    assert address.endswith(":8899")
    assert token == "geheim"
    assert program.done == []
    assert found(monkeypatch, tmp_path, program) is None
    assert program.done == ["terminate", "wait", "kill"], "first asked, then waited for, then ended"


def test_a_lesson_that_cannot_be_read_is_kept_beside_the_fresh_one(tmp_path: Path) -> None:
    prepare(tmp_path)
    lesson = tmp_path / "lessen" / "1-nabijheid.ipynb"
    lesson.write_text("half bewaard {", encoding="utf-8")
    assert prepare(tmp_path) == [
        "Je had 1-nabijheid.ipynb aangepast. Jouw versie heet nu «1-nabijheid - mijn versie.ipynb»."
    ]
    assert lesson.with_name("1-nabijheid - mijn versie.ipynb").read_text(encoding="utf-8") == "half bewaard {"
    assert lesson.read_text(encoding="utf-8").startswith("{")
