"""What a student handed in that is no notebook: text in a box of the LMS, a link, the notebook saved as something else.

A lecturer can do nothing about what nobody names. So whoever has something in a delivery and no notebook is named,
with what it is and with what still counts; an LMS also writes files of its own, which are passed over.
"""

from __future__ import annotations

import html
import re
from pathlib import PurePosixPath

from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace
from sowcourse.submissions.delivery import Delivery
from sowcourse.submissions.keeping import Receipt
from sowcourse.submissions.received import parse_stamp

_MOST = 20_000
"""Bytes of a file that are looked at."""

_SHOWN = 80
"""Characters of it that a lecturer sees."""

TYPED = "tekst in het LMS"
LINK = "een link"
COPY = "alleen de kopie die Jupyter voor zichzelf bewaart"

_BOXES = re.compile(r"_onlinetext_|onlinetext\.html?$|_text\.html?$|submission_?text\.html?$", re.IGNORECASE)
"""In paths of Moodle, Canvas and Sakai: what was typed in the text box of an assignment."""

_LINKS = re.compile(r"_link\.html?$|\.(?:url|webloc|website|desktop|lnk)$", re.IGNORECASE)
"""In paths of Canvas, and of shortcuts that a computer makes."""

_OTHERS = {
    ".md": "een Markdown-bestand",
    ".markdown": "een Markdown-bestand",
    ".rst": "een tekstbestand",
    ".tex": "een LaTeX-bestand",
    ".txt": "een tekstbestand",
    ".csv": "een tabel",
    ".html": "een webpagina",
    ".htm": "een webpagina",
}

_OF_THE_LMS = re.compile(
    r"^(?:index|readme|leesmij|manifest|overzicht|grades?|punten)\b.*\.(?:html?|txt|md|csv)$", re.IGNORECASE
)
"""Names under which an LMS puts its own list beside the work."""


def kind_of(delivery: Delivery) -> str:
    """What a file is that can be no notebook, in Dutch; "" when it may be one."""
    path = PurePosixPath(delivery.name)
    begin = delivery.content[:_MOST].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t")
    if (
        delivery.fault
        or begin.startswith(b"{")
        or b"jp-Notebook" in delivery.content
        or b"In&nbsp;[" in delivery.content
    ):
        return ""  # a notebook, or a page that was made of one: reading it says what it is
    if _LINKS.search(delivery.name):
        return LINK
    if _BOXES.search(delivery.name):
        return TYPED
    if path.suffix.casefold() in _OTHERS and not begin.startswith((b"PK", b"%PDF")):
        words = _words(delivery.content)
        return LINK if re.fullmatch(r"https?://\S+", words) else _OTHERS[path.suffix.casefold()]
    return ""


def is_said(delivery: Delivery) -> bool:
    """Whether a file is what a student said in the LMS itself, for a person to read: no code opens it."""
    return kind_of(delivery) in (TYPED, LINK)


class Beside:
    """What came in beside notebooks, per student."""

    def __init__(self, workspace: Workspace, assignment: str) -> None:
        self.workspace, self.assignment = workspace, assignment
        self.found: list[tuple[Student, str, str, str]] = []
        self.handed_in: set[str] = set()
        """Students of whom there is a notebook in the delivery."""
        self.seen = False

    def take(self, delivery: Delivery, student: Student | None) -> bool:
        """Whether this is something beside notebooks; when it is a student's, it is told of at the end."""
        self.seen = self.seen or student is not None or not delivery.name.casefold().endswith(".csv")
        kind, path = kind_of(delivery), PurePosixPath(delivery.name)
        if not kind or (student is None and path.suffix.casefold() not in (".txt", ".csv", ".html", ".htm")):
            return False
        words = _words(delivery.content)
        if student is not None and words and not _OF_THE_LMS.match(path.name):
            self.found.append((student, delivery.name, kind, words))
        return True

    def pass_over(self, name: str, student: Student | None) -> None:
        """Remember a copy of a notebook that counts for nothing; it is told of when there is nothing else."""
        if student is not None:
            self.seen = True
            self.found.append((student, name, COPY, PurePosixPath(name).name))

    def still(self, student: Student | None) -> str:
        """What of a student still counts, whatever came in now; "" when there is nothing."""
        moment = self.workspace.root / "submitted" / (student.id if student else "") / self.assignment / "timestamp.txt"
        if student is None or not moment.is_file():
            return ""
        when = self.workspace.calendar().local(parse_stamp(moment.read_text(encoding="utf-8")))
        return f" Het notebook van {when} blijft gelden."

    def receipts(self, place: str) -> list[Receipt]:
        """A receipt for each thing that was found, by name, and for a delivery with nothing in it."""
        told = []
        for student, name, kind, words in self.found:
            if student.id in self.handed_in:
                if kind in (TYPED, LINK):
                    remark = f"{student.name}: naast het notebook ook {kind} («{_short(words)}»). Lees het daar."
                    told.append(Receipt(name, student.id, remark, False))
                continue
            remark = f"{student.name}: {kind}, geen notebook («{_short(words)}»). Vraag om het .ipynb-bestand."
            told.append(Receipt(name, student.id, remark + self.still(student), False))
        if not self.seen:
            sentence = "hierin staat geen enkel bestand dat werk van een student kan zijn. Is dit de juiste download?"
            told.append(Receipt(place, "", sentence, False))
        return told


def _words(content: bytes) -> str:
    """What somebody reads of a text file."""
    text = content[:_MOST].replace(b"\x00", b"").decode("utf-8", "replace").lstrip("\ufeff\ufffd")
    if found := re.search(r"(?:^URL=|<string>)(https?://[^\s<]+)", text, re.MULTILINE):
        return found[1]
    links = re.findall(r"href=[\"'](https?://[^\"'\s<>]+)", text)
    plain = html.unescape(re.sub(r"<(?:style|script)\b[^<>]*>[^<]*</|<[^<>]*>", " ", text))
    plain = " ".join("".join(c if c.isprintable() else " " for c in plain).split())
    return links[0] if len(links) == 1 and len(plain.split()) < 4 else plain or " ".join(links)


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1].rstrip()}…"
