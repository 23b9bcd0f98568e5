"""The digest of a graded submission, the slips that come from it, and the origins that a student names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sowcourse.gradebook.digest import Digest, Failure, digest, dumped, file_of, literal, load_digest, origins
from sowcourse.report.contradiction import contradiction_table
from sowcourse.report.origin import origin_table
from sowcourse.report.slip import slip_table, slips


def cell(name: str, kind: str, source: str, stub: str | None = None, *errors: tuple[str, str]) -> dict[str, Any]:
    check = name.startswith("test-")
    marks = {
        "grade_id": name,
        "solution": stub is not None,
        "grade": check or kind == "markdown",
        "locked": stub is None,
    }
    outputs = [{"output_type": "error", "ename": e, "evalue": told, "traceback": [told]} for e, told in errors]
    metadata: dict[str, Any] = {"nbgrader": marks}
    if stub is not None:
        metadata["sowcourse"] = {"stub": stub}
    return {"cell_type": kind, "id": name, "metadata": metadata, "source": source, "outputs": outputs}


def submission(stap: str = "x = 3", prose: str = "Ik zag het en ik deed niets, die dag.") -> dict[str, Any]:
    return {
        "cells": [
            cell("standpunt-vooraf", "code", 'standpunt_vooraf = "eens"', "standpunt_vooraf = ..."),
            cell("test-standpunt-vooraf", "code", "check()"),
            cell("stap-1", "code", stap, "x = ..."),
            cell("test-stap-1", "code", "check()", None, ("CheckError", "x: dit is te veel.\nBij jou staat:\n  1 | 2")),
            cell("andere-kant", "markdown", prose, "*Schrijf hier.*"),
            cell("standpunt-achteraf", "code", "standpunt_achteraf = ...", "standpunt_achteraf = ..."),
        ]
    }


def test_a_digest_holds_positions_failures_and_fingerprints_and_comes_back_the_same() -> None:
    found = digest(submission(), "…data-sowcourse-mirror='feeling power'…")
    assert found.positions == ("eens", "")
    assert found.failures == {
        "test-stap-1": Failure(("✗ x: dit is te veel.", "✗ Bij jou staat:", "✗   1 | 2"), "x = 3")
    }
    assert not found.blank
    assert found.mirror == ("feeling", "power")
    assert found.prints["andere-kant"]
    again = load_digest(dumped(found))
    assert again is not None
    assert again.failures == found.failures
    assert list(again.prints["andere-kant"]) == list(found.prints["andere-kant"])
    assert "Ik zag het" not in dumped(found)


def test_a_digest_of_another_form_is_made_anew() -> None:
    kept = dumped(digest(submission(), ""))
    assert load_digest(kept.replace('"form":1', '"form":0')) is None
    assert load_digest(kept.replace('"form":1,', "")) is None


def test_a_digest_is_kept_small_as_people_write_and_comes_back_whole() -> None:
    found = Digest(True, ("één", "twee"), {"test-é": Failure(("✗ a", "✗ b"), "x")}, {"p": (1, 2)}, ("p01",), ("power",))
    kept = dumped(found)
    assert kept == (
        '{"form":1,"blank":true,"positions":["één","twee"],"failures":{"test-é":{"said":["✗ a","✗ b"],"answer":"x"}},'
        '"prints":{"p":[1,2]},"origins":["p01"],"mirror":["power"]}'
    )
    again = load_digest(kept)
    assert again is not None
    assert (again.blank, again.positions, again.failures) == (found.blank, found.positions, found.failures)
    assert (list(again.prints["p"]), list(again.origins), list(again.mirror or ())) == ([1, 2], ["p01"], ["power"])
    assert file_of(Path("klas"), "les", "s1") == Path("klas/autograded/s1/les/samenvatting.json")


def test_a_check_is_told_with_the_code_since_the_check_before_it_and_nothing_that_was_given() -> None:
    task = submission()
    own = {"cell_type": "code", "id": "eigen", "metadata": {}, "source": "y = 1", "outputs": []}
    given = cell("klaarzetten", "code", "import x")
    prose = cell("reflectie", "markdown", "Iets.", "*Schrijf.*")
    second = cell("test-stap-2", "code", "check()", None, ("CheckError", "y: nee."))
    passed = cell("test-stap-3", "code", "check()")
    task["cells"] = [own, given, task["cells"][2], prose, own, task["cells"][3], second, own, passed, second]
    said = ("✗ y: nee.",)
    assert digest(task, "").failures == {
        "test-stap-1": Failure(("✗ x: dit is te veel.", "✗ Bij jou staat:", "✗   1 | 2"), "y = 1\nx = 3\ny = 1"),
        "test-stap-2": Failure(said, ""),
    }
    task["cells"] = [own, given | {"metadata": {"nbgrader": {"grade_id": "a", "locked": True}}}, passed, own, second]
    assert digest(task, "").failures == {"test-stap-2": Failure(said, "y = 1")}


def test_work_below_a_task_is_no_blank_answer_and_what_was_given_is() -> None:
    task = submission("x = ...", "*Schrijf hier.*")
    task["cells"][0]["source"] = "standpunt_vooraf = ..."
    asked = cell("taak", "markdown", "Doe dit.")
    asked["metadata"]["nbgrader"] |= {"task": True, "grade": False}
    below = {"cell_type": "markdown", "id": "x", "metadata": {}, "source": " "}
    task["cells"] += [asked, below]
    assert digest(task, "").blank
    below["source"] = "Gedaan."
    assert not digest(task, "").blank
    task["cells"] = [cell("a", "code", "x = 1", "x = ..."), cell("b", "code", "x = ...", "x = ...")]
    assert not digest(task, "").blank
    del task["cells"][1]["metadata"]["sowcourse"]
    task["cells"] = task["cells"][1:]
    assert not digest(task, "").blank, "of what nobody knows how it was given"


def test_only_prose_that_somebody_wrote_has_a_fingerprint_and_only_the_other_side_names_origins() -> None:
    words = "Zie p14: ik zag het en ik deed niets, die ene dag."
    task = submission(prose=words)
    task["cells"] += [
        cell("vraag", "markdown", words),
        cell("leeg", "markdown", "", "*Schrijf hier.*"),
        cell("code", "code", words, "x"),
        cell("reflectie", "markdown", words.replace("p14", "p15"), "*Schrijf hier.*"),
    ]
    task["cells"][5]["source"] = 'standpunt_achteraf = "oneens"'
    found = digest(task, "")
    assert list(found.prints) == ["andere-kant", "reflectie"]
    assert found.origins == ("p14",)
    assert found.positions == ("eens", "oneens")
    assert digest({"cells": []}, "").positions == ("", "")
    assert digest({"cells": []}, "").origins == ()


def test_answers_as_they_were_given_are_blank_and_have_no_fingerprint() -> None:
    task = submission("x =  ...", "*Schrijf hier.*")
    task["cells"][0]["source"] = "standpunt_vooraf = ..."
    found = digest(task, "")
    assert found.blank
    assert found.prints == {}
    assert found.mirror is None


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ('x = "eens"', "eens"),
        ("x = ...", ""),
        ("x = 3", ""),
        ('"eens"', ""),
        ("import x", ""),
        ('x = "a"; y = "b"', ""),
        ("x = (", ""),
        ("x = '\x00'", ""),
    ],
)
def test_only_a_text_that_is_assigned_is_a_position(code: str, value: str) -> None:
    assert literal(code) == value


@pytest.mark.parametrize(
    ("argument", "named"),
    [
        ("Zie p14, p3 en passage 2, en R4-6; nog eens p14.", ("p14", "p03", "p02", "r4-6")),
        ("Een bladzijde is geen passage: Van Dijk (p. 12).", ()),
        ("Volgens het CBS (CBS, 2022, tabel 3) en nog eens (CBS, 2022).", ("CBS, 2022",)),
        ("In 2022 was het warm; p99 en r9-1 bestaan niet.", ()),
        ("Alinea 26, P 9, p027, p26 en passage 19", ("p26", "p19")),
        ("Volgens ( Movisie , 2019) en R5-12, r5-123", ("Movisie, 2019", "r5-12")),
    ],
)
def test_the_origins_that_an_argument_names(argument: str, named: tuple[str, ...]) -> None:
    assert origins(argument) == named


def failing(*said: str, answer: str = "x = 1") -> Digest:
    return Digest(False, ("", ""), {"test-stap-1": Failure(said, answer)}, {}, (), None)


def test_sentences_that_differ_in_a_number_or_a_quotation_are_one_slip() -> None:
    found = slips([failing(f"✗ x: {number},5 kan niet; gevonden 'a{number}'.") for number in (3, 4, 4)])
    assert [(slip.sentence, slip.students) for slip in found] == [("x: 4,5 kan niet; gevonden 'a4'.", 3)]


def test_every_line_of_an_incomplete_reflection_is_a_slip_and_its_frame_is_not() -> None:
    said = (
        "✗ Nog niet volledig:",
        "✗ • Je schreef 20 woorden.",
        "✗ • Verwijs naar een bron.",
        "✗ Heb je net iets geschreven? Bewaar.",
    )
    found = slips([failing(*said, answer=""), failing("✗ Nog niet volledig:", "✗ • Je schreef 3 woorden.", answer="")])
    assert sorted((slip.students, slip.sentence) for slip in found) == [
        (1, "Verwijs naar een bron."),
        (2, "Je schreef 20 woorden."),
    ]


def test_the_rows_of_a_student_are_no_part_of_the_sentence_and_code_is_inert() -> None:
    digests = [failing("✗ x: 2 te veel.", "✗ Bij jou staat:", "✗ 1 | Jan", answer="<script>") for _ in range(2)]
    page = slip_table([*digests, failing("✗ iets anders.")])
    assert "Jan" not in page
    assert "<pre>&lt;script&gt;</pre>" in page
    assert "iets anders" not in page
    assert "Nog 1 fout kwam één keer voor" in page
    assert "geen fout die twee studenten maakten" in slip_table([])


def test_origins_are_counted_with_what_they_are_and_what_is_missing_is_said() -> None:
    def citing(*named: str) -> Digest:
        return Digest(False, ("", ""), {}, {"andere-kant": (1,)}, named, None)

    page = origin_table([citing("p14", "r4-6"), citing("p14"), citing()])
    assert '<th scope="row">p14</th><td>essay, «' in page
    assert "reactie 4, van Joost van Hienen" in page
    assert "Zonder herkenbare herkomst: 1." in page
    assert "in hun eigen logboek" in page
    assert "Nog niemand schreef een argument" in origin_table([failing("x")])


def test_what_students_said_of_the_mirror_is_counted_for_groups_of_five_or_more() -> None:
    def said(*kinds: str) -> Digest:
        return Digest(False, ("", ""), {}, {}, (), kinds)

    used = [said("feeling", "power"), said("power"), said(), said(), said()]
    unused = Digest(False, ("", ""), {}, {}, (), None)
    assert "Minder dan 5 studenten gebruikten de spiegel" in contradiction_table([*used[:4], unused])
    page = contradiction_table([*used, unused])
    assert "Hoe vaak 5 studenten «klopt niet» zeiden" in page
    assert 'macht en structuur</th><td class="number">2</td>' in page
    assert 'je volgende stap</th><td class="number">0</td>' in page
