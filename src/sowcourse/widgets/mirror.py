"""The mirror beside a reflection: what it seems to hold, and a question for what it does not."""

from __future__ import annotations

import re
from typing import Any

from IPython.display import HTML, display

from sowcourse.check import saved_text
from sowcourse.mirror import Mirror, reflect
from sowcourse.widgets.base import LessonWidget, escaped, page

ITEM = "spiegel"
UNNAMED = (
    "Wat hieronder staat, herkent de spiegel niet goed genoeg. Hij wijst daar niets aan, wat je ook schreef. "
    "Zoek zelf, of vraag iemand om mee te zoeken: staat het erin?"
)


class MirrorWidget(LessonWidget):
    """Seven kinds of sentences, each with a question; first what it can tell, with evidence and a way to contradict."""

    script = "mirror.js"

    def __init__(self, assignment: str, mirror: Mirror) -> None:
        seen = sorted((getattr(mirror, name) for name in Mirror.__annotations__), key=lambda s: not s.kind.named)
        kinds = [
            {
                "id": s.kind.id,
                "title": s.kind.title,
                "asked": s.kind.asked if s.sentence else s.kind.question,
                "sentence": s.sentence,
                "cue": s.cue,
                "named": s.kind.named,
            }
            for s in seen
        ]
        super().__init__(assignment, ITEM, "Spiegel bij je reflectie", {"kinds": kinds, "unnamed": UNNAMED})
        self.summary: Any = None
        self.observe(lambda _: self.summary and self.summary.update(HTML(self.told())), "saved")

    def contradicted(self) -> list[str]:
        """Kinds of which the student says that the mirror is wrong."""
        return [kind["id"] for kind in self.data["kinds"] if self.answer.get(f"{ITEM}.{kind['id']}")]

    def told(self) -> str:
        """How often the student contradicted the mirror; also what a lecturer reads in the notebook."""
        wrong = self.contradicted()
        titles = {kind["id"]: kind["title"].lower() for kind in self.data["kinds"]}
        named = f" ({', '.join(titles[kind] for kind in wrong)})" if wrong else ""
        sentence = f"Je zei {len(wrong)} keer «klopt niet»{named}. Je lesgever ziet dat aantal als je inlevert."
        return page(
            f"<p class='sow-hint' data-sowcourse-mirror='{' '.join(wrong)}'>{escaped(sentence)}</p>", "Klopt niet"
        )

    def static_body(self) -> str:
        parts = ["<p>De spiegel is nooit een cijfer en kan zich vergissen.</p>"]
        for kind in self.data["kinds"]:
            if not kind["named"] and f"<p>{escaped(UNNAMED)}</p>" not in parts:
                parts.append(f"<p>{escaped(UNNAMED)}</p>")
            told = f"Jouw zin: «{kind['sentence']}» {kind['asked']}" if kind["sentence"] else kind["asked"]
            parts.append(f"<h4>{escaped(kind['title'])}</h4><p>{escaped(told)}</p>")
        return "".join(parts)


def show_mirror(assignment: str, cell: str) -> None:
    """Hold up the mirror to the text in a Markdown cell, as last saved.

    Raises: CheckError in Dutch when the notebook or the cell cannot be read.
    """
    plain = re.sub(r"[*#]+", "", saved_text(assignment, cell))
    widget = MirrorWidget(assignment, reflect(plain))
    display(widget)
    widget.summary = display(HTML(widget.told()), display_id=True)
