"""What somebody who edits a marking sheet, or their spreadsheet, leaves behind that is not what they meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sowcourse.cohort.doubt import spoiled
from sowcourse.errors import GradingError
from sowcourse.report.level import is_level, level_names
from sowcourse.rubric import Rubric

OWN = "eigen opmerking"
"""The column with a comment in the marker's own words."""

_ERROR = re.compile(
    r"#(?:NAAM\?|NAME\?|NOM\?|WAARDE!|VALUE!|VALEUR!|VERW!|REF!|GETAL!|NUM!|NOMBRE!|DEEL/0!|DIV/0!|N/B|N/A|LEEG!|NULL!"
    r"|OVERLOOP!|SPILL!)|Err:\d{3}|#{3,}"
)
"""What a spreadsheet makes of a text that it takes for a formula («- goed»: #NAAM?), or that does not fit."""


def refuse_twice(file: str, header: Sequence[str], known: Collection[str]) -> None:
    """Raises: GradingError when a column of ours stands twice, so that nobody knows which counts."""
    for name, times in Counter(header).items():
        if times > 1 and (name in known or is_level(name)):
            raise GradingError(
                f"{file}: de kolom «{name}» staat er {times} keer. Verwacht wordt elke kolom één keer, zoals "
                "'sowcourse mark' ze schreef. Haal weg wat niet geldt."
            )


def refuse_remnants(row: Mapping[str, str], beyond: Sequence[str]) -> None:
    """Raises: ValueError when a row has more cells than columns, or holds what a spreadsheet made of a text.

    Parameters: beyond – what stands in a row behind the last column.
    """
    typed = [cell for cell in beyond if cell]
    if typed:
        raise ValueError(
            f"hier staan meer vakken dan er kolommen zijn; achteraan staat nog «{typed[-1]}». Staat er een komma "
            "in een getal of een tekst zonder aanhalingstekens? Bewaar het blad vanuit je rekenblad als CSV UTF-8."
        )
    for name, cell in row.items():
        if _ERROR.fullmatch(cell):
            raise ValueError(
                f"in «{name}» staat «{cell}»: dat maakte je rekenblad van wat er stond. Begon het met =, + of -? "
                "Zet er een ' voor, of begin met een woord."
            )


def refuse_spoiled(own: str, codes: Collection[str]) -> None:
    """Raises: ValueError when a comment is not what was typed any more, or is the code of one.

    Parameters: own – somebody's own words; codes – of the comments that have one.
    """
    if own.casefold() in codes:
        raise ValueError(f"in «{OWN}» staat «{own}», en dat is de code van een opmerking. Zet haar in «opmerkingen».")
    if word := spoiled(own):
        raise ValueError(
            f"in «{OWN}» staat «{word}», en dat werd wellicht anders toen het blad bewaard werd. Schrijf het opnieuw, "
            "met een spatie achter een vraagteken en een woord bij een datum, en bewaar het blad als CSV UTF-8."
        )


def unread(rows: Sequence[tuple[int, Mapping[str, str]]], known: Collection[str]) -> list[str]:
    """Dutch sentences about what was typed in columns that are not ours, and that nobody gets to read."""
    found: dict[str, int] = {}
    for number, row in rows:
        for name, cell in row.items():
            if cell and name not in known and not is_level(name):
                found.setdefault(name, number)
    return [
        f"De kolom {f'«{name}»' if name else 'zonder kop'} lezen we niet (voor het eerst iets in regel {number}). "
        f"Moet het bij de student komen? Zet het in «{OWN}»."
        for name, number in found.items()
    ]


def completed(said: str, row: Mapping[str, str], stood: tuple[str, Mapping[str, int]], rubric: Rubric | None) -> str:
    """A comment with what was given earlier in columns that somebody took out of the sheet.

    Parameters: stood – own words and levels that were given.
    """
    own, chosen = stood
    taken = level_names(row, rubric)
    levels = [f"{name}: {level}" for name, level in chosen.items() if name not in taken]
    return "\n".join(filter(None, ("" if OWN in row else own, said, *levels)))
