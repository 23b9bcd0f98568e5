"""A document as a Word file: real headings, marked header rows, its language and title known, links that work."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph

from sowcourse.programme.paper import Grid, Paper, Point, runs

DARK = RGBColor(0x1F, 0x1F, 0x1F)
"""Contrast on white: 16 to 1."""

_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


def word_bytes(paper: Paper) -> bytes:
    """The document as the bytes of a .docx file."""
    document = Document()
    _set_up(document, paper)
    document.add_heading(clean(paper.title), 0)
    for words in paper.opening:
        _write(document.add_paragraph(), words)
    for section in paper.sections:
        document.add_heading(clean(section.title), 1)
        for words in section.paragraphs:
            _write(document.add_paragraph(), words)
        for point in section.points:
            _write_point(document.add_paragraph(style="List Bullet"), point)
        for grid in section.grids:
            _add_grid(document, grid)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: WordDocument, paper: Paper) -> None:
    known = document.core_properties
    known.title, known.language, known.author, known.comments = paper.title, paper.language, "sowcourse", ""
    known.created = known.modified = datetime.now()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if paper.wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    styles: Any = document.styles
    language = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    language.set(qn("w:val"), paper.language)
    for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 15), ("Caption", 11)):
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), DARK
        fonts = style.element.rPr.rFonts  # the theme's fonts would win
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)


def _write(paragraph: Paragraph, words: str) -> None:
    for piece, italic in runs(words):
        paragraph.add_run(clean(piece)).italic = italic or None


def _write_point(paragraph: Paragraph, point: Point) -> None:
    _write(paragraph, point.text)
    if point.url:
        paragraph.add_run(" ")
        target = paragraph.part.relate_to(point.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), target)
        run = paragraph.add_run(point.url)
        run.font.underline, run.font.color.rgb = True, RGBColor(0x0B, 0x4F, 0x9E)
        link.append(run._r)
        paragraph._p.append(link)


def _add_grid(document: WordDocument, grid: Grid) -> None:
    """A table with a caption above it, its header row repeated on every page, and a description for a screen reader."""
    document.add_paragraph(clean(grid.caption), style="Caption").paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(grid.header), style="Table Grid")
    table.autofit = False
    page = document.sections[0]
    whole = Emu((page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0))
    widths = [Emu(int(whole * part)) for part in _parts(grid)]
    for made_column, width in zip(table.columns, widths, strict=True):
        made_column.width = width
    for number, row in enumerate((grid.header, *grid.rows)):
        made = table.add_row()
        properties = made._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, value) in enumerate(zip(made.cells, row, strict=True)):
            cell.width = widths[column]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(clean(value))
            run.font.size = Pt(9)
            run.bold = number == 0 or None
            if column in grid.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    described = f"{grid.caption}. Kolommen: {', '.join(grid.header)}."
    for name, words in (("w:tblCaption", grid.caption), ("w:tblDescription", described)):
        element = OxmlElement(name)
        element.set(qn("w:val"), clean(words))
        table._tbl.tblPr.append(element)
    document.add_paragraph()


def _parts(grid: Grid) -> list[float]:
    """How much of the width each column gets: room for its longest word, more for longer texts."""
    wanted = []
    for column in zip(grid.header, *grid.rows, strict=True):
        longest = max(len(word) for cell in column for word in cell.split() or [""])
        usual = sum(map(len, column)) / len(column)
        wanted.append(max(longest + 4, min(usual, 30)))
    return [width / sum(wanted) for width in wanted]


def clean(words: str) -> str:
    """Text without the control characters that a Word file may not hold."""
    return words.translate(_FORBIDDEN)
