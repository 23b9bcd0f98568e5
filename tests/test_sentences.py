"""What a check said is told to a student as it was meant, in Dutch, once, and without what a program adds."""

from __future__ import annotations

from typing import Any

import pytest

from sowcourse.gradebook.sentences import HELD, complaint, complaints, is_held, sentences

EXPLAINED = "De naam 'x' bestaat niet (meer). Kijk na of je hem juist spelde, en voer eerst de cellen hierboven uit."


def error(kind: str, told: str, *trace: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": kind, "evalue": told, "traceback": list(trace)}


def stream(name: str, text: object) -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def cell(*outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "outputs": list(outputs)}


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (error("CheckError", "x: te veel.\nBij jou: 2", "Traceback"), ["✗ x: te veel.", "✗ Bij jou: 2"]),
        (error("NameError", "name 'x' is not defined", "\x1b[0;31m----\x1b[0m", "Traceback"), [EXPLAINED]),
        (error("NameError", "name 'x' is not defined", "----"), [EXPLAINED]),
        (error("NameError", "name 'x' is not defined", "Traceback"), [EXPLAINED]),
        (error("NameError", "name 'x' is not defined"), [EXPLAINED]),
        (error("NameError", "name 'x' is not defined") | {"traceback": "Regel 3: a"}, [EXPLAINED]),
        (error("Vreemd", "niets", "Traceback"), ["Er ging iets mis (Exception): niets"]),
        (
            error("TypeError", "a", "\x1b[1;31mRegel 13: Hier mist iets.\x1b[0m", "En nog."),
            ["Hier mist iets.\nEn nog."],
        ),
        (error("TypeError", "a", "Op regel 3: a", "Regel 4: b"), ["Op regel 3: a\nRegel 4: b"]),
    ],
)
def test_an_error_is_told_in_the_words_it_was_meant_for_a_student(output: dict[str, Any], told: list[str]) -> None:
    assert complaint(output) == told


def test_what_was_printed_and_what_was_wrong_is_told_once_in_its_order() -> None:
    found = cell(
        stream("stdout", "✓ Klaar.\n\n"),
        stream("stderr", "waarschuwing"),
        {"output_type": "display_data", "data": {}},
        error("CheckError", "Te veel.\n\nTe veel."),
        stream("stdout", ["✓ Klaar.\n", "Verder", "op.\n", "  "]),
    )
    assert sentences(found) == ["✓ Klaar.", "✗ Te veel.", "✗ ", "Verderop."]
    assert complaints(found) == ["✗ Te veel.", "✗ "]
    assert (sentences({}), complaints({}), is_held({})) == ([], [], False)


def test_no_more_is_told_than_can_be_read() -> None:
    assert [len(line) for line in sentences(cell(stream("stdout", "x" * 4000)))] == [3000]
    assert [len(line) for line in complaint(error("CheckError", "x" * 4000))] == [len("✗ ") + 3000]
    assert [len(line) for line in complaint(error("TypeError", "a", "x" * 4000))] == [3000]


def test_of_a_check_that_could_not_run_nothing_is_held_against_an_answer() -> None:
    held = cell(error("CheckError", "Te veel."), error(HELD, "Dit kon niet draaien.", "Dit kon niet draaien."))
    assert is_held(held)
    assert complaints(held) == []
    assert sentences(held) == ["✗ Te veel.", "Dit kon niet draaien."]
    assert not is_held(cell(error("CheckError", HELD), stream("stdout", HELD)))
