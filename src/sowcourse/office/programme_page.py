"""What a programme shows of a cohort: the study guide and the blueprint, made here and taken along."""

from __future__ import annotations

from pathlib import Path

from tornado import web

from sowcourse.cohort.workspace import Workspace
from sowcourse.office.asked import Answer, Asked, Download, Go, Page, Sheet
from sowcourse.office.desk import Note
from sowcourse.office.files import is_own
from sowcourse.programme.blueprint import make_blueprint
from sowcourse.programme.matrix import matrix
from sowcourse.programme.offer import offer_of
from sowcourse.programme.printing import write_paper
from sowcourse.programme.studyguide import study_guide

FOLDER = "programma"


def programme(asked: Asked) -> Answer:
    """The documents there are, and what stands out in the blueprint, to work through."""
    workspace = asked.workspace
    workspace.check_files()
    found = make_blueprint(offer_of(workspace))
    return Page("programme", {"workspace": workspace, "files": _files(workspace), "findings": found.findings})


def guide(asked: Asked) -> Answer:
    """Make the study guide."""
    return _made(asked, write_paper(study_guide(asked.workspace), asked.workspace.root / FOLDER), "De studiewijzer")


def blueprint(asked: Asked) -> Answer:
    """Make the blueprint."""
    paper, _ = matrix(offer_of(asked.workspace))
    return _made(asked, write_paper(paper, asked.workspace.root / FOLDER), "De toetsmatrijs")


def file(asked: Asked) -> Answer:
    """One of those documents: the page is shown, the others are taken along. Raises: HTTPError for no such file."""
    found = _files(asked.workspace).get(asked.places[1])
    if found is None:
        raise web.HTTPError(404)
    if found.suffix == ".html":
        return Sheet(found.read_text(encoding="utf-8"))
    return Download(found.name, found.read_bytes())


def _made(asked: Asked, files: list[Path], what: str) -> Go:
    told = f"{what} is gemaakt: om te lezen, voor Word en voor een rekenblad. Vul in Word aan wat alleen jullie weten."
    return Go(f"{asked.here}/programma", Note((told, f"Opnieuw maken vervangt {files[1].name}: bewaar de jouwe.")))


def _files(workspace: Workspace) -> dict[str, Path]:
    files = (workspace.root / FOLDER).glob("*.*")
    return {file.name: file for file in sorted(files) if file.suffix in (".html", ".docx", ".csv") and is_own(file)}
