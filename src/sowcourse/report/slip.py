"""Slips: the wrong answers that were given more than once, by the sentence that the check gave."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sowcourse.gradebook.digest import Digest
from sowcourse.pages.page import render

_LISTED = "• "
_ROWS = "Bij jou staat:"
_FRAME = ("Nog niet volledig:", "Heb je net iets geschreven?")
_VARYING = re.compile(r"'[^']*'|\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Slip:
    """One way in which a check was not passed."""

    check: str
    sentence: str
    """As the check gave it to most."""
    students: int
    answer: str
    """The code of one of them; "" when the check looked at prose."""


def slips(digests: Iterable[Digest]) -> list[Slip]:
    """Every sentence that a check gave, the most frequent first within a check.

    Sentences that differ only in a number or in what is quoted are one; of a list, every line is one.
    """
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    answers: dict[tuple[str, str], str] = {}
    for digest in digests:
        for check, failure in digest.failures.items():
            for sentence in dict.fromkeys(_sentences(failure.said)):
                key = (check, _kind(sentence))
                seen[key][sentence] += 1
                answers.setdefault(key, failure.answer)
    found = [
        Slip(check, said.most_common(1)[0][0], said.total(), answers[check, kind])
        for (check, kind), said in seen.items()
    ]
    order = list(dict.fromkeys(slip.check for slip in sorted(found, key=lambda slip: slip.check)))
    return sorted(found, key=lambda slip: (order.index(slip.check), -slip.students, slip.sentence))


def who_made(slip: Slip, digests: Mapping[str, Digest]) -> tuple[str, ...]:
    """The students to whom a check said this, in their order. Parameters: digests – student → digest."""
    said = _kind(slip.sentence)
    return tuple(
        student
        for student, digest in digests.items()
        if slip.check in digest.failures
        and any(_kind(sentence) == said for sentence in _sentences(digest.failures[slip.check].said))
    )


def _kind(sentence: str) -> str:
    """A sentence without its numbers and what it quotes."""
    return _VARYING.sub("…", sentence)


def slip_table(digests: Iterable[Digest]) -> Markup:
    """The slips of two or more students, with the answer of one of them and nobody's name."""
    found = slips(digests)
    often = [slip for slip in found if slip.students > 1]
    return render("slip", often=often, once=len(found) - len(often))


def _sentences(said: Iterable[str]) -> Iterable[str]:
    for line in said:
        line = line.removeprefix("✗ ").strip()
        if line == _ROWS:
            return
        if line.startswith(_FRAME):
            continue
        if line:
            yield line.removeprefix(_LISTED)
