"""Wie beslist?: moments of guidance on the participation ladder."""

from __future__ import annotations

from dataclasses import asdict

from sowcourse.ladder import load_ladder
from sowcourse.widgets.base import LessonWidget, answer_html, escaped


class LadderWidget(LessonWidget):
    """The widget of the krachtlijn proceslogica."""

    script = "ladder.js"

    def __init__(self, module: str) -> None:
        ladder = load_ladder(module)
        data = {
            "introduction": ladder.introduction,
            "person": ladder.person,
            "rungs": list(ladder.rungs),
            "moments": [asdict(moment) for moment in ladder.moments],
        }
        super().__init__(module, "ladder", ladder.title, data)

    def static_body(self) -> str:
        given = self.answer.get("ladder", {})
        rungs = self.data["rungs"]
        rows = "".join(
            f"<tr><th scope='row'>{escaped(m['name'])}</th><td>{escaped(m['scene'])}</td>"
            f"<td>{escaped(rungs[m['now'] - 1])}</td>"
            f"<td>{escaped(rungs[given.get('rungs', {}).get(m['id'], m['now']) - 1])}</td></tr>"
            for m in self.data["moments"]
        )
        head = "".join(f"<th scope='col'>{name}</th>" for name in ("moment", "wat er gebeurt", "nu", "jouw keuze"))
        return (
            f"<p>{escaped(self.data['introduction'])}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>Wat je veranderde en waarom:</p>{answer_html(given.get('why'))}"
        )


def show_ladder(module: str) -> LadderWidget:
    """The ladder of a lesson; the answer is kept as `ladder`."""
    return LadderWidget(module)
