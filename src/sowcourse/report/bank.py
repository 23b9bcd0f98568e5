"""The bank of comments: what a lecturer says more than once, kept in the cohort under a short code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import read_toml
from sowcourse.durable import write_durably

FILE = "opmerkingen.toml"
"""In the cohort."""

_EXAMPLE = """# Opmerkingen die je vaker geeft. In het beoordelingsblad zet je de code; de student leest de tekst.
# Zonder vraag mag je een opmerking bij elke vraag gebruiken. Verander of vervang deze twee.

[[opmerking]]
code = "wie"
vraag = "reflectie"
tekst = "Je laat zien wat er gebeurde. Zeg ook wie er besliste, en waarom die persoon dat kon."

[[opmerking]]
code = "bron"
tekst = "Noem waar dit vandaan komt: een passage, een reactie of een bron met jaar."
"""
_CODE = re.compile(r"[\w-]+\Z")


@dataclass(frozen=True)
class Comment:
    """A comment that can be used again."""

    code: str
    question: str
    """The answer cell it is for; "" for every question."""
    text: str


def load_bank(root: Path) -> dict[str, Comment]:
    """The comments of a cohort, by code in lower case; {} when it has none.

    Raises: ContentError naming file and key, also when a code is odd or there twice.
    """
    if not (root / FILE).is_file():
        return {}
    table = read_toml(root / FILE)
    found: dict[str, Comment] = {}
    for row in table.tables("opmerking"):
        comment = Comment(row.text("code"), row.text("vraag", ""), row.text("tekst"))
        row.close()
        if not _CODE.match(comment.code):
            fault = f"de code {comment.code!r} heeft andere tekens dan letters, cijfers en streepjes."
            row.fail("code", fault, "Kies een kort woord, zoals 'bron'.")
        if comment.code.casefold() in found:
            row.fail("code", f"de code '{comment.code}' staat er twee keer.", "Geef een van beide een andere code.")
        found[comment.code.casefold()] = comment
    table.close()
    return found


def begin_bank(root: Path) -> Path:
    """Make the file with two examples when there is none yet."""
    file = root / FILE
    if not file.is_file():
        write_durably(file, _EXAMPLE)
    return file


def for_question(bank: dict[str, Comment], question: str) -> Sequence[Comment]:
    """The comments that may be used with a question."""
    return [comment for comment in bank.values() if comment.question in ("", question)]
