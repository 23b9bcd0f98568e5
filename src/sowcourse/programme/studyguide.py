"""The study guide (studiewijzer) of one class: what, how long, when, how assessed, from which sources."""

from __future__ import annotations

from fractions import Fraction

from sowcourse.cohort.workspace import Workspace
from sowcourse.course import Module, load_outcomes
from sowcourse.dataset import load_dataset
from sowcourse.essay import load_essay
from sowcourse.programme.blueprint import percent
from sowcourse.programme.matrix import decimal
from sowcourse.programme.offer import Offer, Task, offer_of
from sowcourse.programme.paper import Grid, Paper, Point, Section
from sowcourse.source import Source, lesson_sources, load_sources
from sowcourse.standard import Standard, load_standard

TO_FILL_IN = "In te vullen door je opleiding: "
"""What a school decides and we cannot know."""


def study_guide(workspace: Workspace) -> Paper:
    """The study guide of a cohort.

    Raises: ContentError or CohortError when a file of the course or of the cohort is not right.
    """
    offer, standard = offer_of(workspace), load_standard()
    return Paper(
        name="studiewijzer",
        title=f"Studiewijzer {offer.course.title} · {offer.cohort}",
        language=offer.language,
        opening=(
            "In deze cursus leer je nadenken over sterk sociaal werk: werk dat mensenrechten en sociale "
            "rechtvaardigheid waarmaakt. Je leest een essay dat Vlaanderen en Nederland naast elkaar legt, neemt "
            "standpunten in, kijkt naar echte cijfers en schrijft reflecties. Je hoeft niet te kunnen programmeren.",
            f"De stelling die je aan het begin en aan het einde weegt: «{offer.course.thesis}»",
        ),
        sections=(
            _outcomes(offer),
            _load(offer, standard),
            _calendar(offer),
            _assessment(offer),
            _marking(offer),
            _sources(offer, standard),
            Section(
                "Toegankelijkheid",
                points=(
                    Point("Alles werkt met het toetsenbord, met een schermlezer, in het donker en bij 200% tekst."),
                    Point("Elke les is er ook als gewone pagina om te lezen of af te drukken. Vraag ernaar."),
                    Point("Elke grafiek heeft een beschrijving en een tabel met dezelfde getallen."),
                    Point(TO_FILL_IN + "hoe je meer tijd, een andere vorm of andere faciliteiten aanvraagt."),
                ),
            ),
            Section(
                "Privacy",
                points=(
                    Point("Wat je in de lessen invult, blijft op jouw computer tot jij iets inlevert."),
                    Point("Schrijf niet over herkenbare mensen. In elke opdracht zit een controle die meekijkt."),
                    Point("Wat je inlevert, lezen je lesgever en wie mee beoordeelt."),
                    Point(TO_FILL_IN + "hoe lang je werk bewaard wordt en bij wie je je rechten uitoefent."),
                ),
            ),
            Section(
                "Vragen",
                (f"Je vragen stel je aan {offer.course.contact}.",),
                (
                    Point(
                        TO_FILL_IN + "naam, e-mailadres en spreekuur van de lesgever; ombudsdienst of studentendecaan."
                    ),
                ),
            ),
        ),
    )


def _outcomes(offer: Offer) -> Section:
    outcomes = load_outcomes()
    rows = tuple((module.title, module.summary) for module in offer.modules)
    lessons = Grid("De lessen van deze klas", ("les", "waarover"), rows)
    learned = Grid(
        "Wat je na elke les kunt",
        ("les", "leerresultaat"),
        tuple((module.title, outcomes[name].text) for module in offer.modules for name in module.outcomes),
    )
    return Section("Wat je leert", grids=(lessons, learned))


def _load(offer: Offer, standard: Standard) -> Section:
    rows = []
    lessons = {module.id for module in offer.modules}
    for module in offer.course.modules:
        task = next((task for task in offer.counted if task.module == module), None)
        if module.id in lessons or task:
            minutes = (module.minutes if module.id in lessons else 0, module.assignment_minutes if task else 0)
            rows.append((module.title, *minutes))
    whole = sum(lesson + task for _, lesson, task in rows)
    lines = [(title, _time(lesson), _time(task), _time(lesson + task)) for title, lesson, task in rows]
    lines.append(("Samen", _time(sum(r[1] for r in rows)), _time(sum(r[2] for r in rows)), _time(whole)))
    grid = Grid(
        "Hoeveel tijd je nodig hebt",
        ("les", "in de les", "aan de opdracht", "samen"),
        tuple(lines),
        frozenset({1, 2, 3}),
    )
    hours = Fraction(whole, 60)
    least, most = standard.hours_flanders
    told = [
        f"Samen is dat ongeveer {round(hours)} uur. In Nederland is een studiepunt {standard.hours_netherlands} uur "
        f"studie: dit is dan {percent(hours / standard.hours_netherlands)} studiepunt. In Vlaanderen is een studiepunt "
        f"{least} tot {most} uur: dit is dan {percent(hours / most)} tot {percent(hours / least)} studiepunt.",
        "De tijden zijn een schatting van de makers, voor lezen, maken en inleveren. Contactmomenten, feedback "
        "bespreken en verder lezen komen erbij.",
    ]
    unknown = [task.name for task in offer.counted if not (task.module and task.module.assignment_minutes)]
    if unknown:
        told.append(f"Voor {', '.join(unknown)} is geen tijd opgegeven; die telt hierboven niet mee.")
    asked = Point(TO_FILL_IN + "het aantal studiepunten van het vak.")
    return Section("Hoeveel tijd het kost", tuple(told), (asked,), (grid,))


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} u {rest:02}" if minutes else "–"


def _calendar(offer: Offer) -> Section:
    calendar = offer.calendar
    assert calendar is not None  # a study guide is of a cohort
    known = sorted((moment, task) for task in _by_name(offer) if (moment := calendar.deadlines.get(task)))
    rows = [(_title(offer, task), calendar.local(moment)) for moment, task in known]
    rows += [(_title(offer, t), "nog niet bekend") for t in _by_name(offer) if t not in calendar.deadlines]
    return Section(
        "Wanneer je wat inlevert",
        ("Inleveren kan tot en met dit moment, in lokale tijd. Je mag eerder inleveren, en opnieuw zolang het kan.",),
        grids=(Grid("Inleveren", ("opdracht", "uiterlijk"), tuple(rows)),),
    )


def _by_name(offer: Offer) -> list[str]:
    return [task.name for task in offer.counted]


def _title(offer: Offer, name: str) -> str:
    return next(task.title for task in offer.counted if task.name == name)


def _assessment(offer: Offer) -> Section:
    rows = tuple(
        (
            task.title,
            f"{task.weight}",
            decimal(task.points()),
            decimal(task.points(marked=False)),
            decimal(task.points(marked=True)),
        )
        for task in offer.counted
    )
    header = ("opdracht", "gewicht (%)", "punten", "automatisch", "lesgever")
    return Section(
        "Hoe je beoordeeld wordt",
        (
            "Elke opdracht levert punten op; het gewicht zegt hoe zwaar die opdracht in het geheel telt.",
            "Een mening levert nooit punten op en kost er ook geen. Van gedachten veranderen ook niet. De vragen om "
            "jezelf te toetsen en wat je in de lessen schrijft, tellen niet mee.",
        ),
        points=(
            Point(TO_FILL_IN + "vanaf hoeveel punten je geslaagd bent, en of elke opdracht voldoende moet zijn."),
            Point(TO_FILL_IN + "wat te laat inleveren betekent."),
            Point(
                TO_FILL_IN
                + "hoe de herkansing (tweede examenkans) verloopt: welke opdracht, wanneer, met welk gewicht."
            ),
            Point(TO_FILL_IN + "wat er mag met hulp van anderen of van een taalmodel, en hoe je dat vermeldt."),
        ),
        grids=(Grid("Gewicht en punten", header, rows, frozenset({1, 2, 3, 4})),),
    )


def _marking(offer: Offer) -> Section:
    rows = []
    for task in offer.counted:
        for cell in task.cells:
            if cell.marked:
                looked = "; ".join(c.name for c in cell.rubric.criteria) if cell.rubric else "rubric ontbreekt"
                title = cell.rubric.title if cell.rubric else cell.id
                rows.append((_short(task), title, decimal(cell.points), looked))
    return Section(
        "Wat automatisch nagekeken wordt en waar je lesgever naar kijkt",
        (
            "Automatisch nagekeken wordt wat juist of volledig kan zijn: de stappen met cijfers, of je een standpunt "
            "koos, en of je reflectie volledig is. Hoe dat gebeurt, zie je vooraf in de opdracht.",
            "Je lesgever beoordeelt de rest met een rubric van vier niveaus. Die staat boven elk antwoord.",
        ),
        grids=(
            Grid(
                "Waar je lesgever op let", ("opdracht", "antwoord", "punten", "criteria"), tuple(rows), frozenset({2})
            ),
        ),
    )


def _short(task: Task) -> str:
    return task.module.title if task.module else task.name


def _sources(offer: Offer, standard: Standard) -> Section:
    found: dict[str, Source] = {}
    for module in offer.modules:
        found |= {source.id: source for source in lesson_sources(module.id)}
    every = load_sources()
    found |= {name: every[name] for name in standard.credit_sources}
    listed = sorted(found.values(), key=lambda source: source.apa.lower())
    return Section("Bronnen", points=(*_essay(), *_figures(offer.modules), *(Point(s.apa, s.url) for s in listed)))


def _essay() -> tuple[Point, ...]:
    essay = load_essay()
    return (Point(essay.attribution, essay.url),)


def _figures(modules: tuple[Module, ...]) -> tuple[Point, ...]:
    names = dict.fromkeys(name for module in modules for name in module.datasets)
    datasets = [load_dataset(name) for name in names]
    return tuple(Point(f"Cijfers: *{dataset.title}*. {dataset.cite()}.", dataset.url) for dataset in datasets)
