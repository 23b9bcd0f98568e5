"""Whatever students do to a notebook: nothing crashes, no word is lost, the assignment stays what it was."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from sowcourse.content import assignments_root
from sowcourse.grading.repair import belongs, read_submission, repair, written
from sowcourse.notebook import Notebook, read_notebook, source

NAME = "5-politiserend"


def given_and_good() -> tuple[Notebook, Notebook]:
    """The student version, and the same with the model answers."""
    model = read_notebook(assignments_root() / NAME / f"{NAME}.ipynb")
    stubs = []
    for cell in model["cells"]:
        stub = cell["metadata"].get("sowcourse", {}).get("stub")
        text = re.sub(r"\n?### BEGIN HIDDEN.*### END HIDDEN TESTS", "", source(cell), flags=re.DOTALL)
        stubs.append({**cell, "source": text if stub is None else stub})
    given = model | {"cells": stubs}
    answers = {cell["id"]: source(cell) for cell in model["cells"] if cell["metadata"]["nbgrader"]["solution"]}
    return given, given | {"cells": [{**c, "source": answers.get(c["id"], source(c))} for c in stubs]}


GIVEN, GOOD = given_and_good()
PROSE = ("uitleg-val", "andere-kant", "reflectie")


def handed_in(change: Callable[[list[dict[str, Any]]], None]) -> Notebook:
    """The good submission after a change to its cells, read back from a file."""
    cells = json.loads(json.dumps(GOOD["cells"]))
    change(cells)
    return read_submission(json.dumps(GOOD | {"cells": cells}).encode())


def find(cells: list[dict[str, Any]], name: str) -> int:
    return next(index for index, cell in enumerate(cells) if cell["id"] == name)


def answer(notebook: Notebook, name: str) -> str:
    return source(next(cell for cell in notebook["cells"] if cell["id"] == name))


def test_a_good_submission_comes_out_as_it_went_in_without_a_remark() -> None:
    fixed = repair(handed_in(lambda cells: None), GIVEN)
    assert fixed.remarks == []
    assert [(c["id"], source(c)) for c in fixed.notebook["cells"]] == [(c["id"], source(c)) for c in GOOD["cells"]]


def test_a_copied_check_cell_is_named_and_ours_is_used() -> None:
    def copy(cells: list[dict[str, Any]]) -> None:
        place = find(cells, "test-stap-3")
        cells.insert(place + 1, dict(cells[place]))

    fixed = repair(handed_in(copy), GIVEN)
    assert [str(r) for r in fixed.remarks] == [
        "«test-stap-3»: deze cel stond er twee keer in; er is nagekeken met het origineel."
    ]
    assert len(fixed.notebook["cells"]) == len(GIVEN["cells"])


def test_an_answer_split_in_two_is_one_answer_in_order() -> None:
    def split(cells: list[dict[str, Any]]) -> None:
        place = find(cells, "reflectie")
        first, second = cells[place]["source"].split("**Blik", 1)
        cells[place]["source"] = first
        cells.insert(place + 1, {**cells[place], "source": "**Blik" + second})

    fixed = repair(handed_in(split), GIVEN)
    assert re.sub(r"\s+", " ", answer(fixed.notebook, "reflectie")) == re.sub(r"\s+", " ", answer(GOOD, "reflectie"))
    assert fixed.remarks[0].look
    assert "stond in 2 cellen" in fixed.remarks[0].sentence


def test_a_reflection_below_the_untouched_cell_becomes_the_answer() -> None:
    def below(cells: list[dict[str, Any]]) -> None:
        place = find(cells, "reflectie")
        text = cells[place]["source"]
        cells[place]["source"] = answer(GIVEN, "reflectie")
        cells.insert(place + 1, {"cell_type": "markdown", "id": "abc", "metadata": {}, "source": text})

    fixed = repair(handed_in(below), GIVEN)
    assert answer(fixed.notebook, "reflectie") == answer(GOOD, "reflectie").strip()
    assert [r.cell for r in fixed.remarks if r.look] == ["reflectie"]


def test_an_answer_typed_into_the_question_is_kept_for_a_person_to_see() -> None:
    def inside(cells: list[dict[str, Any]]) -> None:
        cells[find(cells, "deel-e")]["source"] += "\nMijn tegenstander zou zeggen dat praten traag is maar houdt."
        cells[find(cells, "andere-kant")]["source"] = answer(GIVEN, "andere-kant")

    fixed = repair(handed_in(inside), GIVEN)
    assert "praten traag is maar houdt" in "\n".join(source(c) for c in fixed.notebook["cells"])
    assert source(fixed.notebook["cells"][0]) == source(GIVEN["cells"][0])


@pytest.mark.parametrize("name", ["test-stap-2", "stap-2", "reflectie", "klaarzetten", "deel-a"])
def test_a_deleted_cell_is_put_back(name: str) -> None:
    fixed = repair(handed_in(lambda cells: cells.pop(find(cells, name)) and None), GIVEN)
    assert [c["id"] for c in fixed.notebook["cells"]] == [c["id"] for c in GIVEN["cells"]]
    assert answer(fixed.notebook, name) == answer(GIVEN, name)


def test_a_deleted_reflection_is_looked_at_and_not_simply_zero() -> None:
    fixed = repair(handed_in(lambda cells: cells.pop(find(cells, "reflectie")) and None), GIVEN)
    assert [str(r) for r in fixed.remarks if r.look] == ["«reflectie»: dit antwoordvak ontbrak en is teruggezet."]


def test_answers_without_any_mark_are_found_by_place_and_by_name() -> None:
    def strip(cells: list[dict[str, Any]]) -> None:
        for cell in cells:
            cell["metadata"] = {}
            cell["id"] = f"{random.Random(cell['id']).getrandbits(32):08x}"

    fixed = repair(handed_in(strip), GIVEN)
    for cell in GOOD["cells"]:
        assert answer(fixed.notebook, cell["id"]) == source(cell)


def test_changed_points_and_checks_are_undone() -> None:
    def cheat(cells: list[dict[str, Any]]) -> None:
        cell = cells[find(cells, "test-stap-1")]
        cell["source"] = "print('goed')"
        cell["metadata"]["nbgrader"]["points"] = 99

    fixed = repair(handed_in(cheat), GIVEN)
    assert [c["metadata"] for c in fixed.notebook["cells"]] == [c["metadata"] for c in GIVEN["cells"]]
    assert answer(fixed.notebook, "test-stap-1") == answer(GIVEN, "test-stap-1")
    assert [r.cell for r in fixed.remarks] == ["test-stap-1"]


def test_a_retyped_answer_is_still_the_answer() -> None:
    def retype(cells: list[dict[str, Any]]) -> None:
        cells[find(cells, "reflectie")]["cell_type"] = "raw"

    fixed = repair(handed_in(retype), GIVEN)
    assert answer(fixed.notebook, "reflectie") == answer(GOOD, "reflectie")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    plain = json.loads(json.dumps(GOOD, ensure_ascii=False).replace("✓", "").replace("→", ""))
    text = json.dumps(plain, ensure_ascii=encoding == "cp1252")
    assert belongs(read_submission(text.encode(encoding)), GIVEN) == 1


def test_the_format_of_ten_years_ago_is_read() -> None:
    cells = [
        {**cell, "input": source(cell)} if cell["cell_type"] == "code" else {**cell, "source": [source(cell)]}
        for cell in GOOD["cells"]
    ]
    for cell in cells:
        if cell["cell_type"] == "code":
            del cell["source"]
    old = {"nbformat": 3, "worksheets": [{"cells": cells}]}
    fixed = repair(read_submission(json.dumps(old).encode()), GIVEN)
    assert answer(fixed.notebook, "stap-1") == answer(GOOD, "stap-1")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "dit bestand is leeg."),
        (b"PK\x03\x04....word/document.xml", "dit is een Word-bestand, geen notebook."),
        (b"PK\x03\x04....iets.txt", "dit is een zip-bestand, geen notebook."),
        (b"%PDF-1.7", "dit is een pdf, geen notebook."),
        (b"Beste lesgever", "dit is geen notebook, welke naam het ook heeft."),
        (b'{"cells": 3}', "dit is geen notebook, welke naam het ook heeft."),
        (b"[1, 2]", "dit is geen notebook, welke naam het ook heeft."),
        (b'{"cells": [{"cell_type": "mark', "dit notebook is afgebroken of beschadigd."),
    ],
)
def test_what_is_no_notebook_is_named(content: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_submission(content)


def test_a_notebook_of_another_course_does_not_belong() -> None:
    other = {
        "cells": [{"cell_type": "markdown", "id": "titel", "metadata": {}, "source": "# Wiskunde"}],
        "metadata": {},
    }
    assert belongs(other, GIVEN) < 0.1
    assert belongs(GOOD, GIVEN) == 1


def test_the_fuller_of_two_is_the_one_with_more_of_the_students_own() -> None:
    assert written(GIVEN, GIVEN) == 0
    assert written(GOOD, GIVEN) > 1000


def mangle(cells: list[dict[str, Any]], dice: random.Random) -> None:
    """One thing that happens to notebooks in real classes."""
    place = dice.randrange(len(cells))
    match dice.randrange(8):
        case 0:
            if not cells[place]["metadata"].get("nbgrader", {}).get("solution"):
                cells.pop(place)
        case 1:
            cells.insert(dice.randrange(len(cells)), dict(cells[place]))
        case 2:
            text = source(cells[place])
            cut = dice.randrange(len(text) + 1)
            cells[place]["source"] = text[:cut]
            cells.insert(place + 1, {**cells[place], "source": text[cut:]})
        case 3:
            cells.insert(dice.randrange(len(cells)), cells.pop(place))
        case 4:
            cells[place]["cell_type"] = dice.choice(["code", "markdown", "raw"])
        case 5:
            cells[place]["id"] = "x" * dice.randrange(9)
        case 6:
            cells[place]["metadata"] = dice.choice([{}, {"nbgrader": 7}, {"nbgrader": {"points": 99}}, {"tags": ["a"]}])
        case _:
            cells.insert(
                place, {"cell_type": "markdown", "id": "", "metadata": {}, "source": "Nog een eigen gedachte."}
            )


@pytest.mark.parametrize("seed", range(150))
def test_after_any_edits_no_word_is_lost_and_the_assignment_is_whole(seed: int) -> None:
    dice = random.Random(seed)
    cells = json.loads(json.dumps(GOOD["cells"]))
    for _ in range(dice.randrange(1, 8)):
        mangle(cells, dice)
    fixed = repair(read_submission(json.dumps(GOOD | {"cells": cells}).encode()), GIVEN)
    ours = [cell for cell in fixed.notebook["cells"] if not cell["id"].startswith("extra-")]
    assert [c["id"] for c in ours] == [c["id"] for c in GIVEN["cells"]]
    assert [c["metadata"] for c in ours] == [c["metadata"] for c in GIVEN["cells"]]
    for cell, mine in zip(ours, GIVEN["cells"], strict=True):
        if not mine["metadata"]["nbgrader"]["solution"]:
            assert source(cell) == source(mine)
    kept = set(re.findall(r"\w+", "\n".join(source(cell) for cell in fixed.notebook["cells"])))
    prose = "\n".join(source(c) for c in cells if source(c) not in {source(m) for m in GIVEN["cells"]})
    for word in re.findall(r"\w+", "\n".join(answer(GOOD, name) for name in PROSE)):
        assert word in kept or word not in prose


@pytest.mark.parametrize("seed", range(40))
def test_a_file_cut_off_anywhere_is_refused_with_a_sentence(seed: int) -> None:
    content = json.dumps(GOOD).encode()
    cut = random.Random(seed).randrange(len(content) - 1)
    with pytest.raises(ValueError, match=r"Vraag de student"):
        read_submission(content[:cut])
