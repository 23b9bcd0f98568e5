"""What a course from outside must be before its lessons are trusted to run by themselves: readable, and only text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sowcourse.concept import load_concepts
from sowcourse.content import read_document, read_toml
from sowcourse.course import load_cases, load_course, load_outcomes
from sowcourse.dataset import load_dataset
from sowcourse.debate import load_debates
from sowcourse.errors import PacketError
from sowcourse.essay import load_essay, load_reactions
from sowcourse.glossary import load_glossary
from sowcourse.identity.stranger import load_names
from sowcourse.lesson import cell_faults
from sowcourse.mirror import load_kinds
from sowcourse.notebook import read_notebook, source
from sowcourse.parts import PARTS
from sowcourse.quiz import load_quiz
from sowcourse.source import load_sources

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_ACTIVE = re.compile(r"<\s*[a-z/!?]|!\[|&#?\w+;|(?:javascript|vbscript)\s*:", re.IGNORECASE)
"""HTML, pictures from elsewhere, signs in disguise and links that act: nothing of the course needs them."""


def check_course(root: Path) -> None:
    """Look at everything in a course from outside: can it be read, is it only text, do its lessons only show widgets?

    Raises: ContentError for what cannot be read; PacketError for what is not allowed, naming file and place.
    """
    course = load_course(root)
    for load in (load_outcomes, load_glossary, load_concepts, load_names, load_kinds, load_reactions):
        load(root)
    links = [(root / "essay" / "essay.toml", load_essay(root).url)]
    links += [(root / "sources.toml", known.url) for known in load_sources(root).values() if known.url]
    for file, link in links:
        if not re.match(r"https?://", link):
            raise PacketError(f"{file.name}: de link «{link}» begint niet met https://.")
    for module in course.modules:
        for part in (load_cases, load_quiz, load_debates):
            part(module.id, root)
        for kind in PARTS.values():
            if kind.load and (module.folder / kind.file).is_file():
                kind.load(module.id, root)
        for dataset in module.datasets:
            load_dataset(dataset)
        check_lesson(module.lesson, module.id)
    for file in sorted(root.rglob("*")):
        for text in _texts(file):
            found = _ACTIVE.search(text)
            if found:
                raise PacketError(
                    f"{file.relative_to(root).as_posix()}: hier staat «{text[found.start() :][:20]}». In een lespakket "
                    "mag alleen gewone tekst staan: geen HTML, geen afbeeldingen en geen links die iets uitvoeren."
                )


def check_lesson(file: Path, module: str) -> None:
    """Refuse a lesson that could do more than show the parts of a lesson.

    Raises: ContentError when it is not a notebook; PacketError naming the cell.
    """
    notebook = read_notebook(file)
    where = f"les {module}"
    if not _ID.fullmatch(module):
        raise PacketError(f"{where}: dit kan geen naam van een les zijn.")
    if notebook.get("metadata", {}).get("sowcourse") != {"kind": "lesson", "module": module}:
        raise PacketError(f"{where}: dit notebook zegt niet dat het deze les is.")
    for number, cell in enumerate(notebook["cells"], start=1):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        if kind not in ("markdown", "code") or cell.get("outputs") or cell.get("attachments"):
            raise PacketError(f"{where}, cel {number}: dit is geen gewone cel met tekst of met een onderdeel.")
        fault = next(cell_faults(source(cell)), None) if kind == "code" else None
        if fault:
            raise PacketError(f"{where}, cel {number}: de code is niet die van een les ({fault[0]})")


def _texts(file: Path) -> Iterator[str]:
    """Every text that a file would show."""
    if file.name == "mirror.toml":  # its rows of words are looked for in a reflection and never shown
        for kind in load_kinds(file.parent).values():
            yield from (kind.title, kind.question, kind.asked)
    elif file.suffix == ".toml":
        yield from _strings(read_toml(file).data)
    elif file.suffix == ".ipynb":
        yield from (source(cell) for cell in read_notebook(file)["cells"] if cell["cell_type"] == "markdown")
    elif file.suffix == ".md":
        table, text = read_document(file)
        yield from _strings(table.data)
        yield text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
