"""A name is a set of words, whatever script, order and signs; nobody is guessed. All names are fictional."""

from __future__ import annotations

import pytest

import sowcourse.cohort.names as names
from sowcourse.cohort.names import Names, same_name, words
from sowcourse.cohort.roster import Student
from sowcourse.submissions.owner import Owners

PEOPLE = {
    "1": "Daan van den Berg",
    "2": "René Maes",
    "3": "Rene Maes",
    "4": "王 小明",
    "5": "محمد الأحمد",
    "6": "Jörg Müller",
    "7": "Sade",
    "8": "Sade Adeyemi",
    "9": "Chiara D'Hondt",
    "10": "प्रिया अग्रवाल",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Berg, Daan van den", ["1"]),
        ("VAN DEN BERG DAAN", ["1"]),
        ("vandenbergdaan", ["1"]),
        ("bergdaanvanden", ["1"]),
        ("daan berg", []),
        ("Daan van den Bergh", []),
        ("René Maes", ["2"]),
        ("Rene\u0301 Maes", ["2"]),
        ("Rene Maes", ["2", "3"]),
        ("王小明", ["4"]),
        ("小明 王", ["4"]),
        ("الأحمد مُحَمَّد", ["5"]),
        ("الأحمد محمـد", ["5"]),
        ("Muller Jorg", ["6"]),
        ("Mueller, Joerg", ["6"]),
        ("Mu\u0308ller Jo\u0308rg", ["6"]),
        ("sade", ["7"]),
        ("Adeyemi Sade", ["8"]),
        ("Chiara D’Hondt", ["9"]),
        ("dhondt chiara", ["9"]),
        ("Ｃｈｉａｒａ d hondt", ["9"]),
        ("प्रिया अग्रवाल", ["10"]),
        ("", []),
        ("2026", []),
    ],
)
def test_a_whole_name_is_known_in_every_order_script_and_spelling(text: str, found: list[str]) -> None:
    assert sorted(Names(PEOPLE).called(text)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("opdracht van Daan van den Berg versie 2", ["1"]),
        ("Sade Adeyemi en Daan van den Berg", ["8", "1"]),
        ("reflectie sade", []),
        ("Sade/werk", ["7"]),
        ("Sade Peeters", []),
        ("Adeyemi - Sade", ["7", "8"]),
        ("Peeters - Sade", ["7"]),
        ("x_王小明_y", ["4"]),
    ],
)
def test_a_name_of_one_word_counts_only_where_it_stands_by_itself(text: str, found: list[str]) -> None:
    assert Names(PEOPLE).within(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anne-Marie Peeters", []),
        ("verslag Peeters Anne-Marie", []),
        ("Anne-Marie, opdracht", ["1"]),
        ("Anne Marie van den Bos", ["1"]),
        ("Peeters/Anne-Marie", ["1"]),
        ("Peeters 2 Anne-Marie", ["1"]),
        ("Anne-Marie en Zoë Peeters", ["1", "2"]),
        ("Anne-Marie Marie", ["1"]),
        ("Anne Marie Li", ["1"]),
    ],
)
def test_a_name_that_goes_on_in_a_word_of_another_s_is_nobody_s_for_sure(text: str, found: list[str]) -> None:
    people = {"1": "Anne Marie", "2": "Zoë Peeters", "3": "Daan van den Berg", "4": "Li Wu", "5": "Marie Bol"}
    assert Names(people).within(text) == found


def test_letters_in_another_order_are_another_name() -> None:
    assert same_name(["an", "maes"], ["maesan"])
    assert not same_name(["nadia", "veer"], ["diana", "veer"])
    assert not same_name(["an"], ["an", "an"])
    assert words("İpek-Şahin ‏x") == words("i̇pek şahin x")


def test_a_file_costs_no_more_in_a_class_of_four_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    before = names.same_name

    def counted(one: list[str], other: list[str]) -> bool:
        nonlocal asked
        asked += 1
        return before(one, other)

    monkeypatch.setattr(names, "same_name", counted)
    costs = []
    for size in (30, 400):
        letters = [chr(97 + n // 26 % 26) + chr(97 + n % 26) for n in range(size)]
        students = {f"r{n:05}": Student(f"r{n:05}", f"Voor{x}", f"van Ach{x}er", "") for n, x in enumerate(letters)}
        owners = Owners(students, ["1-nabijheid"])
        asked = 0
        for student in list(students.values())[:30]:
            for path in (f"{student.name} 1-nabijheid.ipynb", f"7-8 - {student.name}- Nov 18, 2026 1003 AM/x.ipynb"):
                assert owners.of(path)[0] == student
        costs.append(asked)
    assert 0 < costs[1] < 3 * costs[0], "only names with the same letters are compared, not thirteen times as many"
