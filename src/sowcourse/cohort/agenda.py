"""The deadlines of a class as an agenda file that every calendar program reads (RFC 5545)."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from sowcourse.cohort.making import MARKER
from sowcourse.cohort.workspace import Workspace
from sowcourse.content import read_toml


def agenda(workspace: Workspace, now: datetime) -> bytes:
    """The deadlines of the class, in UTC; of extensions nothing, so that the file can go to the class.

    An event keeps its id when its moment changes: who reads a new file in sees it move, not double.
    Parameters: now – when the file is made, with its zone.
    """
    import icalendar

    made = read_toml(workspace.root / MARKER).text("gemaakt")
    calendar = workspace.calendar()
    file = icalendar.Calendar()
    file.add("prodid", "-//sowcourse//cohort//NL")
    file.add("version", "2.0")
    file.add("x-wr-calname", f"Deadlines {workspace.name}")
    for assignment, due in sorted(calendar.deadlines.items(), key=lambda item: item[1]):
        event = icalendar.Event()
        event.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{workspace.name} {made} {assignment}')}@sowcourse")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", due)
        event.add("summary", f"Inleveren: {assignment}")
        event.add("description", f"Uiterlijk {calendar.local(due)}. Heb je uitstel, dan geldt je eigen afspraak.")
        event.add("transp", "TRANSPARENT")
        file.add_component(event)
    return bytes(file.to_ical())
