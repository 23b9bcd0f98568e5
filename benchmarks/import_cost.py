"""CPU seconds that `import sowcourse` costs above starting Python, alternating in one run.

Run: python benchmarks/import_cost.py [rounds]
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys


def cpu_seconds(code: str) -> float:
    """User and system time of one fresh interpreter running `code`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rounds: int) -> None:
    """Print medians and their difference."""
    cpu_seconds("import sowcourse")
    bare, ours = [], []
    for _ in range(rounds):
        bare.append(cpu_seconds("pass"))
        ours.append(cpu_seconds("import sowcourse"))
    python, package = statistics.median(bare), statistics.median(ours)
    print(f"python {python:.3f} s · with sowcourse {package:.3f} s · difference {package - python:.3f} s CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
