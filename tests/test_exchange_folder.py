"""A student at an exchange of a few folders made by hand: which class, what arrives and what comes back."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sowcourse.errors import CohortError
from sowcourse.student import exchange as module
from sowcourse.student.exchange import (
    Exchange,
    copy_handout,
    exchange_root,
    fetch_feedback,
    find_exchange,
    own_course,
    submit,
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let nbgrader's settings of who works here say something."""
    mine, theirs = tmp_path / "mijn", tmp_path / "machine"
    for folder in (mine, theirs):
        folder.mkdir()
    monkeypatch.setattr(module, "nbgrader_folders", lambda: [str(mine), str(theirs), str(tmp_path / "weg")])

    def say(lines: str, machine: str = "") -> None:
        (mine / "nbgrader_config.py").write_text(f"c = get_config()\n{lines}\n", encoding="utf-8")
        (theirs / "nbgrader_config.py").write_text(f"c = get_config()\n{machine}\n", encoding="utf-8")

    return say


@pytest.fixture
def shared(tmp_path: Path, settings: Callable[..., None]) -> Path:
    """An exchange with a class that gave out one assignment, which the settings name."""
    root = tmp_path / "uitwisseling"
    given(root, "dag", "les")
    settings(f"c.Exchange.root = {str(root)!r}")
    return root


def given(root: Path, course: str, assignment: str) -> None:
    (root / course / "outbound" / assignment).mkdir(parents=True, exist_ok=True)
    (root / course / "inbound").mkdir(exist_ok=True)
    (root / course / "outbound" / assignment / f"{assignment}.ipynb").write_text("gegeven", encoding="utf-8")


def told(act: Callable[[], object]) -> str:
    with pytest.raises(CohortError) as refused:
        act()
    return str(refused.value)


# Which exchange, and which class --------------------------------------------------------------------------------------


def test_the_settings_of_who_works_here_go_before_those_of_the_machine(
    tmp_path: Path, settings: Callable[..., None]
) -> None:
    assert (exchange_root(), own_course(), find_exchange("les")) == (None, "", None)
    settings("", 'c.Exchange.root = "/machine"\nc.CourseDirectory.course_id = "avond"')
    assert (exchange_root(), own_course()) == (Path("/machine"), "avond")
    settings('c.Exchange.root = "/mijn"', 'c.Exchange.root = "/machine"\nc.CourseDirectory.course_id = "avond"')
    assert (exchange_root(), own_course()) == (Path("/mijn"), "avond")
    settings("c.Exchange.root = ''")
    assert exchange_root() is None


def test_the_class_is_that_of_the_notebook_else_of_the_settings_else_the_only_one(
    shared: Path, settings: Callable[..., None]
) -> None:
    assert find_exchange("les") == Exchange(shared, "dag")
    assert find_exchange("andere") is None
    given(shared, "avond", "les")
    given(shared, "weekend", "andere")
    assert told(lambda: find_exchange("les")) == (
        "les: meer dan één klas heeft deze opdracht (avond, dag). Vraag je lesgever om ze opnieuw uit te geven."
    )
    assert find_exchange("les", "dag") == Exchange(shared, "dag")
    assert find_exchange("les", "weekend") is None
    settings(f"c.Exchange.root = {str(shared)!r}\nc.CourseDirectory.course_id = 'avond'")
    assert find_exchange("les") == Exchange(shared, "avond")
    assert find_exchange("les", "dag") == Exchange(shared, "dag")


def test_a_class_that_takes_nothing_in_is_no_place_to_hand_in(shared: Path, tmp_path: Path) -> None:
    (shared / "dag" / "inbound").rmdir()
    assert find_exchange("les") is None
    shared.rename(tmp_path / "verhuisd")
    assert told(lambda: find_exchange("les")) == (
        f"{shared}: de uitwisselingsmap is er niet. Vraag de beheerder van deze computer."
    )


# Handing in -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def work(tmp_path: Path) -> Path:
    file = tmp_path / "mijn werk.ipynb"
    file.write_text("van mij", encoding="utf-8")
    return file


def test_one_notebook_arrives_under_its_own_name_and_moment(
    shared: Path, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "gegevens"))
    begun = datetime.now(UTC).replace(microsecond=0)
    arrival = submit(Exchange(shared, "dag"), "les", work)
    assert arrival.notebook.read_text("utf-8") == "van mij"
    (folder,) = (shared / "dag" / "inbound").iterdir()
    assert arrival.notebook == folder / "les.ipynb"
    student, assignment, moment, _ = folder.name.split("+")
    assert (student, assignment) == (getpass.getuser(), "les")
    named = datetime.strptime(moment, "%Y-%m-%d %H:%M:%S.%f UTC").replace(tzinfo=UTC)
    assert begun <= named <= datetime.now(UTC)
    changed = [datetime.fromtimestamp(place.stat().st_ctime, UTC) for place in (folder, arrival.notebook)]
    assert arrival.moment == max(named, *changed)
    assert not list(tmp_path.glob("gegevens/**/*.html"))


class Handing:
    """A step of nbgrader that does what it is told."""

    def __init__(self, inbound: Path, moment: str, then: Callable[[], None]) -> None:
        self.inbound_path, self.assignment_filename, self.timestamp = str(inbound), "map", moment
        self.start = then


def test_the_latest_moment_that_is_known_of_it_counts(
    shared: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbound = shared / "dag" / "inbound"
    asked: list[Any] = []

    def copies() -> None:
        (inbound / "map").mkdir(exist_ok=True)
        (inbound / "map" / "les.ipynb").write_text("x", encoding="utf-8")

    for moment in ("2020-01-01 10:00:00.000000 UTC", "2099-01-01 10:00:00.250000 UTC"):
        monkeypatch.setattr(
            module, "_step", lambda *words, m=moment: asked.append(words) or Handing(inbound, m, copies)
        )
        found = submit(Exchange(shared, "dag"), "les", work)
        states = [place.stat().st_ctime for place in (found.notebook, found.notebook.parent)]
        disk = datetime.fromtimestamp(max(states), UTC)
        assert found.moment == max(datetime.fromisoformat(f"{moment[:-4]}+00:00"), disk)
    kind, exchange, assignment, folder = asked[0]
    assert kind.__name__ == "ExchangeSubmit"
    assert (exchange, assignment) == (Exchange(shared, "dag"), "les")
    assert not folder.exists(), "what was made for it is gone"


def test_what_does_not_arrive_or_is_refused_is_told(shared: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbgrader.exchange import ExchangeError

    inbound, here = shared / "dag" / "inbound", Exchange(shared, "dag")
    moment = "2020-01-01 10:00:00.000000 UTC"
    monkeypatch.setattr(module, "_step", lambda *_: Handing(inbound, moment, lambda: None))
    assert told(lambda: submit(here, "les", work)) == f"{shared}: je opdracht is daar niet aangekomen."

    def fails(fault: Exception) -> Callable[..., Handing]:
        def then() -> None:
            raise fault

        return lambda *_: Handing(inbound, moment, then)

    for fault in (ExchangeError("vol"), RuntimeError("vol")):
        monkeypatch.setattr(module, "_step", fails(fault))
        assert told(lambda: submit(here, "les", work)) == f"{shared}: de uitwisselingsmap weigert je opdracht (vol)."
        assert told(lambda: copy_handout(here, "les", work.parent)) == (
            f"{shared}: de opdracht kan niet worden opgehaald (vol). Probeer het nog eens, of vraag je lesgever om ze "
            "opnieuw uit te geven."
        )
    monkeypatch.setattr(module, "_step", fails(PermissionError(13, "Permission denied")))
    for act in (lambda: submit(here, "les", work), lambda: copy_handout(here, "les", work.parent)):
        assert re.fullmatch(
            rf"{re.escape(str(shared))}: hier kan niet worden geschreven of gelezen \(.+\)\.", told(act)
        )


# Fetching -------------------------------------------------------------------------------------------------------------


def test_what_was_given_out_is_copied_into_a_folder_of_its_name(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "gegevens"))
    given(shared, "avond", "les")
    (shared / "avond" / "outbound" / "les" / "les.ipynb").write_text("van de avond", encoding="utf-8")
    (tmp_path / "werk").mkdir()
    made = copy_handout(Exchange(shared, "avond"), "les", tmp_path / "werk")
    assert made == tmp_path / "werk" / "les"
    assert (made / "les.ipynb").read_text("utf-8") == "van de avond"
    assert told(lambda: copy_handout(Exchange(shared, "avond"), "weg", tmp_path / "werk")).startswith(
        f"{shared}: de opdracht kan niet worden opgehaald ("
    )


def test_a_step_of_nbgrader_is_for_this_class_this_folder_and_universal_time(shared: Path, tmp_path: Path) -> None:
    from nbgrader.exchange.default import ExchangeSubmit

    step = module._step(ExchangeSubmit, Exchange(shared, "dag"), "les", tmp_path)
    assert (step.root, step.assignment_dir, step.timezone) == (str(shared), str(tmp_path), "UTC")
    assert (step.timestamp_format, step.path_includes_course) == ("%Y-%m-%d %H:%M:%S.%f %Z", False)
    assert (step.coursedir.course_id, step.coursedir.assignment_id) == ("dag", "les")
    assert step.authenticator.config.CourseDirectory.course_id == "dag", "by the same settings"


def test_feedback_comes_back_once_and_again_when_it_changed(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nbgrader.exchange import ExchangeError

    here, back = Exchange(shared, "dag"), tmp_path / "terug" / "koppeling"
    pages = {"2026-12-18 10:00:00.123456 UTC": "eerste", "2026-12-19 10:00:00.000000 UTC": "tweede"}
    asked: list[Any] = []

    def fetches(kind: Any, exchange: Exchange, assignment: str, folder: Path) -> Any:
        asked.append((kind.__name__, exchange, assignment))

        def then() -> None:
            for moment, text in pages.items():
                place = folder / assignment / "feedback" / moment
                place.mkdir(parents=True)
                (place / "les.html").write_text(text, encoding="utf-8")
            (folder / assignment / "feedback" / "les.html").write_text("geen", encoding="utf-8")

        return SimpleNamespace(start=then)

    monkeypatch.setattr(module, "_step", fetches)
    assert fetch_feedback(here, "les", back) == []
    assert asked == [], "where no feedback was given nobody asks"
    (shared / "dag" / "feedback").mkdir()
    found = fetch_feedback(here, "les", back)
    assert asked == [("ExchangeFetchFeedback", here, "les")]
    assert found == [back / "les 2026-12-18 10.00.00.html", back / "les 2026-12-19 10.00.00.html"]
    assert [page.read_text("utf-8") for page in found] == ["eerste", "tweede"]
    assert fetch_feedback(here, "les", back) == []
    pages["2026-12-19 10:00:00.000000 UTC"] = "verbeterd"
    assert fetch_feedback(here, "les", back) == [found[1]]
    assert found[1].read_text("utf-8") == "verbeterd"

    fault: Exception = ExchangeError("dicht")

    def refuses() -> None:
        raise fault

    monkeypatch.setattr(module, "_step", lambda *_: SimpleNamespace(start=refuses))
    assert told(lambda: fetch_feedback(here, "les", back)) == (
        f"{shared}: de terugkoppeling kan niet worden opgehaald (dicht)."
    )
    fault = PermissionError(13, "Permission denied")
    assert re.fullmatch(
        rf"{re.escape(str(shared))}: hier kan niet worden geschreven of gelezen \(.+\)\.",
        told(lambda: fetch_feedback(here, "les", back)),
    )
