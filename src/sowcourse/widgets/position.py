"""A position on the course's thesis, taken at the start and again at the end."""

from __future__ import annotations

from sowcourse.course import Course, load_course
from sowcourse.debate import POSITIONS
from sowcourse.errors import LogbookError
from sowcourse.logbook import Logbook
from sowcourse.widgets.base import LessonWidget, answer_html, escaped


class PositionWidget(LessonWidget):
    """The thesis, five positions and a reason."""

    script = "position.js"

    def __init__(self, module: str) -> None:
        course = load_course()
        data = {"motion": course.thesis, "positions": list(POSITIONS), "earlier": _earlier(module, course)}
        super().__init__(module, "standpunt", "Je standpunt over de stelling", data)

    def static_body(self) -> str:
        given = self.answer.get("standpunt", {})
        earlier = self.data["earlier"]
        return (
            f"<p class='sow-motion'>{escaped(self.data['motion'])}</p>"
            + (f"<p>In het begin koos je: {escaped(earlier['position'])}</p>" if earlier.get("position") else "")
            + f"<p>Je standpunt:</p>{answer_html(given.get('position'))}{answer_html(given.get('why'))}"
        )


def _earlier(module: str, course: Course) -> dict[str, str]:
    """The position taken in the first lesson that asks for one; empty there and when none was taken."""
    first = next(m.id for m in course.modules if not m.krachtlijn)
    if module == first:
        return {}
    try:
        given = Logbook.find().get(first, "standpunt")
    except LogbookError:  # the widget itself tells that the logbook cannot be read
        return {}
    return {name: str(given.get(name, "")) for name in ("position", "why")} if isinstance(given, dict) else {}


def show_position(module: str) -> PositionWidget:
    """A position on the thesis; kept as `standpunt` of this module."""
    return PositionWidget(module)
