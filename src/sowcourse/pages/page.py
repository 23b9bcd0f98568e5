"""HTML pages for lecturers and students: one self-contained file, Dutch, accessible, nothing that runs.

HTML stands in templates; whatever is put into one is escaped there. Only what a template or the sanitiser of `prose`
made is HTML already, and says so by its type: Markup.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sowcourse.plural import many
from sowcourse.prose import CONTROL, shown

_HERE = Path(__file__).parent
TOKENS = (_HERE / "tokens.css").read_text("utf-8")
"""Colour, type and space of everything that leaves as HTML, as custom properties of CSS."""
FIGURE = (_HERE / "figure.css").read_text("utf-8")
"""How a figure of `sowcourse.report.figure` looks."""
_CSS = TOKENS + (_HERE / "page.css").read_text("utf-8") + FIGURE


def render(template: str, **values: object) -> Markup:
    """A page, or a piece of one, of a template in `pages/templates`; a value that it asks and does not get stops it."""
    return Markup(_templates().get_template(f"{template}.html").render(values))


def html_page(title: str, body: Markup, broad: bool = False) -> str:
    """A whole page; the page itself forbids scripts.

    Parameters: broad – for wide tables; running text keeps its width.
    """
    return str(render("page", title=title, body=body, broad=broad))


def text(value: object) -> Markup:
    """Text that is inert inside HTML; characters that control, or turn the direction of reading, are left out."""
    if isinstance(value, Markup):
        return value
    return Markup(html.escape(CONTROL.sub("", str(value))))


def link(target: str, label: object) -> Markup:
    """A link to a place in this page ("#naam") or to a page beside it."""
    return _macro("link", target, label)


def code(lines: str) -> Markup:
    """Code as it was written."""
    return _macro("code", lines)


def prose(markdown: str) -> Markup:
    """What a student wrote in Markdown."""
    return _macro("prose", markdown)


def paragraph(*sentences: object) -> Markup:
    """Sentences as one paragraph."""
    return _macro("paragraph", sentences)


def joined(parts: Iterable[Markup]) -> Markup:
    """Pieces of a page, one after another."""
    return Markup("").join(parts)


def points(value: float) -> str:
    """Points as they are written in Dutch: 7,5 and 8."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def worth(value: float) -> str:
    """Points with their noun: 1 punt, 1,5 punten, 0 punten."""
    return f"{points(value)} {'punt' if value == 1 else 'punten'}"


def table(
    caption: str,
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    numbers: frozenset[int] = frozenset(),
    anchors: Sequence[str] = (),
    tall: bool = False,
) -> Markup:
    """A table with a caption; cells are escaped, the first of each row is its header.

    Parameters: numbers – columns that are aligned as numbers; anchors – a name for each row, to link to; tall –
    scrolls on its own, with its headings in sight.
    """
    return _macro("table", caption, header, rows, numbers, anchors, tall)


def macro(file: str, name: str, *values: object) -> Markup:
    """What a macro in a template of `pages/templates` makes of these values."""
    return Markup(getattr(_templates().get_template(file).module, name)(*values))


def _macro(name: str, *values: object) -> Markup:
    return macro("macros.html", name, *values)


def _shown(markdown: str) -> Markup:
    """The one way in which a student's words enter a page as HTML."""
    return Markup(shown(markdown))


def environment(*packages: str) -> Environment:
    """The templates in the folders `templates` of packages: what is put in is escaped, what is missing stops it."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=text,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["points"] = points
    made.filters["worth"] = worth
    made.filters["many"] = many
    made.filters["shown"] = _shown
    return made


@cache
def _templates() -> Environment:
    made = environment("sowcourse.pages")
    made.globals["css"] = Markup(_CSS)
    return made


def static_file(folder: Path, name: str) -> bytes | None:
    """A stylesheet or script, of a folder or shared by all pages; None when there is none of that name."""
    shared = {"tokens.css": TOKENS, "figure.css": FIGURE}
    if name in shared:
        return shared[name].encode()
    return next((file.read_bytes() for file in folder.iterdir() if file.name == name), None)
