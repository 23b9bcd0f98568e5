"""What moved and what stayed, and the portfolio as files of the student's own."""

from __future__ import annotations

from pathlib import Path

from sowcourse.course import load_course
from sowcourse.durable import write_durably
from sowcourse.errors import LogbookError
from sowcourse.logbook import Logbook
from sowcourse.parts.base import CSS, Answer, Part, escaped, rendered
from sowcourse.parts.portfolio.model import portfolio, shifts, written

_PAGE = "<!doctype html>\n<html lang='nl'><head>{head}</head><body><main class='sow'>{body}</main></body></html>\n"

NAMES = ("portfolio.md", "portfolio.html")


class JourneyPart(Part):
    """Positions before and after, and what was written, lesson by lesson."""

    call = "show_journey"
    told = "wat bleef en wat verschoof"

    @classmethod
    def offered(cls, module: str, course: Path) -> list[tuple[str, ...]]:
        return [()]

    def __init__(self) -> None:
        super().__init__("", "", "Jouw weg", {"html": ""})

    def recall(self, logbook: Logbook) -> None:
        """Everything there is."""
        try:
            self.data["html"] = _journey(logbook)
        except LogbookError as error:
            self.data["html"] = f"<p class='sow-bad'>{escaped(error)}</p>"


def _journey(logbook: Logbook) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escaped(s.motion)}</th>"
        f"<td>{escaped(s.before or '—')}</td><td>{escaped(s.after or '—')}</td></tr>"
        for s in shifts(logbook)
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
    for module in load_course().modules:
        answers = written(logbook, module)
        if answers:
            parts.append(f"<details><summary>{escaped(module.title)}: {len(answers)} keer schreef je iets</summary>")
            parts += [f"<p><strong>{escaped(q)}</strong></p><p class='sow-text'>{escaped(a)}</p>" for q, a in answers]
            parts.append("</details>")
    return "".join(parts)


class PortfolioPart(Part):
    """A button that writes `portfolio.md` and `portfolio.html` into the work folder."""

    call = "show_portfolio"
    told = "het portfolio"
    script = "portfolio"

    def __init__(self, module: str) -> None:
        super().__init__(module, "portfolio", "Je portfolio bewaren", {"names": list(NAMES)})

    def body(self, answer: Answer) -> str:
        return f"<p>Je portfolio staat, zodra je het bewaart, in {' en '.join(NAMES)} in je werkmap.</p>"

    def act(self, logbook: Logbook) -> None:
        """Write the portfolio."""
        try:
            text = portfolio(logbook)
            head = f"<meta charset='utf-8'><title>Mijn portfolio</title><style>{CSS}</style>"
            write_durably(logbook.folder / NAMES[0], text)
            write_durably(logbook.folder / NAMES[1], _PAGE.format(head=head, body=rendered(text)))
        except (OSError, LogbookError) as error:
            raise LogbookError(
                f"Je portfolio kon niet worden bewaard in {logbook.folder}: {error} "
                "Maak de map schrijfbaar en probeer opnieuw."
            ) from error
