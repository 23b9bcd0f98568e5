"""House rules about the law that cases lean on: it has a source, and its state is that of the day the course states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sowcourse.content import course_root
from sowcourse.course import LegalRule, load_cases, load_course
from sowcourse.lint.problem import Problem, unknown_ids
from sowcourse.source import load_sources


def laws_are_current() -> Iterator[Problem]:
    """Every rule of law in a case names a known source, and its date does not contradict its state on `as_of`."""
    course = load_course()
    sources = set(load_sources())
    for module in course.modules:
        for case in load_cases(module.id):
            file = module.folder / "cases" / f"{case.id}.md"
            yield from unknown_ids(file, "rule", [rule.source for rule in case.rules], sources)
            if case.rules and course.as_of is None:
                fault = "er staat niet op welke dag wetten en cijfers zijn nagekeken."
                yield Problem(course_root() / "course.toml", "as_of", fault, "Voeg toe: as_of = JAAR-MAAND-DAG.")
            elif course.as_of is not None:
                for rule in case.rules:
                    yield from _contradicted(file, rule, course.as_of >= rule.date, course.as_of < rule.date)


def _contradicted(file: Path, rule: LegalRule, past: bool, ahead: bool) -> Iterator[Problem]:
    if rule.state == "in force" and ahead:
        fault = f"«{rule.text}» zou gelden, maar pas sinds {rule.date}; dat is na de stand van de cursus."
        yield Problem(file, "rule", fault, 'Schrijf state = "announced" of "phased", of verbeter de datum.')
    if rule.state != "in force" and past:
        fault = f"«{rule.text}» staat als toekomst, maar {rule.date} is er al volgens de stand van de cursus."
        yield Problem(file, "rule", fault, "Zoek op wat er nu geldt, en verbeter tekst, state, date en source.")
