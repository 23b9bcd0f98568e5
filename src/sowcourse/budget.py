"""What one submission and one delivery may cost; counted while it is read, so that no small file becomes gigabytes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

FILE = 50_000_000
"""Bytes of one file; beyond it, almost all is output."""

SUBMISSION_BYTES = 200_000_000
"""Bytes that are unpacked of what one student handed in, zips in zips counted together."""

SUBMISSION_FILES = 500
"""Files in what one student handed in, likewise."""

DEEPEST = 3
"""Zips inside zips that are opened."""

DELIVERY_BYTES = 8_000_000_000
"""Bytes of everything that one command takes in."""

DELIVERY_FILES = 50_000

VALUES = 500_000
"""Numbers, texts, lists and dicts in one notebook; each takes hundred bytes or more, however short it is written."""

WIDE = 100_000_000
"""Bytes of memory that the text of one file may take; one unusual sign makes every other four bytes wide."""

CELLS = 5000
"""Cells of one notebook; ours have about forty."""

TEXT = 3_000_000
"""Characters in the cells of one notebook; a thick book has one million."""

CELL_OUTPUT = 1_000_000
"""Characters of output that one cell may leave."""

OUTPUT = 4_000_000
"""Characters of output that all cells of one submission may leave together."""

MOST_VALUES = 40_000_000
"""Characters of values of one submission, at all its checks together, that are kept."""

TOO_LARGE_TO_CHECK = "te groot om na te kijken"
"""What a value is called that is not handed over to a check because there is no room for it."""

TRACE = 2_000
"""Characters of an error that stand whatever else was printed: it says that a cell failed."""

CELL_SECONDS = 30.0
SUBMISSION_SECONDS = 120.0
"""For all cells of a submission together, and as much again for the checks."""

AHEAD = 2
"""Submissions that are read before a worker is free for them."""

CUT = "\n[De rest van de uitvoer is weggelaten.]\n"

TOO_LARGE = (
    "dit bestand is groter dan {megabytes} MB; bijna alles daarvan is uitvoer. "
    "Vraag de student om alle uitvoer te wissen en opnieuw in te leveren."
)
TOO_MUCH = "in dit zip-bestand zit te veel om te openen. Vraag de student om het notebook zelf in te leveren."
TOO_MANY_FILES = (
    "van deze student kwam meer binnen dan we openen; wat ervoor stond, is gelezen. "
    "Vraag om het notebook alleen, of pak het zelf uit."
)
FULL = (
    "hier is niet meer aan toegekomen: alles samen is meer dan in één keer wordt gelezen. "
    "Haal de rest apart op, met een map waarin alleen die bestanden staan."
)
TOO_MANY_VALUES = (
    "dit bestand bestaat uit meer losse stukjes dan een notebook ooit heeft. "
    "Vraag de student wat er gebeurde, en om alle uitvoer te wissen en opnieuw in te leveren."
)
TOO_LONG = (
    "in de cellen van dit notebook staat meer tekst dan iemand kan lezen. "
    "Vraag de student of er een afbeelding of een heel bestand in een cel is geplakt, en om het zonder dat."
)
TOO_MANY_CELLS = (
    "dit notebook heeft {number} cellen, meer dan iemand kan lezen. "
    "Vraag de student wat er gebeurde, en om het juiste bestand."
)
TOO_MUCH_OUTPUT = (
    f"de cellen lieten samen meer dan {OUTPUT // 1_000_000} miljoen tekens uitvoer na; de rest is weggelaten. "
    "De controles zijn gewoon uitgevoerd."
)


class OverBudgetError(Exception):
    """There is more than is read; says so in Dutch."""


@dataclass
class Budget:
    """What is left to read, of one submission or one delivery."""

    bytes: int
    files: int
    sentence: str
    """What is said when it is used up."""

    def take(self, size: int = 0, files: int = 0) -> None:
        """Use some of it. Raises: OverBudgetError when that is more than there is."""
        self.bytes -= size
        self.files -= files
        if self.bytes < 0 or self.files < 0:
            raise OverBudgetError(self.sentence)


def of_submission() -> Budget:
    """What one student may hand in."""
    return Budget(SUBMISSION_BYTES, SUBMISSION_FILES, TOO_MANY_FILES)


def of_delivery() -> Budget:
    """What one command takes in."""
    return Budget(DELIVERY_BYTES, DELIVERY_FILES, FULL)


def too_large() -> str:
    """What is said of a file that is more than is read."""
    return TOO_LARGE.format(megabytes=FILE // 1_000_000)


_SIGNS = "{[,:"
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
"""A text in JSON; one that never closes goes on to the end, so that looking for it takes one pass."""


def too_many_values(text: str, most: int = VALUES) -> bool:
    """Whether JSON holds more values than may be made of it; counted before any is made."""
    if sum(map(text.count, _SIGNS)) <= most:
        return False
    number, last = 0, 0
    for within in _STRING.finditer(text):  # signs inside a text do not count
        begin = within.start()
        number += 1 if begin - last < 3 else sum([text.count(sign, last, begin) for sign in _SIGNS])  # ":" or ", "
        last = within.end()
        if number > most:
            return True
    return number + sum([text.count(sign, last) for sign in _SIGNS]) > most


@dataclass
class Room:
    """Room for the outputs of one submission."""

    left: int = OUTPUT
    used_up: bool = False

    def fit(self, output: dict[str, Any]) -> dict[str, Any]:
        """The output, or in place of it what there is still room for: of an error never nothing, for it counts."""
        size = len(json.dumps(output, ensure_ascii=False))
        if size <= self.left:
            self.left -= size
            return output
        self.used_up, self.left = True, 0
        return shortened(output)


def shortened(output: dict[str, Any]) -> dict[str, Any]:
    """What stands in place of an output for which there is no room."""
    if output.get("output_type") != "error":
        return {"output_type": "stream", "name": "stdout", "text": CUT}
    said = str(output.get("evalue"))[:TRACE]
    return {"output_type": "error", "ename": str(output.get("ename"))[:TRACE], "evalue": said, "traceback": [said]}
