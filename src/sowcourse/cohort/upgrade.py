"""Move a running cohort to the installed version of course and assignments; and back.

What a lecturer changed stays. What the course does not have any more stays too, out of circulation. What came in and
what was marked is not touched: it belongs to the version it was made with.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sowcourse.cohort.difference import (
    NEW,
    RETIRED,
    YOURS,
    Change,
    Units,
    assignment_places,
    changes,
    course_places,
    rubric_places,
)
from sowcourse.cohort.lock import turn
from sowcourse.cohort.making import MARKER, put_assignment, rubric_text
from sowcourse.cohort.merging import merge, question_of
from sowcourse.cohort.origin import COURSE, HASHES, ORIGIN, digest, files, hashes, origin, with_entries, with_modules
from sowcourse.cohort.swap import PREVIOUS, discard, stage, swap
from sowcourse.cohort.workspace import Workspace
from sowcourse.content import read_text
from sowcourse.course import load_course
from sowcourse.errors import CohortError
from sowcourse.notebook import read_notebook, write_notebook
from sowcourse.rubric import load_rubrics, with_rubrics

EVERYWHERE = "hele cursus"
WHOLE_LESSON = "de hele les"
RUBRIC = "rubric"
"""What the rubrics of an assignment are called among its questions: they are chosen together."""


@dataclass(frozen=True)
class Choice:
    """What a lecturer wants otherwise than the rule says, by `Change.unit`."""

    keep: frozenset[str] = frozenset()
    """Stays as it is in the cohort, though only we changed it."""
    take: frozenset[str] = frozenset()
    """Comes as it is in the new version, though the lecturer changed it."""

    def of(self, assignment: str) -> tuple[frozenset[str], frozenset[str]]:
        """The questions of an assignment that stay, and that come."""
        keep, take = (
            frozenset(unit.partition("/")[2] for unit in units if unit.partition("/")[0] == assignment)
            for units in (self.keep, self.take)
        )
        return keep, take


@dataclass
class Plan:
    """What an upgrade will do."""

    before: str
    """Version the cohort is of."""
    after: str
    changes: list[Change] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    """Lessons and assignments that the course does not have any more: "les 4-verbindend"."""
    lessons: list[str] = field(default_factory=list)
    """New lessons."""
    assignments: list[str] = field(default_factory=list)
    """New assignments."""
    again: list[str] = field(default_factory=list)
    """Assignments that students have and that are different now."""

    @property
    def units(self) -> dict[str, bool]:
        """What can be chosen → whether the lecturer's words stay by themselves."""
        found: dict[str, bool] = {}
        for change in self.changes:
            if change.unit:
                found[change.unit] = found.get(change.unit, False) or change.kind == YOURS
        return found

    @property
    def looks(self) -> list[str]:
        """What a lecturer has to do after it, Dutch sentences."""
        return [
            *(f"les {name} is nieuw; zet haar in keuzes.toml als je haar geeft." for name in self.lessons),
            *(f"opdracht {name} is nieuw; geef haar een gewicht in keuzes.toml." for name in self.assignments),
            *(f"{name} is uit de omloop, en blijft bruikbaar in dit cohort." for name in self.retired),
        ]


def plan_upgrade(
    workspace: Workspace, course: Path, assignments: list[Path], version: str, choice: Choice | None = None
) -> Plan:
    """Make the new state beside the old one, and say what is different; nothing counts yet.

    Parameters: course – folder of the course as it is now; assignments – folders of its assignments; choice – what
    the lecturer wants otherwise.
    Raises: CohortError when the cohort does not know what it came from; ContentError for a file that cannot be read.
    """
    root = workspace.root
    if not (root / ORIGIN / HASHES).is_file():
        raise CohortError(
            f"{root}: dit cohort is gemaakt voordat cohorten onthielden waaruit ze gemaakt zijn, en kan niet worden "
            "bijgewerkt. Werk ermee zoals het is, en maak volgend jaar een nieuw met 'sowcourse cohort new'."
        )
    plan = Plan(workspace.version, version)
    choice = choice or Choice()
    made = stage(root)
    _merge_course(root, course, made, plan, workspace.retired, choice)
    for folder in assignments:
        _merge_assignment(root, folder, made, plan, choice)
    for name in workspace.assignments():
        if name not in {folder.name for folder in assignments}:
            _keep_assignment(root, name, made, plan, workspace.retired)
    for folder in (root / "source").iterdir():
        if folder.is_dir() and not (made / "source" / folder.name).exists():  # the lecturer's own, not usable yet
            shutil.copytree(folder, made / "source" / folder.name)
    text = read_text(root / MARKER)
    text = re.sub(r"^versie = .*$", lambda _: f"versie = {json.dumps(version)}", text, flags=re.MULTILINE)
    text = re.sub(r"^uit-de-omloop = .*\n", "", text, flags=re.MULTILINE)
    if plan.retired:
        text += f"uit-de-omloop = {json.dumps(plan.retired)}\n"
    (made / MARKER).write_text(text, encoding="utf-8")
    return plan


def choose(plan: Plan, keep: Iterable[str], take: Iterable[str]) -> Choice:
    """A choice over what a plan offers.

    Raises: CohortError for what it does not offer, or what is asked both ways.
    """
    choice = Choice(frozenset(keep), frozenset(take))
    unknown = sorted((choice.keep | choice.take) - set(plan.units))
    if unknown:
        offered = ", ".join(plan.units) or "niets"
        raise CohortError(f"{unknown[0]}: hier is niets over te kiezen. Je kunt kiezen uit: {offered}.")
    both = sorted(choice.keep & choice.take)
    if both:
        raise CohortError(f"{both[0]}: je vraagt om te houden wat er staat én om het nieuwe te nemen. Kies één.")
    return choice


def previous_version(workspace: Workspace) -> str:
    """The version to which one can go back; "" when there is none."""
    marker = workspace.root / PREVIOUS / MARKER
    found = re.search(r'^versie = "(.*)"$', read_text(marker), re.MULTILINE) if marker.is_file() else None
    return found[1] if found else ""


def forget_upgrade(workspace: Workspace) -> None:
    """Throw the planned state away."""
    discard(workspace.root)


def apply_upgrade(workspace: Workspace) -> None:
    """Let the planned state count; the one before it is kept whole."""
    with turn(workspace.root, "wordt bijgewerkt"):
        swap(workspace.root)


def go_back(workspace: Workspace) -> None:
    """Let the version before the last upgrade count again; the one of now is kept in its place.

    Raises: CohortError when there is none.
    """
    previous = workspace.root / PREVIOUS
    if not previous.is_dir():
        raise CohortError(f"{workspace.root}: er is geen vorige versie. Dit cohort is nog niet bijgewerkt.")
    made = stage(workspace.root)
    for part in previous.iterdir():
        if part.is_dir():
            shutil.copytree(part, made / part.name)
        else:
            shutil.copyfile(part, made / part.name)
    apply_upgrade(workspace)


def _merge_course(root: Path, course: Path, made: Path, plan: Plan, already: tuple[str, ...], choice: Choice) -> None:
    came, mine, new = hashes(root), files(root / COURSE), files(course)
    had = [module.id for module in load_course(root / COURSE).modules]
    has = [module.id for module in load_course(course).modules]
    gone = [name for name in had if name not in has]
    plan.lessons += [name for name in has if name not in had]
    fresh = [name for name in gone if f"{name}/module.toml" in came]
    plan.retired += [f"les {name}" for name in gone if name in fresh or f"les {name}" in already]
    known = {}
    for name in sorted({*mine, *new}):
        target = made / COURSE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = _part(name, has + gone)
        whole = part.removeprefix("les ") in plan.lessons + gone
        if name not in new:
            shutil.copyfile(mine[name], target)
            if name in came and not whole:
                plan.changes.append(Change(part, name, RETIRED, _words(mine[name]), ""))
        elif name in mine and _stays(name, digest(mine[name]) != came.get(name), choice):
            text = mine[name].read_bytes()
            target.write_bytes(_listing(text, had, has) if name == "course.toml" else text)
            known[name] = digest(new[name])
            if known[name] != came.get(name):
                unit = "" if name == "course.toml" else name
                plan.changes += _yours(part, course_places(mine[name]), course_places(new[name]), _all_in(unit))
        else:
            text = new[name].read_bytes()
            if gone and name in mine and part == EVERYWHERE and target.suffix == ".toml":
                text = with_entries(text.decode(), read_text(mine[name])).encode()
            target.write_bytes(_listing(text, had, has) if name == "course.toml" else text)
            known[name] = digest(target)
            if not whole:
                unit = name if name in mine and name != "course.toml" else ""
                before = course_places(mine[name]) if name in mine else {}
                plan.changes += changes(part, before, course_places(target), _all_in(unit))
    plan.changes += [Change(f"les {name}", WHOLE_LESSON, NEW, "", name) for name in plan.lessons]
    plan.changes += [Change(f"les {name}", WHOLE_LESSON, RETIRED, name, "") for name in fresh]
    (made / ORIGIN).mkdir()
    (made / ORIGIN / HASHES).write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    load_course(made / COURSE)


def _listing(course: bytes, had: list[str], has: list[str]) -> bytes:
    """`course.toml` with the lessons of now, and each of before that is gone after the one it stood after."""
    order = list(has)
    for place, name in enumerate(had):
        if name not in order:
            order.insert(order.index(had[place - 1]) + 1 if place else 0, name)
    return with_modules(course.decode(), order).encode()


def _stays(unit: str, theirs: bool, choice: Choice) -> bool:
    """Whether the words of the cohort stay. Parameters: theirs – whether the lecturer changed them."""
    return unit in choice.keep or (theirs and unit not in choice.take)


def _merge_assignment(root: Path, folder: Path, made: Path, plan: Plan, choice: Choice) -> None:
    name, part = folder.name, f"opdracht {folder.name}"
    keep, take = choice.of(name)
    notebook, rubric = folder / f"{name}.ipynb", folder / "rubric.toml"
    for given, came in zip((notebook, rubric), origin(made, name), strict=True):
        shutil.copyfile(given, came)
    here, rubric_here = root / "source" / name / f"{name}.ipynb", root / "rubrics" / f"{name}.toml"
    if not here.is_file() and origin(root, name)[0].is_file():  # the lecturer took it out of this cohort
        return
    if not here.is_file():
        put_assignment(made, name, notebook, rubric)
        plan.assignments.append(name)
        plan.changes.append(Change(part, "de hele opdracht", NEW, "", name))
        return
    old, rubric_old = origin(root, name)
    released = (root / "release" / name).is_dir()
    mine, new = read_notebook(here), read_notebook(notebook)
    merged = merge(read_notebook(old) if old.is_file() else mine, mine, new, released, keep, take)
    result = merged.notebook

    def unit(place: str) -> str:
        return f"{name}/{question_of(_cell(place))}"

    def of_rubric(_: str) -> str:
        return f"{name}/{RUBRIC}"

    shutil.copytree(root / "source" / name, made / "source" / name)
    (made / "rubrics").mkdir(exist_ok=True)
    changed = rubric_old.is_file() and digest(rubric_here) != digest(rubric_old)
    touched = _stays(f"{name}/{RUBRIC}", changed, choice)
    shutil.copyfile(rubric_here if touched else rubric, made / "rubrics" / f"{name}.toml")
    if touched:
        result = with_rubrics(result, load_rubrics(rubric_here))
        if digest(rubric) != digest(rubric_old):
            plan.changes += _yours(part, rubric_places(rubric_here), rubric_places(rubric), of_rubric)
    else:
        if changed:
            result = with_rubrics(result, load_rubrics(rubric))
        plan.changes += changes(part, rubric_places(rubric_here), rubric_places(rubric), of_rubric)
        (made / "source" / name / "rubric.md").write_text(rubric_text(load_rubrics(rubric)), encoding="utf-8")
    own, theirs = assignment_places(mine), assignment_places(new)
    found = changes(part, own, assignment_places(result), unit)
    if found:
        write_notebook(made / "source" / name / f"{name}.ipynb", result)
        plan.changes += found
        if released:
            plan.again.append(name)
    for place in [place for place in {**own, **theirs} if _cell(place) in merged.kept]:
        if own.get(place) != theirs.get(place):
            plan.changes.append(Change(part, place, YOURS, own.get(place, ""), theirs.get(place, ""), unit(place)))
    plan.changes += [Change(part, place, RETIRED, own[place], "") for place in own if _cell(place) in merged.retired]


def _keep_assignment(root: Path, name: str, made: Path, plan: Plan, already: tuple[str, ...]) -> None:
    """An assignment that the course does not have any more: it stays as it is."""
    shutil.copytree(root / "source" / name, made / "source" / name)
    (made / "rubrics").mkdir(exist_ok=True)
    if (root / "rubrics" / f"{name}.toml").is_file():
        shutil.copyfile(root / "rubrics" / f"{name}.toml", made / "rubrics" / f"{name}.toml")
    if not origin(root, name)[0].is_file():  # the lecturer's own
        return
    for old, new in zip(origin(root, name), origin(made, name), strict=True):
        shutil.copyfile(old, new)
    plan.retired.append(f"opdracht {name}")
    if plan.retired[-1] not in already:
        plan.changes.append(Change(plan.retired[-1], "de hele opdracht", RETIRED, name, ""))


def _yours(part: str, mine: dict[str, str], theirs: dict[str, str], unit: Units) -> list[Change]:
    """What we changed in something that the lecturer changed too: it stays, and is said."""
    return [replace(change, kind=YOURS) for change in changes(part, mine, theirs, unit)]


def _all_in(unit: str) -> Units:
    """Every place of a file is chosen together."""
    return lambda _: unit


def _part(name: str, lessons: list[str]) -> str:
    first = name.partition("/")[0]
    return f"les {first}" if first in lessons else EVERYWHERE


def _words(file: Path) -> str:
    return "\n\n".join(course_places(file).values())


def _cell(place: str) -> str:
    """The cell that a place is about: "punten van «stap-1»" is about stap-1."""
    return place.partition("«")[2].rstrip("»")
