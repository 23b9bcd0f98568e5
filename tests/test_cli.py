"""The command line answers in Dutch and with a status that scripts can use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from rich.table import Table

from sowcourse import cli
from sowcourse.commands import terminal


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sowcourse", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["chek"], 2, "De opdracht 'chek' bestaat niet. Bedoel je 'check'?"),
        (["start", "--brwser"], 2, "De optie '--brwser' bestaat niet. Bedoel je --browser of --geen-browser?"),
        (["mark", "--lms", "canvas"], 2, "De optie '--lms' hoort bij 'sowcourse marks'."),
        (["marks", "--blind"], 2, "De optie '--blind' hoort bij 'sowcourse mark'."),
        (["check", "--van", "x"], 2, "De optie '--van' bestaat niet."),
        (["start", "a", "b"], 2, "Dit had hier niet moeten staan: b."),
        (["essay", "import"], 2, "Er ontbreekt iets: 'BESTAND'."),
        (["start", "--poort", "acht"], 2, "De waarde van '--poort' past niet."),
        (["essay", "import", "/nergens/essay.txt"], 1, "/nergens/essay.txt"),
    ],
)
def test_a_slip_is_answered_in_dutch(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    status: int,
    sentence: str,
) -> None:
    assert run(monkeypatch, *words) == status
    said = capsys.readouterr().err
    assert said.startswith("Dat lukt niet. ")
    assert sentence in " ".join(said.split())
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["An [rood]Maes[/rood]", "An [/b]", "[bold]An", "An \\[x]"])
def test_brackets_in_a_name_are_shown_as_they_are(name: str) -> None:
    """Rich takes them for colours, and stops the command on one that does not fit."""
    table = Table("student")
    table.add_row(name)
    for shown in (cli.console, terminal.console):
        with shown.capture() as seen:
            shown.print(table)
            shown.print(f"Overzicht: /tmp/{name}/overzicht.html")
        assert seen.get().count(name) == 2


@pytest.mark.parametrize(
    "words", [[], ["--help"], ["essay", "--help"], ["cohort", "--help"], ["start", "--help"], ["blueprint", "--help"]]
)
def test_help_is_dutch(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert run(monkeypatch, *words) == 0
    said = capsys.readouterr().out
    assert "Opties" in said or "Opdrachten" in said
    for english in ("Options", "Commands", "Arguments", "default:", "Show this message"):
        assert english not in said


def test_check_names_its_rules(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sowcourse.lint.figures.this_year", lambda: 2026)  # figures age
    assert run(monkeypatch, "check") == 0
    assert "huisregels nagekeken, niets anders gevonden" in capsys.readouterr().out


def test_where_a_shell_does_not_know_the_command_it_is_told_how_it_will(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "mijn map" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert terminal.within_reach() == [], "no environment that can be entered"
    (tmp_path / "mijn map").mkdir()
    (tmp_path / "mijn map" / "activate").touch()
    (told,) = terminal.within_reach()
    assert told.startswith(f"source '{tmp_path}/mijn map/activate' ")
    (tmp_path / "sowcourse").touch(mode=0o755)
    assert terminal.within_reach() == []
