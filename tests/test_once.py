"""What grading looks up once, and that it looks again as soon as something may have changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from sowcourse.sandbox.cage import line
from sowcourse.sandbox.process import EndedError
from sowcourse.sandbox.stage import _looked_in
from sowcourse.sandbox.writing import Writing
from sowcourse.submissions import repair as repairing


class _Told:
    """A process that tells how often it was asked; after `ends` answers it is gone."""

    interrupted = False

    def __init__(self, asked: list[Any], ends: int) -> None:
        self.asked, self.ends = asked, ends

    def ask(self, request: Any, seconds: float) -> bytes:
        if len(self.asked) >= self.ends:
            self.ends = sys.maxsize
            raise EndedError("weg")
        self.asked.append(request)
        return b"[]" if request[0] != "values" else f"stand {len(self.asked)}".encode()

    def close(self) -> None:
        pass


def _writing(asked: list[Any], ends: int = sys.maxsize) -> Writing:
    told = _Told(asked, ends)
    return Writing(lambda: told, lambda: None, 1, 5)


def test_between_two_cells_values_are_asked_for_once() -> None:
    asked: list[Any] = []
    writing = _writing(asked)
    writing.run("answer", "x = 1")
    first = writing.values()
    assert writing.values() == first == "stand 2"
    assert writing.values("x") == "stand 3", "one name is another question"
    writing.run("answer", "x = 2")
    assert writing.values() == "stand 5", "a cell ran: its values are others"


def test_values_of_a_process_that_is_gone_are_not_told_again() -> None:
    asked: list[Any] = []
    writing = _writing(asked, ends=2)
    writing.run("answer", "x = 1")
    writing.values()
    with pytest.raises(EndedError):
        writing.run("answer", "import os; os._exit(1)")
    assert writing.values() == "stand 4", "the cells above ran once more in a new process, and that one is asked"
    assert asked[2] == ("answer", "x = 1")


def test_modules_beside_a_notebook_are_looked_for_anew_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    places = ("/werk", "/werk/hulp", "/werk/pak.zip", "/werkplaats", "/usr/lib/python")
    monkeypatch.setattr(sys, "path_importer_cache", dict.fromkeys(places))
    assert _looked_in("/werk") == ["/werk", "/werk/hulp", "/werk/pak.zip"]


@pytest.mark.parametrize("size", [0, 1, 1 << 16, (1 << 16) - 1, 3 << 16])
def test_a_line_of_any_length_comes_whole(size: int, tmp_path: Path) -> None:
    content = b"x" * size + b"\n"
    (tmp_path / "regel").write_bytes(content)
    with (tmp_path / "regel").open("rb") as file:
        assert line(file.fileno()) == content


def test_what_a_tool_kept_about_the_notebook_that_was_given_is_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []
    text = "Ik schreef dit niet in een vak maar ergens anders, en het is lang genoeg om een antwoord te zijn."
    ours = "Dit stond er al toen de opdracht werd uitgegeven, en het is dus geen antwoord van wie haar maakte."

    def counted(metadata: Any) -> list[str]:
        asked.append(metadata)
        return [ours, text, f"{text} Nog een."] if metadata else [ours]

    monkeypatch.setattr(repairing, "told_of", counted)
    given: dict[str, Any] = {"cells": [], "metadata": {}}
    found = repairing.repair({"cells": [], "metadata": {"x": 1}}, given)
    assert len(asked) == 2
    assert [cell["source"] for cell in found.notebook["cells"]] == [text, f"{text} Nog een."]
