"""Keep, show and erase: an archive of a cohort, all that is kept of one student, and that gone, with the proof."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tornado import web

from sowcourse.cohort.workspace import Workspace
from sowcourse.errors import CohortError
from sowcourse.office.asked import Answer, Asked, Download, Go, Page, Told
from sowcourse.office.desk import Note, safe_name
from sowcourse.office.files import is_own
from sowcourse.office.given import same_for_the_others
from sowcourse.office.grading import told
from sowcourse.office.job import BROKEN, DONE, FOLDER, Job
from sowcourse.office.page import spoken
from sowcourse.plural import many
from sowcourse.progress import Progress
from sowcourse.records.archive import write_archive, write_export
from sowcourse.records.erasure import BEYOND, REASONS, RECORD, erase_cohort, erase_student, erase_submissions
from sowcourse.records.seal import Archived

ARCHIVE, ERASE = "archiveren", "wissen"


def keeping(asked: Asked) -> Answer:
    """The archives there are, how the last work ended, and the two things that can be done."""
    workspace, jobs = asked.workspace, asked.desk.jobs
    last = {kind: jobs.last(workspace.root, kind, workspace.root.name) for kind in (ARCHIVE, ERASE)}
    result = {kind: job.result for kind, job in last.items() if job}
    going = jobs.going(workspace.root)
    chosen = asked.word("student")
    student = workspace.students().get(chosen) if workspace.has_roster else None
    return Page(
        "keeping",
        {
            "workspace": workspace,
            "students": list(workspace.students().values()) if workspace.has_roster else [],
            "student": student,
            "archives": list(_archives(workspace)),
            "going": going,
            "progress": told(going) if going else "",
            "ended": {kind: _ended(job) for kind, job in last.items() if job and not job.going and job.state != DONE},
            "archived": result.get(ARCHIVE),
            "erased": result.get(ERASE),
            "beyond": BEYOND,
            "reasons": REASONS,
            "record": RECORD,
        },
    )


def archive(asked: Asked) -> Answer:
    """Begin an archive in the background."""
    workspace, nameless = asked.workspace, asked.word("namen") == "zonder"

    def work(tell: Progress) -> dict[str, Any]:
        made = write_archive(workspace, None, nameless, tell)
        return {"name": made.file.name, "files": made.files, "nameless": nameless}

    asked.desk.jobs.start(workspace.root, ARCHIVE, workspace.root.name, work)
    return Go(f"{asked.here}/bewaren", Note(("Het archief wordt gemaakt. Je mag deze bladzijde sluiten.",)))


def choose(asked: Asked) -> Answer:
    """Say what erasing a student does, before it is done."""
    asked.student("student")
    return keeping(asked)


def look_into(asked: Asked) -> Answer:
    """Show what is kept of a student, as it would be given to them."""
    student = asked.student("student")
    with _copy_of(asked, student) as (archived, note):
        sizes = [
            (file.relative_to(archived.folder).as_posix(), file.stat().st_size)
            for file in sorted(archived.folder.rglob("*"))
            if file.is_file()
        ]
    told = {"workspace": asked.workspace, "student": asked.workspace.students()[student], "letter": note}
    return Page("export", told | {"files": sizes})


def take_copy(asked: Asked) -> Answer:
    """The copy as a zip, made for this and left nowhere."""
    with _copy_of(asked, asked.student("student")) as (archived, _):
        return Download(archived.file.name, archived.file.read_bytes())


@contextmanager
def _copy_of(asked: Asked, student: str) -> Iterator[tuple[Archived, str]]:
    """The copy of a student in a folder that goes again, and the note in it."""
    with tempfile.TemporaryDirectory(prefix="sowcourse-inzage-") as folder:
        made = write_export(asked.workspace, student, Path(folder) / f"inzage-{safe_name(student)}")
        yield made, (made.folder / "LEES-MIJ.txt").read_text(encoding="utf-8")


def erase(asked: Asked) -> Answer:
    """Begin to erase a student, once the number was typed. Nobody is named in what is kept of it."""
    workspace, student, reason = asked.workspace, asked.student("student"), asked.word("reden")
    if asked.word("nummer") != student:
        raise CohortError(
            f"Niet bevestigd, er is niets gewist: verwacht wordt het nummer {student}, "
            f"gevonden «{asked.word('nummer')}». Typ het over."
        )
    if reason not in REASONS:
        raise CohortError("Kies waarom je wist.")

    def work(tell: Progress) -> dict[str, Any]:
        with same_for_the_others(workspace):
            done = erase_student(workspace, student, reason, tell)
        return {
            "numbers": [done.removed, done.changed, done.searched],
            "mentions": done.mentions,
            "closed": done.closed,
            "again": done.again,
        }

    asked.desk.forget(workspace.root)
    asked.desk.jobs.start(workspace.root, ERASE, workspace.root.name, work)
    return Go(f"{asked.here}/bewaren", Note(("Het wissen is begonnen. Laat Kantoor open tot het bewijs er staat.",)))


def erase_many(asked: Asked) -> Answer:
    """Erase all submissions, or the whole cohort, once its name was typed."""
    workspace, what, jobs = asked.workspace, asked.word("wat"), asked.desk.jobs
    if asked.word("cohort") != workspace.name:
        raise CohortError(
            f"Niet bevestigd, er is niets gewist: verwacht wordt de naam {workspace.name}, "
            f"gevonden «{asked.word('cohort')}». Typ haar over."
        )
    if what not in ("inzendingen", "alles"):
        raise CohortError("Kies wat je wist.")
    if jobs.going(workspace.root):
        raise CohortError(f"{workspace.name}: hier is nog werk bezig. Wacht tot dat klaar is, of stop het.")
    asked.desk.forget(workspace.root)
    done = (erase_submissions if what == "inzendingen" else erase_cohort)(workspace, "bewaartermijn")
    if what == "inzendingen":
        shutil.rmtree(workspace.root / FOLDER, ignore_errors=True)  # names of what came in
    proof = f"{many(done.removed, 'bestand', 'bestanden')} verwijderd, daarna {done.searched} doorzocht: 0 gevonden."
    beyond = tuple(f"Hier komt sowcourse niet bij: {place}" for place in BEYOND)
    place = asked.desk.at() if what == "alles" else f"{asked.here}/bewaren"
    return Go(
        place, Note((f"Gewist: {workspace.name}, {what}. {proof}", f"Vastgelegd in {RECORD}, zonder naam."), beyond)
    )


def stop(asked: Asked) -> Answer:
    """Stop what goes on for this cohort, at the next step."""
    asked.desk.jobs.cancel(asked.workspace.root)
    return Go(f"{asked.here}/bewaren", Note(("Het stopt bij de volgende stap. Wat al gedaan is, blijft.",)))


def progress(asked: Asked) -> Answer:
    """How far the work of a cohort is, for the script that shows it."""
    job = asked.desk.jobs.going(asked.workspace.root)
    return Told({"going": True, "done": job.done, "total": job.total, "told": told(job)} if job else {"going": False})


def file(asked: Asked) -> Answer:
    """An archive to take along. Raises: HTTPError when there is none of that name."""
    found = _archives(asked.workspace)
    if asked.places[1] not in found:
        raise web.HTTPError(404)
    return Download(asked.places[1], found[asked.places[1]].read_bytes())


def _ended(job: Job) -> str:
    """Why work did not come to its end, a Dutch sentence."""
    why = "afgebroken toen de computer of Kantoor stopte" if job.state == BROKEN else "gestopt omdat jij het vroeg"
    return spoken(job.fault) or f"dat is {why}."


def _archives(workspace: Workspace) -> dict[str, Any]:
    return {file.name: file for file in sorted((workspace.root / "archief").glob("*.zip")) if is_own(file)}
