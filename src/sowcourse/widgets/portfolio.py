"""What moved and what stayed, and the portfolio as files of the student's own."""

from __future__ import annotations

from typing import Any

from IPython.display import HTML

from sowcourse.course import load_course
from sowcourse.durable import write_durably
from sowcourse.errors import LogbookError
from sowcourse.logbook import Logbook
from sowcourse.portfolio import notes, portfolio, shifts
from sowcourse.widgets.base import CSS, LessonWidget, escaped, page, rendered

_PAGE = "<!doctype html>\n<html lang='nl'><head>{head}</head><body><main class='sow'>{body}</main></body></html>\n"

NAMES = ("portfolio.md", "portfolio.html")


def show_journey() -> HTML:
    """Positions before and after, and what was written, lesson by lesson."""
    logbook = Logbook.find()
    try:
        moved = shifts(logbook)
        written = [(module, notes(logbook, module)) for module in load_course().modules]
    except LogbookError as error:
        return HTML(page(f"<p class='sow-bad'>{escaped(error)}</p>", "Jouw weg"))
    rows = "".join(
        f"<tr><th scope='row'>{escaped(s.motion)}</th>"
        f"<td>{escaped(s.before or '—')}</td><td>{escaped(s.after or '—')}</td></tr>"
        for s in moved
    )
    head = "".join(f"<th scope='col'>{name}</th>" for name in ("stelling", "vooraf", "achteraf"))
    table = (
        f"<table><caption>Wat bewoog en wat bleef</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    parts = [
        table
        if rows
        else "<p>Je nam nog in geen enkele les een standpunt in. Doe eerst een debat, en kom dan terug.</p>"
    ]
    for module, answers in written:
        if answers:
            parts.append(f"<details><summary>{escaped(module.title)}: {len(answers)} keer schreef je iets</summary>")
            parts += [f"<p><strong>{escaped(q)}</strong></p><p class='sow-text'>{escaped(a)}</p>" for q, a in answers]
            parts.append("</details>")
    return HTML(page("".join(parts), "Jouw weg"))


class PortfolioWidget(LessonWidget):
    """A button that writes the portfolio into the work folder."""

    script = "portfolio.js"
    asks = False

    def __init__(self, module: str) -> None:
        super().__init__(module, "portfolio", "Je portfolio bewaren", {"names": list(NAMES)})

    def _save(self, change: Any) -> None:
        folder = self._logbook.folder
        try:
            text = portfolio(self._logbook)
            head = f"<meta charset='utf-8'><title>Mijn portfolio</title><style>{CSS}</style>"
            write_durably(folder / NAMES[0], text)
            write_durably(folder / NAMES[1], _PAGE.format(head=head, body=rendered(text)))
        except (OSError, LogbookError) as error:
            self.saved = {
                "count": self.count,
                "time": "",
                "error": f"Je portfolio kon niet worden bewaard in {folder}: {error} "
                "Maak de map schrijfbaar en probeer opnieuw.",
            }
            return
        super()._save(change)

    def static_body(self) -> str:
        return f"<p>Je portfolio staat, zodra je het bewaart, in {' en '.join(NAMES)} in je werkmap.</p>"


def show_portfolio(module: str) -> PortfolioWidget:
    """A button that writes `portfolio.md` and `portfolio.html` into the work folder."""
    return PortfolioWidget(module)
