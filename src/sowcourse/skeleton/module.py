"""A new module, a new debate in a module, a new case in a module."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sowcourse.content import checkout, course_root, datasets_root
from sowcourse.course import KRACHTLIJNEN, load_cases, load_course, load_module, load_outcomes
from sowcourse.dataset import Dataset, load_dataset
from sowcourse.debate import FEWEST_ARGUMENTS, load_debates
from sowcourse.durable import SHARED, write_durably
from sowcourse.errors import ContentError
from sowcourse.essay import load_essay, load_reactions
from sowcourse.glossary import load_glossary
from sowcourse.lab.known import KNOWN_FILE, write_known_cells
from sowcourse.notebook import dump, normalise, read_notebook
from sowcourse.quiz import LEVELS, load_quiz
from sowcourse.skeleton.cells import filled, notebook, with_widget
from sowcourse.skeleton.change import known_name, new_name, one_at_a_time, whole_or_nothing, with_module
from sowcourse.source import load_sources

PLACES = {"VL": "een stad of dorp in Vlaanderen", "NL": "een stad of dorp in Nederland"}
"""Country of a case → where it plays."""

_OUTCOMES = ("uitleggen", "afwegen")
"""What the two outcomes of a new module end in."""

_SIDES = {"pro": "voor de stelling", "contra": "tegen de stelling"}


@one_at_a_time
def new_module(name: str, title: str, krachtlijn: str = "", reaction: str = "", dataset: str = "") -> Path:
    """Make the folder of a new module, its line in `course.toml` and its two outcomes; returns the folder.

    Parameters: krachtlijn – one of KRACHTLIJNEN, "" for none; reaction, dataset – what the debate and the chart
    start from, "" for the first there is.
    Raises: ContentError when the name is taken or something named does not exist; nothing is left behind then.
    """
    checkout()
    root = course_root()
    folder = root / name
    new_name(name, folder, "de module")
    if krachtlijn:
        known_name(krachtlijn, list(KRACHTLIJNEN), root, "de krachtlijn")
    if not title.strip():
        raise ContentError(folder, "", "de titel is leeg.", 'Geef hem mee: --titel "Digitaal helpen".')
    reactions = [found.id for found in load_reactions()]
    known_name(reaction or reactions[0], reactions, root / "essay" / "reactions.toml", "de reactie")
    data = load_dataset(dataset) if dataset else _first_with_chart()
    if not data.charts:
        raise ContentError(
            data.folder / "dataset.toml", "", "deze dataset heeft geen grafiek.", f"Kies uit: {', '.join(_charted())}."
        )
    slug = _own_word(name, folder)
    values = {
        "module": name,
        "slug": slug,
        "title": title.strip(),
        "krachtlijn": krachtlijn,
        "passage": load_essay().passages[0].id,
        "reaction": reaction or reactions[0],
        "dataset": data.name,
        "chart": next(iter(data.charts)),
        "term": next(iter(load_glossary())),
        "source": next(iter(load_sources())),
        "debate": f"{slug}-debat",
    }
    quoted = values | {"title": json.dumps(values["title"], ensure_ascii=False)[1:-1]}
    course, outcomes = root / "course.toml", root / "outcomes.toml"
    listed = with_module(course.read_text(encoding="utf-8"), name, course)
    with whole_or_nothing(folder, course, outcomes, KNOWN_FILE):
        (folder / "cases").mkdir(parents=True)
        for file in ("module.toml", "ladder.toml", "teaching-notes.md"):
            held = quoted if file.endswith(".toml") else values
            (folder / file).write_text(filled(f"module/{file}", **held), encoding="utf-8")
        (folder / "debate.toml").write_text(_debate(values["debate"], values["reaction"]), encoding="utf-8")
        (folder / "quiz.toml").write_text(_quiz(values["passage"]), encoding="utf-8")
        for file, country in (("casus-vlaanderen", "VL"), ("casus-nederland", "NL")):
            (folder / "cases" / f"{file}.md").write_text(_case(country), encoding="utf-8")
        lesson = normalise(notebook("lesson", name, filled("module/lesson.txt", **values)))
        (folder / "lesson.ipynb").write_text(dump(lesson), encoding="utf-8")
        write_durably(
            outcomes, outcomes.read_text(encoding="utf-8") + filled("module/outcomes.toml", slug=slug), SHARED
        )
        write_durably(course, listed, SHARED)
        _load(name)
    return folder


def outcomes_made(name: str) -> tuple[str, ...]:
    """The outcomes that a module of this name is made with."""
    return tuple(f"{_word(name)}-{verb}" for verb in _OUTCOMES)


def _word(name: str) -> str:
    return re.sub(r"^\d+[a-z]?-", "", name)


def _own_word(name: str, folder: Path) -> str:
    """The name of a new module without its number, after which its outcomes are called.

    Raises: ContentError when there are outcomes that are called so.
    """
    word = _word(name)
    taken, lead = load_outcomes(), name.removesuffix(word)
    mine = next((outcome for outcome in outcomes_made(name) if outcome in taken), "")
    if not mine:
        return word
    of = next((module.id for module in load_course().modules if mine in module.outcomes), "")
    whose = f"van de les '{of}'" if of else "dat bij geen les hoort"
    free = next(f"{word}-{n}" for n in range(2, 100) if not {f"{word}-{n}-{verb}" for verb in _OUTCOMES} & set(taken))
    raise ContentError(
        folder,
        "",
        f"het woord '{word}' is al gebruikt: er is een leerresultaat '{mine}' {whose}, en zo zou er ook een van "
        f"'{name}' heten. Er is niets gemaakt.",
        f"Kies na het nummer een ander woord, bijvoorbeeld '{lead}{free}'.",
    )


@one_at_a_time
def new_debate(module: str, name: str, reaction: str) -> Path:
    """Add a debate to a module and show it in the lesson; returns the file of the debates.

    Raises: ContentError when the name is taken or module or reaction does not exist; nothing is changed then.
    """
    checkout()
    lesson = load_module(module)
    file = lesson.folder / "debate.toml"
    new_name(name, lesson.folder / "debate.toml" / name, "het debat")
    if name in load_debates(module):
        raise ContentError(file, "", f"het debat '{name}' bestaat al.", "Kies een andere naam, of werk daarin verder.")
    known = [found.id for found in load_reactions()]
    known_name(reaction, known, course_root() / "essay" / "reactions.toml", "de reactie")
    held = file.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if file.is_file() else ""
    with whole_or_nothing(file, lesson.lesson, KNOWN_FILE):
        write_durably(file, held + _debate(name, reaction), SHARED)
        call = f"show_debate({json.dumps(module)}, {json.dumps(name)})"
        _show(lesson.lesson, f"debat-{name}", "# Hier verschijnt een debat.", call, "debat")
        _load(module)
    return file


@one_at_a_time
def new_case(module: str, name: str, country: str) -> Path:
    """Add a fictional case to a module and show it in the lesson; returns its file.

    Raises: ContentError when the name is taken or module or country does not exist; nothing is changed then.
    """
    checkout()
    lesson = load_module(module)
    file = lesson.folder / "cases" / f"{name}.md"
    new_name(name, file, "de casus")
    known_name(country.upper(), list(PLACES), file, "het land")
    with whole_or_nothing(file, lesson.lesson, KNOWN_FILE):
        file.parent.mkdir(exist_ok=True)
        write_durably(file, _case(country.upper()), SHARED)
        call = f"show_case({json.dumps(module)}, {json.dumps(name)})"
        _show(lesson.lesson, f"casus-{name}", "# Hier verschijnt een casus.", call, "waarom")
        _load(module)
    return file


def _show(file: Path, cell: str, comment: str, call: str, heading: str) -> None:
    lesson = with_widget(read_notebook(file), cell, comment, call, heading)
    write_durably(file, dump(normalise(lesson)), SHARED)


def _load(module: str) -> None:
    """Read what was made, as the course does, and list the cells that may run."""
    load_course()
    load_outcomes()
    for load in (load_debates, load_quiz, load_cases):
        load(module)
    write_known_cells()


def _debate(name: str, reaction: str) -> str:
    arguments = "".join(
        filled("module/argument.toml", side=side, number=number, wording=wording, origin=_origin(number, reaction))
        for side, wording in _SIDES.items()
        for number in range(1, FEWEST_ARGUMENTS + 1)
    )
    title = "NOG TE SCHRIJVEN: een titel met een vraag?"
    return filled("module/debate.toml", debate=name, debate_title=title, reaction=reaction, arguments=arguments)


def _origin(number: int, reaction: str) -> str:
    """Where an argument comes from until its author says: one on each side from the reader."""
    return reaction if number == 1 else "eigen"


def _quiz(passage: str) -> str:
    levels = [level for level in LEVELS for _ in range(2)]
    return "".join(
        filled("module/question.toml", number=number, level=level, passage=passage)
        for number, level in enumerate(levels, start=1)
    )


def _case(country: str) -> str:
    return filled("module/case.md", case_title="NOG TE SCHRIJVEN: een titel", country=country, place=PLACES[country])


def _charted() -> list[str]:
    names = sorted(path.name for path in datasets_root().glob("*/"))
    return [name for name in names if load_dataset(name).charts]


def _first_with_chart() -> Dataset:
    return load_dataset(_charted()[0])
