"""The buttons of the author's room: keep a draft, publish it, throw it away, take a text away, put one back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from sowcourse.errors import CohortError, ContentError
from sowcourse.notebook import dump, normalise
from sowcourse.office.asked import Answer, Asked, Go, Told
from sowcourse.office.author_form import filled_in
from sowcourse.office.author_name import name_of_new, name_of_old
from sowcourse.office.author_seen import refuse_unseen
from sowcourse.office.author_spot import Spot
from sowcourse.office.desk import Note
from sowcourse.reference import Reference, fault_of, isbn
from sowcourse.skeleton.cells import with_widget
from sowcourse.skeleton.house_form import Entry
from sowcourse.skeleton.kind import ASSIGNMENTS
from sowcourse.skeleton.manuscript import with_entry
from sowcourse.skeleton.pointing import pointers
from sowcourse.skeleton.rehearsal import ANYWAY, refused_by
from sowcourse.skeleton.shape import AFTER, Cells

_SHOWN = {
    "casussen": ("casus-", "# Hier verschijnt een casus.", "show_case", "waarom"),
    "debatten": ("debat-", "# Hier verschijnt een debat.", "show_debate", "debat"),
}
"""A kind that a lesson shows one by one → the name of its cell, its remark, the call, the heading it stands under."""


def keep(spot: Spot, asked: Asked) -> Answer:
    """Keep a draft, as far as it is."""
    kind = spot.kind
    number, before = spot.found()
    entry = filled_in(asked, kind, spot.wants(before))
    refuse_unseen(asked, kind, before, entry)
    if kind.id == "foute-antwoorden" and not (entry.get("fails") and entry.get("sentence")):
        entry = _said_by_checks(spot, asked, entry)
    if spot.is_new and (twice := _kept_before(spot, entry)):
        return Go(spot.at(kind.id, spot.rest[1], twice).here, Note((_KEPT,)))
    if spot.is_new and not kind.key:
        name = str(number)
    elif spot.is_new and not kind.names_itself:
        name = name_of_new(spot, asked, entry)
    else:
        name = name_of_old(spot, number, entry)
    place = kind.file(spot.lesson, name)
    known = {kind.name_of(at, each) for at, each in enumerate(kind.entries(spot.room.text(place)))}
    made = with_entry(spot.room.text(place), kind, number, entry)
    spot.room.keep(place, made)
    if spot.is_new and kind.names_itself:
        name = next(each for at, e in enumerate(kind.entries(made)) if (each := kind.name_of(at, e)) not in known)
    told = _KEPT
    if place not in spot.room.drafts():
        told = "Er is niets veranderd aan wat gepubliceerd is."
    return Go(spot.at(kind.id, spot.rest[1], name).here, Note((told,)))


_KEPT = "Bewaard als concept. Niemand anders ziet het tot je publiceert."


def _kept_before(spot: Spot, entry: Entry) -> str:
    """Which text of the draft says precisely what a new one without a name of its own says: who pressed twice."""
    kind, place = spot.kind, spot.kind.file(spot.lesson)
    if kind.alone or (kind.key and not kind.names_itself) or not spot.room.draft(place):
        return ""
    told = {key: value for key, value in entry.items() if key != AFTER}
    known = kind.entries(spot.room.published(place))
    for number, each in enumerate(spot.entries()):
        if each not in known and {key: value for key, value in each.items() if key in told} == told:
            return kind.name_of(number, each)
    return ""


def _said_by_checks(spot: Spot, asked: Asked, entry: Entry) -> Entry:
    """A wrong answer with the check that refuses it, and what that says. Raises: CohortError when none does."""
    folder = spot.room.course.parent / ASSIGNMENTS / spot.lesson
    check, sentence = refused_by(
        folder, str(entry.get("cell", "")), str(entry.get("source", "")), bool(asked.word(ANYWAY))
    )
    if not check:
        raise CohortError(
            "Elke controle keurt dit antwoord goed. Is het juist, zet het dan bij «Andere juiste antwoorden». Is het "
            "fout, dan moet de controle strenger: dat kan iemand die Python leest."
        )
    return entry | {"fails": entry.get("fails") or check, "sentence": entry.get("sentence") or sentence}


def publish(spot: Spot, asked: Asked) -> Answer:
    """Let the draft count. Raises: ContentError when the course could not be read with it."""
    place = spot.place
    try:
        looks = spot.room.publish(spot.kind, spot.lesson, place, bool(asked.word(ANYWAY)))
    except ContentError as error:  # who writes here knows neither files nor keys
        raise ContentError(Path(spot.titled), "", f"nog niet gepubliceerd: {error.fault}", error.remedy) from error
    whom = f"in cohort {spot.cohort}" if spot.cohort else "in de cursus waaruit nieuwe cohorten gemaakt worden"
    follows = ("Het notebook van de opdracht volgt, met zijn punten en controles.",) if spot.kind.of_assignment else ()
    back = "Wat er stond, is bewaard: onderaan kun je het terugzetten."
    told = (f"Gepubliceerd: {spot.titled}, {whom}.", *follows, back)
    bring = (
        "Maak het lespakket opnieuw als studenten deze les al hebben."
        if spot.cohort
        else ("Een cohort dat al bestaat, krijgt dit pas als jij het daar bijwerkt.")
    )
    return Go(spot.here, Note(told, (*looks, bring)))


def forget(spot: Spot, asked: Asked) -> Answer:
    """Throw the draft of this file away."""
    was = spot.room.draft(spot.place)
    spot.room.forget(spot.place)
    told = "Het concept is weg; wat gepubliceerd is, staat er weer." if was else "Er was geen concept."
    return Go(spot.shelf, Note((told,)))


def remove(spot: Spot, asked: Asked) -> Answer:
    """A draft of the file without this entry."""
    number, entry = spot.found()
    refuse_unseen(asked, spot.kind, entry)
    if spot.kind.alone or not spot.kind.grows or not entry:
        raise CohortError("Dit kun je hier niet weghalen.")
    held = spot.kind.held(spot.room.text(spot.place))
    spot.room.keep(spot.place, held.without(number).text)
    gone = spot.name if spot.kind.key else f"{spot.kind.one} {spot.called}"
    told = f"Weggehaald in het concept: {gone}. Publiceer het hieronder, of gooi het concept weg."
    return Go(spot.shelf, Note((told,)))


def take_away(spot: Spot, asked: Asked) -> Answer:
    """Delete a document. Raises: CohortError for what is none, or while something cannot do without it."""
    if not spot.kind.alone or spot.is_new:
        raise CohortError("Dit kun je hier niet verwijderen.")
    spot.found()
    holds = [each.told for each in pointers(spot.room, spot.kind, spot.lesson, spot.name) if each.needs]
    if holds:
        raise CohortError(f"Nog niet verwijderd. {' '.join(holds)}")
    try:
        looks = spot.room.take_away(spot.kind, spot.lesson, spot.place, bool(asked.word(ANYWAY)))
    except ContentError as error:
        raise ContentError(Path(spot.titled), "", f"nog niet verwijderd: {error.fault}", error.remedy) from error
    follows = ("Het notebook van de opdracht volgt, met zijn controles.",) if spot.kind.of_assignment else ()
    told = (f"Verwijderd: «{spot.name}». Onderaan zet je het terug.", *follows)
    return Go(spot.shelf, Note(told, tuple(looks)))


def bring_back(spot: Spot, asked: Asked) -> Answer:
    """Make the last version of a deleted document a draft. Raises: CohortError when there is none of that name."""
    name, kind = asked.word("naam"), spot.kind
    if not kind.alone or name not in spot.room.gone(kind, spot.lesson):
        raise CohortError("Die tekst is niet verwijderd. Kies er een uit de lijst.")
    place = kind.file(spot.lesson, name)
    spot.room.restore(place, spot.room.versions(place)[0].name)
    return Go(spot.at(kind.id, spot.rest[1], name).here, Note((_BACK,)))


def restore(spot: Spot, asked: Asked) -> Answer:
    """Make this text in the draft what it was before; what else stands in its file stays."""
    place, kind = spot.place, spot.kind
    version = spot.room.version(place, asked.word("versie"))
    if kind.alone:
        spot.room.restore(place, version.name)
    else:
        number, _ = spot.found()
        before = [each for each in spot.room.history(kind, place, spot.name)[0] if each.version.name == version.name]
        if not before:
            raise CohortError(
                "In die versie was deze tekst dezelfde, of is niet te zeggen welke tekst het was. Kies een andere."
            )
        text = spot.room.text(place)
        spot.room.replace(place, with_entry(text, kind, number, before[0].entry))
    return Go(spot.here, Note((_BACK,)))


def restore_file(spot: Spot, asked: Asked) -> Answer:
    """Make the whole file in the draft what it was before."""
    spot.room.restore(spot.place, asked.word("versie"))
    return Go(spot.shelf, Note((_BACK,)))


_BACK = "Die versie staat nu als concept klaar. Lees haar na, en publiceer haar om haar te laten gelden."


def show_in_lesson(spot: Spot, asked: Asked) -> Answer:
    """Let the lesson show this case or debate, in a draft of the lesson."""
    if spot.kind.id not in _SHOWN or spot.is_new:
        raise CohortError("Dit kan niet in de les getoond worden.")
    spot.found()
    lead, remark, call, heading = _SHOWN[spot.kind.id]
    place = f"{spot.lesson}/lesson.ipynb"
    notebook = Cells.of(spot.room.text(place)).notebook
    code = f"{call}({json.dumps(spot.lesson)}, {json.dumps(spot.name)})"
    spot.room.keep(place, dump(normalise(with_widget(notebook, f"{lead}{spot.name}", remark, code, heading))))
    told = f"In het concept van de les staat «{spot.name}» nu erbij. Publiceer het hieronder."
    return Go(spot.at("lesteksten", spot.lesson).here, Note((told,)))


def compose(spot: Spot, asked: Asked, show: Callable[[Spot, Asked], Answer]) -> Answer:
    """A reference made of what was typed. Raises: CohortError for a number that cannot be right."""
    fault = _cannot_be(asked)
    if fault:
        raise CohortError(f"{fault} Nog niets is veranderd.")
    return show(spot, asked)


def reference(spot: Spot, asked: Asked) -> Answer:
    """The same while somebody types: for a script."""
    fault = fault_of(asked.word("nummer"))
    return Told({"apa": composed_of(asked), "fault": fault})


def _cannot_be(asked: Asked) -> str:
    if not (asked.word("auteurs") and asked.word("jaar") and asked.word("titel")):
        return "Vul minstens auteurs, jaar en titel in."
    return fault_of(asked.word("nummer"))


def composed(asked: Asked, entry: Entry) -> Entry:
    """The entry with a reference made of separate fields, when that was asked."""
    if asked.word("doe") != "samenstellen" or _cannot_be(asked):
        return entry
    made = _reference(asked)
    return entry | {"apa": composed_of(asked)} | ({"url": made.url} if made.url else {})


def composed_of(asked: Asked) -> str:
    """The reference as it would stand in the list."""
    known = isbn(asked.word("nummer"))
    return _reference(asked).apa + (f" ISBN {known}." if known else "")


def _reference(asked: Asked) -> Reference:
    words = ("auteurs", "jaar", "titel", "tijdschrift", "uitgever", "nummer")
    return Reference(*map(asked.word, words))
