"""What two markers do not agree on, side by side, and the one mark that they settle on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tornado import web

from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import Mark, Overtaken, give
from sowcourse.gradebook.pile import Pile, read_pile
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note
from sowcourse.office.mark_comment import Said, joined
from sowcourse.office.mark_item import Item, read_items
from sowcourse.pages.page import points, worth
from sowcourse.report.second import SecondMark, SecondNow, second_all, second_now, settle


@dataclass(frozen=True)
class Apart:
    """An answer that two markers gave something else."""

    item: Item
    """As the first marked it."""
    second: SecondNow

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """Every criterion on which both chose a level, with what they chose."""
        for part in self.item.parts:
            chosen = part["chosen"], self.second.levels.get(part["name"], 0)
            if all(chosen):
                yield part | {"first": chosen[0], "second": chosen[1]}

    @property
    def settled_by_levels(self) -> bool:
        """Whether both gave every level, so that a level per criterion is a mark."""
        criteria = self.item.rubric.criteria if self.item.rubric else ()
        return self.item.rated and len(list(self.parts)) == len(criteria)


def unsettled(workspace: Workspace, assignment: str, pile: Pile) -> list[tuple[str, str]]:
    """Question and student of what two markers gave something else, as far as that is known without reading words."""
    rubrics, found = workspace.rubrics(assignment), []
    for question, given in second_all(workspace, assignment).items():
        for student, second in given.items():
            piled = pile.get(question, {}).get(student)
            if piled is None or piled.waiting or second.points is None or second.settled:
                continue
            levels = rubrics[question].chosen(piled.comment) if question in rubrics else {}
            if piled.score != second.points or any(
                second.levels.get(name, each) != each for name, each in levels.items()
            ):
                found.append((question, student))
    return found


def apart(workspace: Workspace, assignment: str) -> Iterator[Apart]:
    """The answers to talk about: both gave points, not the same, to these words, and nothing was settled yet."""
    for question, student in unsettled(workspace, assignment, read_pile(workspace, assignment)):
        item = next(item for item in read_items(workspace, assignment, student) if item.question == question)
        second = second_now(workspace, assignment, item.answer)
        if second.points is not None:
            yield Apart(item, second)


def settling(asked: Asked) -> Answer:
    """All of them, those furthest apart first."""
    found = sorted(
        apart(asked.workspace, asked.assignment),
        key=lambda each: (-abs((each.second.points or 0) - (each.item.given.score or 0)), each.item.name),
    )
    return Page(
        "mark-settle",
        {"workspace": asked.workspace, "assignment": asked.assignment, "here": asked.here, "found": found},
    )


def settle_one(asked: Asked) -> Answer:
    """Record what two markers settled on: one level per criterion, or points."""
    workspace, assignment = asked.workspace, asked.assignment
    name = asked.word("antwoord")
    found = next((each for each in apart(workspace, assignment) if each.item.name == name), None)
    if found is None:
        raise web.HTTPError(404)
    item = found.item
    if asked.word("gezien") != item.given.digest or asked.word("gezien-tweede") != found.second.digest:
        raise GradingError(
            "Intussen veranderde een van beide beoordelaars iets aan dit antwoord. Hieronder staat wat er nu staat."
        )
    score, said = _settled(asked, found)
    mark = Mark(
        student=item.answer.student,
        cell=item.question,
        points=score,
        comment=joined(said, item.rubric),
        over=item.given,
        code=item.answer.code,
        replaces=True,
    )
    done = give(workspace, assignment, mark)
    if isinstance(done, Overtaken):
        raise GradingError(f"{done.now.told()}. Hieronder staat wat er nu staat.")
    settle(workspace, assignment, item.answer, SecondMark(item.given.score or 0.0, dict(item.said.levels)))
    before = f"{points(item.given.score or 0.0)} en {points(found.second.points or 0.0)}"
    told = f"Afgesproken: {worth(score)}. Dat was {before}."
    return Go(asked.here + "/beoordelen/verschillen", Note((told,)))


def _settled(asked: Asked, found: Apart) -> tuple[float, Said]:
    """The points and levels that were chosen. Raises: GradingError when something is open."""
    item, levels = found.item, dict(found.item.said.levels)
    if found.settled_by_levels and item.rubric:
        for part in found.parts:
            if part["first"] == part["second"]:
                continue
            level = asked.word(f"niveau-{part['place']}")
            if level not in (str(part["first"]), str(part["second"])):
                raise GradingError(f"{part['name']}: kies welk niveau jullie afspreken.")
            levels[part["name"]] = int(level)
        together = item.rubric.worth(levels)
        if together is not None:
            return together, Said(levels, item.said.remarks, item.said.rest)
    chosen = asked.word("punten")
    known = {points(score): score for score in (item.given.score, found.second.points) if score is not None}
    if chosen not in known:
        raise GradingError("Kies welke punten jullie afspreken.")
    levels = levels if known[chosen] == item.given.score else dict(found.second.levels)
    return known[chosen], Said(levels, item.said.remarks, item.said.rest)
