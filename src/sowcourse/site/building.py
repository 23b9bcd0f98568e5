"""Write the course as a folder of plain files that works from a stick, a school's web server or an LMS.

Every page holds the words and, as data, the parts of its lesson; the scripts beside it draw them. Without scripts each
part shows its plain form. Nothing is fetched from elsewhere: a policy in every page forbids it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from sowcourse.course import Course, Module, load_cases, load_course
from sowcourse.debate import load_debates
from sowcourse.errors import SowcourseError
from sowcourse.essay import load_essay, load_reactions
from sowcourse.glossary import load_glossary
from sowcourse.identity.script import rules
from sowcourse.lesson import calls
from sowcourse.notebook import Cell, markers, read_notebook, source
from sowcourse.pages.krachtlijn import band, sign
from sowcourse.pages.page import TOKENS, environment
from sowcourse.parts import PARTS
from sowcourse.parts.base import CSS, FOLDER, Part, outward, rendered
from sowcourse.parts.joining import joined, named
from sowcourse.parts.table.table import SCRIPT
from sowcourse.prose import instruction
from sowcourse.site.assignment import Sheet, safe, sheet_of, tables
from sowcourse.site.cartridge import cartridge
from sowcourse.site.qti import quizzes
from sowcourse.source import load_sources
from sowcourse.student.leaflet import readable

STATIC = Path(__file__).parent / "static"
OWNER = "pagina"
"""Under which name the browser keeps drafts: a page has one reader."""
SEAL = "SOWCOURSE_ZEGEL"
"""In the environment, at a school: with what the browser seals what its account writes in lessons of the hub."""
NOTHING: Mapping[str, Path] = {}
NO_SHEETS: Mapping[str, Sheet] = {}
MARKER = ".sowcourse-site"
"""Stands in a folder that we made, so that nothing of somebody else's is ever replaced."""


@dataclass(frozen=True)
class Block:
    """A piece of a lesson: text, or a part with its data."""

    html: Markup
    """The text, or the plain form of the part."""
    name: str = ""
    """The script that draws it; "" for text and for what is only read."""
    number: int = 0
    data: Markup = field(default_factory=Markup)
    """Of a part: its values as JSON that is safe inside a page."""


@dataclass(frozen=True)
class Section:
    """A heading of a lesson with what stands below it."""

    id: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """The title without the time it takes."""
        return self.title.removesuffix(f" · {self.takes}")

    @property
    def takes(self) -> str:
        """The time that stands behind the title, "10 minuten"; "" for none."""
        last = self.title.rpartition(" · ")[2]
        return last if last != self.title and last.endswith(("minuten", "uur")) else ""


CARTRIDGE = "cursus.imscc"


QUIZZES = "toetsen"


def write_site(
    folder: Path, packed: bool = False, asked: bool = False, released: Mapping[str, Path] = NOTHING
) -> list[Path]:
    """Write the whole course into a folder; what an earlier run put there is replaced.

    Parameters: packed – whether a Common Cartridge of it goes along; asked – whether the quizzes do, for an LMS;
    released – assignment → its notebook as students get it, for which a page is made too.
    Returns: the files, the first page first, then the cartridge, and the quizzes last.
    Raises: SowcourseError when the folder holds something else; ContentError when the course is not as it should be.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise SowcourseError(
            f"{folder}: in deze map staat al iets anders. Kies een lege map, of een naam die nog niet bestaat."
        )
    sheets = _sheets(released)
    made = dict(pages(sheets))
    if packed:
        made[CARTRIDGE] = cartridge(load_course().title, contents(load_course(), sheets), made)
    if asked:
        made |= {f"{QUIZZES}/{name}": content for name, content in quizzes()}
    if folder.exists():
        shutil.rmtree(folder)
    for name, content in made.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (folder / MARKER).write_text("", encoding="utf-8")
    return [folder / name for name in made]


def _sheets(released: Mapping[str, Path]) -> dict[str, Sheet]:
    modules = [module for module in load_course().modules if module.assignment in released]
    files = {module.id: released[module.assignment] for module in modules}
    return {module.id: sheet_of(module, read_notebook(files[module.id]), files[module.id]) for module in modules}


def contents(course: Course, sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """Page → title, for a table of contents: each lesson with its assignment behind it."""
    found = {"index.html": course.title}
    for module in course.modules:
        found[f"les/{module.id}.html"] = module.title
        if module.id in sheets:
            found[f"opdracht/{module.id}.html"] = f"Opdracht: {module.title}"
    return found | {f"{name}.html": title for name, title in ALONE.items()}


ALONE = {
    "essay": "Het essay",
    "casussen": "Casussen",
    "begrippen": "Begrippen",
    "bronnen": "Bronnen",
    "portfolio": "Je portfolio",
}
"""Pages beside the lessons."""


class Giver(Enum):
    """Who gives the pages, and so where what is written in them is kept."""

    FOLDER = "plain files: in the browser of whoever reads"
    DESK = "a student's own server: in the work folder"
    HUB = "the hub of a school: sealed in the browser, as more accounts may read in one"


class Pages:
    """Every file of the site, each made when it is asked for."""

    def __init__(
        self,
        sheets: Mapping[str, Sheet] = NO_SHEETS,
        giver: Giver = Giver.FOLDER,
        work: str = "",
        apart: bool = False,
        leave: str = "",
    ) -> None:
        """Parameters: sheets – module → its assignment, for which there is a page; work – at a hub, where a student's
        own server starts; apart – whether that has another address, so that it does not see what this browser keeps;
        leave – at a hub, where one logs out."""
        self.course = load_course()
        self.sheets = sheets
        at = {"at_desk": giver is Giver.DESK, "at_hub": giver is Giver.HUB}
        self._shared = at | {"work": work, "apart": apart, "leave": leave}
        self._templates = _templates()
        self._makers = {name: partial(self._page, *told) for name, told in self._told().items()} | self._files()
        if giver is Giver.FOLDER:  # elsewhere a worker would go on giving what an earlier version of the course was
            self._makers["worker.js"] = self._worker

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def made(self, name: str) -> bytes:
        """The content of one file. Raises: KeyError when there is none of this name."""
        return self._makers[name]().encode()

    def _told(self) -> dict[str, tuple[str, str, Callable[[], dict[str, Any]]]]:
        """Page → its name, its template, and what gives its values."""
        course = self.course
        found: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
            "index.html": ("index.html", lambda: {"counts": {m.id: _asking(m) for m in course.modules}})
        }
        for place, module in enumerate(course.modules):
            before = course.modules[place - 1] if place else None
            after = course.modules[place + 1] if place + 1 < len(course.modules) else None
            found[f"les/{module.id}.html"] = ("lesson.html", partial(_lesson, module, before, after))
        for name, sheet in self.sheets.items():
            found[f"opdracht/{name}.html"] = ("assignment.html", partial(_assignment, sheet))
        found |= {
            "essay.html": ("essay.html", partial(_essay, course)),
            "begrippen.html": ("glossary.html", lambda: {"terms": _terms()}),
            "casussen.html": ("cases.html", lambda: {"cases": _cases(course)}),
            "bronnen.html": ("sources.html", lambda: {"sources": _sources()}),
            "portfolio.html": ("portfolio.html", dict),
        }
        return {name: (name, template, values) for name, (template, values) in found.items()}

    def _page(self, name: str, template: str, values: Callable[[], dict[str, Any]]) -> str:
        course = self.course
        shared = {"course": course, "modules": course.modules, "essay": load_essay(), "sheets": self.sheets}
        where = {"root": "../" * name.count("/"), "here": name, "rendered": _marked}
        return self._templates.get_template(template).render(shared | self._shared | where | values())

    def _files(self) -> dict[str, Callable[[], str]]:
        """What the pages need beside them."""
        asked = partial(_asked, self.course)
        searched = {"bestanden/people.js": _people} if self.sheets else {}
        return searched | {
            "bestanden/parts.js": lambda: named(sorted(FOLDER.glob("*/part.js")), "sowcourseParts"),
            "bestanden/site.js": lambda: joined(STATIC / "site.js"),
            "bestanden/table.js": lambda: SCRIPT,
            "bestanden/asked.js": lambda: f"globalThis.sowcourseAsked = {json.dumps(asked(), ensure_ascii=False)};\n",
            "bestanden/site.css": _style,
            "bestanden/icon.svg": lambda: (STATIC / "icon.svg").read_text("utf-8"),
            "manifest.webmanifest": lambda: (STATIC / "manifest.webmanifest").read_text("utf-8"),
        }

    def _worker(self) -> str:
        """What keeps all other files at hand without a connection, under a name that changes with any of them."""
        others = [name for name in self if name != "worker.js"]
        version = hashlib.sha256(b"".join(map(self.made, others))).hexdigest()[:12]
        files = json.dumps(sorted(["./", *others]))
        return f"const VERSION = {json.dumps(version)};\nconst FILES = {files};\n" + (STATIC / "worker.js").read_text(
            "utf-8"
        )


def pages(sheets: Mapping[str, Sheet]) -> Iterator[tuple[str, bytes]]:
    """Every file of the site: its place and its content."""
    site = Pages(sheets)
    for name in site:
        yield name, site.made(name)


def _lesson(module: Module, before: Module | None, after: Module | None) -> dict[str, Any]:
    return {"module": module, "sections": list(sections(module)), "before": before, "after": after}


def _assignment(sheet: Sheet) -> dict[str, Any]:
    return {"sheet": sheet, "module": sheet.module, "sections": list(questions(sheet)), "data": safe(sheet.data())}


def _terms() -> list[Any]:
    return sorted(load_glossary().values(), key=lambda term: term.term.casefold())


def _cases(course: Course) -> list[tuple[Module, Any]]:
    cases = [(module, load_cases(module.id)) for module in course.modules]
    return [(module, found) for module, found in cases if found]


def _sources() -> list[Any]:
    return sorted(load_sources().values(), key=lambda known: known.apa.casefold())


def _style() -> str:
    return TOKENS + (STATIC / "site.css").read_text("utf-8") + CSS + (STATIC / "parts.css").read_text("utf-8")


def sections(module: Module) -> Iterator[Section]:
    """A lesson by its headings."""
    lesson = read_notebook(module.lesson)
    shown = {call.cell: call for call in calls(lesson)}
    numbers = count(1)

    def pieces() -> Iterator[Cell | Block]:
        for cell in lesson["cells"]:
            if cell["cell_type"] == "markdown":
                yield cell
            elif call := shown.get(cell["id"]):
                yield _block(call.name, PARTS[call.name](*call.values, **call.named), next(numbers))

    return _divided(module.title, pieces(), _marked)


def questions(sheet: Sheet) -> Iterator[Section]:
    """An assignment by its headings, with a place for every answer."""
    shown = {call.cell: call for call in calls(sheet.notebook)}

    def pieces() -> Iterator[Cell | Block]:
        for number, (cell, kind) in enumerate(sheet.shown(), start=1):
            if kind == "text":
                yield cell
            elif kind == "table":
                yield from (Block(Markup(f'<div class="sow shown-table">{table.body}</div>')) for table in tables(cell))
            elif kind == "part":
                call = shown[cell["id"]]
                if call.name == "show_confidentiality":
                    yield Block(Markup(), "people")
                elif call.name == "show_mirror":  # reads what was written, with Python
                    yield Block(Markup(), "later")
                else:
                    yield _block(call.name, PARTS[call.name](*call.values, **call.named), number)
            else:
                yield Block(Markup(), kind, number, Markup.escape(markers(cell)["grade_id"]))

    return _divided(sheet.title, pieces(), lambda text, above: readable(instruction(text), above))


def _divided(title: str, pieces: Iterable[Cell | Block], drawn: Callable[[str, str], Markup]) -> Iterator[Section]:
    """Texts and blocks by the headings in the texts; what stands above the first heading has the title of the whole."""
    identifier = "begin"
    blocks: list[Block] = []
    for piece in pieces:
        if isinstance(piece, Block):
            blocks.append(piece)
            continue
        text = source(piece)
        if text.startswith("## "):
            heading, _, text = text.partition("\n")
            if blocks:
                yield Section(identifier, title, tuple(blocks))
            title, identifier, blocks = heading.removeprefix("## ").strip(), str(piece["id"]), []
        elif text.startswith("# "):
            text = text.partition("\n")[2]
        if text.strip():
            blocks.append(Block(drawn(text, title)))
    yield Section(identifier, title, tuple(blocks))


def _block(call: str, part: Part, number: int) -> Block:
    if call in HOSTED:
        return Block(Markup(part.body({})), HOSTED[call], number, _data(part))
    if not part.script:
        kind, label = call.removeprefix("show_"), Markup.escape(part.label)
        return Block(Markup(f'<div class="sow shown-{kind}" role="group" aria-label="{label}">{part.body({})}</div>'))
    return Block(Markup(part.body({})), part.script, number, _data(part))


HOSTED = {"show_journey": "journey", "show_portfolio": "portfolio-link"}
"""Calls of parts that look at the whole logbook, which here is the browser's → what the page itself draws there."""


def _data(part: Part) -> Markup:
    return safe(part.data | {"owner": OWNER})


def _asked(course: Course) -> dict[str, Any]:
    """What the portfolio asks again, per lesson, and the positions that it lays side by side."""
    asking = [m.id for m in course.modules if any(c.name == "show_position" for c in calls(read_notebook(m.lesson)))]
    shifts = [[course.thesis, [asking[0], "standpunt", "position"], [asking[-1], "standpunt", "position"]]]
    lessons = []
    for module in course.modules:
        kinds = [(PARTS[call.name], call) for call in calls(read_notebook(module.lesson))]
        made = [kind(*call.values, **call.named) for kind, call in kinds if kind.keeps or kind.fields]
        fields = [[f.item, f.key, f.question] for part in made for f in part.asked()]
        kept = [part.item for part in made if part.keeps]
        known = {
            "line": module.krachtlijn or "geen",
            "sign": sign(module.krachtlijn),
            "band": band(module.krachtlijn, 30),
        }
        lessons.append({"id": module.id, "title": module.title, "fields": fields, "kept": kept} | known)
        shifts += [
            [debate.motion, *([module.id, f"debat.{debate.id}", key] for key in ("before", "after"))]
            for debate in load_debates(module.id).values()
        ]
    return {"title": course.title, "shifts": shifts, "lessons": lessons}


def _people() -> str:
    return f"globalThis.sowcoursePeople = {json.dumps(rules(), ensure_ascii=False, separators=(',', ':'))};\n"


def _asking(module: Module) -> int:
    return sum(bool(PARTS[call.name].keeps) for call in calls(read_notebook(module.lesson)))


def _essay(course: Course) -> dict[str, Any]:
    """The passages of the essay by its own sections, with the lessons that read them."""
    parts: dict[str, list[Any]] = {}
    for passage in load_essay().passages:
        parts.setdefault(passage.section, []).append(passage)
    reading: dict[str, list[Module]] = {}
    for module in course.modules:
        for identifier in module.passages:
            reading.setdefault(identifier, []).append(module)
    return {"parts": list(parts.items()), "reading": reading, "reactions": load_reactions()}


def _marked(text: str, above: str = "") -> Markup:
    """Markdown of ours as HTML; a table can be scrolled on its own, by keyboard too."""
    return readable(rendered(text), above)


def _templates() -> Environment:
    made = environment("sowcourse.site")
    made.globals |= {"outward": outward, "sign": sign, "band": band, "illustration": illustration}
    return made


def illustration(module: str) -> Markup:
    """The drawing of a lesson, in the colour of its krachtlijn and described in words; nothing when it has none."""
    file = STATIC / "lessons" / f"{module}.svg"
    return Markup(file.read_text("utf-8")) if file.is_file() else Markup()
