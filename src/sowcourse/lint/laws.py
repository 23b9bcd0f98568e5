"""House rules about the law that cases lean on: it is listed, has a source, and its state is that of the day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sowcourse.content import course_root
from sowcourse.course import Case, LegalRule, load_cases, load_course
from sowcourse.lint.problem import Problem, unknown_ids
from sowcourse.source import load_sources
from sowcourse.word import load_words

FEWEST_WORDS = 3
"""A reason in fewer words tells who reads it later nothing."""


def laws_are_current() -> Iterator[Problem]:
    """Every rule of law in a case names a known source, and its date does not contradict its state on `as_of`."""
    as_of = load_course().as_of
    sources = set(load_sources())
    for file, case in _cases():
        yield from unknown_ids(file, "rule", [rule.source for rule in case.rules], sources)
        if case.rules and as_of is None:
            fault = "er staat niet op welke dag wetten en cijfers zijn nagekeken."
            yield Problem(course_root() / "course.toml", "as_of", fault, "Voeg toe: as_of = JAAR-MAAND-DAG.")
        elif as_of is not None:
            for rule in case.rules:
                yield from _contradicted(file, rule, as_of >= rule.date, as_of < rule.date)


def _cases() -> Iterator[tuple[Path, Case]]:
    for module in load_course().modules:
        for case in load_cases(module.id):
            yield module.folder / "cases" / f"{case.id}.md", case


def _contradicted(file: Path, rule: LegalRule, there: bool, ahead: bool) -> Iterator[Problem]:
    if rule.state == "in force" and ahead:
        fault = f"«{rule.text}» zou gelden, maar pas sinds {rule.date}; dat is na de stand van de cursus."
        yield Problem(file, "rule", fault, 'Schrijf state = "announced" of "phased", of verbeter de datum.')
    if rule.state != "in force" and there:
        fault = f"«{rule.text}» staat als toekomst, maar {rule.date} is er al volgens de stand van de cursus."
        yield Problem(file, "rule", fault, "Zoek op wat er nu geldt, en verbeter tekst, state, date en source.")


def cases_name_their_rules() -> Iterator[Problem]:
    """A case lists the rules of law that it leans on, or says why it leans on none; its words of law are asked about.

    The words are a list in words.toml: they show where a rule may be missing, and never that one is.
    """
    law = load_words().law
    for file, case in _cases():
        if not case.rules and len(case.no_rule.split()) < FEWEST_WORDS:
            fault = f"de reden «{case.no_rule}» zegt te weinig." if case.no_rule else "er staat geen regel van recht."
            remedy = "Steunt de casus hier op een regel? Noem ze in een [[rule]]. "
            remedy += 'Steunt hij op geen enkele, zet dan in de kop: no_rule = "waarom niet".'
            yield Problem(file, "rule", fault, remedy)
        if case.rules and case.no_rule:
            fault = "er staan regels van recht, en ook waarom er geen zijn."
            yield Problem(file, "no_rule", fault, "Haal een van beide weg.")
        told = "\n".join((*(rule.text for rule in case.rules), case.no_rule))
        for words in law:
            used = words.used("\n".join((case.text, *case.questions)))
            if used and not words.covered(told):
                fault = f"hier staat «{used}», en geen van de regels onder de casus gaat daarover."
                remedy = "Steunt de casus hier op een regel? Noem ze in een [[rule]]. Anders mag het zo blijven."
                yield Problem(file, f"woord «{used}»", fault, remedy, advice=True)
