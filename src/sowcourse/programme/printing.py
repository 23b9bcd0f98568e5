"""A document written three times: as a page, as a Word file and as a table for a spreadsheet."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sowcourse.durable import write_durably
from sowcourse.programme.paper import Paper, page_text, sheet_text
from sowcourse.programme.word import word_bytes


def write_paper(paper: Paper, folder: Path) -> list[Path]:
    """Write the document three times; each file is old or new, never half.

    Returns: the HTML page, the Word file, the CSV (semicolons, decimal comma, UTF-8 with a byte order mark: as
    spreadsheets in Belgium and the Netherlands open it).
    """
    shown, words, cells = page_text(paper), word_bytes(paper), "\ufeff" + sheet_text(paper)
    folder.mkdir(parents=True, exist_ok=True)
    page, word, sheet = (folder / f"{paper.name}.{ending}" for ending in ("html", "docx", "csv"))
    write_durably(page, shown)
    with tempfile.TemporaryDirectory(dir=folder, prefix=f".{paper.name}-") as temporary:
        made = Path(temporary) / word.name
        made.write_bytes(words)
        made.replace(word)
    write_durably(sheet, cells)
    return [page, word, sheet]
