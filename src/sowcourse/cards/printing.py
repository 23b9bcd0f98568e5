"""Cards written twice: as a page and as a Word file."""

from __future__ import annotations

from pathlib import Path

from sowcourse.cards.deck import Deck
from sowcourse.cards.word import word_bytes
from sowcourse.durable import write_durably
from sowcourse.pages.page import render


def write_cards(deck: Deck, folder: Path) -> list[Path]:
    """Write the page and the Word file of a lesson's cards; each is old or new, never half."""
    shown, words = page_text(deck), word_bytes(deck)
    folder.mkdir(parents=True, exist_ok=True)
    page, word = (folder / f"kaarten-{deck.module.id}.{ending}" for ending in ("html", "docx"))
    write_durably(page, shown)
    write_durably(word, words)
    return [page, word]


def page_text(deck: Deck) -> str:
    """The cards as a page, a sheet of A4 for every four."""
    sheets = [
        (pack.title, [pack.cards[place : place + 4] for place in range(0, len(pack.cards), 4)]) for pack in deck.packs
    ]
    return str(render("cards", title=f"Kaarten: {deck.module.title}", sheets=sheets))
