"""The cards of a lesson: for each debate roles, arguments and rebuttals; for each case its story and its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sowcourse.cards.card import Block, Card, Run, blocks_of, fitted, numbered, plain
from sowcourse.cohort.own_cases import OwnCase
from sowcourse.course import STATES, Case, Module, load_cases
from sowcourse.debate import SIDES, Argument, Debate, load_debates
from sowcourse.essay import load_passages, load_reactions
from sowcourse.parts.debate.part import origin_name
from sowcourse.source import load_sources, short_reference

NAMES = dict(zip(SIDES, ("Voor", "Tegen"), strict=True))
"""Side → what stands on its cards."""

COUNTRIES = {"VL": "Vlaanderen", "NL": "Nederland"}

_TURNS = (
    "Jij opent: breng één argument in drie zinnen en zeg waar het vandaan komt.",
    "Jij antwoordt: lees de tegenwerping bij dat argument voor, en zeg wat daarvan klopt en wat niet.",
)
"""What the first and the second of a side do."""


@dataclass(frozen=True)
class Pack:
    """Cards that belong together and begin on a sheet of their own."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Deck:
    """All cards of one lesson."""

    module: Module
    packs: tuple[Pack, ...]

    @property
    def number(self) -> int:
        """How many cards there are."""
        return sum(len(pack.cards) for pack in self.packs)


def deck_of(module: Module, root: Path | None = None, own: Sequence[OwnCase] = ()) -> Deck:
    """The cards of a lesson; no pack at all when it has no debate and no case.

    Parameters: root – folder of the lessons; own – the lecturer's cases, beside ours or in place of one.
    Raises: ContentError when a debate or a case cannot be read.
    """
    packs = []
    for debate in load_debates(module.id, root).values():
        packs += [
            _pack(f"{debate.title}: rollen, een blad voor elke vier", _roles(debate)),
            _pack(f"{debate.title}: stelling en vragen", _motion(debate, root)),
            _pack(f"{debate.title}: argumenten en tegenwerpingen", _arguments(debate, root)),
        ]
    cases = {case.id: case for case in load_cases(module.id, root)}
    cases |= {each.case.id: each.case for each in own if each.module == module.id}
    if cases:
        packs.append(_pack("Casussen", [card for case in cases.values() for card in _case(case, root)]))
    return Deck(module, tuple(packs))


def _pack(title: str, cards: Sequence[Card]) -> Pack:
    return Pack(title, tuple(piece for card in cards for piece in fitted(card)))


def _roles(debate: Debate) -> list[Card]:
    """Four cards to draw from: two for each side, who change sides halfway."""
    cards = []
    for side in SIDES:
        here, there = NAMES[side].lower(), NAMES[SIDES[1 - SIDES.index(side)]].lower()
        for number, turn in enumerate(_TURNS, start=1):
            steps = (
                f"Kies samen twee kaarten met een argument {here}.",
                turn,
                "Zeg in eigen woorden wat de andere kant zei, tot zij knikken.",
                f"Ruil van kant: pleit nu zelf {there}, in drie zinnen.",
                "Zoek met z’n vieren een zin die ieder kan tekenen. Lukt dat niet? Schrijf op waar het op vastloopt.",
            )
            first = plain(f"Je pleit {here}, wat je ook zelf denkt.", bold=True)
            cards.append(Card(f"Lot: {here} {number}", debate.title, (first, *numbered(steps)), look=side))
    return cards


def _motion(debate: Debate, root: Path | None) -> list[Card]:
    reader = next(one.author for one in load_reactions(root) if one.id == debate.reaction)
    watch = (
        "Welk argument steunt op een bron, welk op ons, welk op eigen ervaring?",
        "Wanneer veranderde iemand van toon of van gedachte? Waardoor?",
        "Wie kwam aan het woord, en over wie werd gesproken zonder dat die er was?",
    )
    told = plain("Je pleit niet. Je kijkt en vertelt aan het eind, zonder oordeel over personen:")
    return [
        Card("Stelling", debate.title, (plain(debate.motion, bold=True), plain(debate.introduction)), f"Bij {reader}"),
        Card("Vragen voor achteraf", debate.title, numbered(debate.questions)),
        Card("Wie kijkt", debate.title, (told, *numbered(watch))),
    ]


def _arguments(debate: Debate, root: Path | None) -> list[Card]:
    known = {reaction.id: reaction for reaction in load_reactions(root)}
    passages, sources = load_passages(root), load_sources(root)
    arguments, rebuttals = [], []
    for side in SIDES:
        for number, argument in enumerate(debate.side(side), start=1):
            name = f"{NAMES[side]} {number}"
            origin = f"Herkomst: {origin_name(argument.origin, known, passages, sources)}"
            arguments.append(Card(name, debate.title, _words(argument), origin, side))
            answer = plain(argument.rebuttal)
            rebuttals.append(
                Card(f"Tegenwerping bij {name.lower()}", debate.title, (answer,), "Herkomst: voor dit debat bedacht")
            )
    return [*arguments, *rebuttals]


def _words(argument: Argument) -> tuple[Block, ...]:
    """An argument, with what we add to its origin told apart."""
    added = Block((Run("Van ons erbij: ", bold=True), Run(argument.ours, italic=True)))
    return (plain(argument.text), added) if argument.ours else (plain(argument.text),)


def _case(case: Case, root: Path | None) -> list[Card]:
    cards = [
        Card(f"Casus · {COUNTRIES[case.country]}", case.title, blocks_of(case.text)),
        Card("Vragen bij de casus", case.title, numbered(case.questions)),
    ]
    if case.rules:
        sources = load_sources(root)
        told = []
        for rule in case.rules:
            day = f"{rule.date.day}-{rule.date.month}-{rule.date.year}"
            source = short_reference(sources[rule.source].apa)
            told.append(Block((Run(rule.text), Run(f" ({STATES[rule.state]} {day}; {source})", italic=True)), "•"))
        cards.append(Card("De regels hier zijn echt", case.title, tuple(told)))
    return cards
