"""A note for the student's own logbook."""

from __future__ import annotations

from sowcourse.parts.base import Answer, Asked, Part, answer_html, escaped, text_in


class NotePart(Part):
    """One question and a place to write."""

    call = "show_note"
    keeps = "notitie.{}"
    script = "note"

    def __init__(self, module: str, identifier: str, question: str) -> None:
        super().__init__(module, f"notitie.{identifier}", "Notitie", {"question": question})

    def body(self, answer: Answer) -> str:
        return f"<p><strong>{escaped(self.data['question'])}</strong></p>{answer_html(answer.get(self.data['item']))}"

    def written(self, answer: Answer) -> list[Asked]:
        text = text_in(answer, self.item)
        return [(self.data["question"], text)] if text else []
