"""House rules: functions that return problems, each with file, place, fault and remedy.

`sowcourse check` prints them; the tests assert that there are none.
"""

from __future__ import annotations

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
)
from sowcourse.lint.debates import debates_are_fair
from sowcourse.lint.figures import charts_are_described, codebooks_are_true, figures_are_licensed, figures_are_recent
from sowcourse.lint.hints import hints_are_given
from sowcourse.lint.ids import ids_exist, known_cells_are_listed, sources_are_used
from sowcourse.lint.laws import laws_are_current
from sowcourse.lint.lessons import (
    cases_are_marked,
    lessons_have_the_skeleton,
    lessons_show_what_exists,
    notebooks,
    notebooks_are_normal,
)
from sowcourse.lint.problem import Problem, Rule
from sowcourse.lint.sources import sources_can_be_looked_up
from sowcourse.lint.texts import images_have_words, texts_read_easily
from sowcourse.lint.times import times_agree
from sowcourse.lint.unfinished import nothing_is_left_to_write, unfinished_lessons, unwritten
from sowcourse.lint.words import abbreviations_are_in_the_page, abbreviations_are_written_out, words_are_explained

__all__ = ["RULES", "Problem", "Rule", "find_problems", "notebooks", "unfinished_lessons", "unwritten"]

RULES: tuple[Rule, ...] = (
    ids_exist,
    sources_are_used,
    sources_can_be_looked_up,
    known_cells_are_listed,
    notebooks_are_normal,
    lessons_have_the_skeleton,
    lessons_show_what_exists,
    cases_are_marked,
    laws_are_current,
    images_have_words,
    texts_read_easily,
    abbreviations_are_written_out,
    abbreviations_are_in_the_page,
    words_are_explained,
    times_agree,
    outcomes_are_aligned,
    quizzes_are_broad,
    answers_cannot_be_guessed,
    feedback_explains,
    assignments_are_named,
    assignments_are_weighed,
    points_are_told,
    rubrics_are_shown,
    hints_are_given,
    answers_stay_away,
    keys_fit,
    debates_are_fair,
    codebooks_are_true,
    figures_are_licensed,
    figures_are_recent,
    charts_are_described,
    nothing_is_left_to_write,
)


def find_problems(rules: tuple[Rule, ...] | None = None) -> list[Problem]:
    """Run the rules; a file that cannot be read becomes a problem too, and the other rules go on."""
    problems: dict[Problem, None] = {}
    for rule in RULES if rules is None else rules:
        try:
            for problem in rule():
                problems[problem] = None
        except ContentError as error:
            problems[Problem(error.file, error.place, error.fault, error.remedy)] = None
    return list(problems)
