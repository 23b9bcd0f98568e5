"""A text of the author's room as students see it, on paper or without a script, or as colleagues do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from markdown_it import MarkdownIt

from sowcourse.course import load_outcomes
from sowcourse.errors import ContentError
from sowcourse.hint import load_hints
from sowcourse.office.asked import Answer, Asked, Sheet
from sowcourse.office.author_form import shown_value
from sowcourse.office.author_spot import Spot
from sowcourse.pages.page import render
from sowcourse.parts.base import Part
from sowcourse.parts.collective.part import CollectivePart
from sowcourse.parts.debate.part import DebatePart
from sowcourse.parts.ecogram.part import EcogramPart
from sowcourse.parts.forum.part import ForumPart
from sowcourse.parts.ladder.part import LadderPart
from sowcourse.parts.quiz.part import QuizPart
from sowcourse.parts.reading import CasePart
from sowcourse.parts.threshold.part import ThresholdPart
from sowcourse.rubric import load_rubrics
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.kind import ASSIGNMENTS
from sowcourse.skeleton.manuscript import label_of
from sowcourse.skeleton.shape import ASKED, BODY
from sowcourse.student.leaflet import part_page

_WHOLE: Mapping[str, Callable[[str, Path], Part]] = {
    "ladder.toml": LadderPart,
    "thresholds.toml": ThresholdPart,
    "ecogram.toml": EcogramPart,
    "collective.toml": CollectivePart,
    "forum.toml": ForumPart,
}
"""A file whose texts make sense together only → the part that shows it whole."""


def preview(spot: Spot, asked: Asked) -> Answer:
    """The draft. What cannot be read yet says why."""
    kind, place, name = spot.kind, spot.place, spot.name
    with spot.room.as_published(place, spot.room.text(place)) as course:
        try:
            body = _drawn(spot, course, name)
        except (ContentError, KeyError) as error:
            told = str(error) if isinstance(error, ContentError) else "Dit is er nog niet."
            body = render("draft", kind="fault", entry={"told": told})
    return Sheet(part_page(f"{kind.one} {name}", body, name))


def _drawn(spot: Spot, course: Path, name: str) -> str:
    kind, lesson = spot.kind, spot.lesson
    if kind.id == "casussen":
        return CasePart(lesson, name, root=course).body({})
    if kind.id == "debatten":
        return DebatePart(lesson, name, root=course).body({})
    shown = _WHOLE.get(kind.place.rpartition("/")[2])
    if shown:
        return shown(lesson, course).body({})
    number, entry = spot.found()
    if kind.id == "toets":
        part = QuizPart(lesson, root=course)
        part.data = {**part.data, "questions": part.data["questions"][number : number + 1]}
        return part.body({}) + str(render("draft", kind=kind.id, entry=entry))
    kind.read(lesson, course)
    return _as_prose(spot, course, entry) or str(render("draft", kind=kind.id, entry=_told(spot, course, entry)))


def _as_prose(spot: Spot, course: Path, entry: Entry) -> str:
    """What is Markdown, as a lesson or a notebook shows it; "" for what is not."""
    kind, folder = spot.kind, course.parent / ASSIGNMENTS / spot.lesson
    if kind.id == "rubrics":
        said = load_rubrics(folder / "rubric.toml")[entry["cell"]].markdown()
        return _markdown(said) + str(render("draft", kind=kind.id, entry=entry))
    if kind.id == "hints":
        return _markdown(load_hints(folder / "hints.toml")[entry["cell"]].markdown())
    if ASKED in entry:
        return ""
    if kind.id in ("lesteksten", "lesnotities") or (kind.id == "opdrachtteksten" and "stub" not in entry):
        return _markdown(entry[BODY])
    return ""


def _told(spot: Spot, course: Path, entry: Entry) -> Entry:
    """An entry with what its preview says beside it."""
    if spot.kind.id == "leerlijn":
        return entry | {"told": load_outcomes(course)[entry["outcome"]].text}
    if {"stub", BODY} <= entry.keys():
        return entry | {"model": entry[BODY]}
    said = {key: value for key, value in entry.items() if key not in ("id", spot.kind.key)}
    return entry | {"lines": [(label_of(spot.kind, key), shown_value(value)) for key, value in said.items()]}


def _markdown(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
