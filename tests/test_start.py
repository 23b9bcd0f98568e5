"""`sowcourse start` gives fresh lessons and never takes away what a student made."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from sowcourse.errors import SowcourseError
from sowcourse.notebook import dump, read_notebook
from sowcourse.start import prepare, start

LESSON = "lessen/5-politiserend.ipynb"


@pytest.fixture(autouse=True)
def trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))


def test_a_new_work_folder_holds_every_lesson_and_says_whose_it_is(tmp_path: Path) -> None:
    assert prepare(tmp_path / "werk") == []
    assert read_notebook(tmp_path / "werk" / LESSON)["cells"]
    assert "5-politiserend" in tomllib.loads((tmp_path / "werk" / "werkmap.toml").read_text(encoding="utf-8"))["lessen"]


def test_a_lesson_that_is_open_and_stays_the_same_is_not_touched(tmp_path: Path) -> None:
    prepare(tmp_path)
    same, changed = (tmp_path / "lessen" / f"{name}.ipynb" for name in ("0-start", "1-nabijheid"))
    same.write_text(json.dumps(json.loads(same.read_text(encoding="utf-8"))), encoding="utf-8")  # saved by JupyterLab
    changed.write_text('{"cells": [], "metadata": {}}', encoding="utf-8")
    before = same.stat().st_mtime_ns, same.stat().st_ino
    (remark,) = prepare(tmp_path, opened=True)
    assert "Je had 1-nabijheid.ipynb aangepast" in remark
    assert (same.stat().st_mtime_ns, same.stat().st_ino) == before
    prepare(tmp_path)
    assert (same.stat().st_mtime_ns, same.stat().st_ino) != before


def test_starting_again_replaces_an_executed_lesson_and_leaves_the_logbook(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "logboek.json").write_text("van mij", encoding="utf-8")
    fresh = (tmp_path / LESSON).read_text(encoding="utf-8")
    executed = read_notebook(tmp_path / LESSON)
    for cell in executed["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["x"]}]}
    (tmp_path / LESSON).write_text(dump(executed), encoding="utf-8")
    assert prepare(tmp_path) == []
    assert (tmp_path / LESSON).read_text(encoding="utf-8") == fresh
    assert (tmp_path / "logboek.json").read_text(encoding="utf-8") == "van mij"


def test_a_lesson_that_the_student_changed_is_kept_beside_the_fresh_one(tmp_path: Path) -> None:
    prepare(tmp_path)
    fresh = (tmp_path / LESSON).read_text(encoding="utf-8")
    for turn in ("eerste", "tweede"):
        changed = read_notebook(tmp_path / LESSON)
        changed["cells"].append(
            {"cell_type": "markdown", "id": "x", "metadata": {}, "source": [f"Mijn {turn} notitie."]}
        )
        (tmp_path / LESSON).write_text(dump(changed), encoding="utf-8")
        (remark,) = prepare(tmp_path)
        assert "Je had 5-politiserend.ipynb aangepast. Jouw versie heet nu «5-politiserend - mijn versie" in remark
    kept = sorted((tmp_path / "lessen").glob("*mijn versie*.ipynb"))
    assert ["eerste" in kept[0].read_text(encoding="utf-8"), "tweede" in kept[1].read_text(encoding="utf-8")] == [
        True,
        True,
    ]
    assert (tmp_path / LESSON).read_text(encoding="utf-8") == fresh


def test_a_damaged_marker_keeps_every_lesson_that_was_there(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "werkmap.toml").write_text("kapot =", encoding="utf-8")
    assert "Jouw versie heet nu" in prepare(tmp_path)[0]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    with pytest.raises(SowcourseError, match=r"in deze map kan niet worden geschreven.*Kies een andere map"):
        prepare(tmp_path / "bestand")


def test_a_lesson_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SowcourseError, match=r"5-politizerend: deze les bestaat niet\. Bedoel je '5-politiserend'\?"):
        start(tmp_path, browser=False, lesson="5-politizerend", port=None)


@contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`sowcourse start` on a folder, with the address it prints."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", "start", str(folder)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        yield process, next(line.strip() for line in process.stdout if line.strip().startswith("http"))
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


def again(folder: Path) -> str:
    """What `sowcourse start` says when it ends by itself."""
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", "start", str(folder), "--geen-browser"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_a_second_start_of_the_same_folder_opens_the_first_and_changes_nothing(tmp_path: Path) -> None:
    with started(tmp_path / "werk") as (process, address):
        lesson = tmp_path / "werk" / LESSON
        before = lesson.stat().st_mtime_ns
        told = again(tmp_path / "werk")
        assert "De cursus staat al open" in told
        assert address in told
        assert lesson.stat().st_mtime_ns == before
        assert process.poll() is None


def test_a_server_that_no_longer_answers_is_ended_and_the_address_stays(tmp_path: Path) -> None:
    with started(tmp_path / "werk") as (process, first):
        (server,) = psutil.Process(process.pid).children()
        server.suspend()
        os.kill(process.pid, signal.SIGKILL)  # the terminal went away
        process.wait()
    with started(tmp_path / "werk") as (process, second):
        assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE
        assert second.split("?")[0] == first.split("?")[0]


def test_what_is_missing_is_named_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sowcourse.start.find_spec", lambda name: None if name == "anywidget" else True)
    with pytest.raises(SowcourseError, match=r"^anywidget: dit ontbreekt op deze computer\. .*pip install \."):
        start(tmp_path / "werk", browser=False, lesson=None, port=None)
    assert not (tmp_path / "werk").exists()


def test_without_a_display_the_address_is_printed_and_answers(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-c", "from sowcourse.cli import main; main()", "start", str(tmp_path / "werk")]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        address = next(line.strip() for line in process.stdout if line.strip().startswith("http"))
        assert "/doc/tree/lessen/" in address
        host, token = address.split("/doc/")[0], address.split("token=")[1]
        with urllib.request.urlopen(f"{host}/api/contents/{LESSON}?content=0&token={token}", timeout=10) as reply:
            assert json.load(reply)["name"] == "5-politiserend.ipynb"
    finally:
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert "Gestopt. Wat je schreef, is bewaard." in out
    assert err == ""
