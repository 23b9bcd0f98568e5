"""Course and modules: a new module costs one folder and one line."""

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sowcourse.content import assignments_root, course_root
from sowcourse.course import load_course, load_module, read_case
from sowcourse.errors import ContentError
from sowcourse.notebook import read_notebook, source
from sowcourse.programme.route import assignment_minutes, part_minutes
from sowcourse.source import lesson_sources


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_second_module_costs_one_folder_and_one_line(tiny_course: Path) -> None:
    second = tiny_course / "2-proceslogica"
    second.mkdir()
    text = (tiny_course / "1-nabijheid" / "module.toml").read_text(encoding="utf-8")
    (second / "module.toml").write_text(text.replace("nabijheid", "proceslogica"), encoding="utf-8")
    edit(tiny_course / "course.toml", '["1-nabijheid"]', '["1-nabijheid", "2-proceslogica"]')
    assert [module.id for module in load_course(tiny_course).modules] == ["1-nabijheid", "2-proceslogica"]


def test_a_module_that_does_not_exist_is_answered_with_the_nearest(tiny_course: Path) -> None:
    with pytest.raises(ContentError, match=r"de module 'nabijheid' bestaat niet\. Bedoel je '1-nabijheid'\?"):
        load_module("nabijheid", tiny_course)


def test_a_margin_question_needs_a_passage_of_its_module(tiny_course: Path) -> None:
    edit(tiny_course / "1-nabijheid" / "module.toml", 'passage = "p01"', 'passage = "p09"')
    with pytest.raises(ContentError, match="de vraag 'agenda' hoort bij passage 'p09', die niet in 'passages' staat"):
        load_module("1-nabijheid", tiny_course)


def test_a_wrong_krachtlijn_names_the_allowed_ones(tiny_course: Path) -> None:
    edit(tiny_course / "1-nabijheid" / "module.toml", 'krachtlijn = "nabijheid"', 'krachtlijn = "nabij"')
    with pytest.raises(ContentError, match=r"sleutel 'krachtlijn'.*gevonden 'nabij'\. Bedoel je 'nabijheid'\?"):
        load_module("1-nabijheid", tiny_course)


def test_the_real_course_can_be_read() -> None:
    course = load_course()
    assert course.modules
    for module in course.modules:
        assert module.lesson.is_file()


def test_a_route_with_a_part_that_does_not_exist_is_refused(tiny_course: Path) -> None:
    file = tiny_course / "course.toml"
    route = '\n[[route]]\nid = "kern"\ntitle = "Kern"\ncredits = 1\nparts = ["lessen", "stage"]\n'
    file.write_text(file.read_text(encoding="utf-8") + route, encoding="utf-8")
    with pytest.raises(ContentError, match=r"het onderdeel 'stage' bestaat niet\. Kies uit: lessen, opdrachten, samen"):
        load_course(tiny_course)


@pytest.mark.parametrize("number", [0, 7])
def test_a_route_asks_no_more_assignments_than_there_are(number: int, tmp_path: Path) -> None:
    copy = shutil.copytree(course_root(), tmp_path / "course")
    edit(copy / "course.toml", "assignments = 4", f"assignments = {number}")
    told = rf"sleutel 'route\[0\]\.assignments': verwacht wordt een aantal van 1 tot 6, .* gevonden {number}\."
    with pytest.raises(ContentError, match=told):
        load_course(copy)


def test_a_route_with_fewer_assignments_takes_the_time_of_the_longest_and_of_their_feedback() -> None:
    course = load_course()
    kern, verdieping = course.routes
    minutes = [number * 10 for number, _ in enumerate(course.modules)]  # 0-start has no assignment
    changed = (replace(module, assignment_minutes=told) for module, told in zip(course.modules, minutes, strict=True))
    longer = replace(course, modules=tuple(changed))
    assert assignment_minutes(kern, longer) == (60, 50, 40, 30)
    assert assignment_minutes(verdieping, longer) == (60, 50, 40, 30, 20, 10)
    assert part_minutes("bespreken", kern, longer) == 4 * 20
    assert part_minutes("bespreken", verdieping, longer) == 6 * 20


def test_no_answer_given_out_of_habit_passes_every_trap_or_every_yes_or_no() -> None:
    """A figure is sometimes right to use, and «ja» is sometimes right: refusing everything is no skill."""
    cells = "\n".join(
        source(cell) for file in assignments_root().glob("*/*.ipynb") for cell in read_notebook(file)["cells"]
    )
    keys = [ast.literal_eval(key) for key in re.findall(r'check_value\("\w+", (\{"[^}]+\})\[', cells)]
    traps = [key for key in keys if "weigeren" in key]
    yes_or_no = [key["ja"] for key in keys if "ja" in key]
    assert len(traps) == 6
    assert sorted(key["gebruiken"] for key in traps) == [0, 0, 0, 0, 1, 1]
    assert all(key["weigeren"] != key["gebruiken"] for key in traps)
    assert abs(2 * sum(yes_or_no) - len(yes_or_no)) <= 1, yes_or_no


def test_a_case_says_in_its_header_why_it_leans_on_no_rule_of_law(tmp_path: Path) -> None:
    file = tmp_path / "de-heg.md"
    head = 'title = "De heg"\ncountry = "VL"\nfictional = true\nquestions = ["En nu?"]\n'
    file.write_text(f'+++\n{head}no_rule = "Twee buren spraken iets af."\n+++\nFictief.\n', encoding="utf-8")
    case = read_case(file)
    assert (case.no_rule, case.rules) == ("Twee buren spraken iets af.", ())
    assert read_case(course_root() / "4-verbindend" / "cases" / "de-warmtemeter.md").no_rule == ""


@pytest.mark.parametrize(
    ("file", "entry"),
    [
        ("cases/de-bank-bij-de-sporthal.md", 'source = "wmo-2015"'),
        ("thresholds.toml", 'source = "vrt-2022"'),
    ],
)
def test_a_lesson_lists_what_its_cases_and_its_thresholds_rest_on(file: str, entry: str, tmp_path: Path) -> None:
    course = shutil.copytree(course_root(), tmp_path / "course")
    with (course / "sources.toml").open("a", encoding="utf-8") as sources:
        sources.write('\n[[source]]\nid = "nergens-anders"\napa = "Niemand. (2026). *Nergens anders*."\n')
    assert "nergens-anders" not in {source.id for source in lesson_sources("1-nabijheid", course)}
    edit(course / "1-nabijheid" / file, entry, 'source = "nergens-anders"')
    listed = {source.id for source in lesson_sources("1-nabijheid", course)}
    assert "nergens-anders" in listed, f"the list under the lesson leaves out what {file} names"
