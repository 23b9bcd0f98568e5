"""nbgrader's exchange as a student meets it: hand in there, see that it arrived, fetch what came back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sowcourse.durable import write_durably
from sowcourse.errors import CohortError
from sowcourse.student.surroundings import nbgrader_folders
from sowcourse.trouble import brief

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class Exchange:
    """The part of an exchange that belongs to one class."""

    root: Path
    course: str


@dataclass(frozen=True)
class Arrival:
    """What lies in the exchange after handing in."""

    moment: datetime
    """When it came in, as it will count: what nbgrader wrote, or the file system when that is later."""
    notebook: Path
    """The copy that the lecturer will collect."""


def exchange_root() -> Path | None:
    """The exchange that this computer's nbgrader settings name; None when they name none."""
    found = _configuration().get("Exchange", {}).get("root")
    return Path(str(found)) if found else None


def own_course() -> str:
    """The class that nbgrader's settings name; "" when they name none."""
    return str(_configuration().get("CourseDirectory", {}).get("course_id", ""))


def find_exchange(assignment: str, cohort: str = "") -> Exchange | None:
    """Where this assignment can be handed in; None when there is no exchange, or none that holds it and takes work in.

    Parameters: cohort – the class for which the assignment was given out; "" when the notebook does not say.
    Raises: CohortError when the exchange cannot be reached, or several classes have this assignment.
    """
    root = exchange_root()
    if root is None:
        return None
    if not root.is_dir():
        raise CohortError(f"{root}: de uitwisselingsmap is er niet. Vraag de beheerder van deze computer.")
    wanted = cohort or own_course() or "*"
    given = [place.parent.parent for place in root.glob(f"{wanted}/outbound/{assignment}")]
    courses = sorted(place.name for place in given if (place / "inbound").is_dir())
    if len(courses) > 1:
        raise CohortError(
            f"{assignment}: meer dan één klas heeft deze opdracht ({', '.join(courses)}). "
            "Vraag je lesgever om ze opnieuw uit te geven."
        )
    return Exchange(root, courses[0]) if courses else None


def submit(exchange: Exchange, assignment: str, notebook: Path) -> Arrival:
    """Hand in one notebook, and look at what arrived.

    Raises: CohortError in Dutch when it did not arrive.
    """
    from nbgrader.exchange import ExchangeError
    from nbgrader.exchange.default import ExchangeSubmit

    with tempfile.TemporaryDirectory() as folder, _told(exchange):
        place = Path(folder) / assignment
        place.mkdir()
        (place / f"{assignment}.ipynb").write_bytes(notebook.read_bytes())
        try:
            handing = _step(ExchangeSubmit, exchange, assignment, Path(folder))
            handing.start()
        except (ExchangeError, RuntimeError) as error:
            raise CohortError(f"{exchange.root}: de uitwisselingsmap weigert je opdracht ({error}).") from error
    arrived = Path(handing.inbound_path) / handing.assignment_filename / f"{assignment}.ipynb"
    if not arrived.is_file():
        raise CohortError(f"{exchange.root}: je opdracht is daar niet aangekomen.")
    moment = datetime.strptime(handing.timestamp, "%Y-%m-%d %H:%M:%S.%f %Z").replace(tzinfo=UTC)
    changed = max(place.stat().st_ctime for place in (arrived, arrived.parent))
    return Arrival(max(moment, datetime.fromtimestamp(changed, UTC)), arrived)


def copy_handout(exchange: Exchange, assignment: str, folder: Path) -> Path:
    """Copy what was given out into `folder`. Returns: the folder of the assignment in it.

    Raises: CohortError in Dutch when the exchange refuses.
    """
    from nbgrader.exchange import ExchangeError
    from nbgrader.exchange.default import ExchangeFetchAssignment

    with _told(exchange):
        try:
            _step(ExchangeFetchAssignment, exchange, assignment, folder).start()
        except (ExchangeError, RuntimeError) as error:
            raise CohortError(
                f"{exchange.root}: de opdracht kan niet worden opgehaald ({error}). Probeer het nog eens, of vraag je "
                "lesgever om ze opnieuw uit te geven."
            ) from error
    return folder / assignment


def fetch_feedback(exchange: Exchange, assignment: str, folder: Path) -> list[Path]:
    """Put the feedback on everything that was handed in from here in `folder`; the pages that were not there yet.

    Raises: CohortError in Dutch when the exchange refuses.
    """
    from nbgrader.exchange import ExchangeError
    from nbgrader.exchange.default import ExchangeFetchFeedback

    if not (exchange.root / exchange.course / "feedback").is_dir():
        return []
    new = []
    with tempfile.TemporaryDirectory() as temporary, _told(exchange):
        try:
            _step(ExchangeFetchFeedback, exchange, assignment, Path(temporary)).start()
        except ExchangeError as error:
            raise CohortError(f"{exchange.root}: de terugkoppeling kan niet worden opgehaald ({error}).") from error
        for page in sorted(Path(temporary).glob(f"{assignment}/feedback/*/*.html")):
            moment = page.parent.name[:19].replace(":", ".")  # a colon is no part of a file name on every system
            target = folder / f"{assignment} {moment}.html"
            text = page.read_text(encoding="utf-8")
            if not target.is_file() or target.read_text(encoding="utf-8") != text:
                folder.mkdir(parents=True, exist_ok=True)
                write_durably(target, text)
                new.append(target)
    return new


def _configuration() -> Any:
    """nbgrader's settings for whoever works here: those of the machine, overruled by those of the user."""
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    merged = Config()
    for folder in reversed(nbgrader_folders()):
        if (Path(folder) / CONFIG).is_file():
            merged.merge(PyFileConfigLoader(CONFIG, path=folder).load_config())
    return merged


def _step(kind: Any, exchange: Exchange, assignment: str, folder: Path) -> Any:
    """One of nbgrader's own steps, for this class and this folder."""
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory

    config = _configuration()
    config.Exchange.root = str(exchange.root)
    config.Exchange.assignment_dir = str(folder)
    config.Exchange.timezone = "UTC"
    config.Exchange.timestamp_format = "%Y-%m-%d %H:%M:%S.%f %Z"
    config.Exchange.path_includes_course = False
    config.CourseDirectory.course_id = exchange.course
    config.CourseDirectory.assignment_id = assignment
    return kind(coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config), config=config)


@contextmanager
def _told(exchange: Exchange) -> Iterator[None]:
    """What the system refuses, said in Dutch."""
    try:
        yield
    except OSError as error:
        raise CohortError(f"{exchange.root}: hier kan niet worden geschreven of gelezen ({brief(error)}).") from error
