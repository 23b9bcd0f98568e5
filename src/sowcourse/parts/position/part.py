"""A position on the course's thesis, taken at the start and again at the end."""

from __future__ import annotations

from sowcourse.course import load_course
from sowcourse.debate import POSITIONS
from sowcourse.logbook import Logbook
from sowcourse.parts.base import Answer, Part, answer_html, escaped, text_in


class PositionPart(Part):
    """The thesis, five positions and a reason."""

    call = "show_position"
    told = "de stelling van de cursus"
    keeps = "standpunt"
    script = "position"
    fields = (("why", "Waarom sta je daar bij de stelling van de cursus?"),)

    def __init__(self, module: str) -> None:
        course = load_course()
        data = {"motion": course.thesis, "positions": list(POSITIONS), "earlier": {}}
        super().__init__(module, "standpunt", "Je standpunt over de stelling", data)

    def body(self, answer: Answer) -> str:
        given = answer.get("standpunt", {})
        earlier = self.data["earlier"]
        return (
            f"<p class='sow-motion'>{escaped(self.data['motion'])}</p>"
            + (f"<p>In het begin koos je: {escaped(earlier['position'])}</p>" if earlier.get("position") else "")
            + f"<p>Je standpunt:</p>{answer_html(given.get('position'))}{answer_html(given.get('why'))}"
        )

    def recall(self, logbook: Logbook) -> None:
        """The position taken in the first lesson that asks for one."""
        first = next(m.id for m in load_course().modules if not m.krachtlijn)
        if self.module != first:
            names = ("position", "why")
            self.data["earlier"] = {name: text_in(logbook.module(first), "standpunt", name) for name in names}
