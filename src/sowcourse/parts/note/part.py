"""A note for the student's own logbook."""

from __future__ import annotations

from pathlib import Path

from sowcourse.parts.base import Answer, Field, Part, answer_html, escaped
from sowcourse.sentence import sentences


class NotePart(Part):
    """One question and a place to write."""

    call = "show_note"
    told = "een vraag om op te schrijven"
    keeps = "notitie.{}"
    script = "note"

    @classmethod
    def offered(cls, module: str, course: Path) -> list[tuple[str, ...]]:
        return []  # its question is written and not chosen

    def __init__(self, module: str, identifier: str, question: str) -> None:
        label = f"Notitie: {next(sentences(question), question)}"
        super().__init__(module, f"notitie.{identifier}", label, {"question": question})

    def body(self, answer: Answer) -> str:
        return f"<p><strong>{escaped(self.data['question'])}</strong></p>{answer_html(answer.get(self.data['item']))}"

    def asked(self) -> list[Field]:
        return [Field(self.item, "", self.data["question"])]
