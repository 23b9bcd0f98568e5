"""Van koffieapparaat naar publiek forum: place forms of voice on two axes and choose a route."""

from __future__ import annotations

from pathlib import Path

from sowcourse.parts.base import Answer, Part, answer_html, escaped, rendered
from sowcourse.parts.forum.model import WHERE, WHO, load_forum


class ForumPart(Part):
    """The widget of the krachtlijn politiserend."""

    call = "show_forum"
    told = "«Van koffieapparaat naar publiek forum»"
    keeps = "forum"
    script = "forum"
    fields = (("why", "Forum: waarom deze route, en wie beslist daarover mee?"),)
    file = "forum.toml"
    load = load_forum

    def __init__(self, module: str, root: Path | None = None) -> None:
        forum = load_forum(module, root)
        data = {
            "introduction": forum.introduction,
            "question": forum.question,
            "voices": list(forum.voices),
            "who": list(WHO),
            "where": list(WHERE),
            "levels": ["klein", "middelgroot", "groot"],
            "forms": [
                {
                    "id": form.id,
                    "name": form.name,
                    "who": form.who,
                    "where": form.where,
                    "reason": form.reason,
                    "voices": list(form.voices),
                }
                for form in forum.forms
            ],
            "ways": [{"id": way.id, "name": way.name, "reason": way.reason} for way in forum.ways],
            "cases": [
                {"id": case.id, "title": case.title, "country": case.country, "html": rendered(case.text)}
                for case in forum.cases
            ],
        }
        super().__init__(module, "forum", forum.title, data)

    def body(self, answer: Answer) -> str:
        given = answer.get("forum", {})
        rows = []
        for form in self.data["forms"]:
            place = given.get("places", {}).get(form["id"], "……")
            rows.append(
                f"<tr><th scope='row'>{escaped(form['name'])}</th><td>{escaped(place)}</td>"
                f"<td>{form['who']}, {form['where']}: {escaped(form['reason'])}</td></tr>"
            )
        ways = "".join(f"<li>{escaped(way['name'])}: {escaped(way['reason'])}</li>" for way in self.data["ways"])
        head = "".join(f"<th scope='col'>{name}</th>" for name in ("vorm", "jouw plaats", "een mogelijke plaats"))
        return (
            f"<p>{escaped(self.data['introduction'])}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
            f"{f'<p>Ook een stap in een route:</p><ul>{ways}</ul>' if ways else ''}"
            f"<p>Jouw route en waarom:</p>{answer_html(given.get('why'))}"
        )
