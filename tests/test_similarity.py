"""Passages that two texts share: found where they are, and not where texts are only about the same thing."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from markupsafe import Markup

from sowcourse.content import assignments_root
from sowcourse.essay import load_passages
from sowcourse.gradebook.fingerprint import SHORTEST, fingerprint, shared, words
from sowcourse.notebook import read_notebook, source
from sowcourse.report.similarity import LEAST, alike, given_runs, similarity_part

LABELLED = [
    reflection["text"]
    for reflection in tomllib.loads(
        (Path(__file__).parent / "content" / "reflections.toml").read_text(encoding="utf-8")
    )["reflection"]
]
"""Short reflections that were written independently for this project."""

LONG = " ".join(LABELLED[:4])
OTHER = " ".join(LABELLED[20:24])


def prints(**texts: str) -> tuple[dict[str, dict[str, list[int]]], Callable[[str, str], str]]:
    """Texts of students as one answer each."""
    return {who: {"reflectie": fingerprint(text)} for who, text in texts.items()}, lambda who, cell: texts[who]


def every_tenth(text: str, word: str) -> str:
    return " ".join(word if place % 10 == 9 else old for place, old in enumerate(text.split()))


def test_texts_that_were_written_independently_are_never_shown() -> None:
    assert len(LABELLED) == 122
    for one, other in combinations(LABELLED, 2):
        assert shared(one, other) == []
    found, answer = prints(**{f"s{number}": text for number, text in enumerate(LABELLED)})
    assert alike(found, (), answer) == ([], [])


@pytest.mark.parametrize(
    ("copy", "length"),
    [
        (LONG, len(LONG.split())),
        (OTHER + " " + LONG, len(LONG.split())),
        (LONG.upper().replace(",", ""), len(LONG.split())),
        (every_tenth(LONG, "eigenlijk"), 9 * (len(LONG.split()) // 10)),
    ],
    ids=["whole", "inside another text", "in capitals", "every tenth word replaced"],
)
def test_a_copy_is_found_whatever_its_dress(copy: str, length: int) -> None:
    found, answer = prints(een=LONG, twee=copy, drie=OTHER)
    groups, common = alike(found, (), answer)
    assert groups[0].students == ("een", "twee")
    assert groups[0].length == pytest.approx(length, abs=9)
    assert common == []


def test_a_text_of_which_every_fifth_word_was_replaced_is_not_found() -> None:
    """What the page says that it cannot see."""
    copy = " ".join("dus" if place % 5 == 4 else word for place, word in enumerate(LONG.split()))
    found, answer = prints(een=LONG, twee=copy)
    assert alike(found, (), answer) == ([], [])


def test_eight_words_in_a_row_always_share_a_fingerprint() -> None:
    chance = random.Random(3)
    for _ in range(300):
        alphabet = [f"w{number}" for number in range(10_000)]
        piece = chance.sample(alphabet, SHORTEST)
        one, other = (
            " ".join(
                chance.sample(alphabet, chance.randrange(40)) + piece + chance.sample(alphabet, chance.randrange(40))
            )
            for _ in range(2)
        )
        assert set(fingerprint(one)) & set(fingerprint(other))
        assert sum(passage.length for passage in shared(one, other)) >= SHORTEST


def test_a_moved_passage_is_found_and_shown_as_each_wrote_it() -> None:
    one = "De vrouw aan de balie durfde haar post niet meer te openen. " + OTHER
    other = OTHER.replace(".", ";") + " de vrouw aan de balie, durfde haar post niet meer te openen"
    first, second = shared(one, other)
    assert first.one == "De vrouw aan de balie durfde haar post niet meer te openen"
    assert first.other == "de vrouw aan de balie, durfde haar post niet meer te openen"
    assert (first.length, second.length) == (12, len(words(OTHER)))


def test_the_task_its_stub_the_essay_and_quotations_do_not_count() -> None:
    task = read_notebook(assignments_root() / "5-politiserend" / "5-politiserend.ipynb")
    given = given_runs(task, ("Een tekst die iedereen kreeg en die dus in elk antwoord mag staan.",))
    handed = [
        "Een tekst die iedereen kreeg en die dus in elk antwoord mag staan.",
        source(task["cells"][0]),
        " ".join(passage.text for passage in load_passages().values()),
        f"«{OTHER[:390]}»",
    ]
    for text in handed:
        assert shared(text, text, given) == [], text
    mine = f"{handed[0]} {LABELLED[9]}"
    (passage,) = shared(mine, f"{LABELLED[9]} {handed[0]}", given)
    assert passage.one in LABELLED[9]


def test_three_with_the_same_passage_are_one_group() -> None:
    found, answer = prints(een=f"{LABELLED[40]} {LONG}", twee=f"{LONG} {LABELLED[50]}", drie=LONG, vier=OTHER)
    (group,), _ = alike(found, (), answer)
    assert group.students == ("een", "twee", "drie")


def test_what_many_share_is_a_source_and_stands_apart_without_names() -> None:
    source = "Wie zijn recht niet kent vraagt het niet aan en wie het niet aanvraagt krijgt het nooit."
    texts = {f"s{number}": f"{LABELLED[number]} {source}" for number in range(12)}
    found, answer = prints(**texts)
    groups, common = alike(found, (), answer)
    assert groups == []
    assert [item.students for item in common] == [12]
    assert "vraagt het niet aan en wie het niet" in common[0].words
    page = similarity_part(alike(found, (), answer), lambda student: Markup(f"[{student}]"))
    assert "[s" not in page
    assert "Gelijk bij veel studenten" in page


def test_the_page_shows_both_passages_inert_and_says_what_it_cannot_tell() -> None:
    text = f"<script>alert(1)</script> {LONG}"
    found, answer = prints(een=text, twee=text)
    page = similarity_part(alike(found, (), answer), lambda student: Markup(f"[{student}]"))
    assert "[een]" in page
    assert "[twee]" in page
    assert "geen oordeel" in page
    assert "Wie van wie, ook niet." in page
    assert "<script" not in page
    assert page.count("&lt;/script&gt;") == 2
    alone, answer = prints(een=LONG, twee=OTHER)
    page = similarity_part(alike(alone, (), answer), lambda student: Markup(student))
    assert f"geen twee antwoorden met samen {LEAST} of meer woorden gelijk" in page


@pytest.mark.parametrize("text", ["", "Te kort voor zoiets", "!!! ??? ..."])
def test_an_empty_or_very_short_text_has_no_fingerprint(text: str) -> None:
    assert fingerprint(text) == []
    assert shared(text, text) == []
