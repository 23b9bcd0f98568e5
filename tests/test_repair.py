"""Whatever students do to a notebook: nothing crashes, no word is lost, the assignment stays what it was."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sowcourse.content import assignments_root
from sowcourse.criteria import criteria_of
from sowcourse.notebook import Notebook, markers, read_notebook, source
from sowcourse.submissions.repair import ENOUGH, belongs, loose, made_for, repair, written
from sowcourse.submissions.submission import read_submission

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


def test_what_counts_as_complete_is_what_was_given_out_whatever_a_notebook_says_of_itself() -> None:
    asked = criteria_of(GIVEN["cells"], Path(NAME))
    assert asked, "something is asked of a reflection here"

    def forge(cells: list[dict[str, Any]]) -> None:
        for cell in cells:
            cell["metadata"].setdefault("sowcourse", {})["criteria"] = {"words": 1}
            cell["metadata"]["nbgrader"] = dict(cell["metadata"]["nbgrader"], points=999)
        copy = json.loads(json.dumps(cells[find(cells, "reflectie")]))
        cells.insert(0, copy | {"id": "nog-een"})

    fixed = repair(handed_in(forge), GIVEN)
    assert criteria_of(fixed.notebook["cells"], Path(NAME)) == asked
    points = {cell["id"]: cell["metadata"]["nbgrader"].get("points") for cell in GIVEN["cells"]}
    assert {c["id"]: markers(c).get("points") for c in fixed.notebook["cells"] if c["id"] in points} == points
    assert all(markers(cell).get("points") is None for cell in fixed.notebook["cells"] if cell["id"] not in points)


def test_two_who_handed_in_the_same_cell_each_have_one_of_their_own() -> None:
    content = json.dumps({"cells": [{"cell_type": "code", "id": "a", "metadata": {"own": []}, "source": "1"}]}).encode()
    one, other = read_submission(content)["cells"][0], read_submission(content)["cells"][0]
    one["metadata"]["own"].append("van één")
    one["source"] = "2"
    assert other == {"cell_type": "code", "id": "a", "metadata": {"own": []}, "source": "1"}
    assert read_submission(content)["cells"][0] == other, "and what is remembered did not change either"


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


def test_a_reflection_in_a_new_code_cell_is_read_as_prose() -> None:
    def below(cells: list[dict[str, Any]]) -> None:
        place = find(cells, "reflectie")
        text = cells[place]["source"]
        cells[place]["source"] = answer(GIVEN, "reflectie")
        cells.insert(place + 1, {"cell_type": "code", "id": "abc", "metadata": {}, "source": text})

    fixed = repair(handed_in(below), GIVEN)
    assert answer(fixed.notebook, "reflectie") == answer(GOOD, "reflectie")
    assert [r.cell for r in fixed.remarks if r.look] == ["reflectie"]


def test_the_second_half_of_an_answer_without_its_id_belongs_to_it() -> None:
    def split(cells: list[dict[str, Any]]) -> None:
        place = find(cells, "reflectie")
        first, second = cells[place]["source"].split("\n", 1)
        cells[place]["source"] = first
        cells.insert(place + 1, {"cell_type": "markdown", "id": "abc", "metadata": {}, "source": second})

    fixed = repair(handed_in(split), GIVEN)
    assert answer(fixed.notebook, "reflectie").split() == answer(GOOD, "reflectie").split()
    assert [(r.cell, r.look) for r in fixed.remarks] == [("reflectie", True)]


def test_a_picture_that_was_pasted_into_an_answer_is_told() -> None:
    def paste(cells: list[dict[str, Any]]) -> None:
        cells[find(cells, "reflectie")]["attachments"] = {"foto.png": {"image/png": "AAAA"}}

    (remark,) = repair(handed_in(paste), GIVEN).remarks
    assert (remark.cell, remark.look) == ("reflectie", True)
    assert "een afbeelding" in remark.sentence


def test_an_answer_typed_into_the_question_is_kept_for_a_person_to_see() -> None:
    def inside(cells: list[dict[str, Any]]) -> None:
        cells[find(cells, "deel-e")]["source"] += "\nMijn tegenstander zou zeggen dat praten traag is maar houdt."
        cells[find(cells, "andere-kant")]["source"] = answer(GIVEN, "andere-kant")

    fixed = repair(handed_in(inside), GIVEN)
    assert "praten traag is maar houdt" in "\n".join(source(c) for c in fixed.notebook["cells"])
    assert [r.cell for r in fixed.remarks if r.look] == ["andere-kant"], "an empty answer is not simply zero"
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
    ours = [c for c in fixed.notebook["cells"] if not c["id"].startswith("extra-")]
    assert [c["metadata"] for c in ours] == [c["metadata"] for c in GIVEN["cells"]]
    assert answer(fixed.notebook, "test-stap-1") == answer(GIVEN, "test-stap-1")
    assert [r.cell for r in fixed.remarks] == ["test-stap-1"]


def test_a_retyped_answer_is_still_the_answer() -> None:
    def retype(cells: list[dict[str, Any]]) -> None:
        cells[find(cells, "reflectie")]["cell_type"] = "raw"

    fixed = repair(handed_in(retype), GIVEN)
    assert answer(fixed.notebook, "reflectie") == answer(GOOD, "reflectie")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
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
        (b'{"cells": ' + b"[" * 100_000, "dit bestand is zo in elkaar genest"),
        (b'{"cells": [' + b"{}," * 5000 + b"{}]}", "dit notebook heeft 5001 cellen"),
        (b"<<<<<<< HEAD\n{}\n=======", "dit notebook bevat twee versies door elkaar"),
        (b"Rar!\x1a\x07\x01", "dit is een rar-bestand"),
        (b"7z\xbc\xaf\x27\x1c", "dit is een 7z-bestand"),
        (b"\xd0\xcf\x11\xe0", "dit is een oud Office-bestand"),
        (b"PK\x03\x04....xl/workbook.xml", "dit is een Excel-bestand"),
        (b"{\\rtf1 tekst}", "dit is een rtf-bestand"),
        (b"\x89PNG\r\n", "dit is een afbeelding"),
        (b"<!DOCTYPE html>\n<html>", "dit is een webpagina, geen notebook; misschien een export"),
        (b"#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n", "dit is een export naar een Python-bestand"),
    ],
)
def test_what_is_no_notebook_is_named(content: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_submission(content)


ODD = {
    "not a number": json.dumps(GOOD | {"metadata": {"x": float("nan")}}).encode(),
    "half a character": json.dumps(GOOD).encode().replace(b"Beste collega", b"\\ud800 Beste collega"),
    "no sources": json.dumps({"cells": [{**cell, "source": None} for cell in GOOD["cells"]]}).encode(),
    "odd sources": json.dumps({"cells": [{**cell, "source": [None, 1, {}]} for cell in GOOD["cells"]]}).encode(),
    "odd marks": json.dumps({"cells": [{**cell, "metadata": {"nbgrader": [1]}} for cell in GOOD["cells"]]}).encode(),
    "odd ids": json.dumps({"cells": [{**cell, "id": [1]} for cell in GOOD["cells"]]}).encode(),
    "odd metadata": json.dumps(GOOD | {"metadata": [3]}).encode(),
    "odd worksheets": b'{"worksheets": [1, null, {"cells": null}, {"cells": [3]}]}',
    "one key twice": b'{"cells": [], "cells": ' + json.dumps(GOOD["cells"]).encode() + b"}",
    "padded": json.dumps(GOOD).encode() + b"\n\x00\x00",
    "bare line breaks": json.dumps(GOOD).encode().replace(b"\\n", b"\n"),
    "huge metadata": json.dumps(GOOD | {"metadata": {"x": ["y" * 1000] * 10_000}}).encode(),
    "deep code": json.dumps(GOOD | {"cells": [*GOOD["cells"], {"cell_type": "code", "source": "-" * 10**5}]}).encode(),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_notebook_is_read_and_what_comes_of_it_can_be_stored(name: str) -> None:
    notebook = read_submission(ODD[name])
    belongs(notebook, GIVEN)
    fixed = repair(notebook, GIVEN)
    assert json.dumps(fixed.notebook, ensure_ascii=False).encode()
    assert len(fixed.notebook["cells"]) >= len(GIVEN["cells"])
    if name in ("not a number", "one key twice", "padded", "bare line breaks", "huge metadata"):
        assert [source(c) for c in fixed.notebook["cells"]] == [source(c) for c in GOOD["cells"]]


def test_another_assignment_of_the_same_course_does_not_belong_whatever_it_says_of_itself() -> None:
    other = read_notebook(assignments_root() / "4-verbindend" / "4-verbindend.ipynb")
    assert made_for(other) == "4-verbindend"
    assert belongs(other, GIVEN) < ENOUGH
    assert belongs(other | {"metadata": {}}, GIVEN) < ENOUGH
    assert belongs(GOOD | {"metadata": {}}, GIVEN) == 1


def test_a_notebook_with_all_texts_and_checks_deleted_still_belongs() -> None:
    answers = [c for c in GOOD["cells"] if c["metadata"]["nbgrader"]["solution"]]
    assert belongs(GOOD | {"cells": answers}, GIVEN) == 1
    assert belongs(GOOD | {"cells": answers[:1]}, GIVEN) < ENOUGH


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


# Prose, whatever cell it stands in ------------------------------------------------------------------------------------

WORDS = "De andere kant heeft een punt: vaste regels zijn voor iedereen gelijk."
Cells = list[dict[str, Any]]


def new(text: str, kind: str = "code", **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "id": "nieuw", "metadata": {}, "source": text, **more}


def shown(text: str, kind: str = "stream") -> list[dict[str, Any]]:
    if kind == "stream":
        return [{"output_type": "stream", "name": "stdout", "text": text.splitlines(keepends=True)}]
    return [{"output_type": "display_data", "metadata": {}, "data": {kind: text, "text/plain": "<IPython object>"}}]


def empty_with(*cells: dict[str, Any], at: str = "andere-kant", above: bool = False) -> Notebook:
    """A submission in which one question kept its stub, with new cells beside one of ours."""

    def change(found: Cells) -> None:
        found[find(found, "andere-kant")]["source"] = answer(GIVEN, "andere-kant")
        place = find(found, at) + (not above)
        found[place:place] = cells

    return handed_in(change)


BELOW: dict[str, dict[str, Any]] = {
    "comment": new(f"# {WORDS}"),
    "comments": new("# De andere kant heeft een punt:\n# vaste regels\n#\n## zijn voor iedereen gelijk."),
    "string": new(f'"{WORDS}"'),
    "triple": new(f"'''\n{WORDS}\n'''"),
    "print": new(f'print("{WORDS}")'),
    "prints": new('print("De andere kant heeft een punt:")\nprint("vaste regels zijn voor iedereen gelijk.")'),
    "f-string": new(f'print(f"{{armoede.shape}} {WORDS}")'),
    "variable": new(f'antwoord = """{WORDS}"""\nantwoord'),
    "joined": new('mijn = ("De andere kant heeft een punt: "\n  "vaste regels zijn voor iedereen gelijk.")'),
    "list": new('["De andere kant heeft een punt:", "vaste regels zijn voor iedereen gelijk."]'),
    "display": new(f'from IPython.display import Markdown, display\ndisplay(Markdown("**{WORDS}**"))'),
    "dedent": new(f'import textwrap\nprint(textwrap.dedent("""\n    {WORDS}\n"""))'),
    "magic": new(f"%%markdown\n{WORDS}"),
    "timed": new(f"%%time\n# {WORDS}"),
    "shell": new(f"!echo {WORDS}"),
    "plain": new(WORDS),
    "valid": new("vertrouwen and regels is gelijk\n# vaste regels zijn voor iedereen gelijk"),
    "raw": new(WORDS, "raw"),
    "heading": new(WORDS, "heading", level=2),
    "unknown kind": new(WORDS, "text"),
    "markdown": new(f"> {WORDS}", "markdown"),
    "metadata": new("", metadata={"notes": {"text": [WORDS]}}),
    "field": {"cell_type": "markdown", "id": "", "metadata": {}, "source": "", "content": WORDS},
    "attachment": new("", "markdown", attachments={"antwoord.txt": {"text/plain": WORDS}}),
    "output": new("", outputs=shown(WORDS)),
    "read": new('print(open("antwoord.txt").read())', outputs=shown(WORDS)),
    "rendered": new("display(tekst)", outputs=shown(WORDS, "text/markdown")),
    "html": new("display(HTML(tekst))", outputs=shown(f"<style>p {{ color: red }}</style><p>{WORDS}</p>", "text/html")),
    "html, wiped": new("", outputs=shown(f"<table><tr><td>{WORDS}</table>", "text/html")),
    "latex": new("Latex(tekst)", outputs=shown(WORDS, "text/latex")),
    "drawing": new("SVG(tekst)", outputs=shown(f"<svg><text>{WORDS}</text></svg>", "image/svg+xml")),
    "json": new("JSON(tekst)", outputs=[{"output_type": "execute_result", "data": {"application/json": {"a": WORDS}}}]),
    "printf": new(f'!printf "{WORDS}"'),
    "typed": new('antwoord = input("Je antwoord: ")', outputs=shown(f"Je antwoord: {WORDS}")),
}
"""Cells below an untouched box in which the answer stands."""


@pytest.mark.parametrize("name", BELOW)
def test_prose_below_an_untouched_box_is_the_answer_whatever_cell_it_stands_in(name: str) -> None:
    fixed = repair(empty_with(BELOW[name]), GIVEN)
    told = " ".join(answer(fixed.notebook, "andere-kant").split())
    assert "vaste regels zijn voor iedereen gelijk" in told
    assert not told.startswith(("#", '"', "print"))
    (remark,) = [remark for remark in fixed.remarks if remark.look]
    assert (remark.cell, remark.private) == ("andere-kant", False)
    assert "in een nieuwe cel onder het antwoordvak; het hoort nu bij de vraag" in remark.sentence


@pytest.mark.parametrize("name", ["comment", "print", "triple", "raw", "metadata", "output"])
def test_prose_above_an_untouched_box_is_the_answer_too(name: str) -> None:
    fixed = repair(empty_with(BELOW[name], above=True), GIVEN)
    assert WORDS in answer(fixed.notebook, "andere-kant")
    assert [remark.cell for remark in fixed.remarks if remark.look] == ["andere-kant"]


def test_text_that_a_tool_hung_on_the_box_itself_or_on_the_question_is_found() -> None:
    for place in ("andere-kant", "deel-e"):

        def hang(cells: Cells, place: str = place) -> None:
            cells[find(cells, "andere-kant")]["source"] = answer(GIVEN, "andere-kant")
            cells[find(cells, place)]["metadata"]["comment"] = WORDS

        fixed = repair(handed_in(hang), GIVEN)
        assert [remark.cell for remark in fixed.remarks if remark.look] == ["andere-kant"]
        assert WORDS in "\n".join(source(cell) for cell in fixed.notebook["cells"])


def test_a_picture_in_a_new_cell_below_an_untouched_box_waits_for_a_person() -> None:
    photo = new("", "markdown", attachments={"foto.png": {"image/png": "AAAA"}})
    fixed = repair(empty_with(photo), GIVEN)
    assert [remark.cell for remark in fixed.remarks if remark.look] == ["andere-kant"]
    assert "Hier staat een afbeelding" in answer(fixed.notebook, "andere-kant")


STRAY: dict[str, tuple[dict[str, Any], str]] = {
    "top": (new(f"# {WORDS}"), "titel"),
    "end": (new(f'print("{WORDS}")'), "slot"),
    "elsewhere": (new(f'"""{WORDS}"""'), "stap-2"),
    "with code": (new(f"x = 3\n# {WORDS}\nx + 1"), "andere-kant"),
    "in a function": (new(f'def antwoord():\n    return "{WORDS}"'), "andere-kant"),
    "in a condition": (new(f'if True:\n    print("{WORDS}")'), "andere-kant"),
    "metadata": (new("1 + 1", metadata={"opmerking": WORDS}), "slot"),
}
"""Cells with text of which nobody can know for sure to which question it belongs, and the cell of ours above."""


@pytest.mark.parametrize("name", STRAY)
def test_an_empty_box_waits_for_a_person_while_there_is_text_elsewhere(name: str) -> None:
    cell, at = STRAY[name]
    fixed = repair(empty_with(cell, at=at), GIVEN)
    assert answer(fixed.notebook, "andere-kant") == answer(GIVEN, "andere-kant")
    assert [(remark.cell, remark.look) for remark in fixed.remarks] == [("andere-kant", True)]
    assert fixed.unread == ("andere-kant",)
    assert any(WORDS in text for text in loose(fixed.notebook["cells"], BY_NAME))


BY_NAME = {cell["id"]: cell for cell in GIVEN["cells"]}
IN_BOXES = {
    "comment": ("val", f'oordeel = "weigeren"\n# {WORDS}'),
    "print": ("stap-2", f'print("{WORDS}")'),
    "prose": ("val", WORDS),
    "value": ("standpunt-achteraf", f'standpunt_achteraf = "{WORDS}"'),
    "string": ("stap-4", f'daling_be = 12.9\ndaling_nl = 8.4\n"""{WORDS}"""'),
}
"""Text in the box of a question that asks for code."""


@pytest.mark.parametrize("name", IN_BOXES)
def test_text_in_a_box_that_asks_for_code_is_seen_while_another_is_empty(name: str) -> None:
    box, text = IN_BOXES[name]

    def move(cells: Cells) -> None:
        cells[find(cells, "andere-kant")]["source"] = answer(GIVEN, "andere-kant")
        cells[find(cells, box)]["source"] = text

    fixed = repair(handed_in(move), GIVEN)
    assert fixed.unread == ("andere-kant",)
    assert any(WORDS in found for found in loose(fixed.notebook["cells"], BY_NAME))


def test_a_reflection_in_the_box_of_another_question_is_known_by_its_labels() -> None:
    def move(cells: Cells) -> None:
        cells[find(cells, "andere-kant")]["source"] += "\n\n" + cells[find(cells, "reflectie")]["source"]
        cells[find(cells, "reflectie")]["source"] = answer(GIVEN, "reflectie")

    fixed = repair(handed_in(move), GIVEN)
    assert fixed.unread == ("reflectie",)
    assert "het antwoord lijkt in het vak «andere-kant» te staan" in str(fixed.remarks[0])


NO_PROSE = {
    "nothing": [],
    "import": [new("import pandas as pd")],
    "code": [new("armoede.groupby('geo')['waarde'].mean().plot(title='Armoede')"), new("x = 3  # tel")],
    "magic": [new("%matplotlib inline"), new("!pip install sowcourse"), new("%%time\n1 + 1")],
    "blank": [new(""), new("\n\n", "markdown"), new("#")],
    "output": [new("armoede.head()", outputs=shown("   geo  jaar\n0  BE  2003\n1  NL 2004\n"))],
    "table": [new("armoede", outputs=shown("<style>a</style><table><td>Dit zijn vier woorden</table>", "text/html"))],
    "figure": [new("teken()", outputs=shown("<script>var a = een twee drie</script><div id='b'></div>", "text/html"))],
    "shell": [new("!pip install 'pandas' \"numpy\""), new("!ls -l 'een map'")],
    "settings": [new("1", metadata={"collapsed": True, "ExecuteTime": {"start_time": "2026-11-26T10:00:00"}})],
}
"""New cells without a word of prose."""


@pytest.mark.parametrize("name", NO_PROSE)
def test_an_empty_box_without_text_anywhere_is_nobodys_to_look_at(name: str) -> None:
    fixed = repair(empty_with(*NO_PROSE[name]), GIVEN)
    assert [remark for remark in fixed.remarks if remark.look] == []
    assert answer(fixed.notebook, "andere-kant") == answer(GIVEN, "andere-kant")


def test_notes_in_code_are_no_reason_to_look_when_every_box_is_filled() -> None:
    fixed = repair(handed_in(lambda cells: cells.insert(1, new(f"# {WORDS}\nimport math"))), GIVEN)
    assert fixed.remarks == []


def test_words_without_spaces_between_them_are_words() -> None:
    fixed = repair(empty_with(new("# 规则对每个人都是一样的")), GIVEN)
    assert "规则对每个人都是一样的" in answer(fixed.notebook, "andere-kant")


def part(**state: Any) -> dict[str, Any]:
    """The saved state of a part of a notebook, as JupyterLab keeps it."""
    return {"model_name": "TextareaModel", "model_module": "@jupyter-widgets/controls", "state": state}


STATES = "application/vnd.jupyter.widget-state+json"
KEPT: dict[str, dict[str, Any]] = {
    "own field": {"antwoord": WORDS},
    "deeper": {"cursus": {"notities": [WORDS]}},
    "text box": {"widgets": {STATES: {"state": {"a": part(value=WORDS)}}}},
    "page": {"widgets": {STATES: {"state": {"a": part(value=f"<p>{WORDS}</p>")}}}},
    "as colab keeps it": {"widgets": {STATES: {"a": part(value=WORDS)}}},
    "part of a lesson": {"widgets": {STATES: {"state": {"a": part(answer={"notitie": WORDS}, _esm="let a = 1")}}}},
}


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
def test_text_that_a_tool_kept_about_the_whole_notebook_is_shown(kept: dict[str, Any]) -> None:
    notebook = empty_with()
    fixed = repair({**notebook, "metadata": notebook["metadata"] | kept}, GIVEN)
    assert fixed.unread == ("andere-kant",)
    assert WORDS in [source(cell) for cell in fixed.notebook["cells"]]


def test_what_tools_keep_about_a_notebook_is_no_answer() -> None:
    notebook = empty_with()
    said = part(description=WORDS, _esm=WORDS, data={"label": WORDS}, value=3, placeholder=WORDS)
    kept = {"title": "Opdracht 5", "authors": [{"name": "Bo van den Berg"}]}
    kept |= {"widgets": {STATES: {"state": {"a": said}}}}
    fixed = repair({**notebook, "metadata": notebook["metadata"] | kept}, GIVEN)
    assert (fixed.unread, fixed.remarks) == ((), [])


@pytest.mark.parametrize("name", ["antwoord.docx", "map/Andere kant.PDF", "IMG_2031.heic", "notities.txt"])
def test_an_empty_box_waits_for_a_person_while_a_text_or_photo_lies_beside_the_notebook(name: str) -> None:
    fixed = repair(empty_with(), GIVEN, ["cijfers.csv", name])
    assert [(remark.cell, remark.look) for remark in fixed.remarks] == [("andere-kant", True)]
    assert name in fixed.remarks[0].sentence
    assert fixed.unread == ("andere-kant",)


def test_data_and_code_beside_a_notebook_and_a_text_beside_a_full_one_are_no_reason_to_look() -> None:
    assert repair(empty_with(), GIVEN, ["cijfers.csv", "hulp.py"]).remarks == []
    assert repair(GOOD, GIVEN, ["antwoord.docx"]).remarks == []


def moved(name: str, to: str, stub: str | None = None) -> Callable[[Cells], None]:
    """The code of one box in a new cell below one of ours; what stays in the box is the stub unless said."""

    def change(cells: Cells) -> None:
        cell = cells[find(cells, name)]
        cells.insert(find(cells, to) + 1, new(cell["source"]))
        cell["source"] = answer(GIVEN, name) if stub is None else stub

    return change


@pytest.mark.parametrize("stub", [None, "", "\n"])
@pytest.mark.parametrize(("name", "to"), [("stap-2", "test-stap-2"), ("val", "slot"), ("stap-4", "deel-c5")])
def test_code_only_below_its_check_waits_for_a_person(name: str, to: str, stub: str | None) -> None:
    fixed = repair(handed_in(moved(name, to, stub)), GIVEN)
    assert [(remark.cell, remark.look) for remark in fixed.remarks] == [(name, True)]
    assert "pas een cel onder de controle" in fixed.remarks[0].sentence
    assert fixed.unread == (f"test-{name}",)


def test_code_above_its_box_is_not_undone_by_a_stub_that_stayed() -> None:
    fixed = repair(handed_in(moved("stap-2", "klaarzetten")), GIVEN)
    assert answer(fixed.notebook, "stap-2") == ""
    assert [(remark.cell, remark.look) for remark in fixed.remarks] == [("stap-2", True)]
    assert fixed.unread == ()


def test_code_between_its_box_and_its_check_is_simply_the_answer() -> None:
    fixed = repair(handed_in(moved("stap-2", "stap-2")), GIVEN)
    assert (fixed.remarks, fixed.unread) == ([], ())


def test_a_box_that_stayed_as_it_was_is_nobodys_to_look_at_without_code_elsewhere() -> None:
    def leave(cells: Cells) -> None:
        cells[find(cells, "stap-2")]["source"] = answer(GIVEN, "stap-2")
        cells.insert(find(cells, "slot"), new("iets_anders = 3"))

    fixed = repair(handed_in(leave), GIVEN)
    assert (fixed.remarks, fixed.unread) == ([], ())
    assert answer(fixed.notebook, "stap-2") == answer(GIVEN, "stap-2")


def test_a_text_that_has_a_name_stays_there_for_the_code_that_uses_it() -> None:
    fixed = repair(empty_with(new(f'mijn_tekst = "{WORDS}"')), GIVEN)
    assert WORDS in answer(fixed.notebook, "andere-kant")
    assert [source(c) for c in fixed.notebook["cells"] if c["id"] == "extra-1"] == [f'mijn_tekst = "{WORDS}"']


def test_code_added_to_our_first_cell_runs_unless_it_replaces_what_is_ours() -> None:
    def add(cells: Cells) -> None:
        cells[find(cells, "klaarzetten")]["source"] += "\nimport math as m\narmoede = 3\n# Mijn eigen notitie erbij.\n"

    fixed = repair(handed_in(add), GIVEN)
    added = [(c["cell_type"], source(c)) for c in fixed.notebook["cells"] if c["id"].startswith("extra-")]
    assert added[0] == ("code", "import math as m")
    assert "Mijn eigen notitie erbij." in added[1][1]
    assert answer(fixed.notebook, "klaarzetten") == answer(GIVEN, "klaarzetten")


def marked() -> list[dict[str, Any]]:
    """A submission in which every answer has words that occur nowhere else."""
    cells = json.loads(json.dumps([{**cell, "source": source(cell)} for cell in GIVEN["cells"]]))
    for number, cell in enumerate(cells):
        if cell["metadata"]["nbgrader"]["solution"]:
            names = re.findall(r"^(\w+)\s*=", cell["source"], re.MULTILINE)
            code = "\n".join(f'{name} = "woord{number}x{n}"' for n, name in enumerate(names))
            prose = "\n".join(f"woord{number}x{n} staat hier" for n in range(5))
            cell["source"] = prose if cell["cell_type"] == "markdown" else code
    return cells


def mangle(cells: list[dict[str, Any]], dice: random.Random) -> None:
    """One thing that happens to notebooks in real classes."""
    if not cells:
        return
    place = dice.randrange(len(cells))
    cell = cells[place]
    fresh = f"woord{dice.randrange(10**6)}y"
    match dice.randrange(18):
        case 0:
            cells.pop(place)
        case 1:
            cells.insert(dice.randrange(len(cells) + 1), json.loads(json.dumps(cell)))
        case 2:
            cuts = [found.end() for found in re.finditer(r"\w\b", cell["source"])] or [0]
            cut = dice.choice(cuts)
            cells.insert(place + 1, {**json.loads(json.dumps(cell)), "source": cell["source"][cut:]})
            cell["source"] = cell["source"][:cut]
        case 3:
            cells.insert(dice.randrange(len(cells)), cells.pop(place))
        case 4:
            cell["cell_type"] = dice.choice(["code", "markdown", "raw"])
        case 5:
            cell["id"] = "x" * dice.randrange(9)
        case 6:
            cell["metadata"] = dice.choice([{}, {"nbgrader": 7}, {"nbgrader": {"points": 99}}, {"tags": ["a"]}])
        case 7:
            kind = dice.choice(["code", "markdown", "raw"])
            cells.insert(place, new(f"Nog een eigen gedachte: {fresh}.", kind))
        case 8:
            if place + 1 < len(cells):
                cell["source"] += "\n\n" + cells.pop(place + 1)["source"]
        case 9:
            cell["source"] += f"\n{fresh}"
        case 10:
            cell["source"] = f"{fresh} {cell['source']}"
        case 11:
            other = dice.choice(cells)
            cell["id"], other["id"] = other["id"], cell["id"]
            cell["metadata"], other["metadata"] = other["metadata"], cell["metadata"]
        case 12:
            cell["source"] = cell["source"].replace(" ", "\u00a0").replace("\n", "\r\n")
        case 13:
            prose = f"Een eigen gedachte over dit alles: {fresh}."
            texts = (f"# {prose}", f'"""{prose}"""', f'print("{prose}")', f'tekst = "{prose}"', f"x = 1\n# {prose}")
            cells.insert(dice.randrange(len(cells) + 1), new(dice.choice(texts)))
        case 14:
            text = dice.choice(["import pandas as pd", "1 / 0", "%matplotlib inline", "armoede = None", "!ls", "x ="])
            cells.insert(dice.randrange(len(cells) + 1), new(f"{text}  # {fresh}"))
        case 15:
            cell["metadata"] = {**cell["metadata"], "notitie": f"Nog een eigen gedachte: {fresh}."}
        case 16:
            cells.insert(place, new("", outputs=shown(f"Nog een eigen gedachte: {fresh}.")))
        case _:
            for each in cells:
                each["metadata"], each["id"] = {}, ""


@pytest.mark.parametrize("seed", range(400))
def test_after_any_edits_no_word_is_lost_and_the_assignment_is_whole(seed: int) -> None:
    dice = random.Random(seed)
    cells = marked()
    for _ in range(dice.randrange(1, 10)):
        mangle(cells, dice)
    fixed = repair(read_submission(json.dumps(GOOD | {"cells": cells}).encode()), GIVEN)
    ours = [cell for cell in fixed.notebook["cells"] if not cell["id"].startswith("extra-")]
    assert [c["id"] for c in ours] == [c["id"] for c in GIVEN["cells"]]
    assert [c["metadata"] for c in ours] == [c["metadata"] for c in GIVEN["cells"]]
    assert len({cell["id"] for cell in fixed.notebook["cells"]}) == len(fixed.notebook["cells"])
    for cell, mine in zip(ours, GIVEN["cells"], strict=True):
        if not mine["metadata"]["nbgrader"]["solution"]:
            assert source(cell) == source(mine)
    hung = [cell["metadata"].get("notitie", "") for cell in cells]
    hung += [str(cell.get("outputs", "")) for cell in cells if not cell["source"].strip()]
    words = set(re.findall(r"woord\d+[xy]\d*", "\n".join([*(cell["source"] for cell in cells), *hung])))
    assert words <= set(re.findall(r"woord\d+[xy]\d*", "\n".join(source(c) for c in fixed.notebook["cells"])))
    looked = {remark.cell for remark in fixed.remarks if remark.look}
    for place, name in ((place, c["id"]) for place, c in enumerate(GIVEN["cells"]) if c["id"] in PROSE):
        left = answer(fixed.notebook, name).split() in ([], answer(GIVEN, name).split())
        assert not left or name in looked or not any(word.startswith(f"woord{place}x") for word in words)


@pytest.mark.parametrize("seed", range(40))
def test_a_file_cut_off_anywhere_is_refused_with_a_sentence(seed: int) -> None:
    content = json.dumps(GOOD).encode()
    cut = random.Random(seed).randrange(len(content) - 1)
    with pytest.raises(ValueError, match=r"Vraag de student"):
        read_submission(content[:cut])
