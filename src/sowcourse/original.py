"""The original text of the essay, imported by a person with the right to use it.

It is kept outside the project: in the person's own data folder, or in a cohort.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from platformdirs import user_data_path

from sowcourse.content import content_root
from sowcourse.durable import write_durably
from sowcourse.errors import EssayError
from sowcourse.essay import Passage, fingerprint, load_essay, load_passages, normalise, similarity, sketch
from sowcourse.trouble import brief

FILE_NAME = "origineel.json"

_ENOUGH = 0.5
"""Share of the essay's passages that must be recognised before a file is taken for the essay."""

_ALIKE = 0.5
"""Similarity from which a paragraph counts as a changed version of a passage's original."""

_MOST_PIECES = 12


@dataclass(frozen=True)
class ImportReport:
    """What was recognised in an imported file."""

    file: Path
    stored: Path
    exact: tuple[str, ...]
    """Ids of passages whose original was found to the letter."""
    changed: dict[str, float]
    """Passage id → similarity (0–1) of the paragraph taken for it."""
    missing: tuple[str, ...]
    """Ids of passages for which nothing was found."""
    other: int
    """Paragraphs that belong to no passage, such as menus and captions."""

    def summary(self) -> list[str]:
        """The report in Dutch sentences."""
        total = len(self.exact) + len(self.changed) + len(self.missing)
        lines = [f"{len(self.exact)} van {total} alinea's letterlijk herkend in {self.file.name}."]
        for identifier, alike in sorted(self.changed.items()):
            lines.append(f"Gewijzigd: {identifier} lijkt voor {alike:.0%} op de tekst die wij kennen; wel overgenomen.")
        if self.missing:
            lines.append(f"Niet gevonden: {', '.join(self.missing)}. Daar toont de les alleen onze weergave.")
        if self.other:
            lines.append(f"{self.other} andere regels (menu's, bijschriften en dergelijke) zijn overgeslagen.")
        lines.append(f"Bewaard in {self.stored}. Elke les toont het origineel nu naast onze weergave.")
        return lines


def import_original(file: Path, folder: Path | None = None) -> ImportReport:
    """Recognise the original paragraphs in `file` and keep them in `folder`.

    Parameters: file – plain text (UTF-8 or Windows-1252) or a saved HTML page; folder – a cohort, else the person's
    own data folder.
    Raises: EssayError when the file is not the essay or cannot be kept; an earlier import is then untouched.
    """
    stored = _destination(folder)
    pieces = _pieces(file)
    passages = load_passages()
    found, changed, other = _match(pieces, list(passages.values()))
    wanted = [passage.id for passage in load_essay().passages]
    recognised = sum(identifier in found for identifier in wanted)
    if recognised < _ENOUGH * len(wanted):
        essay = load_essay()
        raise EssayError(
            f"{file.name}: dit is niet het essay «{essay.title}». Herkend: {recognised} van {len(wanted)} alinea's. "
            f"Verwacht wordt de tekst van {essay.url}, als .txt of als bewaarde webpagina (.html). "
            "Open het artikel in je browser, kies 'Pagina opslaan als' en probeer het met dat bestand."
        )
    ordered = {identifier: found[identifier] for identifier in passages if identifier in found}
    try:
        stored.parent.mkdir(parents=True, exist_ok=True)
        write_durably(stored, json.dumps({"format": 1, "paragraphs": ordered}, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise EssayError(
            f"{stored}: het origineel kon niet worden bewaard ({brief(error)}). "
            "Kies met --cohort een map waarin je mag schrijven."
        ) from error
    return ImportReport(
        file=file,
        stored=stored,
        exact=tuple(identifier for identifier in ordered if identifier not in changed),
        changed=changed,
        missing=tuple(identifier for identifier in passages if identifier not in found),
        other=other,
    )


def load_original() -> dict[str, str]:
    """The imported original, passage id → paragraph; {} when none was imported.

    The work folder's (from a cohort) goes before the person's own.
    """
    folders = [Path(os.environ["SOWCOURSE_WORKFOLDER"])] if "SOWCOURSE_WORKFOLDER" in os.environ else []
    for folder in [*folders, user_data_path("sowcourse")]:
        file = folder / FILE_NAME
        if file.is_file():
            try:
                paragraphs = json.loads(file.read_text(encoding="utf-8"))["paragraphs"]
                return {str(identifier): str(text) for identifier, text in paragraphs.items()}
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise EssayError(
                    f"{file}: het bewaarde origineel is beschadigd. "
                    "Haal het bestand weg en importeer het essay opnieuw met 'sowcourse essay import'."
                ) from error
    return {}


def _destination(folder: Path | None) -> Path:
    target = (folder or user_data_path("sowcourse")).resolve()
    if folder is not None and not (target / "cohort.toml").is_file():
        raise EssayError(
            f"{folder}: dit is geen cohort (cohort.toml ontbreekt). Maak er een met 'sowcourse cohort new'."
        )
    if target == content_root() or any(target.is_relative_to(content_root() / name) for name in ("course", "src")):
        raise EssayError(
            f"{target}: deze map hoort bij het project. Het origineel hoort daar niet; kies een andere map."
        )
    return target / FILE_NAME


def _pieces(file: Path) -> list[str]:
    if file.is_dir():
        raise EssayError(f"{file}: dit is een map. Geef het bestand met de tekst op (.txt of .html).")
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise EssayError(f"{file}: het bestand kan niet worden gelezen. Controleer de naam en de plaats.") from error
    if raw[:4] in (b"PK\x03\x04", b"%PDF") or b"\0" in raw[:1000]:
        raise EssayError(
            f"{file.name}: dit is een Word-, pdf- of ander bestand dat geen gewone tekst is. "
            "Bewaar de webpagina als .html, of plak de tekst in een .txt-bestand."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if not text.strip():
        raise EssayError(f"{file.name}: het bestand is leeg. Bewaar de webpagina opnieuw.")
    if re.search(r"<(?:html|body|p)\b", text[:20000], re.IGNORECASE):
        page = _Page()
        page.feed(text)
        page.close()
        return page.pieces()
    return [piece for block in re.split(r"\n\s*\n", text) for piece in _split_list(block)]


def _split_list(block: str) -> list[str]:
    items = re.split(r"\n(?=\s*(?:\d{1,2}[.)]|[-*•])\s)", block.strip("\n"))
    return [" ".join(item.split()) for item in items if item.strip()]


class _Page(HTMLParser):
    """The paragraphs of a saved web page, in order."""

    _IGNORED = frozenset({"script", "style", "head", "nav", "noscript", "template", "svg"})
    _INLINE = frozenset(
        {"a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u", "q"}
    )
    _VOID = frozenset({"img", "input", "hr", "meta", "link", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._ignoring = 0
        self._parts: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._IGNORED:
            self._ignoring += 1
        elif tag == "br":
            self._parts[-1] += " "
        elif tag not in self._INLINE:
            self._parts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._IGNORED:
            self._ignoring = max(0, self._ignoring - 1)
        elif tag not in self._INLINE and tag not in self._VOID:
            self._parts.append("")

    def handle_data(self, data: str) -> None:
        if not self._ignoring:
            self._parts[-1] += data

    def pieces(self) -> list[str]:
        return [" ".join(part.split()) for part in self._parts if part.strip()]


def _match(pieces: list[str], passages: list[Passage]) -> tuple[dict[str, str], dict[str, float], int]:
    """Assign pieces to passages: to the letter, then several pieces as one, then by likeness."""
    wanted = {passage.fingerprint: passage.id for passage in passages}
    found: dict[str, str] = {}
    rest: list[str] = []
    index = 0
    while index < len(pieces):
        for length in range(1, min(_MOST_PIECES, len(pieces) - index) + 1):
            joined = " ".join(pieces[index : index + length])
            identifier = wanted.get(fingerprint(joined))
            if identifier is not None and identifier not in found:
                found[identifier] = _without_number(joined)
                index += length
                break
        else:
            rest.append(pieces[index])
            index += 1
    changed: dict[str, float] = {}
    sketches = {piece: sketch(piece) for piece in rest if len(normalise(piece)) > 20}
    open_passages = [passage for passage in passages if passage.id not in found]
    ranked = sorted(
        (
            (similarity(passage.sketch, drawn), passage.id, piece)
            for passage in open_passages
            for piece, drawn in sketches.items()
        ),
        reverse=True,
    )
    used: set[str] = set()
    for alike, identifier, piece in ranked:
        if alike >= _ALIKE and identifier not in found and piece not in used:
            found[identifier] = _without_number(piece)
            changed[identifier] = alike
            used.add(piece)
    return found, changed, len(rest) - len(used)


def _without_number(paragraph: str) -> str:
    return re.sub(r"^\s*(?:\d{1,2}[.)]|[-*•–])\s+", "", paragraph)
