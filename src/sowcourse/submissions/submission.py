"""The file that a student handed in: a notebook whatever its encoding or age, or a sentence that says what it is."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from sowcourse import budget
from sowcourse.notebook import Cell, Notebook
from sowcourse.submissions.strayed import hung_on, only_shown


def read_submission(content: bytes) -> Notebook:
    """The notebook in a file, whatever its encoding or age.

    Raises: ValueError with a Dutch sentence that says what the file is instead.
    """
    if len(content) > budget.FILE:
        raise ValueError(budget.too_large())
    if len(content) > 1 and not content.strip(b"\x00"):
        raise ValueError(
            "in dit bestand staan alleen nullen: het was niet af toen het bewaard of gesynchroniseerd werd. Haal de "
            "download opnieuw op; blijft het zo, vraag de student dan om het notebook nog eens in te leveren."
        )
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ValueError("dit bestand is leeg. Vraag de student om het notebook nog eens te bewaren en in te leveren.")
    found = _parsed(content)
    if isinstance(found, dict) and isinstance(found.get("worksheets"), list):
        sheets = [sheet["cells"] for sheet in found["worksheets"] if isinstance(sheet, dict) and "cells" in sheet]
        found |= {"cells": [_modern(cell) for cells in sheets if isinstance(cells, list) for cell in cells]}
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise ValueError(_NO_NOTEBOOK)
    if len(found["cells"]) > budget.CELLS:
        raise ValueError(budget.TOO_MANY_CELLS.format(number=len(found["cells"])))
    cells, left = [], budget.TEXT
    for cell in found["cells"]:
        if isinstance(cell, dict):
            text = _text(cell.get("source", ""))
            left -= len(text)
            if left < 0:
                raise ValueError(budget.TOO_LONG)
            cells.append(_sound(cell, text))
    return {"cells": cells, "metadata": found.get("metadata") or {}}


def _parsed(content: bytes) -> Any:
    """The JSON in a file, in whichever encoding.

    Raises: ValueError with a Dutch sentence that says what the file is instead.
    """
    if content.lstrip()[:8].startswith(b"<<<<<<< "):
        raise ValueError(
            "dit notebook bevat twee versies door elkaar, zoals git ze achterlaat. Vraag de student om de juiste."
        )
    if content.startswith(b"{\\rtf"):
        raise ValueError(_kind(content))
    wide = ("utf-32", "utf-16", "utf-16-le", "utf-16-be") if b"\x00" in content[:4] else ()
    for encoding in (*wide, "utf-8-sig", "utf-16", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if not re.match(r"\s*\{", text):
            continue
        if sys.getsizeof(text) > budget.WIDE:
            raise ValueError(budget.too_large())
        if budget.too_many_values(text):
            raise ValueError(budget.TOO_MANY_VALUES)
        try:
            return json.loads(text.rstrip("\x00 \t\r\n"), strict=False)
        except RecursionError:
            raise ValueError(
                "dit bestand is zo in elkaar genest dat het geen gewoon notebook is. Vraag de student om het juiste."
            ) from None
        except ValueError as error:
            raise ValueError(
                "dit notebook is afgebroken of beschadigd. Vraag de student om het nog eens te bewaren en in te "
                "leveren; wat er stond, is bewaard."
            ) from error
    raise ValueError(_kind(content))


def _kind(content: bytes) -> str:
    """What a file is that is no notebook, in Dutch."""
    for begin, inside, kind in _KINDS:
        if content.startswith(begin) and inside in content:
            return f"dit is {kind}, geen notebook. Vraag de student om het .ipynb-bestand."
    if re.match(rb"\s*<(?:!doctype|html)", content, re.IGNORECASE):
        return (
            "dit is een webpagina, geen notebook; misschien een export van het notebook. "
            "Vraag de student om het .ipynb-bestand."
        )
    if re.search(rb"^# In\[[ \d]*\]:|^# %%|^#!/usr/bin/env python", content, re.MULTILINE):
        return "dit is een export naar een Python-bestand, geen notebook. Vraag de student om het .ipynb-bestand."
    return _NO_NOTEBOOK


_NO_NOTEBOOK = "dit is geen notebook, welke naam het ook heeft. Vraag de student om het .ipynb-bestand."

_KINDS = (
    (b"PK", b"word/", "een Word-bestand"),
    (b"PK", b"xl/", "een Excel-bestand"),
    (b"PK", b"ppt/", "een PowerPoint-bestand"),
    (b"PK", b"opendocument", "een LibreOffice-bestand"),
    (b"PK", b"Index/Document.iwa", "een Pages-bestand"),
    (b"PK\x05\x06", b"", "een leeg zip-bestand"),
    (b"PK", b"", "een zip-bestand"),
    (b"%PDF-", b"", "een pdf"),
    (b"Rar!", b"", "een rar-bestand"),
    (b"7z\xbc\xaf", b"", "een 7z-bestand"),
    (b"\x1f\x8b", b"", "een ingepakt bestand (gzip)"),
    (b"\xd0\xcf\x11\xe0", b"", "een oud Office-bestand"),
    (b"{\\rtf", b"", "een rtf-bestand"),
    (b"\x89PNG", b"", "een afbeelding"),
    (b"\xff\xd8\xff", b"", "een foto"),
    (b"", b"ftypheic", "een foto"),
)
"""How a file begins, what is in it, and what it then is; the first that fits."""


def _modern(cell: Any) -> Any:
    """A cell of notebook format 3 as one of format 4."""
    if not isinstance(cell, dict):
        return cell
    kinds = {"heading": "markdown"}
    text = cell.get("input", cell.get("source", ""))
    return {**cell, "cell_type": kinds.get(cell.get("cell_type", ""), cell.get("cell_type")), "source": text}


def _text(found: Any) -> str:
    """The text of a cell, whether stored as one string or as lines; what is no text is not written by anybody."""
    lines = found if isinstance(found, list) else [found]
    return "".join(str(line) for line in lines if isinstance(line, str | int | float))


def _sound(cell: dict[str, Any], text: str) -> Cell:
    """A cell with nothing in it that could surprise: type, id, metadata and one text.

    What else a tool hung on it in words is in `aside`, what stood only in its outputs in `shown`; the names
    of its pictures, in `attachments`.
    """
    kind = cell.get("cell_type")
    metadata = cell.get("metadata")
    text = whole(str(text).replace("\r\n", "\n"))
    pictures = cell.get("attachments")
    names = sorted(map(str, pictures)) if isinstance(pictures, dict) else ["?"]
    beside = {
        "attachments": [whole(name[:200]) for name in names] if pictures else [],
        "aside": list(map(whole, hung_on(cell))),
        "shown": whole(only_shown(cell, text)),
    }
    return {key: value for key, value in beside.items() if value} | {
        "cell_type": kind if kind in ("code", "markdown", "raw") else "markdown",
        "id": whole(_text(cell.get("id", ""))[:200]),
        "metadata": metadata if isinstance(metadata, dict) else {},
        "source": text,
    }


def whole(text: str) -> str:
    """The text with halves of characters, which no file can hold, replaced."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
