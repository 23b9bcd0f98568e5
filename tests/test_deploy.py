"""What `deploy/school` refuses before it does anything; the rest of it is tried on a whole school, in `tests/hub`."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / "deploy" / "school"

SETTINGS = """
adres = "http://127.0.0.1:8000"
[klassen.dag]
lesgevers = ["jan"]
klaslijst = "/nergens/dag.csv"
puntenboek = "postgresql"
"""


@pytest.fixture
def school(tmp_path: Path) -> tuple[dict[str, Any], Any]:
    """The script, and a school of which something stands in each of its folders."""
    script = runpy.run_path(str(SCRIPT))
    (tmp_path / "school.toml").write_text(SETTINGS, encoding="utf-8")
    made = script["School"](tmp_path, tmp_path / "school.toml")
    for folder in (made.etc, made.srv, made.opt, made.units):
        folder.mkdir(parents=True)
        (folder / "iets").write_text("van de school", encoding="utf-8")
    return script, made


def standing(school: Any) -> list[str]:
    return [place.name for place in (school.etc, school.srv, school.opt) if (place / "iets").is_file()]


@pytest.mark.parametrize("sure", [False, True])
def test_work_is_taken_away_only_when_that_is_said_twice_and_its_databases_go_too(
    school: tuple[dict[str, Any], Any], monkeypatch: pytest.MonkeyPatch, sure: bool
) -> None:
    script, made = school

    def silent(school: Any, order: str) -> str:
        raise script["Stop"]("psql: geen verbinding.")

    monkeypatch.setitem(script["take_down"].__globals__, "_psql", silent)
    with pytest.raises(script["Stop"]) as caught:
        script["take_down"](made, True, sure)
    told = str(caught.value)
    assert ("PostgreSQL antwoordt niet" in told, "cohorten (dag)" in told) == (sure, not sure)
    assert "nog niets weg" in told
    assert len(standing(made)) == 3


def test_without_the_work_only_the_programs_go(school: tuple[dict[str, Any], Any]) -> None:
    script, made = school
    script["take_down"](made, False, False)
    assert standing(made) == [made.etc.name, made.srv.name]
