"""The author's room: texts in forms, a draft that nobody else sees, what the rules say, publishing and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tornado import web

from sowcourse.cohort.calendar import ZONES
from sowcourse.cohort.origin import COURSE
from sowcourse.content import checkout, course_root
from sowcourse.course import load_outcomes
from sowcourse.errors import CohortError, ContentError
from sowcourse.office.asked import Answer, Asked, Go, Page, Route, Sheet
from sowcourse.office.author_form import faults_of, filled_in, form_of
from sowcourse.office.desk import Note
from sowcourse.pages.page import render
from sowcourse.parts.debate.part import DebatePart
from sowcourse.parts.quiz.part import QuizPart
from sowcourse.parts.reading import CasePart
from sowcourse.reference import Reference, fault_of, isbn
from sowcourse.skeleton.change import new_name
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.manuscript import KINDS, Kind, documents, lessons, read_entry, wanted, with_entry
from sowcourse.skeleton.room import Room
from sowcourse.skeleton.trial import told_of
from sowcourse.student.leaflet import part_page

STORE = ".schrijven"
"""In a cohort, or in the lecturer's folder: drafts and earlier versions."""

NEW, SHARED = "nieuw", "cursus"
"""What stands in an address for a text that is not there yet, and for what is of no lesson."""


@dataclass(frozen=True)
class Spot:
    """Where somebody is in the room."""

    room: Room
    title: str
    home: str
    """Address of the room."""
    cohort: str
    """The folder of the cohort of which this is the course; "" for the course that new cohorts are made from."""
    rest: tuple[str, ...]
    """What stands in the address after the room."""

    @property
    def kind(self) -> Kind:
        """Raises: HTTPError for a kind that there is not."""
        if self.rest[0] not in KINDS:
            raise web.HTTPError(404)
        return KINDS[self.rest[0]]

    @property
    def lesson(self) -> str:
        """The lesson; "" for what the whole course shares. Raises: HTTPError for one that there is not."""
        found = "" if self.rest[1] == SHARED else self.rest[1]
        if found not in lessons(self.room.course, self.kind):
            raise web.HTTPError(404)
        return found

    @property
    def place(self) -> str:
        """The file in the course that the text stands in. Raises: HTTPError for a name that is more than one step."""
        name = self.rest[2] if len(self.rest) > 2 else ""
        if name in (".", "..") or set(name) & set("/\\\0"):
            raise web.HTTPError(404)
        return self.kind.file(self.lesson, name)

    @property
    def shelf(self) -> str:
        """Address of the list that the text is in."""
        return f"{self.home}/{self.kind.id}/{self.lesson or SHARED}"

    @property
    def here(self) -> str:
        """Address of the text, or of the list where that is all."""
        return "/".join((self.shelf, *self.rest[2:]))


def room(spot: Spot, asked: Asked) -> Answer:
    """Everything that can be written, and what is under construction."""
    shelves = [
        (kind, [(lesson or SHARED, lesson or "hele cursus") for lesson in lessons(spot.room.course, kind)])
        for kind in KINDS.values()
    ]
    return Page("author-room", {"spot": spot, "shelves": shelves, "drafts": spot.room.drafts()})


def shelf(spot: Spot, asked: Asked) -> Answer:
    """The texts of one kind, of one lesson."""
    kind, found = spot.kind, spot.room
    if kind.entry:
        entries = _entries(spot)
        rows = [(kind.name_of(number, entry), str(entry.get(kind.label, ""))) for number, entry in enumerate(entries)]
    else:
        names = dict.fromkeys(documents(found.course, kind, spot.lesson) + _drafted(spot))
        rows = [(name, str(_document(spot, name).get(kind.label, ""))) for name in names]
    words = asked.word("zoek").casefold()
    shown = [row for row in rows if words in " ".join(row).casefold()]
    drafts = spot.room.drafts()
    under = {name for name, _ in rows if kind.file(spot.lesson, name) in drafts} if not kind.entry else set()
    told = {"rows": shown, "whole": len(rows), "words": asked.word("zoek"), "under": under}
    return Page("author-shelf", told | {"spot": spot, "draft": bool(kind.entry and spot.place in drafts)})


def text(spot: Spot, asked: Asked) -> Answer:
    """The form of one text, with what the reader of its file says beside each field."""
    kind, place = spot.kind, spot.place
    wants = wanted(kind, spot.lesson, spot.room.course)
    number, entry = _found(spot)
    typed = asked.word("doe") in ("bewaren", "samenstellen")
    entry = _composed(asked, filled_in(asked, kind, wants)) if typed else entry
    drafted = spot.room.draft(place)
    error = spot.room.fault(kind, spot.lesson, place, drafted) if drafted else None
    faults = faults_of(error, kind, number)
    fields, groups = form_of(kind, wants, entry, faults)
    zone = ZoneInfo(ZONES[0])
    told: dict[str, Any] = {
        "fields": fields,
        "groups": groups,
        "elsewhere": [said for name, said in faults.items() if not _beside(name, fields, groups)],
        "faulty": error is not None,
        "draft": bool(drafted),
        "new": spot.rest[2] == NEW,
        "name": asked.word("naam"),
        "versions": [(v.name, v.until.astimezone(zone).strftime("%d-%m-%Y %H:%M")) for v in spot.room.versions(place)],
        "rules": None,
        "checks": not spot.cohort,
    }
    return Page("author-text", told | {"spot": spot})


def keep(spot: Spot, asked: Asked) -> Answer:
    """Keep a draft, as far as it is."""
    kind = spot.kind
    wants = wanted(kind, spot.lesson, spot.room.course)
    entry = filled_in(asked, kind, wants)
    name = str(entry.get(kind.key, "")) if kind.entry else spot.rest[2]
    if spot.rest[2] == NEW:
        name = name if kind.entry else asked.word("naam")
        taken = (
            [str(each.get(kind.key)) for each in _entries(spot)]
            if kind.entry
            else documents(spot.room.course, kind, spot.lesson)
        )
        new_name(name, spot.room.course / "nieuw", kind.one)
        if name in (*taken, NEW):
            raise CohortError(f"{kind.one} '{name}' is er al. Kies een andere naam.")
    place = kind.file(spot.lesson, name)
    number = _found(spot)[0]
    spot.room.keep(place, with_entry(spot.room.text(place), kind, number, entry))
    told = "Bewaard als concept. Niemand anders ziet het tot je publiceert."
    if place not in spot.room.drafts():
        told = "Er is niets veranderd aan wat gepubliceerd is."
    return Go(f"{spot.shelf}/{name}", Note((told,)))


def compose(spot: Spot, asked: Asked) -> Answer:
    """A reference made of what was typed. Raises: CohortError for a number that cannot be right."""
    number = asked.word("nummer")
    fault = fault_of(number)
    if fault:
        raise CohortError(fault)
    if not (asked.word("auteurs") and asked.word("jaar") and asked.word("titel")):
        raise CohortError("Vul minstens auteurs, jaar en titel in. Nog niets is veranderd.")
    return text(spot, asked)


def publish(spot: Spot, asked: Asked) -> Answer:
    """Let the draft count. Raises: ContentError when the course could not be read with it."""
    place = spot.place
    spot.room.publish(spot.kind, spot.lesson, place)
    whom = f"in cohort {spot.cohort}" if spot.cohort else "in de cursus waaruit nieuwe cohorten gemaakt worden"
    told = (
        f"Gepubliceerd: {place}, {whom}.",
        "Wat er stond, is bewaard: onderaan kun je het terugzetten.",
    )
    bring = (
        "Maak het lespakket opnieuw als studenten deze les al hebben."
        if spot.cohort
        else ("Een cohort dat al bestaat, krijgt dit pas als jij het daar bijwerkt.")
    )
    return Go(spot.here, Note(told, (bring,)))


def forget(spot: Spot, asked: Asked) -> Answer:
    """Throw the draft of this file away."""
    was = spot.room.draft(spot.place)
    spot.room.forget(spot.place)
    told = "Het concept is weg; wat gepubliceerd is, staat er weer." if was else "Er was geen concept."
    return Go(spot.shelf, Note((told,)))


def remove(spot: Spot, asked: Asked) -> Answer:
    """A draft of the file without this entry."""
    number, entry = _found(spot)
    if not spot.kind.entry or not entry:
        raise CohortError("Dit kun je hier niet weghalen.")
    pieces = spot.kind.pieces(spot.room.text(spot.place))
    spot.room.keep(spot.place, pieces.without(number).text)
    told = f"Weggehaald in het concept: {spot.rest[2]}. Publiceer het hieronder, of gooi het concept weg."
    return Go(spot.shelf, Note((told,)))


def restore(spot: Spot, asked: Asked) -> Answer:
    """Make an earlier version the draft."""
    spot.room.restore(spot.place, asked.word("versie"))
    told = "Die versie staat nu als concept klaar. Lees haar na, en publiceer haar om haar te laten gelden."
    return Go(spot.here, Note((told,)))


def check(spot: Spot, asked: Asked) -> Answer:
    """What the house rules say of the draft, beside the text."""
    shown = text(spot, asked)
    assert isinstance(shown, Page)
    return Page(shown.template, {**shown.values, "rules": told_of(spot.room, spot.place)})


def preview(spot: Spot, asked: Asked) -> Answer:
    """The text as students see it, on paper or without a script. What cannot be read yet says why."""
    kind, place, name = spot.kind, spot.place, spot.rest[2]
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
    if kind.id == "toets":
        number, entry = _found(spot)
        part = QuizPart(lesson, root=course)
        part.data = {**part.data, "questions": part.data["questions"][number : number + 1]}
        return part.body({}) + str(render("draft", kind=kind.id, entry=entry))
    kind.read(lesson, course)
    entry = _found(spot)[1]
    if kind.id == "leerlijn":
        entry = entry | {"told": load_outcomes(course)[entry["outcome"]].text}
    return str(render("draft", kind=kind.id, entry=entry))


def _entries(spot: Spot) -> list[Entry]:
    pieces = spot.kind.pieces(spot.room.text(spot.kind.file(spot.lesson)))
    return [pieces.entry(number) for number in range(len(pieces.entries))]


def _drafted(spot: Spot) -> list[str]:
    lead = spot.kind.place.format(spot.lesson) + "/"
    return [place.removeprefix(lead).removesuffix(".md") for place in spot.room.drafts() if place.startswith(lead)]


def _document(spot: Spot, name: str) -> Entry:
    place = spot.kind.file(spot.lesson, name)
    return read_entry(spot.room.text(place), spot.kind, 0, spot.room.course / place)


def _found(spot: Spot) -> tuple[int, Entry]:
    """Which entry of its file the text is, and its values. Raises: HTTPError for one that there is not."""
    kind, name = spot.kind, spot.rest[2]
    if not kind.entry:
        if name == NEW:
            return 0, {}
        if name not in documents(spot.room.course, kind, spot.lesson) + _drafted(spot):
            raise web.HTTPError(404)
        return 0, _document(spot, name)
    entries = _entries(spot)
    if name == NEW:
        return len(entries), {}
    for number, entry in enumerate(entries):
        if kind.name_of(number, entry) == name:
            return number, entry
    raise web.HTTPError(404)


def _composed(asked: Asked, entry: Entry) -> Entry:
    """The entry with a reference made of separate fields, when that was asked."""
    if asked.word("doe") != "samenstellen":
        return entry
    number = asked.word("nummer")
    who, year, title = asked.word("auteurs"), asked.word("jaar"), asked.word("titel")
    made = Reference(who, year, title, asked.word("tijdschrift"), asked.word("uitgever"), number)
    known = f" ISBN {isbn(number)}." if isbn(number) else ""
    return entry | {"apa": made.apa + known} | ({"url": made.url} if made.url else {})


def _beside(name: str, fields: Any, groups: Any) -> bool:
    """Whether a fault has a field to stand beside."""
    names = {field.name for field in fields} | {field.name for group in groups for row in group.rows for field in row}
    return name in names


def _of_course(asked: Asked) -> Spot:
    """The course that new cohorts are made from. Raises: ContentError where it cannot be written in."""
    checkout()
    store = asked.desk.folder / STORE
    return Spot(Room(course_root(), store), "Schrijfkamer", asked.desk.at("schrijven"), "", asked.places)


def _of_cohort(asked: Asked) -> Spot:
    """The course of one cohort."""
    root = asked.workspace.root
    home = asked.desk.at("cohort", root.name, "schrijven")
    return Spot(Room(root / COURSE, root / STORE), "Schrijfkamer", home, root.name, asked.places[1:])


def routes(cohort: str) -> tuple[Route, ...]:
    """The addresses of both rooms. Parameters: cohort – the pattern of the address of a cohort."""

    def rooms(lead: str, spot_of: Callable[[Asked], Spot]) -> tuple[Route, ...]:
        def at(show: Callable[[Spot, Asked], Answer]) -> Callable[[Asked], Answer]:
            return lambda asked: show(spot_of(asked), asked)

        acts: Mapping[str, Callable[[Asked], Answer]] = {
            "bewaren": at(keep),
            "samenstellen": at(compose),
            "publiceren": at(publish),
            "weggooien": at(forget),
            "weghalen": at(remove),
            "terugzetten": at(restore),
            "nakijken": at(check),
        }
        return (
            Route(lead, at(room)),
            Route(f"{lead}/([^/]+)/([^/]+)", at(shelf), {"publiceren": at(publish), "weggooien": at(forget)}),
            Route(f"{lead}/([^/]+)/([^/]+)/([^/]+)", at(text), acts),
            Route(f"{lead}/([^/]+)/([^/]+)/([^/]+)/voorbeeld", at(preview)),
        )

    return (*rooms("schrijven", _of_course), *rooms(f"{cohort}/schrijven", _of_cohort))
