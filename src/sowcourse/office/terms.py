"""How long a school keeps what, and what is kept longer. The numbers are the school's."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

from sowcourse.durable import write_durably
from sowcourse.errors import CohortError, SowcourseError
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note
from sowcourse.office.job import FOLDER
from sowcourse.plural import many
from sowcourse.records.clearance import WHAT, clear, due_under
from sowcourse.records.erasure import BEYOND, RECORD
from sowcourse.records.retention import KINDS, SCHOOL, Kept, Terms, kept_under, load_terms

WORD = "wissen"
"""What is typed before anything is erased."""


def terms(asked: Asked) -> Answer:
    """What is kept until when, and the form with the school's terms."""
    folder, today = asked.desk.folder, date.today()
    known = load_terms(folder)
    held = [
        (item.place.relative_to(folder.resolve()).as_posix(), item, _state(item.due(today), bool(item.until)))
        for item in kept_under(folder)
    ]
    months = {kind: asked.word(kind, str(known.months.get(kind, "")) if known else "") for kind in KINDS}
    ours = known is None or known.file == folder / SCHOOL
    due = [(_named(item, folder), WHAT[item.kind]) for item in due_under(folder, today)]
    told = {
        "held": held,
        "due": due,
        "months": months,
        "ground": asked.word("grondslag", known.ground if known else ""),
    }
    return Page("terms", told | {"today": today, "terms": known, "ours": ours, "folder": folder})


def clear_due(asked: Asked) -> Answer:
    """Erase all that is due, once the word was typed. Raises: CohortError when it was not, or work goes on there."""
    folder, today = asked.desk.folder, date.today()
    due = due_under(folder, today)
    named = [_named(item, folder) for item in due]
    if asked.word("bevestig").casefold() != WORD:
        raise CohortError(f"Niet bevestigd, er is niets gewist: verwacht wordt het woord «{WORD}». Typ het over.")
    if named != asked.every("over"):
        raise CohortError("Wat over de termijn is, is intussen anders. Er is niets gewist. Lees de lijst opnieuw.")
    busy = [item.place.name for item in due if asked.desk.jobs.going(item.place)]
    if busy:
        raise CohortError(f"{', '.join(busy)}: hier is nog werk bezig. Wacht tot dat klaar is, of stop het.")
    for item in due:
        asked.desk.forget(item.place)
    told, faults = [], []
    for cleared in clear(due):
        name = _named(cleared.due, folder)
        if cleared.done:
            proof = f", daarna {cleared.done.searched} doorzocht: 0 gevonden" if cleared.done.searched else ""
            told.append(f"Gewist: {name}, {many(cleared.done.removed, 'bestand', 'bestanden')}{proof}.")
            if cleared.due.kind == "inzendingen":
                shutil.rmtree(cleared.due.place / FOLDER, ignore_errors=True)  # names of what came in
        else:
            faults.append(f"{name}: niet gewist. {cleared.fault}")
    beyond = (f"Hier komt sowcourse niet bij: {place}" for place in BEYOND)
    sentences = (*told, f"Vastgelegd in {RECORD}, zonder naam.")
    return Go(asked.desk.at("bewaartermijnen"), Note(sentences, (*faults, *beyond)))


def _named(item: Kept, folder: Path) -> str:
    return f"{item.place.relative_to(folder.resolve()).as_posix()} ({item.kind})"


def save(asked: Asked) -> Answer:
    """Write the terms; those of before come back when they are not right."""
    file, before = asked.desk.folder / SCHOOL, load_terms(asked.desk.folder)
    if before and before.file != file:
        raise CohortError(f"De termijnen staan in {before.file}, voor al je mappen samen. Verander ze daar.")
    months = {kind: asked.word(kind) for kind in KINDS if asked.word(kind)}
    for kind, number in months.items():
        if not number.isdecimal():
            raise CohortError(f"{kind}: verwacht wordt een aantal maanden, een heel getal; gevonden «{number}».")
    if not months or not asked.word("grondslag"):
        raise CohortError("Vul minstens één termijn in, en waar je school die heeft vastgelegd.")
    kept = file.read_bytes() if file.is_file() else None
    lines = [f"{kind} = {int(number)}" for kind, number in months.items()]
    ground = json.dumps(asked.word("grondslag"), ensure_ascii=False)
    write_durably(file, "\n".join(["[bewaartermijn]", f"grondslag = {ground}", *lines, ""]))
    try:
        load_terms(asked.desk.folder)
    except SowcourseError:
        file.unlink() if kept is None else write_durably(file, kept)
        raise
    return Go(asked.desk.at("bewaartermijnen"), Note(("De termijnen zijn bewaard.", *_before(before))))


def _before(before: Terms | None) -> list[str]:
    if before is None:
        return ["Er waren er nog geen."]
    told = [f"{kind} {many(number, 'maand', 'maanden')}" for kind, number in before.months.items()]
    return [f"Eerder: {', '.join(told)}."]


def _state(due: bool, known: bool) -> str:
    return "te wissen" if due else "bewaren" if known else "nog niet te zeggen"
