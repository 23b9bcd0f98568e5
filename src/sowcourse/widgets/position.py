"""A position on the course's thesis, taken at the start and again at the end."""

from __future__ import annotations

from sowcourse.course import load_course
from sowcourse.debate import POSITIONS
from sowcourse.widgets.base import LessonWidget, answer_html, escaped


class PositionWidget(LessonWidget):
    """The thesis, five positions and a reason."""

    script = "position.js"

    def __init__(self, module: str) -> None:
        data = {"motion": load_course().thesis, "positions": list(POSITIONS)}
        super().__init__(module, "standpunt", "Je standpunt over de stelling", data)

    def static_body(self) -> str:
        given = self.answer.get("standpunt", {})
        return (
            f"<p class='sow-motion'>{escaped(self.data['motion'])}</p>"
            f"<p>Je standpunt:</p>{answer_html(given.get('position'))}{answer_html(given.get('why'))}"
        )


def show_position(module: str) -> PositionWidget:
    """A position on the thesis; kept as `standpunt` of this module."""
    return PositionWidget(module)
