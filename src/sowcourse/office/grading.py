"""Grade: begun here, done in the background, stopped when asked."""

from __future__ import annotations

from typing import Any

from sowcourse.cycle import grade
from sowcourse.office.asked import Answer, Asked, Go, Told
from sowcourse.office.desk import Note
from sowcourse.office.job import Job
from sowcourse.progress import Progress

KIND = "nakijken"


def begin(asked: Asked) -> Answer:
    """Grade what came in and was not graded yet; everything when that was ticked."""
    workspace, assignment, again = asked.workspace, asked.assignment, bool(asked.word("alles"))
    workspace.check_files()

    def work(tell: Progress) -> dict[str, Any]:
        report = grade(workspace, assignment, lambda done, total: tell("Nakijken", done, total), again)
        return {"rows": report.rows, "remarks": report.remarks}

    asked.desk.jobs.start(workspace.root, KIND, assignment, work)
    return Go(
        asked.here, Note(("Het nakijken is begonnen. Je mag deze bladzijde sluiten: het gaat door.",)), "nakijken"
    )


def stop(asked: Asked) -> Answer:
    """Stop what goes on for this cohort, at the next step."""
    was = asked.desk.jobs.cancel(asked.workspace.root)
    sentence = "Het stopt bij de volgende stap. Wat al gedaan is, blijft." if was else "Er was niets meer bezig."
    return Go(asked.here, Note((sentence,)))


def progress(asked: Asked) -> Answer:
    """How far it is, for the script that shows it."""
    job = asked.desk.jobs.going(asked.workspace.root)
    if job is None or job.assignment != asked.assignment:
        return Told({"going": False})
    return Told({"going": True, "done": job.done, "total": job.total, "told": told(job)})


def told(job: Job) -> str:
    """How far it is, a Dutch sentence."""
    if not job.total:
        return "Een ogenblik: alles wordt klaargezet."
    left = f", nog {_time(job.left)}" if job.left is not None else ""
    return f"{job.what or job.kind}: {job.done} van {job.total}{left}."


def _time(seconds: float) -> str:
    if seconds < 50:
        return f"ongeveer {max(5, round(seconds / 5) * 5)} seconden"
    minutes = max(1, round(seconds / 60))
    return "ongeveer een minuut" if minutes == 1 else f"ongeveer {minutes} minuten"
