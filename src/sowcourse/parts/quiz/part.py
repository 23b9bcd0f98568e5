"""Questions with feedback per option, as often as the student likes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sowcourse.essay import load_passages
from sowcourse.parts.base import Answer, Part, escaped, rendered
from sowcourse.quiz import load_quiz


class QuizPart(Part):
    """A lesson's quiz."""

    call = "show_quiz"
    told = "de vragen van de toets"
    keeps = "toets"
    script = "quiz"

    @classmethod
    def offered(cls, module: str, course: Path) -> list[tuple[str, ...]]:
        return [(module,)] if (course / module / "quiz.toml").is_file() else []

    def __init__(self, module: str, root: Path | None = None) -> None:
        passages = load_passages(root)
        rows: list[dict[str, Any]] = []
        for question in load_quiz(module, root):
            passage = passages.get(question.passage)
            options = [
                {"id": o.id, "text": o.text, "correct": o.correct, "feedback": o.feedback} for o in question.options
            ]
            rows.append(
                {
                    "id": question.id,
                    "text": question.text,
                    "options": options,
                    "passage": passage and {"name": f"passage {passage.id}", "html": rendered(passage.text)},
                }
            )
        super().__init__(module, "toets", "Toets jezelf", {"questions": rows})

    def body(self, answer: Answer) -> str:
        parts = []
        for number, question in enumerate(self.data["questions"], start=1):
            parts.append(f"<p><strong>{number}. {escaped(question['text'])}</strong></p><ul>")
            for option in question["options"]:
                chosen = answer.get(f"toets.{question['id']}") == option["id"]
                feedback = f" — jouw keuze. {escaped(option['feedback'])}" if chosen else ""
                parts.append(f"<li>{escaped(option['text'])}{feedback}</li>")
            parts.append("</ul>")
        return "".join(parts)
