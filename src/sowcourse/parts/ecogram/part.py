"""Levensdomeinen en ecogram: build a network, see gaps, overlap and who coordinates."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from sowcourse.parts.base import Answer, Part, answer_html, escaped
from sowcourse.parts.ecogram.model import FLOWS, KINDS, TIES, load_ecogram


class EcogramPart(Part):
    """The widget of the krachtlijn generalistisch."""

    call = "show_ecogram"
    told = "het ecogram"
    keeps = "ecogram"
    script = "ecogram"
    fields = (("why", "Ecogram: wie zou coördineren, en welke band moet je met rust laten?"),)
    file = "ecogram.toml"
    load = load_ecogram

    def __init__(self, module: str, root: Path | None = None) -> None:
        ecogram = load_ecogram(module, root)
        data = {
            "introduction": ecogram.introduction,
            "question": ecogram.question,
            "person": ecogram.person,
            "domains": list(ecogram.domains),
            "ties": list(TIES),
            "flows": list(FLOWS),
            "kinds": list(KINDS),
            "actors": [{**asdict(actor), "domains": list(actor.domains)} for actor in ecogram.actors],
        }
        super().__init__(module, "ecogram", ecogram.title, data)

    def body(self, answer: Answer) -> str:
        given = answer.get("ecogram", {})
        rows = "".join(
            f"<tr><th scope='row'>{escaped(a['name'])}</th><td>{escaped(a['kind'])}</td>"
            f"<td>{escaped(', '.join(a['domains']))}</td>"
            f"<td>{escaped(given.get('ties', {}).get(a['id'], a['start']))}</td>"
            f"<td>{escaped(given.get('flows', {}).get(a['id'], a['flow']))}</td></tr>"
            for a in self.data["actors"]
        )
        head = "".join(f"<th scope='col'>{name}</th>" for name in ("wie", "soort", "domeinen", "band", "energie"))
        return (
            f"<p>{escaped(self.data['introduction'])}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{escaped(self.data['question'])}</p>{answer_html(given.get('why'))}"
        )
