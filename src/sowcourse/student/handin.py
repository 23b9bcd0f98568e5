"""Hand in: one file with a receipt inside, for the LMS or the exchange, and the receipt kept in the work folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sowcourse.confidentiality import find_details
from sowcourse.durable import write_durably
from sowcourse.errors import SowcourseError
from sowcourse.notebook import Cell, Notebook, dump, markers, read_notebook, source
from sowcourse.student.clock import there
from sowcourse.trouble import brief
from sowcourse.worksheet import Worksheet

FOLDER = "ingeleverd"
"""In the work folder: what was made to hand in, with its receipt."""


@dataclass(frozen=True)
class Receipt:
    """What was handed in, and when."""

    assignment: str
    moment: str
    """ISO 8601 with offset, in the time of the school where that is known."""
    code: str
    """First 12 characters of the SHA-256 of all answers; two files with this code hold the same answers."""
    file: str
    """The file to upload, relative to the work folder."""
    answered: int
    asked: int
    arrived: bool = False
    """Whether it lies in the exchange with this code; False when the student still has to upload the file."""


def receipt_code(cells: Sequence[Cell]) -> str:
    """The code of what a student wrote: the same for the same answers, whatever else changed in the file."""
    answers = [[str(markers(c).get("grade_id", "")), source(c)] for c in cells if not markers(c).get("locked")]
    return hashlib.sha256(json.dumps(answers, ensure_ascii=False).encode()).hexdigest()[:12]


def overview(file: Path, notebook: Notebook | None = None) -> dict[str, object]:
    """What handing in would send: parts with their state, what is not complete, details that may identify somebody.

    Parameters: notebook – what the editor holds, when it was sent along; None for what was saved.
    Raises: ContentError when the notebook cannot be read.
    """
    sheet = Worksheet.read(file, notebook)
    given = sheet.given()
    parts = []
    for part in sheet.parts():
        missing = [remark.sentence for remark in sheet.remarks(part.cell) if not remark.met] if part.answered else []
        parts.append(asdict(part) | {"missing": missing})
    details = [
        {"cell": cell, "words": detail.words, "advice": detail.advice}
        for cell, text in sheet.answers()
        for detail in find_details(text, given)
    ]
    return {"assignment": sheet.assignment, "deadline": sheet.deadline, "parts": parts, "details": details}


def hand_in(file: Path, work: Path, notebook: Notebook | None = None) -> Receipt:
    """Make the file to upload and its receipt; the notebook itself is left as it is.

    Parameters: notebook – what the editor holds, when it was sent along: what the student sees is what goes;
    None for what was saved.
    Raises: SowcourseError in Dutch when it cannot be read or there is no room to write; nothing is left half made.
    """
    notebook = read_notebook(file) if notebook is None else notebook
    sheet = Worksheet.read(file, notebook)
    parts = sheet.parts()
    if not sheet.assignment or not parts:
        raise SowcourseError(f"{file.name}: dit is geen opdracht van deze cursus. Open de opdracht en probeer opnieuw.")
    moment = there(datetime.now(UTC))
    name = f"{sheet.assignment} {moment:%Y-%m-%d %H.%M.%S}"
    receipt = Receipt(
        assignment=sheet.assignment,
        moment=moment.isoformat(),
        code=receipt_code(sheet.cells),
        file=f"{FOLDER}/{name}/{sheet.assignment}.ipynb",
        answered=sum(part.answered for part in parts),
        asked=len(parts),
    )
    ours = dict(notebook["metadata"]["sowcourse"]) | {"receipt": {"code": receipt.code, "moment": receipt.moment}}
    target = work / receipt.file
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_durably(target, dump(notebook | {"metadata": notebook["metadata"] | {"sowcourse": ours}}))
        _keep(receipt, work)
    except OSError as error:
        raise SowcourseError(
            f"{target.parent}: hier kan niet worden geschreven ({brief(error)}). Maak ruimte op de schijf en probeer "
            "opnieuw; je opdracht zelf is niet veranderd."
        ) from error
    return receipt


def arrived(receipt: Receipt, work: Path, moment: datetime, copy: Path) -> Receipt:
    """The receipt of what arrived in the exchange: its own moment, and the code of the copy that lies there.

    Raises: SowcourseError when the copy holds other answers than the student's file.
    """
    code = receipt_code(read_notebook(copy)["cells"])
    if code != receipt.code:
        raise SowcourseError(
            f"{receipt.file}: wat aankwam, heeft een andere code ({code}) dan jouw bestand ({receipt.code}). "
            "Lever opnieuw in."
        )
    receipt = replace(receipt, moment=there(moment).isoformat(), arrived=True)
    _keep(receipt, work)
    return receipt


def _keep(receipt: Receipt, work: Path) -> None:
    text = json.dumps(asdict(receipt), ensure_ascii=False, indent=1)
    write_durably((work / receipt.file).with_name("ontvangstbewijs.json"), text)


def receipts(work: Path) -> list[Receipt]:
    """Every receipt in the work folder, the newest first; files that are no receipts are passed over."""
    found = []
    for file in (work / FOLDER).glob("*/ontvangstbewijs.json"):
        try:
            found.append(Receipt(**json.loads(file.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):  # damaged, or made by somebody else: not a receipt of ours
            continue
    return sorted(found, key=lambda receipt: receipt.moment, reverse=True)
