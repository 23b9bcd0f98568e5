"""How long a school keeps what, and what is kept longer. The numbers are the school's."""

from __future__ import annotations

import json
from datetime import date

from sowcourse.durable import write_durably
from sowcourse.errors import CohortError, SowcourseError
from sowcourse.office.asked import Answer, Asked, Go, Page
from sowcourse.office.desk import Note
from sowcourse.plural import many
from sowcourse.records.retention import KINDS, SCHOOL, Terms, kept_under, load_terms


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
    told = {"held": held, "months": months, "ground": asked.word("grondslag", known.ground if known else "")}
    return Page("terms", told | {"today": today, "terms": known, "ours": ours, "folder": folder})


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
