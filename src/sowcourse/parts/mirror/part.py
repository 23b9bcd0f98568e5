"""The mirror beside a reflection: what it seems to hold, and a question for what it does not."""

from __future__ import annotations

import re

from sowcourse.check import saved_text
from sowcourse.mirror import Mirror, reflect
from sowcourse.parts.base import Answer, Part, escaped, page

UNNAMED = "Dit herkent de spiegel niet goed genoeg: hij wijst hier niets aan, wat je ook schreef."


class MirrorPart(Part):
    """The mirror held up to the text in a Markdown cell, as last saved: seven kinds of sentences, each with a question,
    its evidence if any, and a button to contradict it.
    """

    call = "show_mirror"
    keeps = "spiegel"
    script = "mirror"

    def __init__(self, assignment: str, cell: str) -> None:
        mirror = reflect(re.sub(r"[*#]+", "", saved_text(assignment, cell)))
        seen = [getattr(mirror, name) for name in Mirror.__annotations__]
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
        super().__init__(assignment, "spiegel", "Spiegel bij je reflectie", {"kinds": kinds, "unnamed": UNNAMED})

    def summary(self, answer: Answer) -> str:
        """How often the student contradicted the mirror; also what a lecturer reads in the notebook."""
        wrong = [kind["id"] for kind in self.data["kinds"] if answer.get(f"spiegel.{kind['id']}")]
        titles = {kind["id"]: kind["title"].lower() for kind in self.data["kinds"]}
        named = f" ({', '.join(titles[kind] for kind in wrong)})" if wrong else ""
        sentence = f"Je zei {len(wrong)} keer «klopt niet»{named}. Je lesgever ziet dat aantal als je inlevert."
        return page(
            f"<p class='sow-hint' data-sowcourse-mirror='{' '.join(wrong)}'>{escaped(sentence)}</p>", "Klopt niet"
        )

    def body(self, answer: Answer) -> str:
        parts = ["<p>De spiegel is nooit een cijfer en kan zich vergissen.</p>"]
        for kind in self.data["kinds"]:
            body = [f"Jouw zin: «{kind['sentence']}»"] if kind["sentence"] else [] if kind["named"] else [UNNAMED]
            told = " ".join([*body, kind["asked"]])
            parts.append(f"<h4>{escaped(kind['title'])}</h4><p>{escaped(told)}</p>")
        return "".join(parts)
