"""Wie beslist?: moments of guidance on the participation ladder."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from sowcourse.parts.base import Answer, Part, answer_html, escaped
from sowcourse.parts.ladder.model import load_ladder


class LadderPart(Part):
    """The widget of the krachtlijn proceslogica."""

    call = "show_ladder"
    told = "«Wie beslist?»"
    keeps = "ladder"
    script = "ladder"
    fields = (("why", "Wie beslist?: welk moment zou jij als eerste verplaatsen, en wie moet instemmen?"),)
    file = "ladder.toml"
    load = load_ladder

    def __init__(self, module: str, root: Path | None = None) -> None:
        ladder = load_ladder(module, root)
        data = {
            "introduction": ladder.introduction,
            "person": ladder.person,
            "question": ladder.question,
            "rungs": list(ladder.rungs),
            "moments": [asdict(moment) for moment in ladder.moments],
        }
        super().__init__(module, "ladder", ladder.title, data)

    def body(self, answer: Answer) -> str:
        given = answer.get("ladder", {})
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
            f"<p>{escaped(self.data['question'])}</p>{answer_html(given.get('why'))}"
        )
