"""Cards for class, to print and cut: the motion and arguments of a debate, the cases and their questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sowcourse.course import load_cases, load_module
from sowcourse.debate import SIDES, Debate, load_debates
from sowcourse.durable import write_durably
from sowcourse.errors import ContentError
from sowcourse.essay import load_passages
from sowcourse.grading.page import html_page, text
from sowcourse.source import load_sources, short_reference

SIDE_NAMES = dict(zip(SIDES, ("Voor", "Tegen"), strict=True))
COUNTRIES = {"VL": "Vlaanderen", "NL": "Nederland"}


@dataclass(frozen=True)
class Card:
    """One card."""

    kind: str
    """What it is, on top: "Stelling", "Voor", "Casus"."""
    title: str
    """What it belongs to."""
    lines: tuple[str, ...]
    """Paragraphs; `*words*` stay as they are written."""
    foot: str
    """Where it comes from, in small print; "" for nowhere."""


def class_cards(module: str, root: Path | None = None) -> tuple[Card, ...]:
    """The cards of one lesson: debates first, then cases.

    Raises: ContentError when a file is not right, or when the lesson has neither.
    """
    cards = [card for debate in load_debates(module, root).values() for card in _of_debate(debate, root)]
    for case in load_cases(module, root):
        where = COUNTRIES[case.country]
        story = tuple(" ".join(part.split()) for part in case.text.replace("*", "").split("\n\n"))
        cards.append(Card("Casus", f"{case.title} · {where}", story, ""))
        cards += (Card("Vraag bij de casus", case.title, (question,), "") for question in case.questions)
    if not cards:
        folder = load_module(module, root).folder
        raise ContentError(folder, "", "deze les heeft geen debat en geen casus.", "Kies een andere les.")
    return tuple(cards)


def _of_debate(debate: Debate, root: Path | None) -> Iterator[Card]:
    yield Card("Stelling", debate.title, (debate.motion,), "")
    for side in SIDES:
        for argument in debate.side(side):
            added = (f"Van ons erbij: {argument.ours}",) if argument.ours else ()
            yield Card(SIDE_NAMES[side], debate.title, (argument.text, *added), _origin(argument.origin, root))
            opposite = f"Weerwoord op een argument {SIDE_NAMES[side].lower()}"
            yield Card(opposite, debate.title, (argument.rebuttal,), f"bij: {argument.text}")
    for question in debate.questions:
        yield Card("Om over door te praten", debate.title, (question,), "")


def _origin(origin: str, root: Path | None) -> str:
    if origin == "eigen":
        return "voor dit debat bedacht"
    if origin in load_passages(root):
        return f"{'essay' if origin.startswith('p') else 'reactie'}, {origin}"
    sources = load_sources(root)
    return short_reference(sources[origin].apa) if origin in sources else origin


def write_cards(module: str, folder: Path, root: Path | None = None) -> list[Path]:
    """Write the cards as a page and as a Word file, two beside each other. Returns: both files."""
    from sowcourse.programme.word import card_bytes

    title = f"Kaarten bij {load_module(module, root).title}"
    cards = class_cards(module, root)
    shown, words = cards_page(title, cards), card_bytes(title, cards)
    folder.mkdir(parents=True, exist_ok=True)
    page, word = (folder / f"kaarten-{module}.{ending}" for ending in ("html", "docx"))
    write_durably(page, shown)
    made = folder / f".{word.name}.tmp"
    made.write_bytes(words)
    made.replace(word)
    return [page, word]


def cards_page(title: str, cards: tuple[Card, ...]) -> str:
    """The cards as a page: a card is never broken over two sheets."""
    items = "".join(
        f'<li style="break-inside:avoid"><h2 style="margin:0;font-size:1rem">{text(card.kind)}: {text(card.title)}</h2>'
        + "".join(f"<p>{text(line)}</p>" for line in card.lines)
        + (f"<p><small>{text(card.foot)}</small></p>" if card.foot else "")
        + "</li>"
        for card in cards
    )
    told = "Druk dit af, en knip langs de lijnen. Wie weinig papier wil, kiest alleen de bladzijden die nodig zijn."
    return html_page(title, f'<h1>{text(title)}</h1><p>{told}</p><ul class="cards">{items}</ul>', broad=True)
