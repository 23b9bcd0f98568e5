"""How a cue is written and what it finds."""

from __future__ import annotations

import pytest

from sowcourse.clause import parse
from sowcourse.cue import read_cue

GROUPS = {"mij": ("me", "mij"), "doen": ("bellen", "vragen")}


def found(cue: str, sentence: str) -> str:
    parsed = parse(sentence)
    places = next(read_cue(cue, GROUPS).find(parsed), ())
    return " ".join(parsed.words[place].small for place in places)


@pytest.mark.parametrize(
    ("cue", "sentence", "expected"),
    [
        ("denken<", "Ik dacht dat niet.", "dacht"),
        ("denken<", "Ik denk dat niet.", ""),
        ("denken*", "Ik denk dat niet.", "denk"),
        ("aan|nemen*", "Ik nam dat toen aan.", "nam aan"),
        ("aan|nemen*", "Wat ik toen aannam, klopte niet.", "aannam"),
        ("aan|nemen*", "Ik nam koffie.", ""),
        ("schamen< .. @mij", "Ik schaamde mij.", "schaamde mij"),
        ("schamen< .. @mij", "Ik schaamde, zei zij tegen mij.", ""),
        ("volgende ... ik", "Volgende keer: eerst koffie, en ik zwijg.", "volgende ik"),
        ("voor (de/haar) # is", "Voor haar is dat gevaar.", ""),
        ("voor (de/haar) #/haar is", "Voor haar is dat gevaar.", "voor haar is"),
        ("voor (de/haar) #/haar is", "Voor de moeder is dat gevaar.", "voor de moeder is"),
        ("-regels", "De inkoopregels zijn streng.", "inkoopregels"),
        ("-regels", "Geregeld kwam hij langs.", ""),
        ("@doen<", "Toen hij aanbelde, schrok ik.", "aanbelde"),
        ("namen<", "Ik leer de namen.", ""),
        ("nemen<", "Ik leer de namen.", ""),
        ("nemen<", "Wij namen de bus.", "namen"),
    ],
)
def test_a_cue_finds_its_words(cue: str, sentence: str, expected: str) -> None:
    assert found(cue, sentence) == expected


@pytest.mark.parametrize("text", ["~", "ik ..", "", "a ... b ... c ... d ... e"])
def test_a_cue_that_says_nothing_or_leaves_too_much_open_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_cue(text)


def test_a_group_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        read_cue("@nergens", GROUPS)
