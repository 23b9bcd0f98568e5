"""Small files that become gigabytes: each is named, nothing is made of it, and what stands beside it is read."""

from __future__ import annotations

import io
import json
import re
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sowcourse import budget
from sowcourse.budget import OverBudgetError, Room, of_submission, too_many_values
from sowcourse.grading import runner
from sowcourse.grading.graded import Executed
from sowcourse.grading.runner import WallEngine, Work
from sowcourse.sandbox.stage import Sink
from sowcourse.submissions.delivery import deliveries
from sowcourse.submissions.submission import read_submission

GOOD = b'{"cells": [{"cell_type": "markdown", "source": "woorden"}]}'


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def nested(depth: int) -> bytes:
    content = packed({"x.ipynb": GOOD})
    for number in range(depth):
        content = packed({f"{number}.zip": content})
    return content


def lying(content: bytes, size: int) -> bytes:
    """A zip that says of its first file that it unpacks to another size."""
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + place
        content = content[:at] + struct.pack("<I", size) + content[at + 4 :]
    return content


def overlapping() -> bytes:
    """A zip of which every entry is the same stored megabyte."""
    content = packed({"0.ipynb": GOOD + b" " * 900_000}, zipfile.ZIP_STORED)
    at, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry, number = content[at:end], 400
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, number, number, number * len(entry), at, 0)
    return content[:at] + entry * number + tail


ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "many zips of large files": (
        lambda: packed({f"{n}.zip": packed({f"{m}.ipynb": b"0" * 900_000 for m in range(4)}) for n in range(40)}),
        "van deze student kwam meer binnen dan we openen",
    ),
    "a large file": (lambda: packed({"x.ipynb": b"0" * 1_000_001}), "dit bestand is groter dan 1 MB"),
    "a size that is too small": (
        lambda: lying(packed({"x.ipynb": b"0" * 3_000_000}), 10),
        "dit zip-bestand is beschadigd",
    ),
    "entries over each other": (overlapping, "meer binnen dan we openen|is beschadigd"),
    "a list of many files": (lambda: packed({f"{n}.ipynb": b"" for n in range(501)}), "zit te veel om te openen"),
    "a list that never ends": (
        lambda: packed({"x.ipynb": GOOD}) + b"PK\x01\x02" * 100_001,
        "zit te veel om te openen",
    ),
    "fifty deep": (lambda: nested(50), "zit te veel om te openen"),
    "packed by bzip2": (
        lambda: packed({"x.ipynb": b"0" * 30_000_000}, zipfile.ZIP_BZIP2),
        "op een manier die we niet kennen",
    ),
    "packed by lzma": (lambda: packed({"x.ipynb": b"0" * 999}, zipfile.ZIP_LZMA), "op een manier die we niet kennen"),
    "many small zips": (
        lambda: packed({f"{n}.zip": packed({f"{m}.ipynb": b"" for m in range(9)}) for n in range(90)}),
        "van deze student kwam meer binnen dan we openen",
    ),
}


@pytest.mark.parametrize("inside", [True, False], ids=["in a zip", "in a folder"])
@pytest.mark.parametrize("name", ZIPS)
def test_a_zip_that_grows_is_named_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, inside: bool
) -> None:
    monkeypatch.setattr(budget, "FILE", 1_000_000)
    monkeypatch.setattr(budget, "SUBMISSION_BYTES", 5_000_000)
    make, sentence = ZIPS[name]
    files = {"a.zip": make(), "b.ipynb": GOOD}
    place = tmp_path / "lms"
    if inside:
        place.write_bytes(packed(files))
    else:
        place.mkdir()
        for file, content in files.items():
            (place / file).write_bytes(content)
    tracemalloc.start()
    found = list(deliveries(place))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000
    assert any(re.search(sentence, delivery.fault) for delivery in found)
    assert all(delivery.name.startswith("a.zip") for delivery in found if delivery.fault)
    assert found[-1] == found[-1].__class__("b.ipynb", GOOD, found[-1].moment)


def test_a_zip_that_promises_gigabytes_and_holds_a_notebook_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(lying(packed({"x.ipynb": GOOD}), 4_000_000_000))
    assert [(found.name, found.content) for found in deliveries(tmp_path)] == [("a.zip/x.ipynb", GOOD)]


def test_a_budget_is_of_one_student_whatever_the_files_are_and_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "SUBMISSION_FILES", 3)
    for name in ("an-1", "an-2", "an-3", "an-4", "an-5", "bo-1"):
        (tmp_path / f"{name}.ipynb").write_bytes(GOOD)
    found = list(deliveries(tmp_path, whose=lambda name: name[:2]))
    assert [(d.name, bool(d.fault)) for d in found] == [
        *((f"an-{n}.ipynb", False) for n in (1, 2, 3)),
        ("an-4.ipynb", True),
        ("bo-1.ipynb", False),
    ]


def test_a_delivery_has_a_budget_too_and_what_is_not_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "DELIVERY_BYTES", 2 * len(GOOD))
    for name in "abcd":
        (tmp_path / f"{name}.ipynb").write_bytes(GOOD)
    assert [(d.name, d.fault) for d in deliveries(tmp_path)] == [
        ("a.ipynb", ""),
        ("b.ipynb", ""),
        ("c.ipynb", budget.FULL),
        ("d.ipynb", budget.FULL),
    ]


def notebook(cells: str) -> bytes:
    return b'{"cells": [' + cells.encode() + b"]}"


CELL = '{"cell_type": "code", "source": "x"}'
JSON: dict[str, tuple[Callable[[], bytes], str]] = {
    "a million empty dicts": (lambda: notebook(",".join(["{}"] * 1_000_000)), budget.TOO_MANY_VALUES),
    "small dicts": (lambda: notebook(",".join(['{"":[]}'] * 300_000)), budget.TOO_MANY_VALUES),
    "wide metadata": (
        lambda: notebook(CELL)[:-1] + b', "metadata": [' + b"[],[]," * 300_000 + b"0]}",
        budget.TOO_MANY_VALUES,
    ),
    "in two bytes": (
        lambda: ("{" + notebook(",".join(["{}"] * 600_000)).decode()[1:]).encode("utf-16"),
        budget.TOO_MANY_VALUES,
    ),
    "deep": (lambda: notebook("[" * 100_000 + "]" * 100_000), "zo in elkaar genest"),
    "deeper": (lambda: notebook("[" * 600_000), budget.TOO_MANY_VALUES),
    "a text that never closes": (lambda: b'{"cells": ["' + b'\\",[{' * 300_000, "afgebroken of beschadigd"),
    "a huge number": (lambda: notebook("9" * 1_000_000), "afgebroken of beschadigd"),
    "a long text": (
        lambda: notebook(json.dumps({"cell_type": "markdown", "source": "a" * 3_000_001})),
        budget.TOO_LONG,
    ),
    "many long texts": (lambda: notebook(",".join([json.dumps({"source": ["a" * 9_000]})] * 400)), budget.TOO_LONG),
    "many cells": (lambda: notebook(",".join([CELL] * 60_000)), "dit notebook heeft 60000 cellen"),
    "very many cells": (lambda: notebook(",".join([CELL] * 130_000)), budget.TOO_MANY_VALUES),
    "one wide sign": (lambda: notebook('"😀' + "a" * 26_000_000 + '"'), "dit bestand is groter dan"),
    "a large picture": (
        lambda: notebook('{"outputs": [{"data": {"image/png": "' + "A" * 50_000_000 + '"}}]}'),
        "dit bestand is groter dan 50 MB",
    ),
}


@pytest.mark.parametrize("name", JSON)
def test_a_notebook_that_grows_is_named_before_anything_is_made_of_it(name: str) -> None:
    make, sentence = JSON[name]
    content = make()
    tracemalloc.start()
    with pytest.raises(ValueError) as caught:
        read_submission(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sentence in str(caught.value)
    assert most < 150_000_000


@pytest.mark.parametrize(
    "cells",
    [
        ",".join([CELL] * 5_000),
        json.dumps({"source": "a" * 3_000_000}),
        json.dumps({"source": "x", "outputs": [{"text": ["[1, 2, {3}: 4]\n"] * 100_000}]}),
        json.dumps({"source": "x", "attachments": {f"{n}.png": {"image/png": "A" * 90_000} for n in range(100)}}),
        json.dumps({"source": [["a"] * 9, {"b": 1}, None, "woorden"]}),
    ],
    ids=["cells", "text", "printed lines", "attachments", "odd source"],
)
def test_what_is_large_but_ordinary_is_read(cells: str) -> None:
    assert read_submission(notebook(cells))["cells"]


@pytest.mark.parametrize(("most", "over"), [(4, True), (5, False)])
def test_values_are_counted_outside_texts(most: int, over: bool) -> None:
    assert too_many_values('{"a,[{:\\"": [",,,"], "b": 1}', most) is over


def test_an_account_says_what_it_is_over() -> None:
    account = of_submission()
    account.take(budget.SUBMISSION_BYTES, budget.SUBMISSION_FILES)
    with pytest.raises(OverBudgetError, match="van deze student kwam meer binnen"):
        account.take(1)


def printed(text: str) -> dict[str, str]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def failed(said: str) -> dict[str, object]:
    return {"output_type": "error", "ename": "AssertionError", "evalue": said, "traceback": [said]}


def test_outputs_of_all_cells_share_one_room_and_an_error_always_stands() -> None:
    room = Room(1_000)
    assert runner._clean([printed("a" * 500)], room) == [printed("a" * 500)]
    assert not room.used_up
    assert runner._clean([printed("b" * 900), printed("c"), failed("d" * 9_000)], room) == [
        printed(budget.CUT),
        failed("d" * budget.TRACE),
    ]
    assert room.used_up
    assert runner._clean([failed("kort")], room) == [failed("kort")]


def test_a_cell_that_prints_a_lot_cannot_hide_that_it_failed() -> None:
    sink = Sink()
    sink.start()
    sink.write("stdout", "x" * (budget.CELL_OUTPUT - 200))
    sink.write("stdout", "y" * 900)
    sink.add(failed("fout " * 1_000))
    *_, last = sink.taken()
    assert (last["output_type"], last["evalue"][:4]) == ("error", "fout")


def test_a_process_of_a_submission_stops_keeping_what_its_cells_print() -> None:
    sink = Sink()
    kept = 0
    for _ in range(60):
        sink.start()
        sink.write("stdout", "x" * 900_000)
        kept += len(json.dumps(sink.taken()))
    assert budget.OUTPUT < kept < 2.2 * budget.OUTPUT


def test_submissions_are_read_when_a_worker_is_nearly_free_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    behind: list[int] = []

    def run(worker: object, work: Work) -> Executed:
        return Executed(work.student, {"cells": []}, (), "")

    def works() -> Iterator[Work]:
        for number in range(50):
            read.append(number)
            yield Work(str(number), "x", b"", (), False)

    monkeypatch.setattr(runner.Worker, "run", run)
    engine = WallEngine(walled=False, workers=2)
    seen = set()
    for executed in engine.execute(works()):
        seen.add(executed.student)
        behind.append(len(read) - len(seen))
    assert seen == {str(number) for number in range(50)}
    assert max(behind) <= 2 * (2 + budget.AHEAD)
