"""One problem at one place is silenced with a reason; an exception that is not in order is a problem of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sowcourse import content
from sowcourse.lint import IDS, PAGE, RULES, TOLD, find_problems
from sowcourse.lint.exceptions import Settled, settle
from sowcourse.lint.ids import sources_are_used
from sowcourse.lint.links import Answer, Link, find_moved
from sowcourse.lint.problem import LINKS, UNCHECKED, Problem

ROOT = Path(content.__file__).parents[2]
KNOWN = ("brede-toets", "leesgemak", LINKS)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one file."""
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "quiz.toml").touch()
    monkeypatch.setattr(content, "content_root", lambda: tmp_path)
    return tmp_path


def problem(root: Path, place: str = "level", fault: str = "geen vraag.", rule: str = "brede-toets") -> Problem:
    return Problem(root / "course" / "quiz.toml", place, fault, "Voeg toe.", rule=rule)


def exception(**changes: str) -> str:
    """An exception as an author writes it, with keys changed, or left out where the value is ""."""
    keys = {
        "rule": '"brede-toets"',
        "file": '"course/quiz.toml"',
        "place": '"level"',
        "reason": '"Deze les oefent alleen."',
        "date": "2026-11-20",
    }
    lines = [f"{name} = {value}" for name, value in {**keys, **changes}.items() if value]
    return "\n".join(["", "[[exception]]", *lines, ""])


def settled(root: Path, text: str, *problems: Problem, ran: tuple[str, ...] = KNOWN) -> Settled:
    (root / "course" / "exceptions.toml").write_text(text, encoding="utf-8")
    return settle(list(problems), ran, KNOWN)


def test_one_problem_at_one_place_is_silenced_and_what_stands_beside_it_is_not(root: Path) -> None:
    meant = problem(root)
    others = [problem(root, place="question"), problem(root, rule="leesgemak", fault="moeilijk.")]
    found = settled(root, exception(), meant, *others)
    assert found.left == others
    ((silenced, why),) = found.silenced
    assert (silenced, why.reason, str(why.day)) == (meant, "Deze les oefent alleen.", "2026-11-20")


def test_without_the_file_or_with_an_empty_one_nothing_is_silenced(root: Path) -> None:
    assert settle([problem(root)], KNOWN, KNOWN) == Settled([problem(root)], [])
    assert settled(root, "# nog geen\n", problem(root)) == Settled([problem(root)], [])


def test_a_problem_without_a_place_is_silenced_by_an_exception_without_one(root: Path) -> None:
    assert settled(root, exception(place=""), problem(root, place="")).left == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": ""}, "regel 2, sleutel 'exception[0].reason': er staat geen reden bij deze uitzondering. Zeg in"),
        ({"reason": '"mag wel"'}, "de reden «mag wel» zegt te weinig. Zeg in een zin waarom"),
        ({"rule": '"brede-toetsen"'}, "de regel 'brede-toetsen' bestaat niet, of kan niet zwijgen. Bedoel je 'brede-t"),
        ({"rule": '"niet-nagekeken"'}, "kan niet zwijgen. Neem de naam die 'sowcourse check' achter het punt zet."),
        ({"date": ""}, "sleutel 'exception[0].date': ontbreekt; verwacht wordt een datum zonder aanhalingstekens"),
        ({"date": '"gisteren"'}, "verwacht wordt een datum zonder aanhalingstekens, zoals 2026-03-01, gevonden 'gist"),
        ({"reden": '"Deze les oefent alleen."'}, "sleutel 'exception[0].reden': is geen bekende sleutel."),
        ({"file": ""}, "sleutel 'exception[0].file': ontbreekt; verwacht wordt een tekst."),
        ({"file": '"quiz.toml"'}, "regel 2: het bestand 'quiz.toml' bestaat niet. Schrijf het pad vanaf de map van"),
        ({"place": '"levels"'}, "op de plaats «levels» niets (meer). Verbeter 'place' (nu gevonden: «level»), of haal"),
        ({"fault": '"oordelen"'}, "staat niet «oordelen». Verbeter 'fault' (nu: «geen vraag.»), of haal"),
        ({"rule": '"leesgemak"'}, "de regel 'leesgemak' vindt in course/quiz.toml niets meer. Haal deze uitz"),
    ],
)
def test_an_exception_that_is_not_in_order_is_told_on_its_line_and_silences_nothing(
    root: Path, changes: dict[str, str], told: str
) -> None:
    found = settled(root, exception(**changes), problem(root))
    assert found.silenced == []
    first, said = found.left
    assert (first, said.advice, said.rule) == (problem(root), False, "uitzonderingen")
    assert str(said).startswith(f"{root / 'course' / 'exceptions.toml'}, regel 2")
    assert told in str(said)


def test_a_wrong_exception_leaves_the_others_in_force_and_each_is_told_on_its_own_line(root: Path) -> None:
    text = exception(reason="") + exception() + exception(place='"weg"')
    found = settled(root, text, problem(root))
    assert [said for said, _ in found.silenced] == [problem(root)]
    assert [said.place for said in found.left] == ["regel 2, sleutel 'exception[0].reason'", "regel 15"]


def test_an_exception_that_fits_two_problems_silences_none_until_it_says_which(root: Path) -> None:
    two = problem(root, fault="geen «oordelen»."), problem(root, fault="geen «toepassen».")
    found = settled(root, exception(), *two)
    assert found.silenced == []
    assert found.left[:2] == list(two)
    assert "past op 2 punten" in str(found.left[2])
    assert "Zet in 'fault' enkele woorden van het ene dat je bedoelt: «geen «oordelen».»; «gee" in str(found.left[2])
    assert settled(root, exception(fault='"toepassen"'), *two).left == [two[0]]


def test_a_file_that_cannot_be_understood_silences_nothing_and_is_told(root: Path) -> None:
    for text, told in (
        (exception().replace("[[exception]]", "[[exeption]]"), "Bedoel je 'exception'?"),
        (exception().replace("[[exception]]", "\n[[exeption]]"), "regel 3, sleutel 'exeption'"),
        (exception().replace("[[exception]]", "[exception]"), "regel 2, sleutel 'exception'"),
        (exception(date="morgen"), "regel 7"),
        ("exception = [1]", "verwacht wordt een tabel, gevonden 1."),
    ):
        found = settled(root, text, problem(root))
        assert found.silenced == []
        assert found.left[0] == problem(root)
        assert told in str(found.left[1])


def test_where_lines_cannot_be_counted_the_key_is_named(root: Path) -> None:
    table = '{rule = "leesgemak", file = "course/quiz.toml", reason = "Zo is het goed.", date = 2026-11-20}'
    (said,) = settled(root, f"exception = [{table}]").left
    assert said.place == "'exception[0]'"


def test_what_was_not_asked_or_could_not_be_checked_makes_no_exception_idle(root: Path) -> None:
    text = exception(rule=f'"{LINKS}"')
    assert settled(root, text, ran=("brede-toets",)).left == []
    unread = problem(root, rule=UNCHECKED)
    assert settled(root, text, unread).left == [unread]
    assert len(settled(root, text).left) == 1


def test_a_file_that_cannot_be_read_is_not_silenced_by_the_rule_that_read_it(root: Path) -> None:
    (unread,) = [p for p in find_problems((RULES["gebruikte-bronnen"],)) if p.rule]
    assert unread.rule == UNCHECKED
    text = exception(rule='"gebruikte-bronnen"', file='"course/sources.toml"', place='""')
    (root / "course" / "exceptions.toml").write_text(text, encoding="utf-8")
    assert settle([unread], RULES, RULES).left == [unread]


def test_an_exception_for_a_source_that_nobody_uses_does_not_use_it(root: Path) -> None:
    (root / "datasets").mkdir()
    for name, text in (
        ("sources.toml", '[[source]]\nid = "eenzaam-2020"\napa = "Iemand. (2020). *Iets*."\n'),
        ("outcomes.toml", ""),
        ("exceptions.toml", exception(rule='"gebruikte-bronnen"', place='"eenzaam-2020"')),
    ):
        (root / "course" / name).write_text(text, encoding="utf-8")
    assert next(sources_are_used()).place == "eenzaam-2020"


def sections() -> dict[str, str]:
    """The page of the rules: what stands under each name."""
    _, _, rules = (ROOT / PAGE).read_text(encoding="utf-8").partition("\n# De regels\n")
    return dict(re.findall(r"^## (\S+)\n(.*?)(?=^#+ |\Z)", rules, re.MULTILINE | re.DOTALL))


def test_every_rule_has_a_section_on_the_page_and_every_section_a_rule() -> None:
    assert list(sections()) == list(TOLD)
    assert len(set(RULES.values())) == len(RULES)
    assert [name for name in TOLD if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)] == []


@pytest.mark.parametrize("name", TOLD)
def test_the_section_of_a_rule_says_what_it_asks_and_why_with_a_wrong_example_and_a_right_one(name: str) -> None:
    said = re.findall(r"^\*\*(\w+):\*\* (.+)$", sections()[name], re.MULTILINE)
    assert [title for title, _ in said] == ["Vraagt", "Waarom", "Fout", "Goed"]
    assert len({text for _, text in said}) == 4


def test_the_example_of_an_exception_on_the_page_silences_what_it_says(root: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / PAGE).read_text(encoding="utf-8"), re.DOTALL)
    meant = Problem(root / "course" / "7-digitaal" / "quiz.toml", "question", "te weinig.", "", rule="brede-toets")
    (root / "course" / "exceptions.toml").write_text(example, encoding="utf-8")
    assert settle([meant], IDS, IDS).left == []


def test_a_site_that_wants_no_visit_can_be_silenced_and_a_network_that_is_not_there_cannot(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Link("https://voorbeeld.be/a", root / "course" / "quiz.toml", "level")]
    monkeypatch.setattr("sowcourse.lint.links.ask", lambda url: Answer("weigert", "fout 403"))
    text = exception(rule=f'"{LINKS}"')
    assert settled(root, text, *find_moved(found)).left == []
    monkeypatch.setattr("sowcourse.lint.links.ask", lambda url: Answer("stil", "te lang gewacht"))
    (nothing,) = find_moved(found)
    assert nothing.rule == UNCHECKED
    assert settled(root, text, nothing).left == [nothing]
