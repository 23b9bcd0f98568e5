"""Names that people here have, and words that only look like a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sowcourse.content import read_toml, shipped_course
from sowcourse.identity.known import folded

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŤŪŮŰŲŹŻŽȘȚ"
"""Capitals, for between the brackets of a pattern."""

_STARTERS_WORDS = """
hierna daarna erna ervoor nergens nog al weer
zoveel hoeveel welke welk elk sommige enkele veel weinig iets niets alles
gisteren eergisteren eindelijk jammer helaas overigens trouwens gelukkig plots plotseling opeens ineens intussen
ondertussen vandaag morgen straks laatst onlangs vroeger meestal nooit altijd ooit vaak zelden elke ieder iedereen
niemand iemand moeder vader mama papa oma opa mevrouw meneer mijnheer cliënt buurman buurvrouw bewoners kinderen
jongeren mensen vrouwen mannen ouders buren collega maar want dus toch immers natuurlijk misschien uiteraard
hoewel ofschoon aangezien daardoor hierdoor daarmee hiermee daarbij hierbij daarvoor hiervoor waardoor thuis buiten
binnen boven beneden achteraf vooraf nadien voordien nadat voordat zodra zolang totdat tenzij mits behalve ondanks
vervolgens tenslotte uiteindelijk kortom zeker inderdaad eerlijk soms ergens nergens overal telkens zelf ene pas
an de het een den der van en of ik jij hij zij wij we ze je u ja nee oké goh ach och tja daar hier dan als wie
"""
STARTERS = frozenset(_STARTERS_WORDS.split())
"""Words that begin a sentence and are no name."""


@dataclass(frozen=True)
class Names:
    """First and family names, those that are also ordinary words, what is no person, and names to offer instead."""

    all: frozenset[str]
    """Folded: without case and accents."""
    given: frozenset[str]
    """First names, folded."""
    words: frozenset[str]
    others: frozenset[str]
    phrases: tuple[str, ...]
    pseudonyms: tuple[str, ...]
    ordinary: frozenset[str]
    """Words that the course writes small."""


@cache
def load_names(root: Path | None = None) -> Names:
    """The names of `names.toml` of a course; by default of the one that came with the package."""
    folder = root or shipped_course()
    table = read_toml(folder / "names.toml")
    given = " ".join(table.text(f"{sort}given", "") for sort in ("", "register_", "compiled_")).split()
    family = (table.text("family") + " " + table.text("register_family", "")).split()
    names = Names(
        frozenset(map(folded, given + family)),
        frozenset(map(folded, given)),
        frozenset(table.text("words").split()),
        frozenset(table.text("others", "").split()),
        table.texts("phrases", []),
        table.texts("pseudonyms"),
        _ordinary(folder),
    )
    table.close()
    return names


def _ordinary(folder: Path) -> frozenset[str]:
    files = [
        file for ending in ("toml", "md", "ipynb") for file in folder.rglob(f"*.{ending}") if file.name != "names.toml"
    ]
    found = (re.findall(r"[^\W\d_]+", file.read_text(encoding="utf-8", errors="replace")) for file in files)
    return frozenset(word for words in found for word in set(words) if word.islower())
