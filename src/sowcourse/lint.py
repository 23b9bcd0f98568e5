"""House rules: functions that return problems, each with file, place, fault and remedy.

`sowcourse check` prints them; the tests assert that there are none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sowcourse.claim import load_claims
from sowcourse.content import UNWRITTEN, assignments_root, course_root, datasets_root
from sowcourse.course import load_case, load_cases, load_course, load_module, load_outcomes
from sowcourse.dataset import Dataset, load_dataset
from sowcourse.debate import load_debate, load_debates
from sowcourse.errors import ContentError
from sowcourse.essay import load_essay, load_reactions
from sowcourse.glossary import load_glossary
from sowcourse.lab.known import KNOWN_FILE, known_text
from sowcourse.notebook import Notebook, dump, normalise, read_notebook, source
from sowcourse.quiz import LEVELS, load_quiz
from sowcourse.rubric import load_rubrics
from sowcourse.source import load_sources
from sowcourse.threshold import load_walk

SECTIONS = (
    "Waarom dit telt",
    "Wat je straks kunt",
    "Lezen",
    "Begrijpen",
    "Verkennen",
    "Debat",
    "Cijfers",
    "Toets jezelf",
    "Reflectie",
    "Wat je meeneemt",
    "Bronnen",
)
"""The skeleton of every lesson, in order."""

FEWEST_QUESTIONS = 8
FEWEST_MINUTES, MOST_MINUTES = 60, 120

_CELL_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_SHOWN = re.compile(r'show_(?P<kind>case|debate|chart)\("(?P<owner>[^"]*)", "(?P<id>[^"]*)"')
_SHOW = re.compile(r"show_\w+\(.*\)\Z", re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """One broken rule."""

    file: Path
    place: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.place}" if self.place else str(self.file)
        return f"{where}: {self.fault} {self.remedy}"


Rule = Callable[[], Iterator[Problem]]


def find_problems(rules: tuple[Rule, ...] | None = None) -> list[Problem]:
    """Run the rules; a file that cannot be read becomes a problem too, and the other rules go on."""
    problems: dict[Problem, None] = {}
    for rule in RULES if rules is None else rules:
        try:
            for problem in rule():
                problems[problem] = None
        except ContentError as error:
            problems[Problem(error.file, error.place, error.fault, error.remedy)] = None
    return list(problems)


def ids_exist() -> Iterator[Problem]:
    """Every id that a module, debate, question or term names stands for something."""
    essay = load_essay()
    reactions = load_reactions()
    passages = {p.id for p in essay.passages} | {p.id for r in reactions for p in r.passages}
    reaction_ids = {reaction.id for reaction in reactions}
    sources = set(load_sources())
    outcomes = set(load_outcomes())
    for module in load_course().modules:
        file = module.folder / "module.toml"
        yield from _unknown(file, "passages", module.passages, passages)
        yield from _unknown(file, "reactions", module.reactions, reaction_ids)
        yield from _unknown(file, "outcomes", module.outcomes, outcomes)
        yield from _unknown(file, "terms", module.terms, set(load_glossary()))
        yield from _unknown(file, "sources", module.sources, sources)
        for dataset in module.datasets:
            load_dataset(dataset)
        for debate in load_debates(module.id).values():
            origins = [a.origin for a in debate.arguments if a.origin != "eigen"]
            known = passages | reaction_ids | sources
            yield from _unknown(module.folder / "debate.toml", f"debat '{debate.id}'", origins, known)
            yield from _unknown(module.folder / "debate.toml", "reaction", [debate.reaction], reaction_ids)
        if (module.folder / "claims.toml").exists():
            claims = load_claims(module.id)
            yield from _unknown(module.folder / "claims.toml", "passage", [c.passage for c in claims], passages)
            named = [evidence.source for claim in claims for evidence in claim.evidence]
            yield from _unknown(module.folder / "claims.toml", "source", named, sources)
        if (module.folder / "thresholds.toml").exists():
            named = [figure.source for figure in load_walk(module.id).figures]
            yield from _unknown(module.folder / "thresholds.toml", "source", named, sources)
        names = [question.passage for question in load_quiz(module.id)]
        yield from _unknown(module.folder / "quiz.toml", "passage", names, passages | reaction_ids | sources)
    names = [term.source for term in load_glossary().values()]
    yield from _unknown(course_root() / "glossary.toml", "source", names, passages | sources)


def _unknown(file: Path, place: str, names: tuple[str, ...] | list[str], known: set[str]) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield Problem(file, place, f"de id '{name}' bestaat niet.", "Verbeter de id of voeg het onderdeel toe.")


def sources_are_used() -> Iterator[Problem]:
    """Every source is named somewhere; every outcome belongs to a module."""
    file = course_root() / "sources.toml"
    texts = [p.read_text(encoding="utf-8") for p in course_root().rglob("*") if _is_text(p) and p != file]
    texts += [p.read_text(encoding="utf-8") for p in datasets_root().rglob("dataset.toml")]
    words = set(re.findall(r"[\w-]+", " ".join(texts)))
    for identifier in load_sources():
        if identifier not in words:
            yield Problem(file, identifier, "deze bron wordt nergens genoemd.", "Gebruik de bron of haal haar weg.")
    used = {outcome for module in load_course().modules for outcome in module.outcomes}
    for identifier in load_outcomes():
        if identifier not in used:
            file = course_root() / "outcomes.toml"
            yield Problem(file, identifier, "geen enkele module heeft dit leerresultaat.", "Koppel of schrap het.")


def _is_text(path: Path) -> bool:
    return path.suffix in {".toml", ".md", ".ipynb"} and ".ipynb_checkpoints" not in path.parts


def outcomes_are_aligned() -> Iterator[Problem]:
    """Every outcome of a module is practised in a cell of its lesson and assessed somewhere that exists."""
    for module in load_course().modules:
        file = module.folder / "module.toml"
        cells = {str(cell.get("id")) for cell in read_notebook(module.lesson)["cells"]}
        places = {f"les.{cell}" for cell in cells} | {f"toets.{question.id}" for question in load_quiz(module.id)}
        if module.assignment:
            task = read_notebook(assignments_root() / module.assignment / f"{module.assignment}.ipynb")
            graded = (cell for cell in task["cells"] if cell["metadata"].get("nbgrader", {}).get("grade"))
            places |= {f"opdracht.{cell['id']}" for cell in graded}
        for alignment in module.alignments:
            yield from _unknown(
                file, f"alignment '{alignment.outcome}', outcome", [alignment.outcome], {*module.outcomes}
            )
            yield from _unknown(file, f"alignment '{alignment.outcome}', done", alignment.done, cells)
            yield from _unknown(file, f"alignment '{alignment.outcome}', assessed", alignment.assessed, places)
        aligned = {alignment.outcome for alignment in module.alignments if alignment.done and alignment.assessed}
        for outcome in module.outcomes:
            if outcome not in aligned:
                fault = f"leerresultaat '{outcome}' wordt nergens geoefend of getoetst."
                yield Problem(file, "alignment", fault, "Voeg een [[alignment]] toe met 'done' en 'assessed'.")


def notebooks_are_normal() -> Iterator[Problem]:
    """Every notebook in git is in its normal form, with readable ids that occur once."""
    for file in notebooks():
        notebook = read_notebook(file)
        if file.read_text(encoding="utf-8") != dump(normalise(notebook)):
            yield Problem(file, "", "het notebook is niet in zijn vaste vorm.", "Voer 'sowcourse format' uit.")
        seen: set[str] = set()
        for number, cell in enumerate(notebook["cells"], start=1):
            identifier = cell.get("id", "")
            if not _CELL_ID.match(identifier) or re.fullmatch(r"[0-9a-f]{8,}", identifier):
                remedy = "Gebruik kleine letters, cijfers en streepjes, bijvoorbeeld 'reflectie-1'."
                yield Problem(file, f"cel {number}", f"de id {identifier!r} is geen leesbare naam.", remedy)
            if identifier in seen:
                yield Problem(
                    file, f"cel {number}", f"de id {identifier!r} komt twee keer voor.", "Kies een andere id."
                )
            seen.add(identifier)


def notebooks() -> list[Path]:
    """All notebooks that git holds: lessons and assignment sources."""
    return [*sorted(course_root().glob("*/lesson.ipynb")), *sorted(assignments_root().glob("*/*.ipynb"))]


def lessons_have_the_skeleton() -> Iterator[Problem]:
    """Every lesson has the same sections in the same order, and one short call per code cell."""
    for module in load_course().modules:
        if not FEWEST_MINUTES <= module.minutes <= MOST_MINUTES:
            fault = f"een les duurt {FEWEST_MINUTES} tot {MOST_MINUTES} minuten; gevonden {module.minutes}."
            yield Problem(module.folder / "module.toml", "minutes", fault, "Pas de les of de tijd aan.")
        notebook = read_notebook(module.lesson)
        if notebook["metadata"].get("sowcourse") != {"kind": "lesson", "module": module.id}:
            remedy = f'Zet in de metadata: "sowcourse": {{"kind": "lesson", "module": "{module.id}"}}.'
            yield Problem(module.lesson, "metadata", "het notebook is niet als les herkenbaar.", remedy)
        if module.krachtlijn:
            yield from _skeleton(module.lesson, notebook)
        for number, cell in enumerate(notebook["cells"], start=1):
            if cell["cell_type"] == "code":
                yield from _widget_cell(module.lesson, number, source(cell))


def _skeleton(file: Path, notebook: Notebook) -> Iterator[Problem]:
    prose = "\n".join(source(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    headings = [re.sub(r"\s*[(·–-].*", "", h).strip() for h in re.findall(r"^## (.+)$", prose, re.MULTILINE)]
    kept = [heading for heading in headings if heading in SECTIONS]
    if kept != list(SECTIONS):
        missing = [section for section in SECTIONS if section not in kept]
        fault = f"ontbrekend: {', '.join(missing)}." if missing else f"de volgorde is {', '.join(kept)}."
        yield Problem(file, "koppen", fault, f"Verwacht wordt: {' · '.join(SECTIONS)}.")


def _widget_cell(file: Path, number: int, text: str) -> Iterator[Problem]:
    first, _, rest = text.partition("\n")
    if not first.startswith("# "):
        remedy = "Zet op de eerste regel een Nederlandse opmerking die zegt wat hier verschijnt."
        yield Problem(file, f"cel {number}", "de codecel begint niet met een opmerking.", remedy)
    if not (rest.startswith("from sowcourse.widgets import ") or _SHOW.match(rest.strip())):
        remedy = "Zet logica in het pakket en roep één show_-functie aan."
        yield Problem(file, f"cel {number}", "verwacht wordt één korte aanroep.", remedy)


def lessons_show_what_exists() -> Iterator[Problem]:
    """Every case, debate and chart that a lesson shows is there."""
    for module in load_course().modules:
        for number, cell in enumerate(read_notebook(module.lesson)["cells"], start=1):
            shown = _SHOWN.search(source(cell)) if cell["cell_type"] == "code" else None
            if shown is None:
                continue
            try:
                if shown["kind"] == "chart":
                    charts = load_dataset(shown["owner"]).charts
                    yield from _unknown(module.lesson, f"cel {number}", [shown["id"]], set(charts))
                elif shown["kind"] == "case":
                    load_case(shown["owner"], shown["id"])
                else:
                    load_debate(shown["owner"], shown["id"])
            except ContentError as error:
                remedy = f"{error.remedy} Of haal de cel weg."
                yield Problem(module.lesson, f"cel {number}", error.fault, remedy)


def quizzes_are_broad() -> Iterator[Problem]:
    """A quiz has at least eight questions and touches every level of thinking."""
    for module in load_course().modules:
        questions = load_quiz(module.id)
        file = module.folder / "quiz.toml"
        if len(questions) < FEWEST_QUESTIONS:
            fault = f"verwacht worden minstens {FEWEST_QUESTIONS} vragen; gevonden {len(questions)}."
            yield Problem(file, "question", fault, "Voeg vragen toe.")
        for level in LEVELS:
            if level not in {question.level for question in questions}:
                yield Problem(file, "level", f"geen enkele vraag vraagt om {level}.", "Voeg zo'n vraag toe.")


def answers_cannot_be_guessed() -> Iterator[Problem]:
    """The longest option is not the right one more often than every second time."""
    for module in load_course().modules:
        questions = load_quiz(module.id)
        longest = [
            question.id for question in questions if max(question.options, key=lambda option: len(option.text)).correct
        ]
        if 2 * len(longest) > len(questions):
            fault = f"bij {len(longest)} van de {len(questions)} vragen is het langste antwoord het juiste."
            remedy = f"Maak een ander antwoord even volledig, bijvoorbeeld bij {longest[0]}."
            yield Problem(module.folder / "quiz.toml", "question", fault, remedy)


def cases_are_marked() -> Iterator[Problem]:
    """A module has a Flemish and a Dutch case, and an invented case says that it is."""
    for module in load_course().modules:
        if not module.krachtlijn:
            continue
        cases = load_cases(module.id)
        for country in ("VL", "NL"):
            if country not in {case.country for case in cases}:
                remedy = "Voeg een casus toe zodat beide landen voorkomen."
                yield Problem(module.folder / "cases", country, "er is geen casus uit dit land.", remedy)
        for case in cases:
            if case.fictional and "fictie" not in case.text.lower():
                fault = f"de casus '{case.title}' is verzonnen, maar zegt dat niet."
                yield Problem(module.folder / "cases", case.title, fault, "Schrijf «fictief» in de tekst.")


def codebooks_are_true() -> Iterator[Problem]:
    """Every codebook is literally true of its file: rows, columns, levels, range, missing values."""
    for folder in sorted(datasets_root().glob("*/")):
        yield from codebook_problems(load_dataset(folder.name))


def codebook_problems(dataset: Dataset) -> Iterator[Problem]:
    """Where the codebook of one data set and its file disagree."""
    rows = dataset.rows()
    codebook = dataset.folder / "dataset.toml"
    if len(rows) != dataset.row_count:
        fault = f"het codeboek zegt {dataset.row_count} rijen, het bestand heeft er {len(rows)}."
        yield Problem(codebook, "rows", fault, "Pas het codeboek aan.")
    for column in dataset.columns:
        values = [row[column.name] for row in rows]
        present = [value for value in values if value is not None]
        if (len(present) < len(values)) != column.missing:
            fault = f"missing is {column.missing}, maar {len(values) - len(present)} cellen zijn leeg."
            yield Problem(codebook, column.name, fault.replace("True", "true").replace("False", "false"), "Pas aan.")
        if column.levels and set(map(str, present)) != set(column.levels):
            differing = sorted(set(map(str, present)) ^ set(column.levels))
            fault = f"de waarden in het bestand en 'levels' verschillen: {', '.join(differing[:5])}."
            yield Problem(codebook, column.name, fault, "Maak ze gelijk.")
        numbers = [value for value in present if isinstance(value, int | float)]
        for name, expected, found in (
            ("min", column.minimum, min(numbers, default=None)),
            ("max", column.maximum, max(numbers, default=None)),
        ):
            if expected is not None and expected != found:
                fault = f"{name} is volgens het codeboek {expected:g}, in het bestand {found}."
                yield Problem(codebook, column.name, fault, "Pas het codeboek aan.")
    for chart in dataset.charts.values():
        if not any(all(row[name] in values for name, values in chart.filter.items()) for row in rows):
            yield Problem(
                codebook, f"chart {chart.id}", "het filter houdt geen enkele rij over.", "Verruim het filter."
            )


def assignments_are_named() -> Iterator[Problem]:
    """A notebook names its module; graded cells have id == grade_id, points, and a rubric where a person marks."""
    for folder in sorted(assignments_root().glob("*/")):
        load_module(folder.name)
        file = folder / f"{folder.name}.ipynb"
        marked = load_rubrics(folder / "rubric.toml")
        ours = {"kind": "assignment", "module": folder.name}
        if read_notebook(file)["metadata"].get("sowcourse") != ours:
            remedy = f'Zet in de metadata: "sowcourse": {json.dumps(ours)}.'
            yield Problem(file, "metadata", "het notebook zegt niet van welke opdracht het is.", remedy)
        for number, cell in enumerate(read_notebook(file)["cells"], start=1):
            graded = cell["metadata"].get("nbgrader")
            if graded is None:
                continue
            if graded["grade_id"] != cell.get("id"):
                fault = f"id '{cell.get('id')}' en grade_id '{graded['grade_id']}' verschillen."
                yield Problem(file, f"cel {number}", fault, "Maak ze gelijk.")
            if graded.get("grade") and graded.get("solution") and graded["grade_id"] not in marked:
                remedy = "Voeg criteria met vier niveaus toe aan rubric.toml."
                yield Problem(
                    file, graded["grade_id"], "deze cel wordt door een mens beoordeeld zonder rubric.", remedy
                )


def rubrics_are_shown() -> Iterator[Problem]:
    """Above every answer that a person marks stands its rubric, word for word as in rubric.toml."""
    for folder in sorted(assignments_root().glob("*/")):
        file = folder / f"{folder.name}.ipynb"
        shown = {cell.get("id"): source(cell) for cell in read_notebook(file)["cells"]}
        for cell, rubric in load_rubrics(folder / "rubric.toml").items():
            if shown.get(f"rubric-{cell}") != rubric.markdown():
                remedy = f"Voer 'sowcourse format' uit: dat zet de cel 'rubric-{cell}' boven het antwoord."
                yield Problem(file, cell, "de rubric boven dit antwoord is niet die van rubric.toml.", remedy)


def known_cells_are_listed() -> Iterator[Problem]:
    """The cells that the extension may run are those of the lessons as they are."""
    if KNOWN_FILE.read_text(encoding="utf-8") != known_text():
        yield Problem(
            KNOWN_FILE, "", "de lijst hoort niet bij de lessen zoals ze nu zijn.", "Voer 'sowcourse format' uit."
        )


def nothing_is_left_to_write() -> Iterator[Problem]:
    """No file of a lesson or an assignment still says that something must be written."""
    files = [p for root in (course_root(), assignments_root()) for p in sorted(root.rglob("*")) if _is_text(p)]
    for file in files:
        places = unwritten(file)
        if places:
            told = f"hier staat nog {len(places)} keer «{UNWRITTEN}»."
            yield Problem(file, places[0], told, "Schrijf de tekst, of kies wat erbij staat, en haal die woorden weg.")


def unfinished_lessons() -> list[str]:
    """A Dutch sentence for every lesson in which something must still be written."""
    unfinished = []
    for module in load_course().modules:
        count = sum(len(unwritten(file)) for file in module.folder.rglob("*") if _is_text(file))
        if count:
            told = f"de les {module.id} is nog niet af: daar staat nog {count} keer «{UNWRITTEN}»"
            unfinished.append(f"{told}. 'sowcourse check' wijst ze aan.")
    return unfinished


def unwritten(file: Path) -> list[str]:
    """Where in a file something must still be written: "regel 3", or "cel «lezen»" in a notebook."""
    if file.suffix == ".ipynb":
        return [
            f"cel «{cell.get('id')}»"
            for cell in read_notebook(file)["cells"]
            for _ in range(source(cell).count(UNWRITTEN))
        ]
    lines = file.read_text(encoding="utf-8").splitlines()
    return [f"regel {number}" for number, line in enumerate(lines, start=1) for _ in range(line.count(UNWRITTEN))]


RULES: tuple[Rule, ...] = (
    ids_exist,
    sources_are_used,
    outcomes_are_aligned,
    notebooks_are_normal,
    lessons_have_the_skeleton,
    lessons_show_what_exists,
    quizzes_are_broad,
    answers_cannot_be_guessed,
    cases_are_marked,
    codebooks_are_true,
    assignments_are_named,
    rubrics_are_shown,
    known_cells_are_listed,
    nothing_is_left_to_write,
)
