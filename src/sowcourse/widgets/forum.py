"""Van koffieapparaat naar publiek forum: place forms of voice on two axes and choose a route."""

from __future__ import annotations

from sowcourse.forum import WHERE, WHO, load_forum
from sowcourse.widgets.base import LessonWidget, answer_html, escaped, rendered


class ForumWidget(LessonWidget):
    """The widget of the krachtlijn politiserend."""

    script = "forum.js"

    def __init__(self, module: str) -> None:
        forum = load_forum(module)
        data = {
            "introduction": forum.introduction,
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
            "cases": [
                {"id": case.id, "title": case.title, "country": case.country, "html": rendered(case.text)}
                for case in forum.cases
            ],
        }
        super().__init__(module, "forum", forum.title, data)

    def static_body(self) -> str:
        given = self.answer.get("forum", {})
        rows = []
        for form in self.data["forms"]:
            place = given.get("places", {}).get(form["id"], "……")
            rows.append(
                f"<tr><th scope='row'>{escaped(form['name'])}</th><td>{escaped(place)}</td>"
                f"<td>{form['who']}, {form['where']}: {escaped(form['reason'])}</td></tr>"
            )
        head = "".join(f"<th scope='col'>{name}</th>" for name in ("vorm", "jouw plaats", "een mogelijke plaats"))
        return (
            f"<p>{escaped(self.data['introduction'])}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
            f"<p>Jouw route en waarom:</p>{answer_html(given.get('why'))}"
        )


def show_forum(module: str) -> ForumWidget:
    """The forum of a lesson; the answer is kept as `forum`."""
    return ForumWidget(module)
