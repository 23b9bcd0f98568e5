"""Items: how hard each check and each question was, and whether it tells the stronger from the weaker."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sowcourse.gradebook.gradebook import Result
from sowcourse.pages.page import link, render

FEWEST = 10
"""With fewer submissions than this, discrimination has no value."""

READABLE = 30
"""From this many submissions on, discrimination may be read as it stands."""

EASY, HARD, WEAK = 0.95, 0.30, 0.20
"""A difficulty from EASY on tells little, below HARD it is hard; a discrimination below WEAK is weak."""

NONE = "—"


@dataclass(frozen=True)
class Item:
    """One check or one question, over a class."""

    name: str
    manual: bool
    """Whether a person marks it."""
    number: int
    """Submissions it is computed from."""
    difficulty: float | None
    """Mean share of the points, 0 (nobody) to 1 (everybody); None without submissions."""
    discrimination: float | None
    """Corrected item-total correlation, -1 to 1; None below FEWEST submissions, or when all are the same."""

    @property
    def hard(self) -> bool:
        """Whether few had it."""
        return self.difficulty is not None and self.difficulty < HARD

    @property
    def weak(self) -> bool:
        """Whether it does not tell the stronger from the weaker."""
        return self.discrimination is not None and self.discrimination < WEAK

    @property
    def flag(self) -> str:
        """What asks for a look, in Dutch; "" when nothing does."""
        found = []
        if self.difficulty is not None and self.difficulty >= EASY:
            found.append("bijna iedereen")
        if self.hard:
            found.append("heel moeilijk")
        if self.weak:
            found.append("negatief" if (self.discrimination or 0) < 0 else "zwak")
        return ", ".join(found)


def difficulty(shares: Sequence[float]) -> float | None:
    """The p-value of an item: the mean share of its points that was had.

    Parameters: shares – score / most points, 0 to 1, one per submission.
    Returns: 0 (nobody) to 1 (everybody): higher is easier; None for no submissions.
    Source: Crocker & Algina, 1986, Introduction to classical and modern test theory, chapter 14.
    """
    return math.fsum(shares) / len(shares) if shares else None


def discrimination(item: Sequence[float], total: Sequence[float]) -> float | None:
    """The corrected item-total correlation: the item against the total without the item.

    r = cov(item, rest) / (sd(item) · sd(rest)), rest = total - item. For an item of two values this is the
    point-biserial correlation with the rest.

    Parameters: item – points on the item; total – points on all items; one of each per submission.
    Returns: -1 to 1; None when there are fewer than two, or when all scores on the item or on the rest are the same.
    Source: Henrysson, 1963, Correction of item-total correlations in item analysis, Psychometrika 28, 211-218.
    """
    rest = [whole - part for whole, part in zip(total, item, strict=True)]
    if len(item) < 2:
        return None
    mean_item, mean_rest = math.fsum(item) / len(item), math.fsum(rest) / len(rest)
    spread_item = math.fsum((value - mean_item) ** 2 for value in item)
    spread_rest = math.fsum((value - mean_rest) ** 2 for value in rest)
    if spread_item < 1e-12 or spread_rest < 1e-12:
        return None
    together = math.fsum((a - mean_item) * (b - mean_rest) for a, b in zip(item, rest, strict=True))
    return together / math.sqrt(spread_item * spread_rest)


def items(results: Sequence[Result]) -> list[Item]:
    """The items of an assignment, in its order, over graded submissions.

    A check is held against the other checks, a question for a person against the other questions for a person; of
    those only submissions count in which a person has marked everything.
    """
    found = []
    for manual in (False, True):
        kept = [result for result in results if not (manual and result.waiting)]
        totals = [result.score(manual) for result in kept]
        names = dict.fromkeys(cell.cell for result in results for cell in result.cells if cell.manual is manual)
        for name in names:
            scores, rest, shares = [], [], []
            for result, total in zip(kept, totals, strict=True):
                for cell in result.cells:
                    if cell.cell == name and cell.points and not cell.held:
                        scores.append(cell.score)
                        rest.append(total)
                        shares.append(cell.score / cell.points)
            telling = discrimination(scores, rest) if len(scores) >= FEWEST else None
            found.append(Item(name, manual, len(scores), difficulty(shares), telling))
    return found


def item_table(results: Sequence[Result], prefix: str) -> Markup:
    """The items with what they mean, and how to read p and r.

    Parameters: prefix – of the names of the parts with wrong answers, to link to.
    """
    rows = [
        (
            item.name if item.manual else link(f"#{prefix}-fout", item.name),
            "lesgever" if item.manual else "controle",
            item.number,
            percent(item.difficulty),
            decimal(item.discrimination),
            item.flag or NONE,
        )
        for item in items(results)
    ]
    return render("item", rows=rows, fewest=FEWEST, readable=READABLE)


def percent(value: float | None) -> str:
    """A share as a whole percentage: 73%."""
    return NONE if value is None else f"{value:.0%}"


def decimal(value: float | None) -> str:
    """A number with two decimals, the Dutch way; a value that rounds to zero has no sign."""
    return NONE if value is None else f"{value + 0.0:.2f}".replace("-0.00", "0.00").replace(".", ",").replace("-", "−")
