"""The order of a lesson in the author's room: what stands below what, moved, taken out, put back and put in.

Everything goes into the draft of the lesson; it counts when that is published, as any text of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tornado import web

from sowcourse.course import load_module
from sowcourse.errors import ContentError
from sowcourse.notebook import Notebook, dump, normalise
from sowcourse.office import author_act
from sowcourse.office.asked import Answer, Asked, Go, Page, Route
from sowcourse.office.author_spot import Spot, at_spot, of_cohort, of_course
from sowcourse.office.desk import Note
from sowcourse.skeleton import layout
from sowcourse.skeleton.manuscript import KINDS, lessons
from sowcourse.skeleton.shape import Cells
from sowcourse.skeleton.trial import told_of

TEXTS = "lesteksten"
"""The kind of which a layout is the order."""

Change = Callable[[Spot, Asked, Notebook], Notebook]


def show(spot: Spot, asked: Asked) -> Answer:
    """The lesson from top to bottom, as the draft has it."""
    lesson = _lesson(spot)
    pieces = layout.pieces(lesson)
    there = {piece.id for piece in pieces}
    told = {
        "here": _here(spot),
        "pieces": pieces,
        "points": {piece.id: _points_at(spot, piece.id) for piece in pieces},
        "gone": [piece for piece in layout.pieces(_published(spot)) if piece.id not in there],
        "choices": layout.choices(lesson, spot.lesson, spot.room.course),
        "draft": bool(spot.room.draft(spot.place)),
        "rules": told_of(spot.room, spot.place) if asked.word("doe") == "nakijken" else None,
        "checks": not spot.cohort,
    }
    return Page("author-layout", told | {"spot": spot, "asked": asked})


def up(spot: Spot, asked: Asked, lesson: Notebook) -> Notebook:
    """One place up."""
    return layout.shifted(lesson, asked.word("stuk"), -1)


def down(spot: Spot, asked: Asked, lesson: Notebook) -> Notebook:
    """One place down."""
    return layout.shifted(lesson, asked.word("stuk"), 1)


def move(spot: Spot, asked: Asked, lesson: Notebook) -> Notebook:
    """Below another piece. Raises: ContentError when that is itself."""
    if asked.word("stuk") == asked.word("onder"):
        raise ContentError(spot.room.file(spot.place), "", "een stuk kan niet onder zichzelf.", "Kies een ander stuk.")
    return layout.moved(lesson, asked.word("stuk"), asked.word("onder"))


def take_out(spot: Spot, asked: Asked) -> Answer:
    """Without a piece; what points at it is told."""
    name = asked.word("stuk")
    _keep(spot, layout.without(_lesson(spot), name))
    looks = tuple(f"{each} Pas dat ook aan." for each in _points_at(spot, name))
    told = f"«{name}» staat niet meer in het concept van de les. Onderaan zet je het terug."
    return Go(_here(spot), Note((told,), looks))


def bring_back(spot: Spot, asked: Asked, lesson: Notebook) -> Notebook:
    """With a piece that is published and not in the draft."""
    return layout.put_back(lesson, _published(spot), asked.word("stuk"))


def add(spot: Spot, asked: Asked) -> Answer:
    """With a part that the lesson does not show yet, or a question. Raises: ContentError for another."""
    lesson, below = _lesson(spot), asked.word("onder")
    if asked.word("onderdeel") == layout.QUESTION:
        made = layout.with_question(lesson, spot.lesson, asked.word("vraag"), below)
    else:
        known = {choice.name: choice for choice in layout.choices(lesson, spot.lesson, spot.room.course)}
        choice = known.get(asked.word("onderdeel"))
        if choice is None:
            fault = "dat onderdeel kan deze les niet tonen, of zij toont het al."
            raise ContentError(spot.room.file(spot.place), "", fault, "Kies er een uit de lijst.")
        made = layout.with_part(lesson, choice, below)
    before = {str(cell["id"]) for cell in lesson["cells"]}
    _keep(spot, made)
    new = next(str(cell["id"]) for cell in made["cells"] if str(cell["id"]) not in before)
    return Go(_here(spot), at=f"stuk-{new}")


def publish(spot: Spot, asked: Asked) -> Answer:
    """Let the draft of the lesson count."""
    done = author_act.publish(spot, asked)
    assert isinstance(done, Go)
    return replace(done, place=_here(spot))


def forget(spot: Spot, asked: Asked) -> Answer:
    """Throw the draft of the lesson away."""
    done = author_act.forget(spot, asked)
    assert isinstance(done, Go)
    return replace(done, place=_here(spot))


def _changing(change: Change) -> Callable[[Spot, Asked], Answer]:
    """A button that changes the order, after which the page begins at the piece that was meant."""

    def act(spot: Spot, asked: Asked) -> Answer:
        _keep(spot, change(spot, asked, _lesson(spot)))
        return Go(_here(spot), at=f"stuk-{asked.word('stuk')}")

    return act


def _lesson(spot: Spot) -> Notebook:
    return Cells.of(spot.room.text(spot.place)).notebook


def _published(spot: Spot) -> Notebook:
    return Cells.of(spot.room.published(spot.place)).notebook


def _keep(spot: Spot, lesson: Notebook) -> None:
    spot.room.keep(spot.place, dump(normalise(lesson)))


def _here(spot: Spot) -> str:
    return f"{spot.home}/opbouw/{spot.lesson}"


def _points_at(spot: Spot, name: str) -> list[str]:
    """What says elsewhere that a cell is there, as sentences."""
    found = []
    for each in load_module(spot.lesson, spot.room.course).alignments:
        if name in each.done:
            found.append(f"Bij «Geoefend en getoetst» staat dat studenten hier «{each.outcome}» oefenen.")
        if f"les.{name}" in each.assessed:
            found.append(f"Bij «Geoefend en getoetst» staat dat je hier ziet of iemand «{each.outcome}» kan.")
    return found


def _at(asked: Asked, spot_of: Callable[[Asked], Spot]) -> Spot:
    """The lesson in the address. Raises: HTTPError when the course has none of that name."""
    spot = spot_of(asked)
    if spot.rest[0] not in lessons(spot.room.course, KINDS[TEXTS]):
        raise web.HTTPError(404)
    return replace(spot, rest=(TEXTS, spot.rest[0]))


def routes(cohort: str) -> tuple[Route, ...]:
    """The addresses in both rooms. Parameters: cohort – the pattern of the address of a cohort."""
    acts: Mapping[str, Callable[[Spot, Asked], Answer]] = {
        "omhoog": _changing(up),
        "omlaag": _changing(down),
        "verplaatsen": _changing(move),
        "weghalen": take_out,
        "terughalen": _changing(bring_back),
        "toevoegen": add,
        "publiceren": publish,
        "weggooien": forget,
        "nakijken": show,
    }

    def of(lead: str, spot_of: Callable[[Asked], Spot]) -> Route:
        def at(act: Callable[[Spot, Asked], Answer]) -> Callable[[Asked], Answer]:
            return at_spot(act, lambda asked: _at(asked, spot_of))

        return Route(f"{lead}/opbouw/([^/]+)", at(show), {name: at(act) for name, act in acts.items()})

    return of("schrijven", of_course), of(f"{cohort}/schrijven", of_cohort)
