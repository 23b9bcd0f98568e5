"""A page finds the same names, addresses and numbers as the detector in Python, with the same words of advice."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from sowcourse.course import load_cases
from sowcourse.errors import SowcourseError
from sowcourse.identity.name import named
from sowcourse.identity.script import rules, scripted
from sowcourse.identity.stranger import find_details
from tests.content.detection import snippets
from tests.content.judgement import labelled

SCRIPT = Path(__file__).parent / "scripts" / "people.js"
ODD = [
    "",
    "😀 Fatima zei 😀 dat ze belde met 0478 12 34 56.",
    "Fa\u00adtima's moe\u200bder zweeg, en Тomas zei niets.",
    "E\u0301lise zei dat ze bleef.",
    "Ik noem haar Samira. Samira huilde, maar Yusuf zei niets.",
    "Alle namen zijn verzonnen. Fatima huilde.",
    "VAN DER BERG belde. dhr. A. de Vries ook (Tonkens, 2021).",
    "NL91 ABNA 0417 1643 00 of nl91abna0417164300, en Basisschool De Kleine Prins.",
    "\nmevr. B. Zij zweeg. Ik zag karim en zijn broer Mo.\r\nGeboren op 12-04-1961 in 9000 Gent.",
]


def on_a_page(cases: list[tuple[str, tuple[str, ...]]]) -> list[list[list[str]]]:
    """What the script of the page finds in each text, with texts of a course whose names may be repeated."""
    asked = [{"text": text, "known": sorted({word for one in known for word in named(one)})} for text, known in cases]
    given = json.dumps({"rules": rules(), "cases": asked})
    ran = subprocess.run(["node", str(SCRIPT)], input=given, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)  # type: ignore[no-any-return]


def test_a_page_finds_what_python_finds_in_every_labelled_sentence_and_reflection() -> None:
    texts = [text for part in ("tuned", "held_out", "other_hand", "later") for text, _ in snippets(part)]
    texts += [reflection["text"] for reflection in labelled()]
    texts += ODD
    found = on_a_page([(text, ()) for text in texts])
    for text, there in zip(texts, found, strict=True):
        here = [[detail.kind, detail.words, detail.advice] for detail in find_details(text)]
        assert there == here, text
    assert sum(map(len, found)) > 200


def test_who_is_named_in_the_course_may_be_named_on_a_page_too() -> None:
    known = tuple(case.text for case in load_cases("1-nabijheid"))
    texts = [*known, f"{next(iter(known))} Toen zei Fatima iets tegen Qwentine, mijn buurvrouw."]
    found = on_a_page([(text, known) for text in texts])
    assert [[one[:2] for one in there] for there in found] == [
        [[detail.kind, detail.words] for detail in find_details(text, known)] for text in texts
    ]
    assert found[: len(known)] == [[]] * len(known)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (r"\bgeb\.", r"(?:(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_]))geb\."),
        (r"(?i:NL\d)[A-Z]", r"(?:[nN][lL]\p{Nd})[A-Z]"),
        (r"(?i:a(?:b)c)d", r"(?:[aA](?:[bB])[cC])d"),
        (r"(?P<mark>[^\W\d_])\Z", r"(?<mark>[\p{L}\p{Nl}\p{No}])$"),
        (r"[\w’'-]\"", r"[\p{L}\p{N}_’'-]\""),
    ],
)
def test_a_pattern_is_said_in_javascript(pattern: str, said: str) -> None:
    assert scripted(re.compile(pattern)) == (said.replace('\\"', '"'), "u")


def test_a_pattern_that_javascript_cannot_say_is_refused() -> None:
    with pytest.raises(SowcourseError, match=r"«\\-» in «a\\-b»: dit staat zo niet in JavaScript"):
        scripted(re.compile(r"a\-b"))
