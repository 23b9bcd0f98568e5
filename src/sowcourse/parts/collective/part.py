"""Van klacht naar collectief: cluster signals, lay ties, and see how far a message goes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from sowcourse.parts.base import Answer, Part, answer_html, escaped
from sowcourse.parts.collective.model import load_collective


class CollectivePart(Part):
    """The widget of the krachtlijn verbindend."""

    call = "show_collective"
    told = "«Van klacht naar collectief»"
    keeps = "collectief"
    script = "collective"
    fields = (("why", "Van klacht naar collectief: welke banden leg jij, en wie draagt ze?"),)
    file = "collective.toml"
    load = load_collective

    def __init__(self, module: str, root: Path | None = None) -> None:
        collective = load_collective(module, root)
        data = {
            "introduction": collective.introduction,
            "message": collective.message,
            "question": collective.question,
            "wary": list(collective.wary),
            "groups": list(collective.groups),
            "start": collective.start,
            "signals": [asdict(signal) for signal in collective.signals],
            "nodes": [asdict(node) for node in collective.nodes],
            "ties": [{**asdict(tie), "between": list(tie.between)} for tie in collective.ties],
        }
        super().__init__(module, "collectief", collective.title, data)

    def body(self, answer: Answer) -> str:
        given = answer.get("collectief", {})
        names = {node["id"]: node["name"] for node in self.data["nodes"]}
        signals = "".join(
            f"<tr><th scope='row'>{escaped(s['text'])}</th>"
            f"<td>{escaped(given.get('groups', {}).get(s['id'], '……'))}</td>"
            f"<td>{escaped(s['group'])}: {escaped(s['reason'])}</td></tr>"
            for s in self.data["signals"]
        )
        ties = "".join(
            f"<li>{escaped(' – '.join(names[end] for end in t['between']))}: {escaped(t['kind'])}"
            f"{', ' + escaped(t['how']) if t['how'] else ''}</li>"
            for t in self.data["ties"]
        )
        head = "".join(f"<th scope='col'>{name}</th>" for name in ("signaal", "jouw groep", "een mogelijke groep"))
        return (
            f"<p>{escaped(self.data['introduction'])}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{signals}</tbody></table><p>Banden:</p><ul>{ties}</ul>"
            f"<p>{escaped(self.data['question'])}</p>{answer_html(given.get('why'))}"
        )
