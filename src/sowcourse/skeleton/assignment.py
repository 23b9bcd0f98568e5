"""A new assignment on a data set, proved from the moment it exists, and a new wrong answer to a question."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from sowcourse.content import assignments_root, checkout
from sowcourse.course import Module, load_course, load_module
from sowcourse.criteria import with_criteria
from sowcourse.dataset import load_dataset
from sowcourse.durable import SHARED, write_durably
from sowcourse.errors import ContentError
from sowcourse.essay import load_essay
from sowcourse.hint import load_hints, with_hints
from sowcourse.keymaking import keyed
from sowcourse.lab.known import KNOWN_FILE, write_known_cells
from sowcourse.notebook import dump, markers, normalise
from sowcourse.proof import Answer, find_assignment, load_source, verdict
from sowcourse.rubric import load_rubrics, with_rubrics
from sowcourse.skeleton.cells import filled, notebook
from sowcourse.skeleton.change import known_name, new_name, one_at_a_time, whole_or_nothing, with_key
from sowcourse.skeleton.exercise import Exercise, find_exercise
from sowcourse.skeleton.rehearsal import refuse_unwalled, settled, verdicts
from sowcourse.skeleton.shape import answer_text


@one_at_a_time
def new_assignment(module: str, dataset: str, anyway: bool = False) -> Path:
    """Make the assignment of a module on a data set, with answers that prove its checks; returns its folder.

    Parameters: anyway – whether its code may run where no wall can be built.
    Raises: ContentError when the module has an assignment, when module or data set do not exist or do not fit, or
    when there is no wall and nobody said it may; nothing is left behind then.
    """
    checkout()
    lesson = load_module(module)
    folder = assignments_root() / module
    new_name(module, folder, "de opdracht")
    refuse_unwalled(folder, anyway)
    exercise = find_exercise(load_dataset(dataset))
    listed = lesson.folder / "module.toml"
    with whole_or_nothing(folder, listed, KNOWN_FILE):
        for part in ("wrong-answers", "alternative-answers"):
            (folder / part).mkdir(parents=True)
        (folder / "rubric.toml").write_text(filled("assignment/rubric.toml"), encoding="utf-8")
        values = _values(lesson, exercise)
        (folder / "hints.toml").write_text(filled("assignment/hints.toml", **values), encoding="utf-8")
        made = notebook("assignment", module, filled("assignment/assignment.txt", **values))
        made = with_hints(with_rubrics(made, load_rubrics(folder / "rubric.toml")), load_hints(folder / "hints.toml"))
        made = normalise(with_criteria(made))
        (folder / f"{module}.ipynb").write_text(dump(made), encoding="utf-8")
        _write_answers(folder, values, anyway)
        write_durably(listed, _with_assignment(listed.read_text(encoding="utf-8"), lesson, dataset), SHARED)
        load_course()
        write_known_cells()
        proved, problems = settled(folder, anyway=anyway)
        write_durably(folder / f"{module}.ipynb", proved, SHARED)
        for problem in problems:
            raise ContentError(problem.file, problem.place, problem.fault, "Kies een andere dataset.")
    return folder


def wrong_answer(assignment: str, cell: str, text: str) -> tuple[str, str]:
    """The check that a wrong answer fails, and what it says.

    Raises: ContentError when there is no such assignment or answer cell, or when every check accepts it.
    """
    checkout()
    folder = find_assignment(assignments_root(), assignment)
    cells = [str(c["id"]) for c in load_source(folder)["cells"] if markers(c).get("solution")]
    known_name(cell, cells, folder / f"{assignment}.ipynb", "de antwoordcel")
    check, sentence = verdict(folder, cell, text)
    if not check:
        kept = folder / "alternative-answers"
        remedy = f"Is het fout, maak dan de controle strenger. Is het juist, bewaar het dan in {kept}."
        raise ContentError(folder / f"{assignment}.ipynb", cell, "elke controle keurt dit antwoord goed.", remedy)
    return check, sentence


def new_wrong_answer(assignment: str, cell: str, name: str, text: str) -> Answer:
    """Keep a wrong answer with what its check says now.

    Raises: ContentError as `wrong_answer` does, and when the name is taken; nothing is left behind then.
    """
    check, sentence = wrong_answer(assignment, cell, text)
    folder = assignments_root() / assignment / "wrong-answers"
    file = folder / f"{name if name.startswith(cell) else f'{cell}-{name}'}.toml"
    new_name(file.stem, file, "het foute antwoord")
    folder.mkdir(exist_ok=True)
    write_durably(file, answer_text(cell, text, check, sentence), SHARED)
    write_durably(folder.parent / f"{assignment}.ipynb", dump(keyed(folder.parent)), SHARED)
    return Answer(file, cell, text, check, sentence)


def _values(lesson: Module, exercise: Exercise) -> dict[str, object]:
    data = exercise.dataset
    moment, other = (json.dumps(value, ensure_ascii=False) for value in (exercise.moment, exercise.other))
    text = isinstance(exercise.moment, str)
    warnings = (*data.breaks, *data.caveats, "NOG TE SCHRIJVEN: wat meten deze cijfers niet?")
    typed = {exercise.label: list(exercise.numbers), exercise.value: list(exercise.numbers.values())}
    passage = load_essay().passages[0].id
    return {
        "module": lesson.id,
        "title": lesson.title,
        "dataset": data.name,
        "dataset_title": data.title,
        "time": exercise.time,
        "moment": exercise.moment,
        "moment_code": moment,
        "other_code": other,
        "moment_hint": f"{moment}, tussen aanhalingstekens" if text else f"het jaar {moment}, zonder aanhalingstekens",
        "filter": exercise.filter("cijfers", exercise.time),
        "model": exercise.filter("tabel", moment).replace("\n", "\n    "),
        "query": exercise.query,
        "label": exercise.label,
        "value": exercise.value,
        "unit": exercise.unit,
        "ceiling": f"{exercise.ceiling:.0f}",
        "highest": exercise.highest,
        "difference": round(exercise.highest - exercise.lowest, 6),
        "typed": json.dumps(typed, ensure_ascii=False),
        "warning": warnings[0],
        "reflection": filled("assignment/reflection.md", passage=passage),
        "product": filled("assignment/product.md"),
    }


def _write_answers(folder: Path, values: dict[str, object], anyway: bool) -> None:
    kept = tomllib.loads(filled("assignment/answers.toml", **values))
    for name, table in kept["alternative"].items():
        file = folder / "alternative-answers" / f"{name}.toml"
        file.write_text(answer_text(table["cell"], table["source"]), encoding="utf-8")
    reflection, product = str(values["reflection"]), str(values["product"])
    for name, text in (*_other_reflections(reflection), *_other_products(product)):
        file = folder / "alternative-answers" / f"{name}.toml"
        file.write_text(answer_text(name.partition("-")[0], text), encoding="utf-8")
    wrong = [(name, table["cell"], table["source"]) for name, table in kept["wrong"].items()]
    wrong += [(name, "reflectie", text) for name, text in _wrong_reflections(reflection)]
    wrong += [(name, "product", text) for name, text in _wrong_products(product)]
    found = verdicts(folder, [(cell, text) for _, cell, text in wrong], anyway)
    for (name, cell, text), (check, sentence) in zip(wrong, found, strict=True):
        file = folder / "wrong-answers" / f"{name}.toml"
        file.write_text(answer_text(cell, text, check, sentence), encoding="utf-8")


def _with_headings(model: str) -> str:
    return re.sub(r"\*\*([^*]+):\*\* ", r"## \1\n\n", model)


def _repeated(model: str) -> str:
    """The model with its first sentence over and over."""
    first, rest = re.split(r"(?<=\n)", model, maxsplit=1)
    return first * 8 + rest


def _other_products(model: str) -> Iterator[tuple[str, str]]:
    yield "product-met-kopjes", _with_headings(model)
    numbers = iter(range(1, 10))
    yield "product-genummerd", re.sub(r"\*\*([^*]+):\*\*", lambda label: f"{next(numbers)}. {label[1]}:", model)


def _wrong_products(model: str) -> Iterator[tuple[str, str]]:
    yield "product-met-herhaling", _repeated(model)
    yield "product-zonder-onderdeel", model.replace("**Grens en risico:** ", "")


def _other_reflections(model: str) -> Iterator[tuple[str, str]]:
    yield "reflectie-met-kopjes", _with_headings(model)
    yield "reflectie-met-bron", re.sub(r"\bp\d\d\b", "een artikel (Movisie, 2024)", model)


def _wrong_reflections(model: str) -> Iterator[tuple[str, str]]:
    yield "reflectie-met-herhaling", _repeated(model)
    yield "reflectie-zonder-bron", re.sub(r"\bp\d\d\b", "een tekst", model)
    yield "reflectie-zonder-volgende-stap", model.partition("**Volgende stap:**")[0] + "Tot zover, met dank aan p14.\n"


def _with_assignment(text: str, lesson: Module, dataset: str) -> str:
    """`module.toml` with its assignment, its data set, and where the assignment assesses the first outcome."""
    text = with_key(text, "assignment", json.dumps(lesson.id))
    text = with_key(text, "assignment_minutes", "165")
    if dataset not in lesson.datasets:
        text = with_key(text, "datasets", json.dumps([*lesson.datasets, dataset], ensure_ascii=False))
    steps = ("test-stap-1", "test-stap-2", "test-stap-3", "test-val")
    graded = (*steps, "uitleg-val", "product", "andere-kant", "reflectie")
    places = ", ".join(f'"opdracht.{cell}"' for cell in graded)
    text = re.sub(r"^assessed = \[", f"assessed = [{places}, ", text, count=1, flags=re.MULTILINE)
    levels = "\n".join(
        f"{json.dumps(level, ensure_ascii=False)} = {json.dumps(cells)}" for level, cells in _LEVELS.items()
    )
    return f"{text.rstrip()}\n\n# Wat elke beoordeelde cel vraagt, volgens Bloom.\n[assignment_levels]\n{levels}\n"


_LEVELS = {
    "begrijpen": ["test-standpunt-vooraf", "test-standpunt-achteraf"],
    "toepassen": ["test-stap-1", "test-stap-2", "test-stap-3", "test-product-volledig", "test-reflectie-volledig"],
    "evalueren": ["test-val", "uitleg-val", "andere-kant", "reflectie"],
    "creëren": ["product"],
}
"""Bloom level → graded cells of the skeleton."""
