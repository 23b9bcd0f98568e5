"""Pages of a hall, made of templates: for a phone, for the screen, and the file that a lecturer keeps."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment

from sowcourse.debate import POSITIONS, SIDES
from sowcourse.hub.hall import AFTER, ASKED, BEFORE, LATE, LOT, NAMES, STEPS, STRONGEST, SWITCH, UNCOUNTED, Hall
from sowcourse.pages.page import environment, render
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
        "uncounted": UNCOUNTED,
        "neutral": NEUTRAL,
        "scale": [(each, each, "", "") for each in POSITIONS],
    }
    return _templates().get_template(f"{template}.html").render(own | told | values)


def kept(hall: Hall) -> str:
    """What a lecturer may keep of a hall that has its movement: counts, on one page without a name."""
    movement = hall.movement
    if movement is None:
        return ""
    header, rows = movement.grid()
    by_id = {argument.id: argument.words for argument in hall.debate.arguments}
    shown = render(
        "live",
        title=hall.debate.motion,
        about=f"{hall.debate.title} Klas {hall.course}, {hall.inside} mensen binnen.",
        sentences=[*movement.sentences(), NEUTRAL],
        picture=movement.picture(),
        header=header,
        rows=rows,
        strongest={NAMES[side]: by_id[chosen] for side, chosen in hall.strongest.items()},
    )
    return str(shown)


@cache
def _templates() -> Environment:
    return environment("sowcourse.hub", "sowcourse.pages")
