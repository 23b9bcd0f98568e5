"""Drempels: from entitled to receiving."""

from __future__ import annotations

from dataclasses import asdict

from sowcourse.source import load_sources, short_reference
from sowcourse.threshold import load_walk
from sowcourse.widgets.base import LessonWidget, answer_html, escaped


class ThresholdWidget(LessonWidget):
    """The widget of the krachtlijn nabijheid."""

    script = "threshold.js"

    def __init__(self, module: str) -> None:
        walk = load_walk(module)
        sources = load_sources()
        data = {
            "introduction": walk.introduction,
            "thresholds": [asdict(threshold) for threshold in walk.thresholds],
            "people": [{**asdict(person), "thresholds": list(person.thresholds)} for person in walk.people],
            "figures": [
                {"text": f.text, "uncertainty": f.uncertainty, "source": short_reference(sources[f.source].apa)}
                for f in walk.figures
            ],
        }
        super().__init__(module, "drempels", walk.title, data)

    def static_body(self) -> str:
        names = {threshold["id"]: threshold["name"] for threshold in self.data["thresholds"]}
        rows = "".join(
            f"<tr><th scope='row'>{escaped(p['name'])}, {escaped(p['about'])}</th>"
            f"<td>{escaped(', '.join(names[t] for t in p['thresholds']) or 'geen drempel')}</td></tr>"
            for p in self.data["people"]
        )
        figures = "".join(
            f"<li>{escaped(f['text'])} {escaped(f['uncertainty'])} ({escaped(f['source'])})</li>"
            for f in self.data["figures"]
        )
        return (
            f"<p>{escaped(self.data['introduction'])}</p><table><thead><tr><th scope='col'>wie</th>"
            f"<th scope='col'>drempels</th></tr></thead><tbody>{rows}</tbody></table><ul>{figures}</ul>"
            f"<p>Wat viel je op?</p>{answer_html(self.answer.get('drempels', {}).get('why'))}"
        )


def show_thresholds(module: str) -> ThresholdWidget:
    """The thresholds of a lesson; the answer is kept as `drempels`."""
    return ThresholdWidget(module)
