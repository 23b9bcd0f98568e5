"""What is different between two versions of the course and its assignments, in words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sowcourse.content import read_document, read_toml
from sowcourse.notebook import Notebook, is_marked, markers, read_notebook, source

NEW, CHANGED, GONE = "nieuw", "veranderd", "vervalt"
RETIRED = "uit de omloop"
"""Not in the new version any more; it stays in this cohort."""
YOURS = "blijft zoals jij het hebt"
"""We changed it, and the lecturer did too."""

_NAMES = {
    "quiz.question": "toetsvraag",
    "debate.debate": "debat",
    "claims.claim": "stelling",
    "module.margin": "vraag in de kantlijn",
    "module.alignment": "afstemming",
    "outcomes.outcome": "leerresultaat",
    "glossary.term": "begrip",
    "sources.source": "bron",
    "essay.passage": "passage",
    "reactions.reaction": "reactie",
    "concepts.concept": "vakwoord",
    "mirror.kind": "spiegelvraag",
}
_WORDS = {"correct": "juist", "minutes": "minuten", "fictional": "verzonnen", "bloom": "niveau", "level": "niveau"}
_HOUSEKEEPING = ("fingerprint", "modules", "sketch")
"""Values that nobody reads; which modules there are, is told per lesson."""


@dataclass(frozen=True)
class Change:
    """One thing that is different."""

    part: str
    """Lesson or assignment, such as "les 1-nabijheid"."""
    place: str
    """Thing in it, such as "toetsvraag «wendy»"."""
    kind: str
    """NEW, CHANGED, GONE, RETIRED or YOURS."""
    before: str
    """Its words; "" when it is new."""
    after: str
    """Its words in the new version; "" when it is not in it."""
    unit: str = ""
    """With what it is chosen together: "5-politiserend/stap-1", "1-nabijheid/quiz.toml"; "" when it cannot be."""

    def excerpt(self, most: int = 60) -> str:
        """The first words that differ, for a line in a terminal."""
        if not self.before or not self.after:
            return _short(self.before or self.after, most)
        for old, new in word_runs(self.before, self.after):
            if old != new:
                return f"{_short(old, most // 2) or '–'} → {_short(new, most // 2) or '–'}"
        return "alleen witruimte"


def word_runs(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts in runs that are equal or that differ: the words before and after of each."""
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in blocks]


Units = Callable[[str], str]
"""Place → `Change.unit`."""


def changes(part: str, before: dict[str, str], after: dict[str, str], unit: Units = lambda _: "") -> list[Change]:
    """What differs between the places of two versions, in the order of the new one, what is gone last."""
    found = []
    for place, words in after.items():
        if place not in before:
            found.append(Change(part, place, NEW, "", words, unit(place)))
        elif before[place] != words:
            found.append(Change(part, place, CHANGED, before[place], words, unit(place)))
    found += [
        Change(part, place, GONE, words, "", unit(place)) for place, words in before.items() if place not in after
    ]
    return found


def course_places(file: Path) -> dict[str, str]:
    """Place → words, for one file of the course; a file of an unknown kind is one place.

    Raises: ContentError when it cannot be read.
    """
    if file.suffix == ".toml":
        return _toml_places(file)
    if file.suffix == ".ipynb":
        cells = read_notebook(file)["cells"]
        names = {"markdown": "tekst", "code": "onderdeel"}
        return {f"{names.get(cell['cell_type'], 'cel')} «{cell.get('id')}»": source(cell) for cell in cells}
    if file.suffix == ".md" and file.parent.name == "cases":
        table, text = read_document(file)
        return {f"casus «{file.stem}»": "\n".join([*_lines(table.data), text])}
    name = "aantekeningen voor de lesgever" if file.name == "teaching-notes.md" else file.name
    return {name: file.read_text(encoding="utf-8", errors="replace")}


def assignment_places(notebook: Notebook) -> dict[str, str]:
    """Place → words, for an assignment: texts, questions, checks, and the points of each."""
    found = {}
    for cell in notebook["cells"]:
        marks = markers(cell)
        name = cell.get("id")
        if marks.get("grade") or marks.get("task"):
            kind = "vraag" if is_marked(cell) else "controle"
        else:
            kind = "antwoordvak" if marks.get("solution") else "tekst"
        found[f"{kind} «{name}»"] = source(cell)
        if marks.get("grade") or marks.get("task"):
            found[f"punten van «{name}»"] = f"{marks.get('points', 0):g}".replace(".", ",")
    return found


def rubric_places(file: Path) -> dict[str, str]:
    """Place → words, for the rubrics of an assignment."""
    rows = read_toml(file).tables("rubric")
    return {f"rubric «{row.data.get('cell')}»": "\n".join(_lines(row.data)) for row in rows}


def _toml_places(file: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    loose = {}
    for key, value in read_toml(file).data.items():
        if not (isinstance(value, list) and value and all(isinstance(item, dict) for item in value)):
            loose[key] = value
            continue
        name = _NAMES.get(f"{file.stem}.{key}", "onderdeel")
        for number, item in enumerate(value, start=1):
            label = next((item[known] for known in ("id", "name", "outcome", "title") if known in item), number)
            found[f"{name} «{label}»"] = "\n".join(_lines(item))
    if loose:
        found["gegevens" if file.stem in ("module", "course") else f"gegevens van {file.stem}"] = "\n".join(
            _lines(loose)
        )
    return found


def _lines(value: Any, name: str = "") -> list[str]:
    """Every text in a value, one to a line; numbers and yes-or-no with their name."""
    if isinstance(value, dict):
        return [line for key, inner in value.items() if key not in _HOUSEKEEPING for line in _lines(inner, key)]
    if isinstance(value, list):
        return [line for inner in value for line in _lines(inner, name)]
    if isinstance(value, bool):
        value = "ja" if value else "nee"
    return [f"{_WORDS[name]}: {value}" if name in _WORDS else str(value).strip()]


def _short(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
