"""The blueprint as a document: the matrix, what stands out in it, and what in it rests on us."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sowcourse.course import BLOOM, MILLER
from sowcourse.programme.blueprint import (
    FRAMEWORKS,
    Blueprint,
    make_blueprint,
    numbers_of,
)
from sowcourse.programme.offer import Offer
from sowcourse.programme.paper import Grid, Paper, Point, Section
from sowcourse.programme.route import fewer_assignments, route_grid
from sowcourse.programme.row import Row, percent, shares
from sowcourse.source import load_sources
from sowcourse.standard import load_standard

HEADER = (
    "leerresultaat",
    "DLR",
    "LOD-SW",
    "krachtlijn",
    "Bloom",
    "Miller",
    "waar getoetst",
    "vraagt",
    "wie oordeelt",
    "items",
    "punten",
    "gewicht (%)",
)
NUMBERS = frozenset({9, 10, 11})

KINDS = {
    "gat": "Gaten: wat niet of niet in een cijfer getoetst wordt",
    "overlap": "Overlap: wat op veel plaatsen getoetst wordt",
    "evenwicht": "Evenwicht: niveau en gewicht",
}
"""Kind of finding → heading above it."""

NO_OUTCOME = "(geen leerresultaat)"


def matrix(offer: Offer) -> tuple[Paper, Blueprint]:
    """The document, and the blueprint behind it.

    Raises: ContentError when a file of the course is not right.
    """
    blueprint = make_blueprint(offer)
    standard, sources = load_standard(offer.root), load_sources(offer.root)
    grid = Grid("Toetsmatrijs", HEADER, _lines(_together(blueprint.rows)), NUMBERS)
    whole = sum((row.weight for row in blueprint.rows), Fraction(0))
    about = f"het cohort {offer.cohort}" if offer.cohort else "de hele cursus, met elke opdracht even zwaar"
    opening = (
        f"Deze toetsmatrijs gaat over {about} (versie {offer.version}).",
        f"De gewichten zijn samen {percent(whole)}%. Een cel die meer leerresultaten toetst, telt voor elk in gelijke "
        "delen. Een zelftoets of een tekst in de les geeft geen punten: daar staat 0.",
    )
    found = [
        Section(title, points=tuple(Point(f.sentence) for f in blueprint.findings if f.kind == kind))
        for kind, title in KINDS.items()
    ]
    paper = Paper(
        name="toetsmatrijs",
        title=f"Toetsmatrijs {offer.course.title}" + (f" · {offer.cohort}" if offer.cohort else ""),
        language=offer.language,
        opening=opening,
        sections=(
            Section("Wat opvalt", (_opinion(len(blueprint.findings)),)),
            *(section for section in found if section.points),
            Section("Verdeling van het gewicht", grids=_sums(blueprint)),
            Section(
                "DLR en LOD-SW",
                ("Een leerresultaat kan aan meer nummers bijdragen: deze gewichten zijn samen meer dan 100%.",),
                grids=(_coverage(blueprint),),
            ),
            *_routes(offer),
            Section("De matrijs", grids=(grid,)),
            Section("Wat een voorstel is en wat wij niet konden nagaan", points=tuple(map(Point, standard.proposals))),
            Section(
                "Bronnen",
                points=tuple(Point(sources[name].apa, sources[name].url) for name in standard.blueprint_sources),
            ),
        ),
        sheet=Grid("", HEADER, _lines(blueprint.rows)),
        wide=True,
    )
    return paper, blueprint


def _routes(offer: Offer) -> tuple[Section, ...]:
    """What the course asks of time in each route; nothing for a course without routes."""
    if not offer.course.routes:
        return ()
    told = (
        "Elke route telt alle lessen. De rekenregel staat in course/standard.toml: woorden door snelheid, plus taken."
    )
    paragraphs = (told, *fewer_assignments(offer.course))
    return (Section("Routes en studielast", paragraphs, grids=(route_grid(offer.course, offer.root),)),)


def _opinion(found: int) -> str:
    if not found:
        return "Geen gaten, overlap of onevenwicht gevonden."
    return f"{found} punten, hieronder. Dat zijn geen fouten, wel vragen voor het team: is het zo bedoeld?"


def _together(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """One row for all cells of an assignment that assess the same outcome and are judged by the same."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        place, _, cell = row.place.partition(": ")
        key = (row.outcome, row.module, place, row.judge)
        same = found.get(key)
        found[key] = (
            row
            if same is None
            else replace(
                same,
                place=f"{same.place}, {cell}",
                bloom=tuple(level for level in BLOOM if level in {*same.bloom, *row.bloom}),
                items=same.items + row.items,
                points=same.points + row.points,
                weight=same.weight + row.weight,
            )
        )
    return tuple(found.values())


def _lines(rows: tuple[Row, ...]) -> tuple[tuple[str, ...], ...]:
    weights = shares([row.weight for row in rows], 2)
    return tuple(_line(row, weight) for row, weight in zip(rows, weights, strict=True))


def _line(row: Row, weight: Fraction) -> tuple[str, ...]:
    outcome = row.outcome
    return (
        outcome.text if outcome else NO_OUTCOME,
        ", ".join(map(str, outcome.dlr)) if outcome else "",
        ", ".join(map(str, outcome.lod)) if outcome else "",
        row.krachtlijn or "alle vijf",
        outcome.bloom if outcome else "",
        outcome.miller if outcome else "",
        row.place,
        ", ".join(row.bloom),
        row.judge,
        str(row.items),
        decimal(row.points),
        decimal(weight),
    )


def _sums(blueprint: Blueprint) -> tuple[Grid, ...]:
    """Where the weight goes: by krachtlijn, by levels, by who judges."""
    views = (
        ("Gewicht per krachtlijn", "krachtlijn", lambda row: row.krachtlijn or "alle vijf (start, synthese)"),
        ("Gewicht per niveau van Bloom", "vraagt", lambda row: row.bloom[-1] if row.bloom else "niet bekend"),
        ("Gewicht per niveau van Miller", "Miller", lambda row: row.outcome.miller if row.outcome else NO_OUTCOME),
        ("Gewicht naar wie oordeelt", "wie oordeelt", lambda row: row.judge),
    )
    grids = []
    for caption, name, key in views:
        found = {value: weight for value, weight in sorted(blueprint.weight_by(key).items(), key=_rank) if weight}
        rounded = shares(list(found.values()), 2)
        rows = tuple((value, decimal(weight)) for value, weight in zip(found, rounded, strict=True))
        grids.append(Grid(caption, (name, "gewicht (%)"), rows, frozenset({1})))
    return tuple(grids)


def _coverage(blueprint: Blueprint) -> Grid:
    """Which number of each framework is met by how many outcomes, and with what weight."""
    rows = []
    for name, numbers in FRAMEWORKS.items():
        for number in numbers:
            met = [row for row in blueprint.rows if row.outcome and number in numbers_of(row.outcome, name)]
            outcomes = {row.outcome.id for row in met if row.outcome}
            weight = sum((row.weight for row in met), Fraction(0))
            rows.append((f"{name} {number}", str(len(outcomes)), percent(weight)))
    header = ("nummer", "leerresultaten", "gewicht (%)")
    return Grid("Aan welke nummers deze klas bijdraagt", header, tuple(rows), frozenset({1, 2}))


def _rank(found: tuple[str, Fraction]) -> int:
    """Levels from low to high; other values in the order in which they were met."""
    levels = (*BLOOM, *MILLER)
    return levels.index(found[0]) if found[0] in levels else len(levels)


def decimal(value: Fraction) -> str:
    """A number with at most two decimals as people read it in Dutch: 0,85 and 6."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", ",")
