"""House rules about assessment: outcomes, quizzes, assignments, points, rubrics; no answer where students look."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sowcourse.answerkey import key_fits
from sowcourse.content import assignments_root, course_root
from sowcourse.course import load_course, load_module
from sowcourse.lint.problem import Problem, unknown_ids
from sowcourse.lint.unfinished import unwritten
from sowcourse.notebook import Cell, markers, read_notebook, source
from sowcourse.quiz import LEVELS, Question, load_quiz
from sowcourse.rubric import LEVELS as RUBRIC_LEVELS
from sowcourse.rubric import Rubric, load_rubrics

FEWEST_QUESTIONS = 8

FEWEST_WORDS = 4
"""Feedback shorter than this explains nothing."""

FEWEST_ANCHORS = 2
"""Examples of each level of each criterion, where a rubric has examples for who marks."""

TELLING = 60
"""An answer of at least this many characters is not written twice by chance."""


def outcomes_are_aligned() -> Iterator[Problem]:
    """Every outcome of a module is practised in a cell of its lesson and assessed somewhere that exists."""
    for module in load_course().modules:
        file = module.folder / "module.toml"
        cells = {str(cell.get("id")) for cell in read_notebook(module.lesson)["cells"]}
        places = {f"les.{cell}" for cell in cells} | {f"toets.{question.id}" for question in load_quiz(module.id)}
        if module.assignment:
            task = read_notebook(assignments_root() / module.assignment / f"{module.assignment}.ipynb")
            graded = (cell for cell in task["cells"] if cell["metadata"].get("nbgrader", {}).get("grade"))
            places |= {f"opdracht.{cell['id']}" for cell in graded}
        for alignment in module.alignments:
            yield from unknown_ids(
                file, f"alignment '{alignment.outcome}', outcome", [alignment.outcome], {*module.outcomes}
            )
            yield from unknown_ids(file, f"alignment '{alignment.outcome}', done", alignment.done, cells)
            yield from unknown_ids(file, f"alignment '{alignment.outcome}', assessed", alignment.assessed, places)
        aligned = {alignment.outcome for alignment in module.alignments if alignment.done and alignment.assessed}
        for outcome in module.outcomes:
            if outcome not in aligned:
                fault = f"leerresultaat '{outcome}' wordt nergens geoefend of getoetst."
                yield Problem(file, "alignment", fault, "Voeg een [[alignment]] toe met 'done' en 'assessed'.")


def quizzes_are_broad() -> Iterator[Problem]:
    """A quiz has at least eight questions and touches every level of thinking."""
    for module in load_course().modules:
        questions = load_quiz(module.id)
        file = module.folder / "quiz.toml"
        if len(questions) < FEWEST_QUESTIONS:
            fault = f"verwacht worden minstens {FEWEST_QUESTIONS} vragen; gevonden {len(questions)}."
            yield Problem(file, "question", fault, "Voeg vragen toe.")
        for level in LEVELS:
            if level not in {question.level for question in questions}:
                yield Problem(file, "level", f"geen enkele vraag vraagt om {level}.", "Voeg zo'n vraag toe.")


def answers_cannot_be_guessed() -> Iterator[Problem]:
    """Neither the longest, nor the shortest, nor one place is the right one more often than every second time."""
    for module in load_course().modules:
        if unwritten(module.folder / "quiz.toml"):
            continue
        questions = load_quiz(module.id)
        for form, pick, remedy in (
            ("langste", max, "Maak een ander antwoord even volledig"),
            ("kortste", min, "Maak een ander antwoord even kort"),
        ):
            right = [q.id for q in questions if pick(q.options, key=lambda option: len(option.text)).correct]
            if 2 * len(right) > len(questions):
                fault = f"bij {len(right)} van de {len(questions)} vragen is het {form} antwoord het juiste."
                place = module.folder / "quiz.toml"
                yield Problem(place, "question", fault, f"{remedy}, bijvoorbeeld bij {right[0]}.")
        yield from _one_place(module.folder / "quiz.toml", questions)


def _one_place(file: Path, questions: tuple[Question, ...]) -> Iterator[Problem]:
    """Whether the right option stands at the same place more often than every second time."""
    places = Counter([option.correct for option in question.options].index(True) + 1 for question in questions)
    for place, often in places.items():
        if 2 * often > len(questions):
            fault = f"bij {often} van de {len(questions)} vragen is het juiste antwoord het {place}e."
            yield Problem(file, "question", fault, "Wissel de volgorde van de antwoorden.")


def assignments_are_named() -> Iterator[Problem]:
    """A notebook names its module; graded cells have id == grade_id, points, and a rubric where a person marks."""
    for folder in sorted(assignments_root().glob("*/")):
        load_module(folder.name)
        file = folder / f"{folder.name}.ipynb"
        marked = load_rubrics(folder / "rubric.toml")
        ours = {"kind": "assignment", "module": folder.name}
        told = read_notebook(file)["metadata"].get("sowcourse") or {}
        if {name: value for name, value in told.items() if name != "key"} != ours:
            remedy = f'Zet in de metadata: "sowcourse": {json.dumps(ours)}.'
            yield Problem(file, "metadata", "het notebook zegt niet van welke opdracht het is.", remedy)
        for number, cell in enumerate(read_notebook(file)["cells"], start=1):
            graded = cell["metadata"].get("nbgrader")
            if graded is None:
                continue
            if graded["grade_id"] != cell.get("id"):
                fault = f"id '{cell.get('id')}' en grade_id '{graded['grade_id']}' verschillen."
                yield Problem(file, f"cel {number}", fault, "Maak ze gelijk.")
            if graded.get("grade") and graded.get("solution") and graded["grade_id"] not in marked:
                remedy = "Voeg criteria met vier niveaus toe aan rubric.toml."
                yield Problem(
                    file, graded["grade_id"], "deze cel wordt door een mens beoordeeld zonder rubric.", remedy
                )


def rubrics_are_shown() -> Iterator[Problem]:
    """Above every answer that a person marks stands its rubric, word for word as in rubric.toml."""
    for folder in sorted(assignments_root().glob("*/")):
        file = folder / f"{folder.name}.ipynb"
        shown = {cell.get("id"): source(cell) for cell in read_notebook(file)["cells"]}
        for cell, rubric in load_rubrics(folder / "rubric.toml").items():
            if shown.get(f"rubric-{cell}") != rubric.markdown():
                remedy = f"Voer 'sowcourse format' uit: dat zet de cel 'rubric-{cell}' boven het antwoord."
                yield Problem(file, cell, "de rubric boven dit antwoord is niet die van rubric.toml.", remedy)


def rubrics_are_weighed() -> Iterator[Problem]:
    """Every level has its points, together those of the cell; where there are anchors, every level has two."""
    for folder in sorted(assignments_root().glob("*/")):
        file = folder / "rubric.toml"
        worth = {
            str(cell.get("id")): float(markers(cell).get("points") or 0)
            for cell in read_notebook(folder / f"{folder.name}.ipynb")["cells"]
        }
        for cell, rubric in load_rubrics(file).items():
            for criterion in rubric.criteria:
                if not criterion.points:
                    remedy = "Zet onder de niveaus van dit criterium bijvoorbeeld: points = [0, 1, 2, 3]."
                    yield Problem(file, cell, f"de niveaus van «{criterion.name}» hebben geen punten.", remedy)
            if rubric.points is not None and cell in worth and rubric.points != worth[cell]:
                fault = f"de hoogste niveaus zijn samen {rubric.points:g} punten waard, de cel {worth[cell]:g}."
                yield Problem(file, cell, fault, "Maak ze gelijk, zodat niveaus en punten hetzelfde zeggen.")
            yield from _too_few_anchors(file, rubric)


def _too_few_anchors(file: Path, rubric: Rubric) -> Iterator[Problem]:
    for place, criterion in enumerate(rubric.criteria):
        seen = Counter(anchor.levels[place] for anchor in rubric.anchors)
        few = [level for level in range(1, RUBRIC_LEVELS + 1) if seen[level] < FEWEST_ANCHORS]
        if rubric.anchors and few:
            fault = f"bij «{criterion.name}» heeft niveau {few[0]} {seen[few[0]]} van de {FEWEST_ANCHORS} voorbeelden."
            yield Problem(file, rubric.cell, fault, "Voeg een [[rubric.anchor]] toe, verzonnen en kort.")


def feedback_explains() -> Iterator[Problem]:
    """Feedback says why, for each option something of its own."""
    for module in load_course().modules:
        file = module.folder / "quiz.toml"
        for question in load_quiz(module.id):
            texts = [option.feedback for option in question.options]
            for option in question.options:
                place = f"vraag '{question.id}', optie '{option.id}'"
                if len(option.feedback.split()) < FEWEST_WORDS:
                    remedy = "Zeg waarom dit antwoord wel of niet past."
                    yield Problem(file, place, f"de feedback «{option.feedback}» legt niets uit.", remedy)
                elif texts.count(option.feedback) > 1:
                    remedy = "Geef elke optie haar eigen uitleg."
                    yield Problem(file, place, "dezelfde feedback staat bij een andere optie.", remedy)


def assignments_are_weighed() -> Iterator[Problem]:
    """The module says how long its assignment takes and what each graded cell asks; cells give points."""
    for module in load_course().modules:
        if not module.assignment:
            continue
        file = module.folder / "module.toml"
        if module.assignment_minutes <= 0:
            fault = "er staat niet hoelang de opdracht duurt."
            yield Problem(file, "assignment_minutes", fault, "Geef de tijd in minuten.")
        task = assignments_root() / module.assignment / f"{module.assignment}.ipynb"
        graded = [cell for cell in read_notebook(task)["cells"] if markers(cell).get("grade")]
        names = {str(cell.get("id")) for cell in graded}
        yield from unknown_ids(file, "assignment_levels", module.assignment_levels, names)
        missing = sorted(names - set(module.assignment_levels))
        if missing:
            fault = f"er staat niet wat deze cellen vragen: {', '.join(missing)}."
            yield Problem(file, "assignment_levels", fault, "Zet elke cel bij een niveau van Bloom.")
        for cell in graded:
            if not float(markers(cell).get("points") or 0) > 0:
                yield Problem(task, str(cell.get("id")), "deze beoordeelde cel geeft geen punten.", "Geef punten.")


def points_are_told() -> Iterator[Problem]:
    """The points that an assignment tells a student are those that it gives."""
    for folder in sorted(assignments_root().glob("*/")):
        file = folder / f"{folder.name}.ipynb"
        cells = read_notebook(file)["cells"]
        graded = [markers(cell) for cell in cells if markers(cell).get("grade")]
        own = sum(float(known["points"]) for known in graded if known.get("solution"))
        whole = sum(float(known["points"]) for known in graded)
        prose = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "markdown")
        told = re.search(r"(\d+) punten waard: (\d+) worden automatisch nagekeken, (\d+) geeft", prose)
        if told is None:
            wanted = f"«Alles bij elkaar is {whole:g} punten waard: {whole - own:g} worden automatisch nagekeken, "
            remedy = f"Schrijf bovenaan: {wanted}{own:g} geeft je lesgever.»"
            yield Problem(file, "punten", "er staat niet hoeveel punten de opdracht waard is.", remedy, advice=True)
        elif [float(number) for number in told.groups()] != [whole, whole - own, own]:
            fault = f"er staat {' = '.join((told[1], f'{told[2]} + {told[3]}'))}; "
            fault += f"de cellen geven {whole:g} = {whole - own:g} + {own:g}."
            yield Problem(file, "punten", fault, "Verbeter de tekst of de punten.")


def keys_fit() -> Iterator[Problem]:
    """The answer key of every assignment is made of its answers and checks as they are now."""
    for file in sorted(assignments_root().glob("*/*.ipynb")):
        if not key_fits(read_notebook(file), file.parent):
            told = "de antwoordsleutel past niet bij de antwoorden: bij «Probeer» zou een student iets onjuists lezen."
            yield Problem(file, "metadata", told, "Voer 'sowcourse format' uit.")


def answers_stay_away() -> Iterator[Problem]:
    """No model answer and no hidden test stands in what students install."""
    answers = {}
    for folder in sorted(assignments_root().glob("*/")):
        for cell in read_notebook(folder / f"{folder.name}.ipynb")["cells"]:
            if markers(cell).get("solution") and len(_squeezed(source(cell))) >= TELLING:
                answers[_squeezed(source(cell))] = f"het modelantwoord van {folder.name}, {cell.get('id')}"
        for rubric in load_rubrics(folder / "rubric.toml").values():
            told = f"een voorbeeld voor wie beoordeelt, van {folder.name}, {rubric.cell}"
            answers |= {_squeezed(anchor.text): told for anchor in rubric.anchors}
    for file in sorted(course_root().rglob("*")):
        if file.suffix not in {".ipynb", ".md", ".toml"}:
            continue
        text = _squeezed(_words(file))
        for mark in ("BEGIN HIDDEN TESTS", "BEGIN SOLUTION"):
            if _squeezed(mark) in text:
                yield Problem(file, "", f"hier staat «{mark}».", "Haal het weg: studenten lezen dit bestand.")
        for answer, place in answers.items():
            if answer in text:
                fault = f"hier staat {place}."
                yield Problem(file, "", fault, "Haal het weg: studenten lezen dit bestand.")


def _words(file: Path) -> str:
    if file.suffix != ".ipynb":
        return file.read_text(encoding="utf-8")
    cells: list[Cell] = read_notebook(file)["cells"]
    return "\n".join(source(cell) for cell in cells)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()
