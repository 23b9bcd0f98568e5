"""House rules about what students read: images have words, sentences can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sowcourse.content import course_root, read_document
from sowcourse.ease import paragraphs, reading_ease
from sowcourse.lint.lessons import notebooks
from sowcourse.lint.problem import Problem
from sowcourse.notebook import markers, read_notebook, source
from sowcourse.standard import load_standard

FEWEST_WORDS = 25
"""A shorter paragraph says too little about its reading ease."""

WORST = 3
"""How many paragraphs of a hard text are named."""

_MARKDOWN_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE)


def images_have_words() -> Iterator[Problem]:
    """Every image in a lesson, assignment or case has a text for who does not see it."""
    for file, place, text in _texts():
        for words, address in _MARKDOWN_IMAGE.findall(text):
            if not words.strip():
                remedy = "Schrijf tussen de rechte haken wat erop te zien is."
                yield Problem(file, place, f"de afbeelding '{address}' heeft geen tekst.", remedy)
        for image in _HTML_IMAGE.findall(text):
            if not _ALT.search(image):  # alt="" says on purpose that the image is decoration
                remedy = 'Voeg alt="…" toe; alt="" als de afbeelding alleen versiering is.'
                yield Problem(file, place, f"de afbeelding {image[:60]} heeft geen alt.", remedy)


def texts_read_easily() -> Iterator[Problem]:
    """A lesson or assignment is not harder to read than the standard allows, nor is one of its paragraphs."""
    standard = load_standard()
    found: dict[Path, list[tuple[str, str]]] = {}
    for file, place, text in _texts():
        found.setdefault(file, []).extend((place, paragraph) for paragraph in paragraphs(text))
    for file, parts in found.items():
        long = [(reading_ease(words).score, place, words) for place, words in parts if _long(words)]
        hard = sorted(part for part in long if part[0] < standard.paragraph_ease)
        whole = reading_ease("\n".join(words for _, words in parts))
        if file.suffix == ".ipynb" and whole.words and whole.score < standard.lesson_ease:
            fault = f"de tekst is moeilijk: leesgemak {whole.score:.0f}, verwacht wordt minstens "
            fault += f"{standard.lesson_ease:.0f} ({whole.sentence:.0f} woorden per zin, {whole.word:.2f} lettergrepen "
            fault += "per woord, Flesch-Douma)."
            worst = "; ".join(f"{place}: «{words[:40]}…»" for _, place, words in sorted(long)[:WORST])
            yield Problem(file, "leesgemak", fault, f"Begin bij {worst}.", advice=True)
        for score, place, words in hard[:WORST]:
            fault = f"een alinea is erg moeilijk: leesgemak {score:.0f}, «{words[:50]}…»."
            yield Problem(file, place, fault, "Maak kortere zinnen of kies kortere woorden.", advice=True)


def _long(paragraph: str) -> bool:
    return reading_ease(paragraph).words >= FEWEST_WORDS


def _texts() -> Iterator[tuple[Path, str, str]]:
    """What students read in Markdown: file, cell and text; model answers and rubrics left out."""
    for file in notebooks():
        for cell in read_notebook(file)["cells"]:
            shown = cell["cell_type"] == "markdown" and not markers(cell).get("solution")
            if shown and not str(cell.get("id")).startswith("rubric-"):
                yield file, str(cell.get("id")), source(cell)
    for file in sorted(course_root().glob("*/cases/*.md")):
        _, text = read_document(file)
        yield file, "tekst", text
