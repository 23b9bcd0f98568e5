"""The author's room: what can be written, the list of one kind, and the form of one text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from textwrap import shorten
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tornado import web

from sowcourse.cohort.calendar import ZONES
from sowcourse.content import UNWRITTEN
from sowcourse.course import load_course
from sowcourse.errors import ContentError
from sowcourse.lesson import calls
from sowcourse.notebook import read_notebook
from sowcourse.office import author_act, author_layout, author_new
from sowcourse.office.asked import Answer, Asked, Go, Page, Route
from sowcourse.office.author_form import faults_of, filled_in, form_of, shown_value
from sowcourse.office.author_preview import preview
from sowcourse.office.author_seen import SEEN, mark_of, mark_shown, place_by_mark
from sowcourse.office.author_spot import SHARED, Spot, at_spot, of_cohort, of_course
from sowcourse.skeleton.course_texts import NO_FORM
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.kind import Kind
from sowcourse.skeleton.manuscript import KINDS, label_of, lessons, unwritten
from sowcourse.skeleton.pointing import pointers
from sowcourse.skeleton.rehearsal import why_unwalled
from sowcourse.skeleton.room import Version
from sowcourse.skeleton.shape import ASKED
from sowcourse.skeleton.trial import told_of
from sowcourse.skeleton.withdrawal import bring_to_end, broken_off, is_new, unsettled

GROUPS = {
    "De cursus": ("cursus", "routes", "activiteiten", "leerresultaten", "uitzonderingen"),
    "Woorden en bronnen": (
        "begrippen", "bronnen", "concepten", "woordparen", "rechtswoorden", "afkortingen", "onvertaald", "woordvormen",
    ),
    "De studiewijzer": ("studiewijzer-opening", "studiewijzer"),
}  # fmt: skip
"""How the texts that the whole course shares are grouped on the first page."""

IN_LESSON = {"casussen": "show_case", "debatten": "show_debate"}
"""A kind of text that a lesson shows one by one → the call that shows it."""


def room(spot: Spot, asked: Asked) -> Answer:
    """Everything that can be written, and what is under construction; a lesson half taken back is taken to the end."""
    ended = bring_to_end(spot.room) if not spot.cohort and unsettled(spot.room) else []
    stuck = [] if spot.cohort else unsettled(spot.room)
    course = load_course(spot.room.course)
    held = {kind.id: lessons(spot.room.course, kind) for kind in KINDS.values()}
    rows = [
        (
            module.id,
            module.title,
            [(kind, _left(spot, kind, module.id)) for kind in KINDS.values() if module.id in held[kind.id]],
        )
        for module in course.modules
    ]
    shared = [
        (name, [(KINDS[each], _left(spot, KINDS[each], "")) for each in group if held[each]])
        for name, group in GROUPS.items()
    ]
    bare = [] if spot.cohort else [module.id for module in course.modules if not module.assignment]
    told = {"rows": rows, "shared": shared, "drafts": _drafts(spot), "bare": bare}
    writing = [] if spot.cohort else [module.id for module in course.modules if is_new(module.folder)]
    told |= {
        "writing": writing,
        "broken": [] if spot.cohort else broken_off(spot.room.course),
        "ended": ended,
        "stuck": stuck,
    }
    told |= {"elsewhere": [(at, why) for at, why in NO_FORM.items() if (spot.room.course / at).is_file()]}
    return Page("author-room", told | {"spot": spot})


def shelf(spot: Spot, asked: Asked) -> Answer:
    """The texts of one kind, of one lesson."""
    kind, place = spot.kind, spot.kind.file(spot.lesson)
    if kind.alone:
        found = [(name, spot.document(name)) for name in spot.documents()]
    else:
        found = [(kind.name_of(number, entry), entry) for number, entry in enumerate(spot.entries())]
    rows = [(name, _first_line(shown_value(entry.get(kind.label) or entry.get(ASKED, "")))) for name, entry in found]
    if kind.alone:
        left = {name for name, entry in found if UNWRITTEN in str(entry)}
    else:
        left = {found[number][0] for number in unwritten(kind, spot.room.text(place))}
    words = asked.word("zoek").casefold()
    shown = [row for row in rows if words in " ".join(row).casefold()]
    drafts = spot.room.drafts()
    under = {name for name, _ in rows if kind.file(spot.lesson, name) in drafts} if kind.alone else set()
    told = {"rows": shown, "whole": len(rows), "words": asked.word("zoek"), "under": under, "left": left}
    told |= {"draft": not kind.alone and place in drafts}
    by_place = not kind.key and kind.many and not kind.alone
    told |= {"marks": {name: f"?{SEEN}={mark_of(entry)}" for name, entry in found} if by_place else {}}
    told |= {"gone": spot.room.gone(kind, spot.lesson) if kind.alone else []}
    told |= {"unwalled": why_unwalled() if kind.of_assignment else ""}
    versions = [] if kind.alone else [_spoken(version) for version in spot.room.versions(place)]
    return Page("author-shelf", told | {"spot": spot, "versions": versions})


def text(spot: Spot, asked: Asked) -> Answer:
    """The form of one text, with what the reader of its file says beside each field."""
    kind, place = spot.kind, spot.place
    if not asked.word("doe") and (there := place_by_mark(asked, kind, spot.name, spot.entries)):
        return Go(spot.at(kind.id, spot.rest[1], there).here)
    number, entry = spot.found()
    wants, seen = spot.wants(entry), mark_shown(asked, kind, entry)
    if asked.word("doe") in ("bewaren", "samenstellen"):
        entry = author_act.composed(asked, filled_in(asked, kind, wants))
    drafted = spot.room.draft(place)
    error = spot.room.fault(kind, spot.lesson, place, drafted) if drafted else None
    faults = faults_of(error, kind, number, spot.name)
    fields, groups = form_of(kind, wants, entry, faults)
    told: dict[str, Any] = {
        "fields": fields,
        "groups": groups,
        "elsewhere": [said for name, said in faults.items() if not _beside(name, fields, groups)],
        "faulty": error is not None,
        "draft": bool(drafted),
        "name": asked.word("naam"),
        "seen": seen,
        **({"history": [], "untold": ""} if spot.is_new else _history(spot, entry)),
        "rules": None,
        "checks": not spot.cohort,
        "unseen": _unseen(spot),
        "unwalled": why_unwalled() if kind.of_assignment else "",
        "may_go": not spot.is_new and _may_go(spot, spot.found()[1]),
    }
    return Page("author-text", told | {"spot": spot, "asked": asked})


def leave(spot: Spot, asked: Asked) -> Answer:
    """What goes when a text goes, and what points at it, before somebody decides."""
    _, entry = spot.found()
    if spot.is_new or not _may_go(spot, entry):
        raise web.HTTPError(404)
    found = pointers(spot.room, spot.kind, spot.lesson, spot.name)
    told = {"pointers": found, "needed": any(each.needs for each in found), "entry": entry}
    told |= {"published": bool(spot.room.published(spot.place)), "seen": mark_of(entry)}
    told |= {"unwalled": why_unwalled() if spot.kind.of_assignment else ""}
    return Page("author-leave", told | {"spot": spot})


def _may_go(spot: Spot, entry: Entry) -> bool:
    """Whether a text can be taken away here: of a notebook only what no student answers in."""
    return spot.kind.grows and not {"stub", ASKED} & entry.keys()


def check(spot: Spot, asked: Asked) -> Answer:
    """What the house rules say of the draft, beside the text."""
    shown = text(spot, asked)
    assert isinstance(shown, Page)
    return Page(shown.template, {**shown.values, "rules": told_of(spot.room, spot.place)})


def _left(spot: Spot, kind: Kind, lesson: str) -> int:
    """How many texts of a list must still be written."""
    here = spot.at(kind.id, lesson or SHARED)
    places = [kind.file(lesson, name) for name in here.documents()] if kind.alone else [kind.file(lesson)]
    return sum(len(unwritten(kind, spot.room.text(place))) for place in places)


def _first_line(text: object) -> str:
    """What a text begins with, as it is known by in a list."""
    lines = [line.strip(" #*") for line in str(text).splitlines() if line.strip(" #*")]
    return shorten(lines[0], 100, placeholder=" …") if lines else ""


def _drafts(spot: Spot) -> list[tuple[str, str]]:
    """Every file with a draft: how it is called here, and its address; its place and "" when nobody writes it here."""
    found = []
    for place in spot.room.drafts():
        told, at = place, ""
        for kind in KINDS.values():
            for lesson in lessons(spot.room.course, kind):
                lead = kind.file(lesson).removesuffix(kind.alone) if kind.alone else kind.file(lesson)
                if not at and (place == lead or (kind.alone and place.startswith(lead))):
                    at = f"{spot.home}/{kind.id}/{lesson or SHARED}"
                    told = f"{kind.title}, {lesson}" if lesson else kind.title
                    if kind.alone:  # a file of its own, of which more can be drafts
                        name = place.removeprefix(lead).removesuffix(kind.alone)
                        at, told = f"{at}/{quote(name, safe='')}", f"{told}: {name}"
        found.append((told, at))
    return found


def _spoken(version: Version) -> tuple[str, str]:
    """A version by its name, and as it is told."""
    until: datetime = version.until.astimezone(ZoneInfo(ZONES[0]))
    by = f", veranderd door {version.by}" if version.by else ""
    return version.name, f"zoals het was tot {until:%d-%m-%Y %H:%M}{by}"


def _history(spot: Spot, now: Entry) -> dict[str, Any]:
    """What this text was before: the version, as it is told, and the fields that said something else.

    With the version, as it is told, from which on that cannot be said; "" when it can of all.
    """
    found = []
    befores, untold = spot.room.history(spot.kind, spot.place, spot.name)
    for before in befores:
        name, told = _spoken(before.version)
        differs = [key for key in {**before.entry, **now} if before.entry.get(key) != now.get(key)]
        found.append((name, told, [(label_of(spot.kind, key), shown_value(before.entry.get(key))) for key in differs]))
    return {"history": found, "untold": _spoken(untold)[1] if untold else ""}


def _unseen(spot: Spot) -> bool:
    """Whether this is a published case or debate that its lesson does not show yet."""
    call = IN_LESSON.get(spot.kind.id)
    file = spot.room.course / spot.lesson / "lesson.ipynb"
    if not call or spot.is_new or not spot.room.published(spot.place) or not file.is_file():
        return False
    try:
        seen = [found.values for found in calls(read_notebook(file)) if found.name == call]
    except ContentError:
        return False
    return (spot.lesson, spot.name) not in seen


def _beside(name: str, fields: Any, groups: Any) -> bool:
    """Whether a fault has a field to stand beside."""
    names = {field.name for field in fields} | {field.name for group in groups for row in group.rows for field in row}
    return name in names


def routes(cohort: str) -> tuple[Route, ...]:
    """The addresses of both rooms. Parameters: cohort – the pattern of the address of a cohort."""

    def rooms(lead: str, spot_of: Callable[[Asked], Spot]) -> tuple[Route, ...]:
        def at(show: Callable[[Spot, Asked], Answer]) -> Callable[[Asked], Answer]:
            return at_spot(show, spot_of)

        acts: Mapping[str, Callable[[Asked], Answer]] = {
            "bewaren": at(author_act.keep),
            "samenstellen": at(lambda spot, asked: author_act.compose(spot, asked, text)),
            "publiceren": at(author_act.publish),
            "weggooien": at(author_act.forget),
            "weghalen": at(author_act.remove),
            "verwijderen": at(author_act.take_away),
            "terugzetten": at(author_act.restore),
            "tonen": at(author_act.show_in_lesson),
            "nakijken": at(check),
        }
        of_list = {name: acts[name] for name in ("publiceren", "weggooien")} | {
            "terugzetten": at(author_act.restore_file),
            "terughalen": at(author_act.bring_back),
        }
        return (
            Route(lead, at(room)),
            Route(f"{lead}/([^/]+)/([^/]+)", at(shelf), of_list),
            Route(f"{lead}/([^/]+)/([^/]+)/([^/]+)", at(text), acts),
            Route(f"{lead}/([^/]+)/([^/]+)/([^/]+)/voorbeeld", at(preview)),
            Route(f"{lead}/([^/]+)/([^/]+)/([^/]+)/weg", at(leave)),
            Route(f"{lead}/([^/]+)/([^/]+)/([^/]+)/verwijzing", at(author_act.reference)),
        )

    return (
        *author_new.routes(),
        *author_layout.routes(cohort),
        *rooms("schrijven", of_course),
        *rooms(f"{cohort}/schrijven", of_cohort),
    )
