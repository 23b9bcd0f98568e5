"""The marking sheet: a CSV in which a lecturer gives points, levels and comments, one row per answer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from sowcourse.cohort.names import Names
from sowcourse.cohort.sheet import read_sheet as table
from sowcourse.cohort.sheet import refuse_open_quotes
from sowcourse.durable import write_durably
from sowcourse.errors import CohortError, GradingError
from sowcourse.gradebook.code import letters
from sowcourse.gradebook.gradebook import Given, Mark
from sowcourse.gradebook.scores import CellResult
from sowcourse.pages.page import points, worth
from sowcourse.plural import many
from sowcourse.report.answer import Answer, Answers
from sowcourse.report.bank import Comment, for_question
from sowcourse.report.level import COLUMN, by_levels, is_level, level_lines, refuse_other_points
from sowcourse.report.remnant import OWN, completed, refuse_remnants, refuse_spoiled, refuse_twice, unread
from sowcourse.rubric import Rubric

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?\Z")
_FORMULA = ("=", "+", "-", "@")
_FIXED = ("vraag", "code", "student", "punten", "hoogstens")
_FREE = ("opmerkingen", OWN)
_NEEDED = ("vraag", "code", "punten")
_CODE = r"[A-Z0-9]{8}-[A-Z0-9]{4}"
"""What stands in every row and not in a comment: the code of an answer."""

_TITLES = 10
"""Rows in which the header is looked for."""

_SHEET = "blad"
"""How the gradebook knows that a mark came from a sheet."""

_STATE = "stand"
"""The column that says what was given when the sheet was made."""


_KNOWN = (*_FIXED, *_FREE, _STATE)

Index = Mapping[str, Mapping[str, Answer]]
"""Question → the part of a code that stands for a student → answer."""


@dataclass(frozen=True)
class Sheet:
    """What a sheet holds."""

    marks: tuple[Mark, ...]
    """What differs from what was given already."""
    same: int
    """Rows with what was given already."""
    open: int
    """Rows without points."""
    others: tuple[str, ...] = ()
    """Dutch sentences: what somebody else gave meanwhile to answers that were left as they were in the sheet, and
    which columns were not read."""


def write_sheet(
    file: Path, answers: Answers, rubrics: Mapping[str, Rubric], names: Mapping[str, str], empty: bool = False
) -> None:
    """Write the sheet of an assignment: semicolons and a byte order mark, so that a spreadsheet opens it.

    A sheet that is there and holds something else gets another name, so that nothing that was typed is lost.

    Parameters: names – student → name; {} for a blind sheet. empty – without what was given already.
    Answers that were left empty are not in it.
    """
    most = max((len(rubric.criteria) for rubric in rubrics.values()), default=0)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(
        [*_FIXED, *(f"{COLUMN} {number}" for number in range(1, most + 1)), *_FREE, *([] if empty else [_STATE])]
    )
    for question, given in answers.items():
        rubric = rubrics.get(question)
        for answer in given:
            if answer.empty:
                continue
            marked = not empty and not answer.found.waiting
            own, chosen = _taken_apart(answer.found.comment, rubric) if marked else ("", {})
            levels = [chosen.get(criterion.name, "") for criterion in rubric.criteria] if rubric else []
            writer.writerow(
                [
                    question,
                    answer.code,
                    _plain(names.get(answer.student, "")),
                    points(answer.found.score) if marked else "",
                    points(answer.found.points),
                    *levels,
                    *[""] * (most - len(levels)),
                    "",
                    _plain(own),
                    *([] if empty else [state(Given.of(answer.found))]),
                ]
            )
    content = "\ufeff" + stream.getvalue()
    if file.is_file() and file.read_bytes() != content.encode():
        aside = (file.with_name(f"{file.stem}-vorig-{number}{file.suffix}") for number in count(1))
        file.rename(next(free for free in aside if not free.exists()))
    write_durably(file, content)


def read_sheet(
    file: Path,
    answers: Answers,
    rubrics: Mapping[str, Rubric],
    bank: dict[str, Comment],
    again: bool = False,
    names: Mapping[str, str] | None = None,
) -> Sheet:
    """What a lecturer gave in a sheet; rows without points are left for later.

    What this person gave themselves with a sheet, they may change with the same one.
    Parameters: again – by a second marker: everything counts, also what the first gave.
    names – student → name, to see whether the name in a row is that of somebody else in the class.
    Raises: GradingError that names every line that is not right; nothing of the sheet may count then.
    """
    index = {
        question: {answer.code.partition("-")[0]: answer for answer in given} for question, given in answers.items()
    }
    now = {(answer.found.cell, answer.student): answer.found for given in answers.values() for answer in given}
    class_ = Names(names or {})
    faults: list[str] = []
    marks: list[Mark] = []
    same = left = 0
    others: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    read = list(_rows(file))
    for number, row, beyond in read:
        try:
            refuse_remnants(row, beyond)
            mark = _mark(row, index, rubrics, bank)
            if mark is None:
                left += 1
                continue
            _refuse_name(row, mark.student, class_, names or {})
            key = mark.cell, mark.student
            if key in seen:
                raise ValueError(f"dit antwoord staat ook in regel {seen[key]}. Haal een van beide weg.")
            seen[key] = number
            found = now[key]
            whole = mark if again else _completed(mark, row, rubrics.get(mark.cell), found)
            if again or not (_is_given(mark, found) or _left_alone(mark, row.get(_STATE, ""))):
                refuse_other_points(whole, rubrics.get(mark.cell), found)
                refuse_spoiled(_typed(row.get(OWN, "")), bank)
        except ValueError as error:
            faults.append(f"regel {number}: {error}")
            continue
        now_given = Given.of(found)
        if again:
            marks.append(mark)
        elif _is_given(mark, found) or _is_given(whole, found):
            same += 1
        elif state(now_given) == " ".join(row.get(_STATE, "").split()) or _mine(now_given):
            marks.append(replace(whole, over=now_given))
        elif _left_alone(mark, row.get(_STATE, "")):
            others.append(f"regel {number}: {now_given.told()}. Dat blijft staan.")
        else:
            faults.append(f"regel {number}: {_overtaken(mark, found, _STATE in row)}")
    if faults:
        told = "\n".join(f"  • {fault}" for fault in faults)
        wrong = many(len(faults), "regel klopt", "regels kloppen")
        raise GradingError(f"{file.name}: er is niets vastgelegd, want {wrong} niet.\n{told}")
    strange = unread([(number, row) for number, row, _ in read], _KNOWN)
    return Sheet(tuple(marks), same, left, (*others, *strange))


def _completed(mark: Mark, row: Mapping[str, str], rubric: Rubric | None, found: CellResult) -> Mark:
    """A mark with what was given already in columns that somebody took out of the sheet."""
    stood = ("", {}) if found.waiting else _taken_apart(found.comment, rubric)
    return replace(mark, comment=completed(mark.comment, row, stood, rubric))


def state(given: Given) -> str:
    """What was given, as a word in a sheet that no spreadsheet makes a number of: "open", "had 7,5 KQXZ"."""
    told = "open" if given.score is None else f"had {points(given.score)}"
    lines = sorted(line.strip() for line in given.comment.splitlines() if line.strip())
    return f"{told} {letters(chr(10).join(lines), 4)}" if lines else told


def _mine(given: Given) -> bool:
    """Whether who works here gave this, with a sheet: another window of theirs they may have forgotten."""
    return given.giver is not None and given.giver.mine and given.giver.means == _SHEET


def _left_alone(mark: Mark, stood: str) -> bool:
    """Whether a row holds what it held when the sheet was made."""
    before = stood.split()
    mine = state(Given(mark.points, mark.comment)).split()
    return mine == before or (not mark.comment and mine == before[:2])


def _overtaken(mark: Mark, found: CellResult, known: bool) -> str:
    """What to do about an answer that somebody else marked since the sheet was made."""
    if not known:
        return (
            f"{Given.of(found).told()}, en dit blad zegt niet wat er stond toen het gemaakt werd. "
            "Maak een nieuw blad met 'sowcourse mark' en neem je punten daarin over."
        )
    return (
        f"{Given.of(found).told()}; jij geeft {points(mark.points or 0)}. Blijft het bij wat er "
        "staat? Maak dan in deze regel punten, niveaus en opmerkingen leeg. Moet het worden wat jij geeft? "
        f"Zet dan in de kolom «{_STATE}»: {state(Given.of(found))}"
    )


def _mark(row: Mapping[str, str], index: Index, rubrics: Mapping[str, Rubric], bank: dict[str, Comment]) -> Mark | None:
    """The mark in one row; None when it has no points. Raises: ValueError with a Dutch sentence."""
    if not any(row.get(name) for name in row if name in ("punten", *_FREE) or is_level(name)):
        return None
    answer = _answer(row, index)
    question = answer.found.cell
    rubric = rubrics.get(question)
    own = _typed(row.get(OWN, ""))
    said = "\n".join(filter(None, (own, *_from_bank(row, question, bank), *level_lines(row, rubric))))
    score = _points(row["punten"], answer.found) if row["punten"] else by_levels(said, rubric, answer.found)
    return Mark(answer.student, question, score, said, code=answer.code, means=_SHEET)


def _points(typed: str, found: CellResult) -> float:
    if not _NUMBER.match(typed):
        raise ValueError(f"«{typed}» zijn geen punten. Schrijf een getal, zoals 4 of 4,5.")
    score = float(typed.replace(",", "."))
    if score > found.points:
        raise ValueError(
            f"{worth(score)} kan niet bij «{found.cell}»; verwacht wordt 0 tot en met {points(found.points)}."
        )
    return score


def _is_given(mark: Mark, found: CellResult) -> bool:
    """Whether a mark is what stands there already."""
    return not found.waiting and found.score == mark.points and _same_comment(mark.comment, found.comment)


def _refuse_name(row: Mapping[str, str], student: str, class_: Names, names: Mapping[str, str]) -> None:
    """Raises: ValueError when a row says the name of somebody else in the class than its code does.

    That is what a table looks like in which one column was sorted, or one cell copied, and the others were not.
    """
    called = class_.called(_typed(row.get("student", "")))
    if called and student not in called:
        raise ValueError(
            f"de code is van {names.get(student, student)}, maar er staat {row['student']}. Werd alleen een deel van "
            "het blad gesorteerd of geplakt? Maak een nieuw blad met 'sowcourse mark' en neem je punten daarin over."
        )


def _same_comment(given: str, now: str) -> bool:
    """Whether a comment holds the lines that stand there already, or leaves them as they are."""
    lines = [sorted(line.strip() for line in comment.splitlines() if line.strip()) for comment in (given, now)]
    return not given or lines[0] == lines[1]


def _answer(row: Mapping[str, str], index: Index) -> Answer:
    """The answer that a row is about."""
    question, code = row["vraag"], row["code"].upper()
    if question not in index:
        raise ValueError(f"de vraag «{question}» is er niet. Kies uit: {', '.join(index)}.")
    answer = index[question].get(code.partition("-")[0])
    if answer is None:
        told = f"de code «{row['code']}» hoort bij geen antwoord op «{question}»."
        raise ValueError(f"{told} Neem de code van het blad over.")
    if answer.code != code:
        raise ValueError(
            f"het antwoord {code} op «{question}» is veranderd sinds dit blad gemaakt is. "
            "Maak een nieuw blad en lees dit antwoord opnieuw."
        )
    return answer


def _from_bank(row: Mapping[str, str], question: str, bank: dict[str, Comment]) -> list[str]:
    """The texts of the comments that a row names."""
    found = []
    for code in re.split(r"[\s,;]+", row.get("opmerkingen", "")):
        comment = bank.get(code.casefold())
        if code and (comment is None or comment.question not in ("", question)):
            known = ", ".join(one.code for one in for_question(bank, question)) or "er is er nog geen"
            raise ValueError(
                f"de opmerking «{code}» staat niet in opmerkingen.toml bij «{question}». Kies uit: {known}."
            )
        if comment:
            found.append(comment.text)
    return found


def _taken_apart(comment: str, rubric: Rubric | None) -> tuple[str, dict[str, int]]:
    """A comment as own words and as levels."""
    chosen = rubric.chosen(comment) if rubric else {}
    told = {f"{name}: {level}" for name, level in chosen.items()}
    return "\n".join(line for line in comment.splitlines() if line.strip() not in told).strip(), chosen


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    """Line, row and what stands behind its last column, without empty rows; what is above the header is passed over.

    Raises: GradingError when the file cannot be read, lacks a column or has one twice.
    """
    try:
        sheet = table(file, "dit blad")
        refuse_open_quotes(sheet, another=_CODE)
    except CohortError as error:
        raise GradingError(str(error)) from error
    headers = [[cell.strip().casefold() for cell in line.values] for line in sheet.lines]
    place = next((n for n, header in enumerate(headers[:_TITLES]) if "vraag" in header and "code" in header), 0)
    header = headers[place]
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise GradingError(
            f"{file.name}: de kolom «{missing[0]}» ontbreekt. Verwacht wordt een blad dat 'sowcourse mark' maakte; "
            f"gevonden: {', '.join(filter(None, header)) or 'niets'}."
        )
    refuse_twice(file.name, header, _KNOWN)
    for line in sheet.lines[place + 1 :]:
        if not line.empty:
            cells = [cell.strip() for cell in line.values]
            row = dict(zip(header, cells + [""] * len(header), strict=False))
            yield line.number, row, cells[len(header) :]


def _plain(value: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _typed(value: str) -> str:
    """What stood in a cell that went through `_plain`."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value
