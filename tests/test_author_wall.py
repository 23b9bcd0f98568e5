"""Code that somebody wrote in the author's room, behind the wall; and what is asked where there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sowcourse.errors import ContentError
from sowcourse.office import author_new, author_page
from sowcourse.office.desk import Desk
from sowcourse.sandbox.process import TOO_LONG
from sowcourse.skeleton import assignment, rehearsal
from sowcourse.skeleton.kind import ASSIGNMENTS
from tests.walking_office import LESSON, Visitor, spoilable, writing_in

WRONG = f"schrijven/foute-antwoorden/{LESSON}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return spoilable(tmp_path)


@pytest.fixture
def visitor(project: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return writing_in(project, monkeypatch)


def harmful(project: Path) -> str:
    """Code of somebody who wants to know and spoil what is not theirs, and hands out what it found as an answer."""
    own = project / "geheim.txt"
    own.write_text("dit leest niemand", encoding="utf-8")
    return (
        "found = []\n"
        f"try:\n    found.append(open({str(own)!r}).read())\nexcept OSError:\n    pass\n"
        f"try:\n    open({str(project / 'gewist.txt')!r}, 'w').write('x')\nexcept OSError:\n    pass\n"
        "import os, socket\n"
        "found += [name for name in os.environ if name == 'SOWCOURSE_TOKEN']\n"
        "try:\n    socket.socket().connect(('127.0.0.1', 9)); found.append('net')\n"
        "except ConnectionRefusedError:\n    found.append('net')\nexcept OSError:\n    pass\n"
        "verschil = 3\n"
        "assert not found, f'gevonden: {found}'\n"
    )


def test_saving_a_wrong_answer_lets_its_code_see_and_change_nothing(
    visitor: Visitor, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOWCOURSE_TOKEN", "geheim")
    told = visitor.press(
        f"{WRONG}/nieuw", "bewaren", naam="kwaad", cell="stap-2", source=harmful(project), fails="", sentence=""
    )
    assert "verschil: dit is nog niet de juiste waarde" in told, "it ran, and its check spoke"
    assert "dit leest niemand" not in told
    assert not (project / "gewist.txt").exists()
    notebook = project / ASSIGNMENTS / LESSON / f"{LESSON}.ipynb"
    before = notebook.read_bytes()
    preview = visitor.get(f"{WRONG}/stap-2-kwaad/voorbeeld")
    assert "SOWCOURSE_TOKEN" in preview, "a preview shows the code"
    assert not (project / "gewist.txt").exists(), "and does not run it"
    visitor.press(f"{WRONG}/stap-2-kwaad", "publiceren")
    assert not (project / "gewist.txt").exists()
    assert json.loads(notebook.read_bytes())["cells"] == json.loads(before)["cells"], "only the key follows"


def test_the_same_code_without_a_wall_would_have_seen_and_changed_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "why_unwalled", lambda: "bubblewrap is niet geïnstalleerd")
    folder = project / ASSIGNMENTS / LESSON
    rehearsal.refused_by(folder, "stap-2", harmful(project), anyway=True)
    assert (project / "gewist.txt").exists()


def test_code_that_does_not_end_is_stopped_and_told_of(
    visitor: Visitor, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {"naam": "lus", "cell": "stap-2", "fails": "", "sentence": ""}
    stopped = TOO_LONG.format(seconds=5).replace("Deze cel", "De code")
    with monkeypatch.context() as patch, pytest.raises(ContentError, match=stopped):
        patch.setattr(rehearsal, "OF_ONE", 5)
        ended = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass"
        visitor.press(f"{WRONG}/nieuw", "bewaren", **words, source=ended)
    with pytest.raises(ContentError, match=r"kwamen niet klaar\. Tijdens het uitvoeren stopte Python"):
        visitor.press(f"{WRONG}/nieuw", "bewaren", **words, source="import os\nos._exit(0)")
    assert not (project / "kantoor" / ".schrijven" / "concept" / ASSIGNMENTS).exists(), "nothing is kept"


def test_without_a_wall_nothing_runs_before_somebody_said_it_may(
    visitor: Visitor, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {"naam": "drie", "cell": "stap-2", "source": "verschil = 3", "fails": "", "sentence": ""}
    assert "Voer de code uit met mijn rechten" not in visitor.get(f"{WRONG}/nieuw"), "no question where there is a wall"
    monkeypatch.setattr(rehearsal, "why_unwalled", lambda: "bubblewrap is niet geïnstalleerd")
    monkeypatch.setattr(author_page, "why_unwalled", rehearsal.why_unwalled)
    monkeypatch.setattr(rehearsal, "_behind_wall", lambda job, seconds: pytest.fail("there is no wall"))
    ran: list[str] = []
    without = rehearsal._without_wall

    def counted(job: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        ran.append(job["act"])
        return without(job, seconds)

    monkeypatch.setattr(rehearsal, "_without_wall", counted)

    shown = visitor.get(f"{WRONG}/nieuw")
    assert "Voer de code uit met mijn rechten" in shown
    assert "niet afgeschermd worden (bubblewrap is niet geïnstalleerd)" in shown
    with pytest.raises(ContentError, match=r"kan die niet afgeschermd worden.*Er is nog niets uitgevoerd.*vinkje"):
        visitor.press(f"{WRONG}/nieuw", "bewaren", **words)
    assert ran == []
    visitor.press(f"{WRONG}/nieuw", "bewaren", **words, **{rehearsal.ANYWAY: "ja"})
    assert ran == ["judged"]

    draft = f"{WRONG}/stap-2-drie"
    assert "Voer de code uit met mijn rechten" in visitor.get(draft)
    with pytest.raises(ContentError, match=r"nog niet gepubliceerd: hiervoor moet code .*vinkje"):
        visitor.press(draft, "publiceren")
    assert ran == ["judged"]
    assert not (project / ASSIGNMENTS / LESSON / "wrong-answers" / "stap-2-drie.toml").exists()
    visitor.press(draft, "publiceren", **{rehearsal.ANYWAY: "ja"})
    assert ran == ["judged", "proved"]
    assert (project / ASSIGNMENTS / LESSON / "wrong-answers" / "stap-2-drie.toml").exists()
    with pytest.raises(ContentError, match="nog niet verwijderd: hiervoor moet code"):
        visitor.press(draft, "verwijderen")
    assert ran == ["judged", "proved"]


def test_a_new_assignment_asks_before_it_makes_anything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kantoor").mkdir()
    visitor = Visitor(Desk(tmp_path / "kantoor", "/kantoor"))
    monkeypatch.setattr(rehearsal, "why_unwalled", lambda: "dit is geen Linux")
    monkeypatch.setattr(author_new, "why_unwalled", rehearsal.why_unwalled)
    monkeypatch.setattr(assignment, "whole_or_nothing", lambda *paths: pytest.fail("something is being made"))
    assert "niet afgeschermd worden (dit is geen Linux)" in visitor.get("schrijven/nieuwe-opdracht")
    with pytest.raises(ContentError, match=r"kan die niet afgeschermd worden \(dit is geen Linux\).*vinkje"):
        visitor.press("schrijven/nieuwe-opdracht", "maken", les="0-start", cijfers="eenzaamheid")


@pytest.mark.parametrize(
    "told",
    [{}, {"ended": ""}, {"verdicts": 3, "unknown": []}, {"verdicts": [], "unknown": []}, {"refused": [1]}, 5, "ended"],
    ids=["nothing", "ended", "a number", "too few", "half a refusal", "no object", "a word"],
)
def test_what_comes_over_the_wall_in_another_form_is_no_answer(
    told: object, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "_behind_wall", lambda job, seconds: told)
    with pytest.raises(ContentError, match="de controles van de opdracht kwamen niet klaar"):
        rehearsal.refused_by(project / ASSIGNMENTS / LESSON, "stap-2", "verschil = 3")


FORGED = """
import glob, json, os, sys
frame, answer = sys._getframe(), None
while frame and not callable(answer):
    answer, frame = frame.f_locals.get("answer"), frame.f_back
found = {"unknown": [], "verdicts": [["test-stap-2", "Alles juist."]], "problems": []}
for file in glob.glob("/scratch/**/*.ipynb", recursive=True):
    made = json.load(open(file))
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = "gesmokkeld = True"
    found |= {"notebook": json.dumps(made), "key": made["metadata"]["sowcourse"].get("key")}
answer(found)
os._exit(0)
"""
"""Code that says itself what came of it, with a notebook in which all code is another."""


def test_code_that_forges_the_answer_brings_nothing_into_the_notebook_of_students(
    visitor: Visitor, project: Path
) -> None:
    notebook = project / ASSIGNMENTS / LESSON / f"{LESSON}.ipynb"
    before = notebook.read_bytes()
    words = {"naam": "smokkel", "cell": "stap-2", "fails": "", "sentence": ""}
    told = visitor.press(f"{WRONG}/nieuw", "bewaren", **words, source=FORGED)
    assert "Alles juist." in told, "it does speak for itself: who reads the draft sees that"
    with pytest.raises(ContentError, match="nog niet gepubliceerd: de controles van de opdracht kwamen niet klaar"):
        visitor.press(f"{WRONG}/stap-2-smokkel", "publiceren")
    assert notebook.read_bytes() == before
    assert not (project / ASSIGNMENTS / LESSON / "wrong-answers" / "stap-2-smokkel.toml").exists()


def test_of_what_comes_over_the_wall_only_the_key_reaches_the_notebook(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project / ASSIGNMENTS / LESSON
    text, problems = rehearsal.settled(folder)
    assert problems == []
    key = json.loads(text)["metadata"]["sowcourse"]["key"]
    said = {"key": {**key, "meer": "gesmokkeld"}, "notebook": "gesmokkeld", "problems": []}
    monkeypatch.setattr(rehearsal, "_behind_wall", lambda job, seconds: said)
    assert rehearsal.settled(folder) == (text, [])
    for none in (None, 3, {}, {**key, "of": "x"}, {**key, "entries": 3}):
        said["key"] = none
        with pytest.raises(ContentError, match="de controles van de opdracht kwamen niet klaar"):
            rehearsal.settled(folder)
