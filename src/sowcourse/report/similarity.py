"""Similarity: passages that stand in the texts of two students, as a hint and never as a verdict.

Every answer has a fingerprint (`sowcourse.gradebook.fingerprint`). An index from fingerprint to students finds who
share one, so that the work grows with what is shared and not with the number of pairs. What everyone was given (the
task, the essay, the reactions, the cases, quotations) does not count. What many share is shown apart: it is more
likely a source than one another.

LEAST was set on the labelled reflections of this project (tests/content/reflections.toml): among 7,381 pairs that
were written independently the longest passage in common has five words. See tests/test_similarity.py.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from sowcourse.essay import load_passages
from sowcourse.gradebook.fingerprint import Passage, runs, shared, words
from sowcourse.notebook import Notebook, markers, source
from sowcourse.pages.page import render

LEAST = 12
"""Words in shared passages, from which two texts are shown."""

MOST = 20
"""Groups that are shown per assignment, those with the longest passages first."""

TRIED = 60
"""Groups whose texts are compared word by word, those that share most fingerprints first."""

Prints = Mapping[str, Mapping[str, Sequence[int]]]
"""Student → prose answer → fingerprint."""


@dataclass(frozen=True)
class Group:
    """Answers of two or more students to one question that share the same passages."""

    cell: str
    students: tuple[str, ...]
    passages: tuple[Passage, ...]
    """As the first two of them write them."""

    @property
    def length(self) -> int:
        """Words in shared passages."""
        return sum(passage.length for passage in self.passages)


@dataclass(frozen=True)
class Common:
    """A passage that stands in the answers of many."""

    cell: str
    words: str
    students: int


def given_runs(task: Notebook, others: Sequence[str] = ()) -> frozenset[int]:
    """What everyone was given: the task with its stubs, the essay, the reactions, and `others`."""
    texts = [source(cell) for cell in task["cells"] if markers(cell).get("locked") or not markers(cell)]
    texts += [str(cell["metadata"].get("sowcourse", {}).get("stub", "")) for cell in task["cells"]]
    texts += [passage.text for passage in load_passages().values()]
    return frozenset(run for words in (*texts, *others) for run in runs(words))


def many(students: int) -> int:
    """From how many students on a fingerprint counts as shared by many: six, or one in ten of a large class."""
    return max(6, students // 10)


def alike(
    prints: Prints, given: Collection[int], answer: Callable[[str, str], str]
) -> tuple[list[Group], list[Common]]:
    """The students whose answers share LEAST words or more, and what many share.

    Parameters: given – hashes of runs that do not count; answer – (student, cell) → the text; called for few.
    Returns: groups, most words first; passages that many share, most students first.
    """
    often = many(len(prints))
    together: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    popular: dict[tuple[str, int], list[str]] = {}
    for cell in dict.fromkeys(cell for cells in prints.values() for cell in cells):
        for mark, students in _holders(prints, cell).items():
            if mark in given:
                continue
            if len(students) >= often:
                popular[cell, mark] = students
            else:
                for one, other in combinations(students, 2):
                    together[cell, one, other].append(mark)
    kinds: dict[tuple[str, tuple[int, ...]], set[str]] = defaultdict(set)
    for (cell, one, other), marks in together.items():
        kinds[cell, tuple(marks)].update((one, other))
    place = {student: number for number, student in enumerate(prints)}
    found: dict[tuple[str, tuple[str, ...]], Group] = {}
    for (cell, _), who in sorted(kinds.items(), key=lambda kind: (-len(kind[0][1]), kind[0][0], min(kind[1])))[:TRIED]:
        students = sorted(who, key=place.__getitem__)
        passages = tuple(shared(answer(students[0], cell), answer(students[1], cell), given))
        key = cell, tuple(" ".join(words(passage.one)) for passage in passages)
        if key in found:
            who |= set(found[key].students)
        found[key] = Group(cell, tuple(sorted(who, key=place.__getitem__)), passages)
    groups = [group for group in found.values() if group.length >= LEAST]
    groups.sort(key=lambda group: (-group.length, group.cell, group.students))
    return groups[:MOST], _common(popular, given, answer)


def _holders(prints: Prints, cell: str) -> dict[int, list[str]]:
    """Fingerprint → who has it in this answer, for those that two or more have."""
    number: Counter[int] = Counter()
    for cells in prints.values():
        number.update(cells.get(cell, ()))
    holders: dict[int, list[str]] = {mark: [] for mark, students in number.items() if students > 1}
    for student, cells in prints.items():
        for mark in cells.get(cell, ()):
            if mark in holders:
                holders[mark].append(student)
    return holders


def _common(
    popular: dict[tuple[str, int], list[str]], given: Collection[int], answer: Callable[[str, str], str]
) -> list[Common]:
    """Passages behind fingerprints that many share: of each, the words of the two who share most of them."""
    found: list[Common] = []
    open_marks = dict(popular)
    while open_marks and len(found) < 5:
        (cell, mark), students = max(open_marks.items(), key=lambda item: (len(item[1]), item[0]))
        passages = shared(answer(students[0], cell), answer(students[1], cell), given)
        seen = {run for passage in passages for run in runs(passage.one)}
        for passage in passages:
            if passage.length >= LEAST and mark in runs(passage.one):
                found.append(Common(cell, passage.one, len(students)))
        open_marks = {key: who for key, who in open_marks.items() if key != (cell, mark) and key[1] not in seen}
    return found


def similarity_part(found: tuple[list[Group], list[Common]], name: Callable[[str], Markup]) -> Markup:
    """The groups with their passages side by side, and what it cannot tell.

    Parameters: found – of `alike`; name – a student as shown, with a link to the row of the class.
    """
    groups, common = found
    return render(
        "similarity",
        groups=[(group, [(p.one, p.other, p.length) for p in group.passages]) for group in groups],
        common=[(item.cell, item.words, item.students) for item in common],
        name=name,
        least=LEAST,
        most=MOST,
    )
