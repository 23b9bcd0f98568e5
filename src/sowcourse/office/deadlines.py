"""When the class hands in, what each assignment weighs, and the moments of students who have their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sowcourse.cohort.calendar import Calendar, add_days, extend, set_deadlines, set_region, withdraw
from sowcourse.cohort.choices import WHOLE, Choices, save_choices
from sowcourse.cohort.holidays import REGIONS
from sowcourse.cohort.workspace import Workspace
from sowcourse.course import load_course
from sowcourse.errors import CohortError
from sowcourse.gradebook.enrolment import follow_calendar
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note
from sowcourse.office.road import titles

LAST_MINUTE = "23:59"

HOLIDAYS = dict(zip(REGIONS, ("Vlaanderen", "Nederland, noord", "Nederland, midden", "Nederland, zuid"), strict=True))
"""Whose school holidays count → how that is called."""


def deadlines(asked: Asked) -> Answer:
    """The form: what was filled in and refused, else what the files say."""
    workspace = asked.workspace
    calendar, weights = workspace.calendar(), workspace.choices().weights
    named = titles(workspace)
    rows = []
    for name in workspace.assignments():
        day, hour = _clock(calendar.deadlines.get(name), calendar.zone)
        filled = {"day": f"datum-{name}", "hour": f"uur-{name}", "weight": f"gewicht-{name}"}
        known = {"day": day, "hour": hour, "weight": str(weights.get(name, ""))}
        row = {key: asked.word(filled[key], known[key]) for key in known}
        rows.append((name, named.get(name, name), row | {"stood": _row(**known)}))
    region = asked.word("vakanties", calendar.region)
    told = {"zone": calendar.zone, "rows": rows, "whole": WHOLE, "regions": HOLIDAYS, "region": region}
    return Page("deadlines", {"workspace": workspace} | told)


def save(asked: Asked) -> Answer:
    """Write deadlines and weights; all or nothing of each, and the weights first: they are refused most.

    What a colleague changed while this form was open stays, where it was not changed in the form too.
    """
    workspace = asked.workspace
    names = workspace.assignments()
    before, known = workspace.choices(), workspace.calendar()
    theirs = _changed_meanwhile(asked, names, known, before)
    weights = {name: _percent(asked, name) for name in names if asked.word(f"gewicht-{name}") and name not in theirs}
    weights |= {name: weight for name, weight in before.weights.items() if name in theirs}
    moments = {name: _moment(asked, name) for name in names if name not in theirs}
    lessons = tuple(module.id for module in load_course(workspace.course).modules)
    file = workspace.root / "kalender.toml"
    if weights != before.weights:
        choices = Choices(before.lessons, weights)
        save_choices(workspace.root / "keuzes.toml", choices, lessons, tuple(names))
    try:
        changed = {
            name: moment
            for name, moment in moments.items()
            if moment != _written(known.deadlines.get(name), known.zone)
        }
        set_deadlines(file, changed)
        region = asked.word("vakanties", known.region)
        if region != known.region:
            set_region(file, region)
    except BaseException:
        save_choices(workspace.root / "keuzes.toml", before, lessons, tuple(names))
        raise
    sentences, looks = _told(workspace, changed, known.deadlines, weights != before.weights)
    if region != known.region:
        told = (
            f"De schoolvakanties zijn die van {HOLIDAYS[region]}." if region else "Er tellen geen schoolvakanties mee."
        )
        sentences = (*(sentences if changed or weights != before.weights else ()), told)
    return Go(asked.here, Note(sentences, looks))


def _changed_meanwhile(asked: Asked, names: list[str], known: Calendar, before: Choices) -> set[str]:
    """Assignments of which a colleague changed something since this form was made, and that it leaves as they were.

    Raises: CohortError naming those that were changed in both.
    """
    theirs, both = set[str](), []
    for name in names:
        day, hour = _clock(known.deadlines.get(name), known.zone)
        stands = _row(day, hour, str(before.weights.get(name, "")))
        stood = asked.word(f"stond-{name}", stands)
        mine = _row(asked.word(f"datum-{name}"), asked.word(f"uur-{name}"), asked.word(f"gewicht-{name}"))
        if stands == stood or mine == stands:
            continue
        if mine == stood:
            theirs.add(name)
            continue
        moment = f"deadline {known.clock(known.deadlines[name])}" if name in known.deadlines else "geen deadline"
        weight = f"gewicht {before.weights[name]}" if name in before.weights else "geen gewicht"
        both.append(f"{name}: een collega veranderde dit terwijl jouw blad openstond. Nu staat er: {moment}, {weight}.")
    if both:
        again = "Er is niets bewaard. Moet gelden wat jij invulde? Klik dan nog eens op «Bewaren»."
        raise CohortError(" ".join([*both, again]))
    return theirs


def _told(
    workspace: Workspace, changed: Mapping[str, str], before: Mapping[str, datetime], weighed: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was changed and how it was, and what needs a look."""
    counted = follow_calendar(workspace, changed, workspace.students()) if workspace.has_roster else []
    now = workspace.calendar()
    sentences = []
    for name in changed:
        was = now.clock(before[name]) if name in before else "nog niets"
        new = now.local(now.deadlines[name]) if name in now.deadlines else "geen deadline"
        sentences.append(f"{name}: {new} (was {was}).")
    if weighed:
        sentences.append("De gewichten zijn bewaard.")
    released = [name for name in changed if (workspace.root / "release" / name).is_dir()]
    looks = [
        f"{name} is al uitgegeven: in het notebook van studenten staat de vorige deadline. Zeg het hun, of geef "
        "opnieuw uit. Wie te laat is, wordt vanaf nu met de nieuwe bepaald."
        for name in released
    ]
    return tuple(sentences or ["Er is niets veranderd."]), tuple(looks + counted)


def extensions(asked: Asked) -> Answer:
    """Who has more time, and the form to give it."""
    workspace = asked.workspace
    calendar, students = workspace.calendar(), workspace.students()
    own = [
        (students[student], name, calendar.clock(moment))
        for student, agreed in calendar.extensions.items()
        for name, moment in agreed.items()
        if student in students
    ]
    days = [(students[student], number) for student, number in calendar.extra_days.items() if student in students]
    named = titles(workspace)
    given = [
        (name, named.get(name, name), calendar.clock(calendar.deadlines[name]))
        for name in workspace.assignments()
        if name in calendar.deadlines
    ]
    told = {"workspace": workspace, "zone": calendar.zone, "students": list(students.values())}
    return Page("extensions", told | {"own": own, "days": days, "given": given})


def give(asked: Asked) -> Answer:
    """Give one student a later moment for one assignment."""
    student, name = asked.student("student"), asked.word("opdracht")
    if name not in asked.workspace.assignments():
        raise CohortError("Kies voor welke opdracht het uitstel geldt.")
    if not asked.word("datum"):
        raise CohortError("Vul in tot welke dag het uitstel geldt.")
    before = extend(
        asked.workspace.root / "kalender.toml",
        student,
        name,
        f"{asked.word('datum')} {asked.word('uur') or LAST_MINUTE}",
    )
    return _after(asked, student, [name], "Terugnemen doe je met «Intrekken».", before)


def give_days(asked: Asked) -> Answer:
    """Give one student more days for everything; 0 takes them away."""
    student, number = asked.student("student"), asked.word("dagen")
    if not number.isdecimal() or int(number) > 365:
        raise CohortError(f"{number or 'Dagen'}: verwacht wordt een aantal dagen, van 0 tot 365.")
    before = add_days(asked.workspace.root / "kalender.toml", student, int(number))
    return _after(asked, student, asked.workspace.assignments(), "Terugnemen doe je met «Intrekken».", before)


def take_back(asked: Asked) -> Answer:
    """Take back a student's own moment, or their extra days when no assignment is named."""
    student, name = asked.student("student"), asked.word("opdracht")
    file = asked.workspace.root / "kalender.toml"
    if name:
        withdraw(file, student, name)
    else:
        add_days(file, student, 0)
    return _after(asked, student, [name] if name else asked.workspace.assignments(), "Het uitstel is ingetrokken.")


def _after(asked: Asked, student: str, names: list[str], last: str, before: Calendar | None = None) -> Go:
    """Parameters: before – the calendar as it was: a colleague may have agreed something else."""
    workspace = asked.workspace
    counted = follow_calendar(workspace, names, [student])
    calendar, who = workspace.calendar(), workspace.students()[student].name
    told = []
    for name in names:
        due, was = calendar.due(name, student), before.extended(name, student) if before else None
        ended = f" Eerder was afgesproken: {calendar.clock(was)}. Dat geldt niet meer." if was and was != due else ""
        told += [f"{who}, {name}: {calendar.local(due)}.{ended}"] if due else []
    told += [last, "In het notebook blijft de deadline van de klas staan: laat zelf weten wat je afsprak."]
    return Go(asked.here + "/uitstel", Note(tuple(told), tuple(counted)))


def _clock(moment: datetime | None, zone: str) -> tuple[str, str]:
    """Day and hour as the fields of a form hold them."""
    if moment is None:
        return "", LAST_MINUTE
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there:%Y-%m-%d}", f"{there:%H:%M}"


def _row(day: str, hour: str, weight: str) -> str:
    """All that a form says of one assignment."""
    return (f"{day} {hour or LAST_MINUTE} {weight}" if day else f"- {weight}").strip()


def _written(moment: datetime | None, zone: str) -> str:
    return " ".join(_clock(moment, zone)) if moment else ""


def _moment(asked: Asked, name: str) -> str:
    day = asked.word(f"datum-{name}")
    return f"{day} {asked.word(f'uur-{name}') or LAST_MINUTE}" if day else ""


def _percent(asked: Asked, name: str) -> int:
    text = asked.word(f"gewicht-{name}")
    if not text.isdecimal():
        raise CohortError(f"{name}: verwacht wordt als gewicht een heel getal van 0 tot {WHOLE}; gevonden «{text}».")
    return int(text)
