"""What somebody reads from beginning to end, and so must be able to understand without the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import assignments_root, course_root, datasets_root
from sowcourse.course import Module, load_cases, load_course
from sowcourse.dataset import load_dataset
from sowcourse.debate import load_debates
from sowcourse.essay import load_reactions
from sowcourse.lint.unfinished import unwritten
from sowcourse.notebook import read_notebook, source
from sowcourse.rubric import load_rubrics
from sowcourse.stretch import case_text, reaction_text, stretches


@dataclass(frozen=True)
class Reading:
    """One text, in the order in which it is met."""

    file: Path
    pieces: tuple[tuple[str, str], ...]
    """Place in the file and what stands there."""
    sourced: bool = True
    """Whether a list of sources stands at its end, so that a citation needs no words."""

    def paragraphs(self) -> Iterator[tuple[str, str]]:
        """Place and paragraph, one after the other."""
        for place, text in self.pieces:
            for paragraph in re.split(r"\n\s*\n", text):
                yield place, paragraph


def readings() -> Iterator[Reading]:
    """Every lesson, case, reaction and assignment; cards, codebooks and what lecturers read, each by itself."""
    for module in load_course().modules:
        yield from _of_module(module)
    for reaction in load_reactions():
        yield Reading(course_root() / "essay" / "reactions.toml", ((reaction.id, reaction_text(reaction)),))
    for folder in sorted(assignments_root().glob("*/")):
        yield from _of_assignment(folder)
    for folder in sorted(datasets_root().glob("*/")):
        yield Reading(folder / "dataset.toml", tuple(codebook(folder.name)))


def _of_module(module: Module) -> Iterator[Reading]:
    """A lesson, its cases, and the cards of its debates: who holds one has heard the motion and nothing else."""
    for case in load_cases(module.id):
        yield Reading(module.folder / "cases" / f"{case.id}.md", (("tekst", case_text(case)),))
    notes = module.folder / "teaching-notes.md"
    if notes.is_file():
        yield Reading(notes, (("notities", notes.read_text(encoding="utf-8")),))
    if not unwritten(module.lesson):
        pieces = ((one.place, f"{one.text}\n\n{one.aside}") for one in stretches(module.id))
        yield Reading(module.lesson, tuple(pieces))
    for debate in load_debates(module.id).values():
        file, place = module.folder / "debate.toml", f"debat '{debate.id}'"
        motion = (place, f"{debate.motion}\n\n{debate.introduction}")
        yield Reading(file, (motion, *((place, question) for question in debate.questions)))
        for argument in debate.arguments:
            words = f"{argument.text} {argument.ours}\n\n{argument.rebuttal}"
            yield Reading(file, (motion, (f"{place}, kaart «{argument.text[:30]}…»", words)))


def _of_assignment(folder: Path) -> Iterator[Reading]:
    """An assignment with its model answers, and the examples beside it for who marks."""
    file = folder / f"{folder.name}.ipynb"
    if not unwritten(file):
        prose = (cell for cell in read_notebook(file)["cells"] if cell["cell_type"] == "markdown")
        yield Reading(file, tuple((str(cell.get("id")), source(cell)) for cell in prose), sourced=False)
    rubrics = load_rubrics(folder / "rubric.toml").values()
    anchors = ((rubric.cell, f"{anchor.text}\n\n{anchor.why}") for rubric in rubrics for anchor in rubric.anchors)
    yield Reading(folder / "rubric.toml", tuple(anchors), sourced=False)


def codebook(name: str) -> Iterator[tuple[str, str]]:
    """What a table tells of its columns: what each means, and the values that occur."""
    for column in load_dataset(name).columns:
        yield f"column '{column.name}'", "\n\n".join((column.meaning, *column.levels))
