"""Marks on their way into an LMS: one column of the lecturer's own download, filled and read back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sowcourse.cohort.lms import Column, Lms, number, systems, written
from sowcourse.cohort.pairing import Match, find_column, match
from sowcourse.cohort.sheet import Sheet, read_sheet
from sowcourse.cohort.workspace import Workspace
from sowcourse.durable import write_durably
from sowcourse.errors import GradingError
from sowcourse.gradebook.marks import FinalMark
from sowcourse.notebook import read_notebook, source

PASSED, FAILED = "Voldaan", "Niet voldaan"


@dataclass(frozen=True)
class Change:
    """What becomes of one student's cell in the column."""

    student: str
    before: str
    """As it stands in the download; "" when nothing does."""
    after: str

    @property
    def same(self) -> bool:
        """Whether it is the same mark, however it is written."""
        return self.before == self.after or (
            number(self.before) is not None and number(self.before) == number(self.after)
        )


@dataclass(frozen=True)
class Filled:
    """What is put in the file of an LMS."""

    column: str
    """Header of the column."""
    number: int
    """Students with a mark in it."""
    told: list[str]
    """What was done and the reader should know, Dutch sentences."""
    remarks: list[str]
    """What needs a look, Dutch sentences."""
    changes: list[Change]
    """Every student with a mark in it, in the order of the class list."""
    content: bytes
    """The file to read in."""
    back: bytes
    """A file that puts back what stood there; b"" when nothing did."""


def titles(workspace: Workspace, assignment: str) -> list[str]:
    """What a column for an assignment may be called: its id, or the title of its notebook."""
    cells = read_notebook(workspace.root / "source" / assignment / f"{assignment}.ipynb")["cells"]
    texts = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "markdown")
    return [assignment, *re.findall(r"^# (.+)$", texts, re.MULTILINE)[:1]]


def fill_lms(
    workspace: Workspace,
    system: str,
    template: Path,
    file: Path,
    marks: dict[str, FinalMark],
    titles: Iterable[str],
    scale: bool = False,
    pass_from: int | None = None,
) -> Filled:
    """Put marks in one column of a lecturer's own download of the gradebook.

    Parameters: system – a name in lms.toml; titles – what the column may be called; scale – whether to reckon to
    the column's maximum when it is another; pass_from – percentage from which it is PASSED, None for points.
    Raises: CohortError or GradingError when the file is not of that system, the column is not found, the maximum
    differs, or the importer would not read what was written; no file is left then.
    """
    if file.resolve() == template.resolve():
        raise GradingError(f"{file}: dat is je download zelf. Kies met --naar een andere naam.")
    filled = filled_in(workspace, system, template, marks, titles, scale, pass_from)
    write_durably(file, filled.content)
    return filled


def system_of(template: Path) -> str:
    """The name in lms.toml of the one system that a download can be of. Raises: GradingError when there is none."""
    sheet = read_sheet(template, "de download")
    found = [name for name, lms in systems().items() if lms.recognises(sheet.lines[0].values)]
    if len(found) != 1:
        known = ", ".join(lms.title for lms in systems().values())
        raise GradingError(
            f"{sheet.name}: we herkennen niet uit welk LMS deze download komt. Verwacht wordt het cijferboek uit een "
            f"van deze: {known}; gevonden: {', '.join(sheet.lines[0].values)}. Kies zelf welk LMS het is, of download "
            "opnieuw en bewaar het niet met Excel."
        )
    return found[0]


def columns_of(system: str, template: Path) -> list[str]:
    """The columns of a download in which marks can be put, as they are headed there."""
    sheet = read_sheet(template, "de download")
    _must_be(system, sheet)
    return [column.header for column in systems()[system].columns(sheet)]


def filled_in(
    workspace: Workspace,
    system: str,
    template: Path,
    marks: dict[str, FinalMark],
    titles: Iterable[str],
    scale: bool = False,
    pass_from: int | None = None,
) -> Filled:
    """What `fill_lms` would write, with what changes for whom; nothing is written. Parameters and errors: as there."""
    lms, sheet = systems()[system], read_sheet(template, "de download")
    _must_be(system, sheet)
    column = find_column(lms, sheet, titles)
    found = match(lms, sheet, workspace.students().values())
    sign = lms.decimal_sign(sheet, column)
    if not marks:
        raise GradingError(
            "Er is nog niemand met een totaal. Beoordeel eerst alle vragen, of van enkele studenten alles: "
            "'sowcourse mark'."
        )
    texts = {
        student: _cell(lms, column, mark, sign or ".", scale, pass_from)
        for student, mark in marks.items()
        if student in found.rows
    }
    if not texts:
        raise GradingError(
            f"{template.name}: niemand met een punt staat in dit bestand. Is het de download van deze klas?"
        )
    raw = lms.fill(sheet, column, {found.rows[student].place: text for student, text in texts.items()})
    changes = [Change(student, _before(sheet, column, found, student), text) for student, text in texts.items()]
    old = {found.rows[each.student].place: each.before for each in changes if each.before and not each.same}
    told = _told(column, marks, scale, pass_from)
    remarks = _remarks(workspace, lms, found, marks, changes)
    if not sign and any("." in text for text in texts.values()):
        remarks.append(
            f"In de download staat nergens een getal met decimalen, dus weten we niet of {lms.title} bij jou een komma "
            "of een punt leest. Er staat een punt. Kijk na het inlezen één punt met decimalen na; klopt het niet, geef "
            "dan één student met de hand 7,5, download opnieuw en begin daarmee."
        )
    back = lms.fill(sheet, column, old) if old else b""
    return Filled(column.header, len(texts), told, remarks, changes, raw, back)


def _before(sheet: Sheet, column: Column, found: Match, student: str) -> str:
    """What stands in a student's cell."""
    values = sheet.lines[found.rows[student].place].values
    return values[column.place].strip() if column.place < len(values) else ""


def _must_be(system: str, sheet: Sheet) -> None:
    header = sheet.lines[0].values
    if systems()[system].recognises(header):
        return
    title = systems()[system].title
    others = [lms.title for lms in systems().values() if lms.recognises(header)]
    seen = (
        f"dit lijkt een download uit {others[0]}, niet uit {title}. Kies een andere --lms."
        if others
        else f"dit herkennen we niet als {systems()[system].file} van {title}; gevonden: {', '.join(header)}. "
        f"Download {systems()[system].file} uit {title} met minstens één kolom voor punten, en bewaar het niet met "
        "Excel."
    )
    raise GradingError(f"{sheet.name}: {seen}")


def _cell(lms: Lms, column: Column, mark: FinalMark, sign: str, scale: bool, pass_from: int | None) -> str:
    """What is written for one student."""
    top = column.maximum
    if pass_from is not None:
        passed = mark.points * 100 >= mark.maximum * pass_from
        if column.words:
            return PASSED if passed else FAILED
        if not top:
            raise GradingError(
                f"«{column.title}»: deze kolom heeft geen maximum. Geef haar er in {lms.title} een, bijvoorbeeld 1."
            )
        return written(top if passed else Decimal(0), sign)
    if column.words:
        raise GradingError(
            f"«{column.title}»: deze kolom vraagt een woord. Voeg --voldaan 50 toe (procent), "
            "of kies een kolom met punten."
        )
    if not top:
        if scale:
            raise GradingError(f"«{column.title}»: deze kolom heeft geen maximum, dus omrekenen kan niet.")
        return written(mark.points, sign)
    if top != mark.maximum and not scale:
        raise GradingError(
            f"«{column.title}»: het maximum is daar {written(top, ',')} en hier {written(mark.maximum, ',')}. "
            f"Voeg --schaal toe om te laten omrekenen, of pas het maximum in {lms.title} aan."
        )
    return written(mark.points * top / mark.maximum if top != mark.maximum else mark.points, sign)


def _told(column: Column, marks: dict[str, FinalMark], scale: bool, pass_from: int | None) -> list[str]:
    told = []
    tops = {mark.maximum for mark in marks.values()}
    if pass_from is not None:
        told.append(f"{PASSED} vanaf {pass_from} procent van de punten.")
        if not column.words and column.maximum:
            told.append(f"De kolom vraagt een getal: {PASSED} is {written(column.maximum, ',')}, {FAILED} is 0.")
    elif scale and column.maximum and tops != {column.maximum}:
        told.append(
            f"Omgerekend van {written(max(tops), ',')} naar {written(column.maximum, ',')}, het maximum van de kolom; "
            "naar boven afgerond vanaf een halve honderdste."
        )
    elif not column.maximum:
        told.append("Het bestand noemt het maximum van de kolom niet; de punten staan er zoals ze zijn.")
    return told


def _remarks(
    workspace: Workspace, lms: Lms, found: Match, marks: dict[str, FinalMark], changes: list[Change]
) -> list[str]:
    """Who is missing, who is extra, and whose mark changes."""
    students, left = workspace.students(), workspace.left()
    remarks = []

    def say(sentence: str, who: Iterable[str]) -> None:
        names = list(who)
        if names:
            remarks.append(f"{sentence}: {'; '.join(names)}.")

    def named(student: str) -> str:
        return f"{students[student].name} ({student})"

    say("Zonder punt, dus niet in het bestand", [named(s) for s in students if s in found.rows and s not in marks])
    say(f"Met een punt, maar niet in de download van {lms.title}", [named(s) for s in marks if s not in found.rows])
    strangers = [
        f"{row.name} ({', '.join(row.ids)})" + (", uitgeschreven" if {*row.ids} & {*left} else "")
        for row in found.strangers
    ]
    say("Wel in de download, niet op je klaslijst; hun punt blijft zoals het is", strangers)
    say(
        "Op naam herkend, want het nummer verschilt",
        [named(s) for s in sorted(found.by_name) if s in {each.student for each in changes}],
    )
    absent = [named(each.student) for each in changes if lms.absent and each.before == lms.absent]
    changed = [
        f"{named(each.student)} van {each.before} naar {each.after}"
        for each in changes
        if each.before and not each.same and not (lms.absent and each.before == lms.absent)
    ]
    say(f"In {lms.title} is dit niet toegewezen aan, en dan telt het daar niet", absent)
    say("Er stond al een ander punt", changed)
    return remarks
