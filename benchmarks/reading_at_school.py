"""What a school's machine spends on students who read a lesson: memory and processor time, for more and more of them.

`python benchmarks/reading_at_school.py 1 10 25`, as root: it sets up a school as `tests/hub` does, lets so many
students open the page of a lesson at once, and takes everything away again. Each row holds who came before, too.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.hub import conftest as hub
from tests.hub.conftest import School, Visitor

LESSON, HEADING = "sowcourse/les/0-start.html", "Hoe deze cursus werkt"
TICK = os.sysconf("SC_CLK_TCK")


def spent(users: Iterable[str]) -> tuple[float, float]:
    """Megabytes that programs of these users hold, each shared page counted once, and their seconds of processor."""
    owners = {pwd.getpwnam(user).pw_uid for user in users}
    memory = seconds = 0.0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if place.stat().st_uid not in owners:
                continue
            words = (place / "stat").read_text().rpartition(")")[2].split()
            lines = (place / "smaps_rollup").read_text().splitlines()
        except OSError:  # it ended meanwhile
            continue
        seconds += (int(words[11]) + int(words[12])) / TICK
        memory += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
    return memory, seconds


def opened(school: School, user: str) -> float:
    """Log in, have a server started and read a lesson; how many seconds that took."""
    began = time.monotonic()
    visitor = Visitor(school, user).log_in()
    visitor.ask(f"/hub/spawn/{user}")
    while HEADING not in visitor.ask(f"/user/{user}/{LESSON}")[1]:  # until then the hub says that it starts
        assert time.monotonic() - began < 600, f"{user}: no lesson"
        time.sleep(0.5)
    return time.monotonic() - began


def measure(school: School, students: list[str], numbers: list[int]) -> None:
    """Print a row for each number of students."""
    print("students  MB  MB each  CPU-s each  seconds median  seconds most  load")
    there = 0
    for number in numbers:
        new = students[there:number]
        with ThreadPoolExecutor(len(new)) as crowd:
            waited = sorted(crowd.map(lambda user: opened(school, user), new))
        memory, seconds = spent(students[:number])
        row = (memory, memory / number, seconds / number, waited[len(waited) // 2], waited[-1], os.getloadavg()[0])
        print(f"{number:8}", *(f"{value:8.1f}" for value in row), flush=True)
        there = number


def main() -> None:
    """Measure the numbers that are typed."""
    numbers = sorted(map(int, sys.argv[1:])) or [1, 10]
    students = [f"hubl{number:03}" for number in range(numbers[-1])]
    root = Path(tempfile.mkdtemp(prefix="sowcourse-school-"))
    root.chmod(0o755)
    standing = hub._stand(root, tuple(students))
    try:
        measure(next(standing), students, numbers)
    finally:
        standing.close()
        everybody = (hub.AN, hub.BO, hub.CEM, hub.JAN, hub.ELS, hub.CO, "kantoor-dag", "kantoor-avond", *students)
        for user in everybody:
            subprocess.run(["userdel", "--remove", user], capture_output=True)
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
