"""No part of a notebook is ever taken for a notebook: not by us while others write it, not by others while we do."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.web import HTTPError

from sowcourse import notebook as reading
from sowcourse.check import saved_text
from sowcourse.content import assignments_root
from sowcourse.errors import SowcourseError
from sowcourse.hub.role import Role
from sowcourse.hub.server import surroundings
from sowcourse.lab.contents import WholeFiles
from sowcourse.lab.server import before_handing_in, handing_in, reflection
from sowcourse.mishap import load_ipython_extension
from sowcourse.notebook import HalfWrittenError, read_notebook
from sowcourse.student.desk import items
from sowcourse.student.handin import receipt_code, receipts
from sowcourse.student.start import student_surroundings
from sowcourse.student.surroundings import server_surroundings
from tests.conftest import finished

ASSIGNMENT = "5-politiserend"
SOURCE = assignments_root() / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

SMALL = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ['Één «zin» met "tekens" \\ en 🙂\n', "}"]},
        {"cell_type": "code", "id": "b", "metadata": {"n": [1.5e3, True, None]}, "outputs": [], "source": ""},
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An assignment in a work folder."""
    return Path(shutil.copyfile(SOURCE, tmp_path / SOURCE.name))


# Reading while somebody writes in place ----------------------------------------------------------------------------


@pytest.mark.parametrize("ascii", [False, True], ids=["utf-8", "escaped"])
@pytest.mark.parametrize("indent", [1, None], ids=["lines", "one line"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_a_writer_is_held_at_every_byte_and_no_part_is_taken_for_a_notebook(
    ascii: bool, indent: int | None, mark: bytes, tmp_path: Path
) -> None:
    whole = mark + json.dumps(SMALL, ensure_ascii=ascii, indent=indent).encode()
    place = tmp_path / "x.ipynb"
    with place.open("wb", buffering=0) as writer:
        for byte in whole:
            os.utime(place, (0, 0))  # held for long: there is no use in waiting
            with pytest.raises(HalfWrittenError, match="nog niet helemaal op de schijf") as told:
                read_notebook(place)
            assert "probeer opnieuw" in str(told.value)
            assert "geen notebook" not in str(told.value)
            writer.write(bytes([byte]))
        assert read_notebook(place) == SMALL
        writer.write(b"\n")
    assert read_notebook(place) == SMALL


@pytest.fixture
def goes_on(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Cut the assignment off at a byte; its writer goes on when a reader waits for it."""
    whole = file.read_bytes()
    waited: list[float] = []

    def write_more(seconds: float) -> None:
        waited.append(seconds)
        size = file.stat().st_size
        file.write_bytes(whole if len(waited) % 3 == 0 else whole[: (size + len(whole)) // 2])

    monkeypatch.setattr(reading.time, "sleep", write_more)

    def cut(size: int) -> None:
        file.write_bytes(whole[:size])

    yield cut
    assert waited, "nobody waited: this reads what is being written"


WAYS: dict[str, Callable[[Path], object]] = {
    "hand in": lambda file: handing_in(file.parent, {"path": file.name})["receipt"]["code"],
    "before handing in": lambda file: before_handing_in(file.parent, {"path": file.name})["parts"][0]["cell"],
    "desk": lambda file: [(item.path, item.state) for item in items(file.parent) if item.kind == "assignment"],
    "reflection": lambda file: reflection(file.parent, {"path": file.name, "cell": "reflectie", "text": "Een zin."}),
    "check": lambda file: saved_text(ASSIGNMENT, "reflectie"),
    "kernel": lambda file: is_ours(file),
}


def is_ours(file: Path) -> bool:
    """Whether a kernel that starts for this notebook speaks Dutch."""
    told: list[bool] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sowcourse.mishap.show_mishaps_in_dutch", lambda: told.append(True))
        load_ipython_extension(None)
    return told == [True]


@pytest.mark.parametrize("cut", [0, 1, 700, 20_000, -2], ids=["empty", "one byte", "begun", "on its way", "nearly"])
@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_waits_for_a_notebook_that_is_being_saved(
    way: str, cut: int, file: Path, goes_on: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", str(file))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(file.parent / "geen"))
    expected = WAYS[way](file)
    shutil.rmtree(file.parent / "ingeleverd", ignore_errors=True)
    goes_on(cut if cut >= 0 else file.stat().st_size + cut)
    assert WAYS[way](file) == expected


@pytest.mark.parametrize("way", ["hand in", "before handing in", "reflection"])
def test_what_stays_cut_off_is_said_to_be_on_its_way_and_nothing_is_made(way: str, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:9000])
    os.utime(file, (0, 0))
    with pytest.raises(SowcourseError, match=r"nog niet helemaal op de schijf.*Wacht even en probeer opnieuw"):
        WAYS[way](file)
    assert receipts(file.parent) == []


def test_a_file_that_is_cut_off_and_left_is_told_at_once_and_one_being_written_after_a_while(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(reading.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(reading.time, "sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    file.write_bytes(b"{")
    os.utime(file, (0, 0))
    with pytest.raises(HalfWrittenError):
        read_notebook(file)
    assert clock == [1000.0]
    os.utime(file, (time.time() + 3600,) * 2)  # a clock that is ahead, as on a shared folder
    with pytest.raises(HalfWrittenError):
        read_notebook(file)
    assert clock[0] == pytest.approx(1000 + reading.PATIENCE, abs=0.2)


# Handing in what the student sees ----------------------------------------------------------------------------------


def test_what_the_editor_holds_is_handed_in_whatever_stands_on_the_disk(file: Path) -> None:
    shown = read_notebook(file)
    shown["cells"][0]["metadata"]["trusted"] = True
    file.write_bytes(file.read_bytes()[:700])  # its save is on its way
    asked = {"path": file.name, "notebook": shown}
    assert before_handing_in(file.parent, asked)["assignment"] == ASSIGNMENT
    receipt = handing_in(file.parent, asked)["receipt"]
    made = read_notebook(file.parent / receipt["file"])
    assert receipt["code"] == receipt_code(made["cells"]) == receipt_code(shown["cells"])
    assert "trusted" not in made["cells"][0]["metadata"]
    assert file.stat().st_size == 700, "the notebook itself is left to the editor"


@pytest.mark.parametrize("sent", [[], "x", {}, {"cells": 1}, {"cells": [1], "metadata": {}}, {"cells": [{}]}])
def test_what_is_sent_along_and_is_no_notebook_is_refused(file: Path, sent: Any) -> None:
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        handing_in(file.parent, {"path": file.name, "notebook": sent})
    assert receipts(file.parent) == []


# JupyterLab's own saving -------------------------------------------------------------------------------------------


@pytest.fixture
def manager(file: Path) -> WholeFiles:
    return WholeFiles(root_dir=str(file.parent))


@pytest.mark.parametrize("school", [False, True])
def test_the_server_of_a_student_saves_with_it(tmp_path: Path, school: bool) -> None:
    """As a server reads its settings: in a folder of settings for extensions, it would pass over this one."""
    role = Role(office=False, classes=())
    home = surroundings(role, tmp_path, os.environ) if school else server_surroundings() | student_surroundings()
    code = (
        "from jupyter_server.serverapp import ServerApp\n"
        "app = ServerApp()\napp.load_config_file()\nprint(app.contents_manager_class.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=home, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == WholeFiles.__name__


def test_while_it_is_saved_the_file_is_the_old_one_at_every_byte_and_then_the_new_one(
    manager: WholeFiles, file: Path
) -> None:
    old = file.read_bytes()
    new = json.dumps(SMALL, ensure_ascii=False)
    with manager.atomic_writing(str(file), encoding="utf-8") as writer:
        for character in new:
            assert file.read_bytes() == old
            writer.write(character)
    assert file.read_text(encoding="utf-8") == new
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_a_saved_file_keeps_its_mode_and_a_link_goes_on_pointing_at_it(
    manager: WholeFiles, file: Path, mode: int
) -> None:
    file.chmod(mode)
    link = file.with_name("koppeling.ipynb")
    link.symlink_to(file.name)
    with manager.atomic_writing(str(link), text=False) as writer:
        writer.write(b"{}")
    assert link.is_symlink()
    assert file.read_bytes() == b"{}"
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_full_disk_leaves_what_was_saved_and_a_folder_that_takes_no_names_is_written_in_place(
    manager: WholeFiles, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(number: int) -> Callable[..., None]:
        def write(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        return write

    old = file.read_bytes()
    monkeypatch.setattr("sowcourse.lab.contents.write_durably", refuse(28))
    with pytest.raises(OSError, match="No space left"), manager.atomic_writing(str(file)) as writer:
        writer.write("nieuw")
    assert file.read_bytes() == old
    monkeypatch.setattr("sowcourse.lab.contents.write_durably", refuse(13))
    with manager.atomic_writing(str(file)) as writer:
        writer.write("nieuw")
    assert file.read_text(encoding="utf-8") == "nieuw"


def test_a_file_that_may_not_be_written_is_not_replaced(
    manager: WholeFiles, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = file.read_bytes()
    monkeypatch.setattr(os, "access", lambda place, how: not (how == os.W_OK and Path(place) == file))
    with pytest.raises(HTTPError, match="403"), manager.atomic_writing(str(file)) as writer:
        writer.write("nieuw")
    assert file.read_bytes() == old


def test_who_reads_while_a_save_is_on_its_way_gets_what_is_being_saved(manager: WholeFiles, file: Path) -> None:
    """A page that is reloaded otherwise holds the earlier version, and calls its own save somebody else's."""
    started: list[str] = []

    async def reload_while_saving() -> dict[str, Any]:
        may_end = asyncio.Event()
        write = manager._save_notebook

        async def slowly(*arguments: Any, **options: Any) -> None:
            started.append("save")
            await may_end.wait()
            await write(*arguments, **options)

        manager._save_notebook = slowly
        model = await manager.get(file.name)
        model["content"]["cells"][0]["source"] = "Nieuw."
        saving = asyncio.create_task(manager.save(model, file.name))
        while not started:
            await asyncio.sleep(0)
        reading = asyncio.create_task(manager.get(file.name, require_hash=True))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not reading.done()
        assert (await manager.get(file.name, content=False))["name"] == file.name, "a list of files does not wait"
        may_end.set()
        await saving
        found: dict[str, Any] = await reading
        again = await manager.get(file.name, content=False, require_hash=True)
        assert found["hash"] == again["hash"]
        return found

    found = finished(reload_while_saving())
    assert found["content"]["cells"][0]["source"] == "Nieuw."
