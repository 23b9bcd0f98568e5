"""A note for the student's own logbook."""

from __future__ import annotations

from sowcourse.widgets.base import LessonWidget, answer_html, escaped


class NoteWidget(LessonWidget):
    """One question and a place to write."""

    script = "note.js"

    def __init__(self, module: str, identifier: str, question: str) -> None:
        super().__init__(module, f"notitie.{identifier}", "Notitie", {"question": question})

    def static_body(self) -> str:
        return (
            f"<p><strong>{escaped(self.data['question'])}</strong></p>{answer_html(self.answer.get(self.data['item']))}"
        )


def show_note(module: str, identifier: str, question: str) -> NoteWidget:
    """A place to write, kept in the logbook as `notitie.<identifier>`."""
    return NoteWidget(module, identifier, question)
