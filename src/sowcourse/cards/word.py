"""Cards as a Word file: a table of two by two on each page, with dashed lines to cut along."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from sowcourse.cards.card import Card
from sowcourse.cards.deck import Deck
from sowcourse.programme.word import DARK, clean

EDGE = 1.0
"""White around a sheet and around each card, in centimetres: what a printer may not reach, and room for scissors."""

WIDTH, HEIGHT = 9.5, 13.8
"""A card without the edge of the sheet, so that the lines fall halfway: the cards are A6 after cutting."""

SHADES = {"pro": "E4F2E8", "contra": "FAE7ED", "plain": "E8EDF1"}
"""Look → the ground behind the label, which also says the side in words."""


def word_bytes(deck: Deck) -> bytes:
    """The cards as the bytes of a .docx file."""
    document = Document()
    _set_up(document, deck.module.title)
    rows = [row for pack in deck.packs for row in _rows(pack.cards)]
    table = document.add_table(rows=len(rows), cols=2)
    table.autofit = False
    for name in ("w:tblCaption", "w:tblDescription"):
        told = OxmlElement(name)
        told.set(qn("w:val"), clean(f"Kaarten bij {deck.module.title}, vier op een blad"))
        table._tbl.tblPr.append(told)
    for place, (made, cards) in enumerate(zip(table.rows, rows, strict=True)):
        made.height, made.height_rule = Cm(HEIGHT), WD_ROW_HEIGHT_RULE.AT_LEAST
        made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, card, left in zip(made.cells, cards, (True, False), strict=True):
            cell.width = Cm(WIDTH)
            _frame(cell, upper=place % 2 == 0, left=left)
            if card:
                _fill(cell, card)
    _small(document.add_paragraph())
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _rows(cards: tuple[Card, ...]) -> Iterator[tuple[Card | None, Card | None]]:
    """Cards two by two, up to the end of a sheet."""
    places: list[Card | None] = [*cards, *[None] * (-len(cards) % 4)]
    yield from zip(places[::2], places[1::2], strict=True)


def _set_up(document: WordDocument, title: str) -> None:
    known = document.core_properties
    known.title, known.language, known.author, known.comments = f"Kaarten: {title}", "nl", "sowcourse", ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = Cm(EDGE)
    section.bottom_margin = Cm(EDGE - 0.1)
    section.header_distance = section.footer_distance = Cm(0.5)
    styles: Any = document.styles
    styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}").set(qn("w:val"), "nl-BE")
    for name, size in (("Normal", 11), ("Heading 2", 13)):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb, style.font.bold = "Calibri", Pt(size), DARK, None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(5)


def _frame(cell: _Cell, upper: bool, left: bool) -> None:
    """Dashed lines at the middle of the sheet only, and white on the inner side."""
    properties = cell._tc.get_or_add_tcPr()
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        middle = side in ("bottom" if upper else "top", "right" if left else "left")
        line.set(qn("w:val"), "dashed" if middle else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "7B848E")
        borders.append(line)
    properties.append(borders)
    margins = OxmlElement("w:tcMar")
    inner = {"top": EDGE / 2, "left": 0 if left else EDGE, "bottom": 0, "right": EDGE if left else 0}
    for side, width in inner.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(width * 567)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)


def _fill(cell: _Cell, card: Card) -> None:
    label = cell.paragraphs[0]
    label.style = "Heading 2"
    name = label.add_run(clean(card.label))
    name.bold, name.font.color.rgb = True, DARK
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADES[card.look])):
        shade.set(qn(f"w:{name}"), value)
    label._p.get_or_add_pPr().append(shade)
    topic = cell.add_paragraph().add_run(clean(card.topic))
    topic.bold, topic.font.size = True, Pt(11)
    for block in card.blocks:
        paragraph = cell.add_paragraph()
        if block.mark:
            paragraph.paragraph_format.left_indent = Cm(0.6)
            paragraph.paragraph_format.first_line_indent = Cm(-0.6)
            paragraph.add_run(f"{block.mark}\t").font.size = _size(card)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(0.6))
        for run in block.runs:
            made = paragraph.add_run(clean(run.text))
            made.bold, made.italic, made.font.size = run.bold or None, run.italic or None, _size(card)
    if card.origin:
        origin = cell.add_paragraph().add_run(clean(card.origin))
        origin.font.size = Pt(9)


def _size(card: Card) -> Pt:
    return Pt(14 if card.large else 11)


def _small(paragraph: Paragraph) -> None:
    """The paragraph that Word wants after a table, so low that it needs no page of its own."""
    shape = paragraph.paragraph_format
    shape.space_after, shape.line_spacing_rule, shape.line_spacing = Pt(0), WD_LINE_SPACING.EXACTLY, Pt(1)
