"""Run by the hub as the office of a class: keeps in its cohort what a launch said; see `cohort.lms_course`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sowcourse.cohort.lms_course import LmsCourse, keep_launch
from sowcourse.cohort.roster import of_account, read_roster


def main() -> None:
    """Read what was said from standard input, and keep it in the folder that is given."""
    root, told = Path(sys.argv[1]), json.load(sys.stdin)
    course = LmsCourse(**told["course"])
    if not told["account"]:
        keep_launch(root, course)
        return
    student = of_account(read_roster(root / "klas.csv"), told["account"])
    if student is not None:  # else the class list of Kantoor knows nobody by this account: nothing is kept
        keep_launch(root, course, student.id, told["called"])


if __name__ == "__main__":
    main()
