"""What a school's machine spends on students who read a lesson, and on those who make an assignment.

`python benchmarks/reading_at_school.py 1 10 50 100 200 --within 60`, as root: it sets up a school as `tests/hub` does.
So many students log in, spread over so many seconds, and each opens a lesson with all that its page needs; then as many
as `--assignments` says start a server and a kernel at once. Everything is taken away again. What the students
themselves cost, who here are threads of this program, is told apart from what the school's programs cost.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pwd
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.hub import conftest as hub
from tests.hub.conftest import School, Visitor

LESSON, HEADING = "/services/lessen/les/0-start.html", "Hoe deze cursus werkt"
SETTLED = 30
"""Seconds in which kernels that were just started take what they need."""
TICK = os.sysconf("SC_CLK_TCK")


def spent(school: School, users: Iterable[str] = ()) -> tuple[float, float]:
    """Megabytes that the school's programs hold, each shared page counted once, and their seconds of processor.

    Parameters: users – of whom only; without, the hub, its proxy and its services.
    """
    owners = {pwd.getpwnam(user).pw_uid for user in users}
    memory = seconds = 0.0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            ours = f"{school.root}/opt/".encode() in (place / "cmdline").read_bytes()
            if place.stat().st_uid not in owners if owners else not ours:
                continue
            words = (place / "stat").read_text().rpartition(")")[2].split()
            lines = (place / "smaps_rollup").read_text().splitlines()
        except OSError:  # it ended meanwhile
            continue
        seconds += sum(map(int, words[11:15])) / TICK  # with those that it started and that ended
        memory += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
    return memory, seconds


def read(school: School, user: str) -> tuple[float, float]:
    """Log in, and open a lesson. Returns: how many seconds until one may choose, and until the lesson is whole."""
    began = time.monotonic()
    visitor = Visitor(school, user).log_in()
    inside = time.monotonic() - began
    status, page = visitor.ask(LESSON)
    assert status == 200, f"{user}: {status}"
    assert HEADING in page, user
    for needed in re.findall(r'(?:src|href)="\.\./(bestanden/[\w.]+)"', page):
        assert visitor.ask(f"/services/lessen/{needed}")[0] == 200, needed
    assert len(json.loads(visitor.ask("/services/lessen/zegel")[1])["key"]) == 64
    return inside, time.monotonic() - began


def work(school: School, user: str) -> tuple[float, float]:
    """Have a server and a kernel started. Returns: how many seconds until each was there."""
    visitor = Visitor(school, user).log_in()
    began = time.monotonic()
    visitor.ask(f"/hub/spawn/{user}")
    while "jupyter-config-data" not in visitor.ask(f"/user/{user}/lab")[1]:  # until then the hub says that it starts
        assert time.monotonic() - began < 600, f"{user}: no server"
        time.sleep(0.5)
    there = time.monotonic() - began
    status, told = visitor.ask(f"/user/{user}/api/kernels", {"name": "python3"})
    assert status == 201, told
    return there, time.monotonic() - began


def crowd(students: list[str], within: float, act: Callable[[str], tuple[float, float]]) -> list[tuple[float, float]]:
    """What each of them waited, spread evenly over so many seconds; of who got nothing, for ever."""
    began = time.monotonic()

    def come(place: int) -> tuple[float, float]:
        time.sleep(max(0.0, began + within * place / len(students) - time.monotonic()))
        try:
            return act(students[place])
        except (AssertionError, OSError) as fault:
            print(f"{students[place]}: {str(fault)[:200]}", file=sys.stderr)
            return math.inf, math.inf

    with ThreadPoolExecutor(len(students)) as people:
        return list(people.map(come, range(len(students))))


def own() -> float:
    """Seconds of processor of this program: the students."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def row(name: str, number: int, waited: list[tuple[float, float]], *values: float) -> None:
    """Print one measurement."""
    first, last = (sorted(column) for column in zip(*waited, strict=True))
    at = [first[len(first) // 2], *(last[int(len(last) * part)] for part in (0.5, 0.9)), last[-1]]
    print(f"{name:11}{number:5}", *(f"{value:9.2f}" for value in (*at, *values, os.getloadavg()[0])), flush=True)


def measure(school: School, students: list[str], numbers: list[int], within: float, assignments: int) -> None:
    """Print a row for each number of students, and one for assignments."""
    print("what       many  first½    all½    all90%  all-most  MB-before  MB-each  CPU-each  CPU-student  load")
    school_before, _ = spent(school)
    for number in numbers:
        before, mine = spent(school), own()
        waited = crowd(students[:number], within, lambda user: read(school, user))
        after = spent(school)
        costs = (after[0] - before[0]) / number, (after[1] - before[1]) / number, (own() - mine) / number
        row("lesson", number, waited, before[0], *costs)
    print(f"hub, proxy and services: {school_before:.0f} MB before anybody came, {spent(school)[0]:.0f} MB now")
    if assignments:
        chosen, mine = students[:assignments], own()
        waited = crowd(chosen, 0, lambda user: work(school, user))
        time.sleep(SETTLED)
        memory, seconds = spent(school, chosen)
        row(
            "assignment",
            assignments,
            waited,
            0,
            memory / assignments,
            seconds / assignments,
            (own() - mine) / assignments,
        )


def main() -> None:
    """Measure what is typed."""
    words = argparse.ArgumentParser()
    words.add_argument("numbers", type=int, nargs="*", default=[1, 10])
    words.add_argument("--within", type=float, default=300, help="seconds over which they come")
    words.add_argument("--assignments", type=int, default=0, help="how many start a server and a kernel, at once")
    asked = words.parse_args()
    students = [f"hubl{number:03}" for number in range(max(*asked.numbers, asked.assignments))]
    with hub.school_root() as root:
        try:
            with hub.standing_school(root, hub.SETTINGS, tuple(students)) as school:
                measure(school, students, sorted(asked.numbers), asked.within, asked.assignments)
        finally:
            for user in students:
                subprocess.run(["userdel", "--remove", user], capture_output=True)


if __name__ == "__main__":
    main()
