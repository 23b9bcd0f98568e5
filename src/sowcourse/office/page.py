"""Pages of Kantoor, made of templates; and what the rest of the house says, in words of these pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment

from sowcourse.cohort.calendar import ZONES
from sowcourse.office.asked import Asked, Fault, Page
from sowcourse.pages.page import environment

STATIC = Path(__file__).parent / "static"

WHERE = {
    "check": "Schrijfkamer",
    "cohort new": "Nieuw cohort",
    "cohort roster": "Klaslijst",
    "cohort calendar": "Deadlines",
    "cohort upgrade": "Bijwerken",
    "extend": "Uitstel",
    "release": "Uitgeven",
    "collect": "Ophalen",
    "whose": "Van wie is dit?",
    "choose": "Versies",
    "grade": "Nakijken",
    "mark": "Beoordelen",
    "review": "Beoordelen",
    "confirm": "Beoordelen",
    "feedback": "Terugkoppeling",
    "marks": "Punten",
    "report": "Overzicht",
}
"""What is typed in a terminal → what the same is called here."""

CITIES = dict(zip(ZONES, ("Brussel", "Amsterdam"), strict=True))
"""A zone → where its clock hangs."""

OPTIONS = {
    "Noem ze in een [[rule]]": "Noem ze bij «Regels en wetten»",
    "is er geen termijn in school.toml": "is hieronder nog geen termijn ingevuld",
    "in kalender.toml staat geen regio bij 'vakanties'": "kies bij «Deadlines» welke schoolvakanties meetellen",
    "Voeg --schaal toe om te laten omrekenen": "Vink «Omrekenen» aan",
    "Voeg --voldaan 50 toe (procent)": "Vul bij «Voldaan vanaf» een percentage in",
    "Kies er een, of maak ze eerst in": "Kies ze bij «Kolom», of maak ze eerst in",
    "\n  --kolom ": "\n  ",
    "Kies een andere --lms": "Kies bij «Leeromgeving» een andere",
    "of voeg --zonder-afscherming toe:": "of kijk deze opdracht na in een terminal, en zeg daar --zonder-afscherming:",
    "ook met --zonder-afscherming": "ook zonder afscherming",
}
"""Options of a command, as they are said → how the same is done here."""

_TYPED = re.compile(r"'sowcourse (cohort \w+|\w+)[^']*'")


def page(answer: Page, asked: Asked, xsrf: str, fault: Fault | None = None) -> str:
    """The whole page. Parameters: xsrf – what every form gives back; fault – what was refused, told first."""
    note = asked.desk.noted(asked.word("gedaan"))
    own = {"asked": asked, "at": asked.desk.at, "xsrf": xsrf, "fault": fault, "note": note}
    return _templates().get_template(f"{answer.template}.html").render(own | dict(answer.values))


def spoken(sentence: str) -> str:
    """A sentence with what to type in a terminal as what to press here."""
    for typed, pressed in OPTIONS.items():
        sentence = sentence.replace(typed, pressed)
    return _TYPED.sub(lambda found: f"«{WHERE[found[1]]}»" if found[1] in WHERE else found[0], sentence)


@cache
def _templates() -> Environment:
    made = environment("sowcourse.office", "sowcourse.pages")
    made.filters["spoken"] = spoken
    made.filters["city"] = lambda zone: CITIES.get(zone, zone)
    return made
