"""The marking page: per question all answers beside each other, with the rubric, the comments and what was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.grading.gradebook import mark_all, results
from sowcourse.grading.page import code, html_page, link, paragraph, points, prose, section, table, text
from sowcourse.grading.report.agreement import keep_second
from sowcourse.grading.report.answer import Answer, Answers, read_answers, shuffled
from sowcourse.grading.report.bank import FILE, Comment, begin_bank, for_question, load_bank
from sowcourse.grading.report.level import COLUMN
from sowcourse.grading.report.memory import left_by_me, remember
from sowcourse.grading.report.sheet import Sheet, read_sheet, state, write_sheet
from sowcourse.rubric import LEVELS, Anchor, Rubric, as_points

_NOTHING_BELOW = "Onder deze taak staat niets. Kijk met 'sowcourse review' of het elders in het notebook staat."


def write_marking(workspace: Workspace, assignment: str, blind: bool, second: bool) -> tuple[Path, Path]:
    """Write the page and the sheet to mark an assignment with.

    Parameters: blind – without names, in an order that tells nothing; second – for a second marker: blind to what
    the first gave, and in that same order, so that the first rows are a sample.
    Returns: page, sheet.
    Raises: GradingError when nothing was graded yet; ContentError when the comments or the rubrics are not right.
    """
    answers = read_answers(workspace, assignment)
    if not answers:
        raise GradingError(f"{assignment}: er is nog niets nagekeken. Voer eerst 'sowcourse grade {assignment}' uit.")
    begin_bank(workspace.root)
    bank = load_bank(workspace.root)
    rubrics = workspace.rubrics(assignment)
    if blind or second:
        answers = shuffled(answers)
    names = {} if blind else {student.id: student.name for student in workspace.students().values()}
    stem = f"beoordelen-{assignment}" + ("-tweede" if second else "")
    page, sheet = (workspace.root / f"{stem}{ending}" for ending in (".html", ".csv"))
    held = [result.student for result in results(workspace, assignment).values() if result.held]
    write_durably(page, marking_page(workspace.name, assignment, answers, rubrics, bank, names, second, held))
    write_sheet(sheet, answers, rubrics, names, empty=second)
    return page, sheet


def marking_page(
    cohort: str,
    assignment: str,
    answers: Answers,
    rubrics: Mapping[str, Rubric],
    bank: dict[str, Comment],
    names: Mapping[str, str],
    second: bool,
    held: Sequence[str] = (),
) -> str:
    """The page; `names` is {} when it is blind. `held` are students of whom a check could not run."""
    option = " --tweede-beoordelaar" if second else ""
    sheet = f"beoordelen-{assignment}{'-tweede' if second else ''}.csv"
    parts = [
        f"<h1>Beoordelen · {text(assignment)}</h1>",
        paragraph(f"Cohort {cohort}.", "Bevat wat studenten schreven: deel dit niet verder."),
        "<ol>",
        f"<li>Open <code>{text(sheet)}</code> in je rekenblad. Elke regel is één antwoord; zijn code staat hieronder."
        f"</li><li>Vul in de kolom van elk criterium een <strong>niveau</strong> in (1 tot {LEVELS}): laat je "
        "<strong>punten</strong> leeg, dan worden dat de punten van die niveaus samen. Staan er bij de niveaus geen "
        f"punten, geef die dan zelf. Voeg als je wilt codes uit <code>{text(FILE)}</code> en een eigen opmerking toe. "
        "Lege regels blijven voor later."
        "</li><li>Bewaar als CSV en voer uit: "
        f"<code>sowcourse mark {text(assignment)} --van {text(sheet)}{option}</code></li>",
        "</ol>",
    ]
    if second:
        parts.append(
            paragraph(
                "Je bent tweede beoordelaar: je ziet niet wat de eerste gaf, en jouw punten tellen niet mee.",
                "De volgorde is geloot: beoordeel van boven naar beneden, dan zijn de eerste tien een steekproef.",
            )
        )
    if held:
        who = f": {', '.join(names[student] for student in held)}" if names else ""
        parts.append(
            paragraph(
                f"Te bekijken: bij {len(held)} inzending(en) konden controles niet draaien{who}.",
                "Hun punten staan open.",
                f"De oorzaak staat in het overzicht: sowcourse report {assignment}",
            )
        )
    places = "".join(f"<li>{link(f'#{question}', question)}</li>" for question in answers)
    parts.append(f'<nav aria-label="Vragen"><ul>{places}</ul></nav>')
    for question, given in answers.items():
        parts.append(_question(question, given, rubrics.get(question), for_question(bank, question), names, second))
    return html_page(f"Beoordelen · {assignment}", "\n".join(parts), broad=True)


def _question(
    question: str,
    given: list[Answer],
    rubric: Rubric | None,
    comments: Sequence[Comment],
    names: Mapping[str, str],
    second: bool,
) -> str:
    parts = []
    if rubric:
        parts.append(_rubric(rubric))
    if comments:
        listed = [(comment.code, comment.text) for comment in comments]
        parts.append(table("Opmerkingen die je kunt gebruiken", ["code", "wat de student leest"], listed))
    filled = [answer for answer in given if not answer.empty]
    cards = "".join(f"<li>{_card(answer, names, second)}</li>" for answer in filled)
    parts.append(f'<ul class="cards">{cards}</ul>' if cards else paragraph("Niemand schreef hier iets."))
    empty = [answer for answer in given if answer.empty]
    if empty:
        who = ", ".join(names.get(answer.student, answer.code) for answer in empty)
        parts.append(paragraph(f"Leeg gelaten ({len(empty)}): {who}. Dat is nul punten; ze staan niet in het blad."))
    title = f"{rubric.title} · «{question}»" if rubric else f"«{question}»"
    return section(question, title, *parts)


def _rubric(rubric: Rubric) -> str:
    """The criteria with their levels and points, and the invented answers to hold an answer against."""
    header = ["criterium", *(f"niveau {level}" for level in range(1, LEVELS + 1))]
    rows = [
        (f"{number}. {criterion.name}", *criterion.described())
        for number, criterion in enumerate(rubric.criteria, start=1)
    ]
    most = "" if rubric.points is None else f", samen hoogstens {as_points(rubric.points)}"
    shown = table(f"Rubric{most}. Het niveau van criterium 1 komt in de kolom «{COLUMN} 1»", header, rows)
    if not rubric.anchors:
        return shown
    cards = "".join(f"<li>{_anchor(number, one, rubric)}</li>" for number, one in enumerate(rubric.anchors, start=1))
    opened = "<details open><summary>Voorbeelden om naast te leggen (fictief, alleen voor wie beoordeelt)</summary>"
    return f'{shown}{opened}<ul class="cards">{cards}</ul></details>'


def _anchor(number: int, anchor: Anchor, rubric: Rubric) -> str:
    chosen = {criterion.name: level for criterion, level in zip(rubric.criteria, anchor.levels, strict=True)}
    worth = rubric.worth(chosen)
    total = "" if worth is None else f" · {as_points(worth)}"
    levels = "".join(f"<li>{text(name)}: niveau {level}</li>" for name, level in chosen.items())
    heading = f"<h3>Voorbeeld {number} (fictief){text(total)}</h3>"
    return f"{heading}{prose(anchor.text)}<ul>{levels}</ul>{paragraph(anchor.why)}"


def _card(answer: Answer, names: Mapping[str, str], second: bool) -> str:
    title = " · ".join(filter(None, (names.get(answer.student, ""), answer.code)))
    found = answer.found
    told = f"Hoogstens {points(found.points)} punten."
    comment = ""
    if not second:
        state = "Nog te beoordelen." if found.waiting else f"Gegeven: {points(found.score)}."
        told = f"{state} {told}"
        if found.comment and not found.waiting:
            comment = f"<p>Opmerking:</p><div class='answer'>{text(found.comment)}</div>"
    words: str = (code if answer.literal else prose)(answer.text or _NOTHING_BELOW)
    if answer.note:
        words = paragraph(f"Let op: {answer.note}") + "".join(map(prose, answer.aside))
    return f"<h3>{text(title)}</h3>{words}{paragraph(told)}{comment}"


def take_in(workspace: Workspace, assignment: str, file: Path, second: bool) -> Sheet:
    """Record what a filled-in sheet holds: all of it, or nothing.

    Parameters: second – keep it apart as the points of a second marker.
    Raises: GradingError naming every line that is not right.
    """
    answers = read_answers(workspace, assignment)
    names = {student.id: student.name for student in workspace.students().values()}
    rubrics, bank = workspace.rubrics(assignment), load_bank(workspace.root)
    if second:
        found = read_sheet(file, answers, rubrics, bank, again=True, names=names)
        keep_second(workspace, assignment, found.marks, answers, rubrics)
        return found
    found = read_sheet(file, answers, rubrics, bank, mine=left_by_me(workspace.root), names=names)
    mark_all(workspace, assignment, found.marks)
    codes = {(question, answer.student): answer.code for question, given in answers.items() for answer in given}
    remember(workspace.root, {codes[mark.cell, mark.student]: state(mark.left()) for mark in found.marks})
    return found
