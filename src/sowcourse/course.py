"""The course, its modules and their outcomes.

A new module costs one folder and one line in `course.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from sowcourse.content import Table, check_unique, course_root, read_document, read_toml
from sowcourse.errors import ContentError

KRACHTLIJNEN = ("nabijheid", "proceslogica", "generalistisch", "verbindend", "politiserend")

BLOOM = ("onthouden", "begrijpen", "toepassen", "analyseren", "evalueren", "creëren")

MILLER = ("weet", "weet hoe", "laat zien", "doet")
"""Levels of Miller's pyramid, from knowing to doing."""

DUBLIN = ("kennis en inzicht", "toepassen", "oordeelsvorming", "communicatie", "leervaardigheden")


@dataclass(frozen=True)
class Outcome:
    """What a student can do afterwards."""

    id: str
    text: str
    dlr: tuple[int, ...]
    """Flemish domain-specific learning outcomes (1–15) it contributes to."""
    lod: tuple[int, ...]
    """Dutch core tasks (1–3) of the concept domain profile of 8 June 2016; the final LOD-SW wording is not verified."""
    dublin: tuple[str, ...]
    bloom: str
    """One of BLOOM: our own reading."""
    miller: str
    """One of MILLER: our own reading."""


@dataclass(frozen=True)
class Margin:
    """A question in the margin of one passage."""

    id: str
    passage: str
    question: str


@dataclass(frozen=True)
class Alignment:
    """Where one outcome of a module is practised and where it is assessed."""

    outcome: str
    done: tuple[str, ...]
    """Cells of the lesson."""
    assessed: tuple[str, ...]
    """"toets.<question>", "opdracht.<graded cell>" or "les.<cell>" for a text judged with the teaching notes."""


STATES = {"in force": "geldt sinds", "announced": "aangekondigd voor", "phased": "gaat in fasen in, helemaal vanaf"}
"""State of a rule of law → how it is told, before its date."""


@dataclass(frozen=True)
class LegalRule:
    """A rule of law that a case leans on."""

    text: str
    state: str
    """One of STATES."""
    date: date
    """Since when it is in force; for the other states, from when it will be in full."""
    source: str
    """Id of a source."""


@dataclass(frozen=True)
class Case:
    """A practice vignette; ours are fictional and say so."""

    id: str
    """Name of its file without `.md`."""
    title: str
    country: str
    """"VL" or "NL"."""
    fictional: bool
    questions: tuple[str, ...]
    text: str
    """Markdown."""
    rules: tuple[LegalRule, ...] = ()
    no_rule: str = ""
    """Why it leans on no rule of law; "" for a case with rules."""


@dataclass(frozen=True)
class Module:
    """One lesson with everything that belongs to it."""

    id: str
    folder: Path
    title: str
    krachtlijn: str
    """One of KRACHTLIJNEN; "" for start and synthesis."""
    minutes: int
    summary: str
    outcomes: tuple[str, ...]
    passages: tuple[str, ...]
    reactions: tuple[str, ...]
    datasets: tuple[str, ...]
    terms: tuple[str, ...]
    """Glossary terms that the lesson explains."""
    sources: tuple[str, ...]
    """Sources of the lesson's prose; those of debates, questions and terms are named there."""
    assignment: str
    """Name of the assignment; "" for none."""
    assignment_minutes: int
    """Time a student needs for the assignment; 0 without one, or when it is not written down."""
    assignment_levels: dict[str, str]
    """Graded cell of the assignment → what it asks, one of BLOOM."""
    margins: tuple[Margin, ...]
    alignments: tuple[Alignment, ...]

    @property
    def lesson(self) -> Path:
        """The notebook that students open."""
        return self.folder / "lesson.ipynb"

    @property
    def ordinal(self) -> str:
        """What other lessons call it, "Les 3"; "" for the start, which has a name only."""
        number = self.id.partition("-")[0]
        return f"Les {number}" if number.isdigit() and int(number) else ""


COUNTED = ("lessen", "opdrachten", "samen", "lezen")
"""Parts of a route whose time stands in the lessons themselves."""


@dataclass(frozen=True)
class Activity:
    """Something a student does beside the lessons."""

    id: str
    title: str
    minutes: int
    """For one time."""
    times: int | None
    """None: once for every assignment of the route."""


@dataclass(frozen=True)
class Route:
    """A way through the course that is worth a number of credits."""

    id: str
    title: str
    credits: int
    parts: tuple[str, ...]
    """Names out of COUNTED, and ids of activities."""
    assignments: int | None = None
    """How many assignments a student does in it; None is all of them."""


@dataclass(frozen=True)
class Course:
    """The whole course, modules in teaching order."""

    title: str
    version: str
    contact: str
    thesis: str
    """The motion on which a student takes a position at the start and at the end."""
    modules: tuple[Module, ...]
    as_of: date | None = None
    """The day on which its laws and figures were last looked at; None when it does not say."""
    activities: tuple[Activity, ...] = ()
    routes: tuple[Route, ...] = ()


def load_course(root: Path | None = None) -> Course:
    """Read `course.toml` and every module it names.

    Raises: ContentError naming file and key.
    """
    folder = root or course_root()
    table = read_toml(folder / "course.toml")
    names = table.texts("modules")
    modules = tuple(load_module(name, folder) for name in names)
    activities = _activities(table)
    course = Course(
        title=table.text("title"),
        version=table.text("version"),
        contact=table.text("contact"),
        thesis=table.text("thesis"),
        modules=modules,
        as_of=table.day("as_of") if "as_of" in table.data else None,
        activities=activities,
        routes=_routes(table, activities, sum(bool(module.assignment) for module in modules)),
    )
    table.close()
    return course


def module_names(root: Path | None = None) -> tuple[str, ...]:
    """The ids of the modules, in order; what stands in them is not read. Raises: ContentError about `course.toml`."""
    return tuple(read_toml((root or course_root()) / "course.toml").texts("modules"))


def _activities(table: Table) -> tuple[Activity, ...]:
    activities = []
    for row in table.tables("activity", []):
        each = "each" in row.data and row.choice("each", ["opdracht"])
        times = None if each else row.integer("times", 1)
        activities.append(Activity(row.text("id"), row.text("title"), row.integer("minutes"), times))
        row.close()
    check_unique(table, "activity", (activity.id for activity in activities))
    return tuple(activities)


def _routes(table: Table, activities: tuple[Activity, ...], most: int) -> tuple[Route, ...]:
    known = (*COUNTED, *(activity.id for activity in activities))
    routes = []
    for row in table.tables("route", []):
        number = row.integer("assignments") if "assignments" in row.data else None
        route = Route(row.text("id"), row.text("title"), row.integer("credits"), row.texts("parts"), number)
        for name in route.parts:
            if name not in known:
                row.fail("parts", f"het onderdeel '{name}' bestaat niet.", f"Kies uit: {', '.join(known)}.")
        if number is not None and not 0 < number <= most:
            fault = f"verwacht wordt een aantal van 1 tot {most}, zoveel opdrachten zijn er; gevonden {number}."
            row.fail("assignments", fault, "Laat de sleutel weg als een student ze alle doet.")
        routes.append(route)
        row.close()
    check_unique(table, "route", (route.id for route in routes))
    return tuple(routes)


def load_module(identifier: str, root: Path | None = None) -> Module:
    """Read one module by its id, the name of its folder.

    Raises: ContentError when there is no such module (with the nearest name) or its file is not right.
    """
    folder = (root or course_root()) / identifier
    if not (folder / "module.toml").is_file():
        known = sorted(p.parent.name for p in folder.parent.glob("*/module.toml"))
        near = get_close_matches(identifier, known, n=1, cutoff=0.4)
        remedy = f"Bedoel je '{near[0]}'?" if near else f"Kies uit: {', '.join(known)}."
        raise ContentError(folder, "", f"de module '{identifier}' bestaat niet.", remedy)
    table = read_toml(folder / "module.toml")
    margins = []
    for row in table.tables("margin", []):
        margins.append(Margin(row.text("id"), row.text("passage"), row.text("question")))
        row.close()
    check_unique(table, "margin", (margin.id for margin in margins))
    alignments = []
    for row in table.tables("alignment", []):
        alignments.append(Alignment(row.text("outcome"), row.texts("done"), row.texts("assessed")))
        row.close()
    module = Module(
        id=identifier,
        folder=folder,
        title=table.text("title"),
        krachtlijn=table.choice("krachtlijn", (*KRACHTLIJNEN, ""), ""),
        minutes=table.integer("minutes"),
        summary=table.text("summary"),
        outcomes=table.texts("outcomes"),
        passages=table.texts("passages"),
        reactions=table.texts("reactions", []),
        datasets=table.texts("datasets", []),
        terms=table.texts("terms", []),
        sources=table.texts("sources", []),
        assignment=table.text("assignment", ""),
        assignment_minutes=table.integer("assignment_minutes", 0),
        assignment_levels=_levels(table.table("assignment_levels", {})),
        margins=tuple(margins),
        alignments=tuple(alignments),
    )
    table.close()
    for margin in module.margins:
        if margin.passage not in module.passages:
            table.fail(
                "margin",
                f"de vraag '{margin.id}' hoort bij passage '{margin.passage}', die niet in 'passages' staat.",
                "Voeg de passage toe of kies een andere.",
            )
    return module


def _levels(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for level in BLOOM:
        for cell in table.texts(level, []):
            if cell in found:
                table.fail(level, f"de cel '{cell}' staat ook bij {found[cell]}.", "Kies één niveau.")
            found[cell] = level
    table.close()
    return found


def load_outcomes(root: Path | None = None) -> dict[str, Outcome]:
    """All outcomes of the course, by id."""
    table = read_toml((root or course_root()) / "outcomes.toml")
    outcomes = []
    for row in table.tables("outcome"):
        dlr = row.integers("dlr", 1, 15)
        lod = row.integers("lod", 1, 3)
        dublin = row.texts("dublin", [])
        for name in dublin:
            if name not in DUBLIN:
                row.fail(
                    "dublin", f"verwacht wordt een van {', '.join(DUBLIN)}; gevonden {name!r}.", "Kies een van deze."
                )
        bloom, miller = row.choice("bloom", BLOOM), row.choice("miller", MILLER)
        outcomes.append(Outcome(row.text("id"), row.text("text"), dlr, lod, dublin, bloom, miller))
        row.close()
    check_unique(table, "outcome", (outcome.id for outcome in outcomes))
    table.close()
    return {outcome.id: outcome for outcome in outcomes}


def load_cases(identifier: str, root: Path | None = None) -> tuple[Case, ...]:
    """The practice cases of one module, by file name."""
    module = load_module(identifier, root)
    return tuple(read_case(file) for file in sorted((module.folder / "cases").glob("*.md")))


def read_case(file: Path) -> Case:
    """One practice case from its file."""
    return _read_case(file, file.stat().st_mtime_ns)


@cache
def _read_case(file: Path, _: int) -> Case:
    """Read a case once as long as it does not change."""
    return case_of(file)


def case_of(file: Path) -> Case:
    """Read a case."""
    table, text = read_document(file)
    case = Case(
        id=file.stem,
        title=table.text("title"),
        country=table.choice("country", ("VL", "NL")),
        fictional=table.boolean("fictional"),
        questions=table.texts("questions"),
        text=text,
        rules=tuple(_legal_rule(row) for row in table.tables("rule", [])),
        no_rule=table.text("no_rule", ""),
    )
    table.close()
    return case


def _legal_rule(row: Table) -> LegalRule:
    rule = LegalRule(row.text("text"), row.choice("state", tuple(STATES)), row.day("date"), row.text("source"))
    row.close()
    return rule


def load_case(module: str, identifier: str, root: Path | None = None) -> Case:
    """One practice case.

    Raises: ContentError when the module has no case of that id, with the nearest one.
    """
    cases = {case.id: case for case in load_cases(module, root)}
    if identifier not in cases:
        near = get_close_matches(identifier, cases, n=1, cutoff=0.4)
        remedy = f"Bedoel je '{near[0]}'?" if near else f"Kies uit: {', '.join(cases)}."
        folder = load_module(module, root).folder / "cases"
        raise ContentError(folder, "", f"er is geen casus '{identifier}'.", remedy)
    return cases[identifier]
