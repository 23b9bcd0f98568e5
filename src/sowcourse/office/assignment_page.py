"""An assignment: the road from release to marks, with the step that is next open and one thing to press."""

from __future__ import annotations

from sowcourse.office import collecting, grading
from sowcourse.office.asked import Answer, Asked, Page
from sowcourse.office.files import feedback_files, marks_files, released_files
from sowcourse.office.job import Job
from sowcourse.office.page import spoken
from sowcourse.office.road import STEPS, stand


def assignment(asked: Asked) -> Answer:
    """Where it is, what is next, and what every step came to."""
    workspace, name = asked.workspace, asked.assignment
    workspace.check_files()
    found, jobs = stand(workspace, name), asked.desk.jobs
    collected = jobs.last(workspace.root, collecting.KIND, name)
    graded = jobs.last(workspace.root, grading.KIND, name)
    going = next((job for job in (collected, graded) if job and job.going), None)
    came = collecting.told(workspace, name, collected.result if collected else {}) if workspace.has_roster else None
    asks = came is not None and bool(came["unknown"] or came["doubt"])
    return Page(
        "assignment",
        {
            "workspace": workspace,
            "calendar": workspace.calendar(),
            "stand": found,
            "steps": STEPS,
            "now": "ophalen" if asks and found.step in ("nakijken", "ophalen") else found.step,
            "going": going,
            "progress": grading.told(going) if going else "",
            "ended": {kind: _ended(job) for kind, job in (("ophalen", collected), ("nakijken", graded)) if job},
            "came": came,
            "collected": collected,
            "graded": graded,
            "released": list(released_files(workspace, name)),
            "returned": list(feedback_files(workspace, name)),
            "marks": list(marks_files(workspace, name)),
            "overview": (workspace.root / f"overzicht-{name}.html").is_file(),
        },
    )


def _ended(job: Job) -> str:
    """Why work did not come to its end, a Dutch sentence; "" when it did, or goes on."""
    what = "Het ophalen" if job.kind == collecting.KIND else "Het nakijken"
    again = "Kies het bestand opnieuw" if job.kind == collecting.KIND else "Begin opnieuw: het gaat verder waar het was"
    return {
        "geweigerd": spoken(job.fault),
        "gestopt": f"{what} is gestopt omdat jij het vroeg. Wat al gedaan is, is bewaard. {again}.",
        "afgebroken": f"{what} is afgebroken toen de computer of Kantoor stopte. Wat gedaan was, is bewaard. {again}.",
    }.get(job.state, "")
