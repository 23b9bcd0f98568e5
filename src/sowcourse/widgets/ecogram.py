"""Levensdomeinen en ecogram: build a network, see gaps, overlap and who coordinates."""

from __future__ import annotations

from dataclasses import asdict

from sowcourse.ecogram import FLOWS, KINDS, TIES, load_ecogram
from sowcourse.widgets.base import LessonWidget, answer_html, escaped


class EcogramWidget(LessonWidget):
    """The widget of the krachtlijn generalistisch."""

    script = "ecogram.js"

    def __init__(self, module: str) -> None:
        ecogram = load_ecogram(module)
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

    def static_body(self) -> str:
        given = self.answer.get("ecogram", {})
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


def show_ecogram(module: str) -> EcogramWidget:
    """The ecogram of a lesson; the answer is kept as `ecogram`."""
    return EcogramWidget(module)
