"""Drempels: from entitled to receiving."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from sowcourse.parts.base import Answer, Part, answer_html, escaped
from sowcourse.source import load_sources, short_reference
from sowcourse.threshold import load_walk


class ThresholdPart(Part):
    """The widget of the krachtlijn nabijheid."""

    call = "show_thresholds"
    told = "de drempels"
    keeps = "drempels"
    script = "threshold"
    fields = (("why", "Drempels: klopte je voorspelling, en welke drempel kun je zelf wegnemen?"),)
    file = "thresholds.toml"
    load = load_walk

    def __init__(self, module: str, root: Path | None = None) -> None:
        walk = load_walk(module, root)
        sources = load_sources(root)
        data = {
            "introduction": walk.introduction,
            "support": walk.support,
            "question": walk.question,
            "outside": walk.outside,
            "thresholds": [asdict(threshold) for threshold in walk.thresholds],
            "people": [{**asdict(person), "thresholds": list(person.thresholds)} for person in walk.people],
            "figures": [
                {"text": f.text, "uncertainty": f.uncertainty, "source": short_reference(sources[f.source].apa)}
                for f in walk.figures
            ],
        }
        super().__init__(module, "drempels", walk.title, data)

    def body(self, answer: Answer) -> str:
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
            f"<th scope='col'>drempels</th></tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{escaped(self.data['outside'])}</p><ul>{figures}</ul>"
            f"<p>{escaped(self.data['question'])}</p>{answer_html(answer.get('drempels', {}).get('why'))}"
        )
