"""House rule on request: the addresses in the course still lead somewhere. The only rule that uses the network."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

from sowcourse.content import course_root, datasets_root
from sowcourse.dataset import load_dataset
from sowcourse.essay import load_essay
from sowcourse.lint.lessons import notebooks
from sowcourse.lint.problem import LINKS, UNCHECKED, Problem
from sowcourse.notebook import read_notebook, source
from sowcourse.source import load_sources

AT_ONCE = 16
PATIENCE = 15.0
"""Seconds before a site counts as silent."""

_PERMANENT = (301, 308)
_GONE = (404, 410)
_LINK = re.compile(r"(?:\]\(|href=[\"'])(https?://[^)\s\"']+)")


@dataclass(frozen=True)
class Link:
    """One address and the first place where it stands."""

    url: str
    file: Path
    place: str


@dataclass(frozen=True)
class Answer:
    """What came of asking for an address."""

    kind: str
    """"goed", "verhuisd", "weg" (no such page), "weigert" (wants no automatic visit) or "stil" (no answer)."""
    told: str = ""
    """The new address, or why, in Dutch."""


def all_links() -> list[Link]:
    """Every address in sources, data sets, the essay, lessons and assignments, each once."""
    found: dict[str, Link] = {}
    for link in _links():
        found.setdefault(link.url, link)
    return list(found.values())


def _links() -> Iterator[Link]:
    for item in load_sources().values():
        if item.url:
            yield Link(item.url, course_root() / "sources.toml", item.id)
    yield Link(load_essay().url, course_root() / "essay" / "essay.toml", "url")
    for folder in sorted(datasets_root().glob("*/")):
        dataset = load_dataset(folder.name)
        if dataset.url:
            yield Link(dataset.url, folder / "dataset.toml", "url")
        if any(column.name == "url" for column in dataset.columns):
            for number, row in enumerate(dataset.rows(), start=2):
                if str(row["url"] or "").startswith("http"):
                    yield Link(str(row["url"]), dataset.file, f"regel {number}")
    for file in notebooks():
        for cell in read_notebook(file)["cells"]:
            if cell["cell_type"] == "markdown":
                for url in _LINK.findall(source(cell)):
                    yield Link(url, file, str(cell.get("id")))


def find_moved(links: list[Link], tell: Callable[[int, int], None] | None = None) -> list[Problem]:
    """Ask for every address; advice for each that moved, is gone, refuses or is silent.

    Parameters: tell – called with how many were asked and how many there are.
    When not one site answers, that is one piece of advice: there is no network, nothing was checked.
    """
    answers = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for answer in pool.map(lambda link: ask(link.url), links):
            answers.append(answer)
            if tell:
                tell(len(answers), len(links))
    if links and all(answer.kind == "stil" for answer in answers):
        fault = f"geen van de {len(links)} sites antwoordde ({answers[0].told}): niets is nagekeken."
        remedy = "Kijk je netwerk na en probeer opnieuw."
        return [Problem(course_root(), LINKS, fault, remedy, advice=True, rule=UNCHECKED)]
    return [problem for link, answer in zip(links, answers, strict=True) for problem in _judge(link, answer)]


def _judge(link: Link, answer: Answer) -> Iterator[Problem]:
    sentences = {
        "verhuisd": (f"{link.url} is verhuisd naar {answer.told}.", "Neem het nieuwe adres over."),
        "weg": (f"{link.url} bestaat niet meer ({answer.told}).", "Zoek de bron op haar nieuwe plek, of vervang haar."),
        "weigert": (f"{link.url} laat zich niet automatisch nakijken ({answer.told}).", "Open het zelf in je browser."),
        "stil": (f"{link.url} antwoordt niet ({answer.told}).", "Probeer later opnieuw, of open het in je browser."),
    }
    if answer.kind in sentences:
        fault, remedy = sentences[answer.kind]
        yield Problem(link.file, link.place, fault, remedy, advice=True, rule=LINKS)


class _Moves(urllib.request.HTTPRedirectHandler):
    """Follows redirects and remembers where the permanent ones lead, as long as all before were permanent."""

    def __init__(self) -> None:
        self.moved = ""
        self.permanent = True

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        self.permanent = self.permanent and code in _PERMANENT
        if self.permanent:
            self.moved = newurl
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def ask(url: str, patience: float = PATIENCE) -> Answer:
    """Ask for one address; only http and https are ever followed."""
    moves = _Moves()
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        moves,
    ):
        opener.add_handler(handler)
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "sowcourse check", "Accept": "*/*"})
        response = opener.open(request, timeout=patience)
        if response is None:
            return Answer("weg", "dit is geen webadres")
        response.close()
    except urllib.error.HTTPError as error:
        error.close()
        return Answer("weg", f"fout {error.code}") if error.code in _GONE else Answer("weigert", f"fout {error.code}")
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        return Answer("stil", _reason(error))
    except (HTTPException, UnicodeError, ValueError) as error:
        return Answer("weigert", type(error).__name__)
    return Answer("verhuisd", moves.moved) if moves.moved else Answer("goed")


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return "te lang gewacht"
    if isinstance(cause, ConnectionError):
        return "de verbinding werd geweigerd"
    return "de site is niet te vinden"
