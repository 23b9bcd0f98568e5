"""Simple steps that a data set allows: the rows of one moment, the largest value among them, the difference."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sowcourse.dataset import Column, Dataset, Value
from sowcourse.errors import ContentError

FEWEST_ROWS, MOST_ROWS = 3, 12
"""How many rows a student gets to compare."""

_MOMENTS = ("jaar", "periode")
_NEVER_COMPARED = ("maat", "bron", "url", "opmerking", "eenheid", "eurostat_code", "vlag", "status")
_COMPARED_FIRST = ("groep", "gebied", "geo", "land")
_OTHER_DATASET = "Kies een andere dataset voor deze opdracht."
_OF_TIME = ("jaar", "kwartaal")

Row = dict[str, Value]


@dataclass(frozen=True)
class Exercise:
    """One comparison in a data set: a handful of rows that differ in one column only."""

    dataset: Dataset
    time: str
    """Column with the moment."""
    moment: Value
    other: Value
    """Another moment for which there are rows."""
    fixed: dict[str, Value]
    """Columns with one value in all rows."""
    label: str
    """The column in which the rows differ."""
    value: str
    """The column with the numbers."""
    unit: str
    numbers: dict[str, float]
    """Label → number, all different at both ends."""

    @property
    def highest(self) -> float:
        """The largest number."""
        return max(self.numbers.values())

    @property
    def lowest(self) -> float:
        """The smallest number."""
        return min(self.numbers.values())

    @property
    def ceiling(self) -> float:
        """A number that no answer can exceed, and that tells nothing."""
        if any(word in self.unit for word in ("%", "procent")):
            return 100
        return float(10 ** len(str(int(2 * self.highest))))

    def filter(self, table: str, moment: str) -> str:
        """The rows, in pandas: `table` and `moment` are names or literals of the notebook."""
        tests = [f"({table}[{_quoted(name)}] == {_quoted(value)})" for name, value in self.fixed.items()]
        tests.append(f"({table}[{_quoted(self.time)}] == {moment})")
        return f"{table}[\n    " + "\n    & ".join(tests) + "\n]"

    @property
    def query(self) -> str:
        """The rows, as text for the method `query`."""
        return " and ".join(f"{name} == {value!r}" for name, value in {**self.fixed, self.time: self.moment}.items())


def find_exercise(dataset: Dataset) -> Exercise:
    """The comparison in a data set with the most rows, of the last moment; of equals, one between groups or places.

    Raises: ContentError when the data set has no moments, or nowhere three rows that differ in one column.
    """
    rows = dataset.rows()
    columns = {column.name: column for column in dataset.columns}
    time = next((name for name in _MOMENTS if name in columns), "")
    values = [c for c in dataset.columns if c.type != "text" and c.name not in _OF_TIME and c.unit not in _OF_TIME]
    if not time or not values:
        fault = "verwacht worden een kolom 'jaar' of 'periode' en een kolom met getallen."
        raise ContentError(dataset.folder / "dataset.toml", "", fault, _OTHER_DATASET)
    value = min(values, key=lambda column: sum(row[column.name] is None for row in rows))
    keys = [c.name for c in dataset.columns if _is_key(c, time, rows)]
    found = max(_candidates(rows, keys, time, value.name), key=lambda candidate: candidate[0], default=None)
    if found is None:
        fault = f"nergens staan {FEWEST_ROWS} rijen van één moment die maar in één kolom verschillen."
        raise ContentError(dataset.file, "", fault, _OTHER_DATASET)
    _, label, moment, other, fixed, chosen = found
    unit = str(fixed.get("eenheid", "")) if value.unit.startswith("zie") or not value.unit else value.unit
    return Exercise(
        dataset=dataset,
        time=time,
        moment=moment,
        other=other,
        fixed=_needed(rows, fixed, time, moment, chosen),
        label=label,
        value=value.name,
        unit=unit or value.name,
        numbers={str(row[label]): float(row[value.name] or 0) for row in chosen},
    )


Candidate = tuple[tuple[int, bool, int], str, Value, Value, Row, list[Row]]
"""How good it is; then label, moment, other moment, fixed columns, rows."""


def _candidates(rows: list[Row], keys: list[str], time: str, value: str) -> Iterator[Candidate]:
    moments = sorted({str(row[time]) for row in rows})
    for label in keys:
        if label in _NEVER_COMPARED:
            continue
        rest = [key for key in keys if key != label]
        groups: dict[tuple[Value, ...], dict[Value, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            groups[tuple(row[key] for key in rest)][row[time]].append(row)
        for combination, by_moment in groups.items():
            for moment, chosen in by_moment.items():
                others = [other for other in by_moment if other != moment]
                if others and _comparable(chosen, label, value):
                    score = (len(chosen), label in _COMPARED_FIRST, moments.index(str(moment)))
                    fixed = dict(zip(rest, combination, strict=True))
                    yield score, label, moment, max(others, key=str), fixed, chosen


def _comparable(rows: list[Row], label: str, value: str) -> bool:
    numbers = sorted(number for row in rows if isinstance(number := row[value], int | float))
    return (
        FEWEST_ROWS <= len(rows) <= MOST_ROWS
        and len(numbers) == len(rows) == len({row[label] for row in rows})
        and numbers[0] != numbers[1]
        and numbers[-1] != numbers[-2]
        and numbers[0] > 0
    )


def _is_key(column: Column, time: str, rows: list[Row]) -> bool:
    if column.type != "text" or column.name == time or column.missing:
        return False
    return bool(column.levels) or column.name not in _NEVER_COMPARED


def _needed(rows: list[Row], fixed: Row, time: str, moment: Value, chosen: list[Row]) -> Row:
    """The fixed columns without those that leave the rows as they are."""
    needed = dict(fixed)
    for name in fixed:
        fewer = {key: value for key, value in needed.items() if key != name} | {time: moment}
        if [row for row in rows if all(row[key] == value for key, value in fewer.items())] == chosen:
            del needed[name]
    return needed


def _quoted(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)
