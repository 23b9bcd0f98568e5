"""Pages of a hall, made of templates: for a phone, for the screen, and the file that a lecturer keeps."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from sowcourse.debate import POSITIONS, SIDES
from sowcourse.hub.hall import AFTER, ASKED, BEFORE, LATE, LOT, NAMES, STEPS, STRONGEST, SWITCH, Hall
from sowcourse.pages.page import FIGURE, TOKENS, environment, html_page, joined, paragraph, table
from sowcourse.report.position import GROUP

STATIC = Path(__file__).parent / "static"

FURTHER = {
    BEFORE: "Verder: het sterkste argument",
    STRONGEST: "Verder: het lot geeft kanten",
    LOT: "Verder: wissel van kant",
    SWITCH: "Verder: standpunt achteraf",
    AFTER: "Toon de beweging",
}
"""A step → what the button says that closes it."""

NEUTRAL = "Bewegen is geen prestatie en blijven is dat ook niet."


def page(template: str, **values: object) -> str:
    """A whole page."""
    own = {"steps": STEPS, "names": NAMES, "sides": SIDES, "asked": ASKED, "further": FURTHER}
    told = {
        "group": GROUP,
        "late": LATE,
        "neutral": NEUTRAL,
        "scale": [(each, each, "") for each in POSITIONS],
    }
    return _templates().get_template(f"{template}.html").render(own | told | values)


def kept(hall: Hall) -> str:
    """What a lecturer may keep of a hall: counts, on one page without a name."""
    movement = hall.movement
    if movement is None:
        return ""
    told = [movement.picture(), paragraph(*movement.sentences(), NEUTRAL)]
    header, rows = movement.grid()
    if rows:
        told.append(table("Dezelfde beweging als tabel", header, rows))
    by_id = {argument.id: argument for argument in hall.debate.arguments}
    for side, chosen in hall.strongest.items():
        told.append(paragraph(f"Het sterkste argument {NAMES[side]} volgens de klas: {by_id[chosen].text}"))
    return html_page(hall.debate.motion, joined([*_heading(hall), *told]))


def _heading(hall: Hall) -> list[Markup]:
    title = f"{hall.debate.title} (klas {hall.course}, {hall.inside} mensen binnen)"
    return [paragraph(title), paragraph(hall.debate.motion)]


def static_file(name: str) -> bytes | None:
    """A stylesheet or script of ours; None when there is none of that name."""
    shared = {"tokens.css": TOKENS, "figure.css": FIGURE}
    if name in shared:
        return shared[name].encode()
    return next((file.read_bytes() for file in STATIC.iterdir() if file.name == name), None)


@cache
def _templates() -> Environment:
    return environment("sowcourse.hub", "sowcourse.pages")
