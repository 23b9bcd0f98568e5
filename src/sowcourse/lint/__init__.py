"""House rules: functions that return problems, each with file, place, fault and remedy.

`sowcourse check` prints them; the tests assert that there are none. What a rule asks, and why, stands under its id in
docs/huisregels.md.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sowcourse.errors import ContentError
from sowcourse.lint.assessments import (
    answers_cannot_be_guessed,
    answers_stay_away,
    assignments_are_named,
    assignments_are_weighed,
    feedback_explains,
    keys_fit,
    outcomes_are_aligned,
    points_are_told,
    quizzes_are_broad,
    rubrics_are_shown,
    rubrics_are_weighed,
)
from sowcourse.lint.charts import charts_tell_their_source
from sowcourse.lint.debates import debates_are_fair
from sowcourse.lint.exceptions import FILE, Exemption, read_exemptions
from sowcourse.lint.figures import charts_are_described, codebooks_are_true, figures_are_licensed, figures_are_recent
from sowcourse.lint.hints import hints_are_given
from sowcourse.lint.ids import ids_exist, known_cells_are_listed, sources_are_used
from sowcourse.lint.laws import cases_name_their_rules, laws_are_current
from sowcourse.lint.lessons import (
    cases_are_marked,
    lessons_have_the_skeleton,
    lessons_show_what_exists,
    notebooks,
    notebooks_are_normal,
)
from sowcourse.lint.problem import EXCEPTIONS, LINKS, UNCHECKED, Problem, Rule
from sowcourse.lint.repeats import texts_do_not_repeat
from sowcourse.lint.sources import sources_can_be_looked_up
from sowcourse.lint.texts import images_have_words, texts_read_easily
from sowcourse.lint.times import times_agree
from sowcourse.lint.unfinished import nothing_is_left_to_write, unfinished_lessons, unwritten
from sowcourse.lint.words import abbreviations_are_in_the_page, abbreviations_are_written_out, words_are_explained

__all__ = [
    "IDS",
    "PAGE",
    "RULES",
    "TOLD",
    "Problem",
    "Rule",
    "find_problems",
    "load_exemptions",
    "notebooks",
    "unfinished_lessons",
    "unwritten",
]

PAGE = "docs/huisregels.md"

RULES: dict[str, Rule] = {
    "bestaande-namen": ids_exist,
    "gebruikte-bronnen": sources_are_used,
    "vindbare-bronnen": sources_can_be_looked_up,
    "bekende-cellen": known_cells_are_listed,
    "vaste-vorm": notebooks_are_normal,
    "vaste-delen": lessons_have_the_skeleton,
    "bestaande-onderdelen": lessons_show_what_exists,
    "casussen": cases_are_marked,
    "geldend-recht": laws_are_current,
    "genoemd-recht": cases_name_their_rules,
    "tekst-bij-beeld": images_have_words,
    "leesgemak": texts_read_easily,
    "afkortingen": abbreviations_are_written_out,
    "woordenlijst": abbreviations_are_in_the_page,
    "woorden-van-een-land": words_are_explained,
    "tijd": times_agree,
    "leerresultaten": outcomes_are_aligned,
    "brede-toets": quizzes_are_broad,
    "niet-te-raden": answers_cannot_be_guessed,
    "uitleg-bij-antwoord": feedback_explains,
    "herkenbare-opdracht": assignments_are_named,
    "gewogen-opdracht": assignments_are_weighed,
    "punten": points_are_told,
    "rubric": rubrics_are_shown,
    "gewogen-rubric": rubrics_are_weighed,
    "hints": hints_are_given,
    "geen-antwoorden": answers_stay_away,
    "antwoordsleutel": keys_fit,
    "eerlijk-debat": debates_are_fair,
    "herhaling": texts_do_not_repeat,
    "codeboek": codebooks_are_true,
    "licentie": figures_are_licensed,
    "recente-cijfers": figures_are_recent,
    "beschreven-grafiek": charts_are_described,
    "herkomst-van-grafiek": charts_tell_their_source,
    "niets-te-schrijven": nothing_is_left_to_write,
}
"""Id and rule. An id stands in exceptions of authors, so it never changes."""

IDS = (*RULES, LINKS)
"""Every rule, also the one on request: what an exception may name."""

TOLD = (*IDS, UNCHECKED, EXCEPTIONS)
"""All that can stand behind a problem: what the page tells of."""


def load_exemptions(course: Path) -> list[Exemption]:
    """The exceptions of a course. Raises: ContentError about the first that is not in order."""
    return read_exemptions(course / FILE, IDS)


def find_problems(rules: tuple[Rule, ...] | None = None) -> list[Problem]:
    """Run the rules; a file that cannot be read becomes a problem too, and the other rules go on."""
    named = {rule: identifier for identifier, rule in RULES.items()}
    problems: dict[Problem, None] = {}
    for rule in named if rules is None else rules:
        try:
            for problem in rule():
                problems.setdefault(replace(problem, rule=named.get(rule, "")))
        except ContentError as error:
            problems.setdefault(Problem(error.file, error.place, error.fault, error.remedy, rule=UNCHECKED))
    return list(problems)
