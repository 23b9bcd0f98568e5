"""What an author sees of the house rules, and the status that scripts can use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sowcourse import cli
from sowcourse.lint import Problem, Rule
from sowcourse.lint.links import Link


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sowcourse", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


def rule(*problems: Problem) -> Rule:
    def found() -> Iterator[Problem]:
        yield from problems

    return found


MUST = Problem(Path("course/a.toml"), "vraag 'x'", "te kort.", "Maak langer.")
MAY = Problem(Path("course/a.toml"), "", "moeilijk.", "Schrijf korter.", advice=True)
OTHER = Problem(Path("course/b.toml"), "", "oud.", "Zoek nieuwer.", advice=True)


@pytest.mark.parametrize(
    ("problems", "status", "sentence"),
    [
        ((), 0, "In orde: 1 huisregels nagekeken, niets gevonden"),
        ((MAY, OTHER), 3, "0 punt(en) moeten beter, 2 keer advies, in 2 plaats(en)."),
        ((MUST, OTHER, MAY), 1, "1 punt(en) moeten beter, 2 keer advies, in 2 plaats(en)."),
    ],
)
def test_what_must_be_mended_stops_and_advice_does_not(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    problems: tuple[Problem, ...],
    status: int,
    sentence: str,
) -> None:
    monkeypatch.setattr("sowcourse.lint.RULES", {"maat": rule(*problems)})
    assert run(monkeypatch, "check") == status
    assert sentence in capsys.readouterr().out


def test_faults_stand_together_under_their_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sowcourse.lint.RULES", {"maat": rule(MUST, OTHER), "adem": rule(MAY)})
    run(monkeypatch, "check")
    said = capsys.readouterr().out.splitlines()
    assert said[:5] == [
        "course/a.toml (2)",
        "  • vraag 'x': te kort. Maak langer. [maat]",
        "  • advies · moeilijk. Schrijf korter. [adem]",
        "course/b.toml (1)",
        "  • advies · oud. Zoek nieuwer. [maat]",
    ]
    assert [line for line in said if "huisregels.md" in line] == [
        "Wat elke regel vraagt, waarom, en met welk voorbeeld: docs/huisregels.md"
    ]
    assert "  sowcourse check" in said


def test_the_network_is_left_alone_unless_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Link] = []

    def note(links: list[Link]) -> list[Problem]:
        asked.extend(links)
        return []

    monkeypatch.setattr("sowcourse.lint.RULES", {"maat": rule()})
    monkeypatch.setattr("sowcourse.lint.exceptions.FILE", "geen.toml")
    monkeypatch.setattr("sowcourse.lint.links.find_moved", note)
    assert run(monkeypatch, "check") == 0
    assert asked == []
    assert run(monkeypatch, "check", "--koppelingen") == 0
    assert len(asked) > 100
    assert f"1 huisregels en {len(asked)} webadressen nagekeken, niets gevonden" in capsys.readouterr().out


def test_what_is_silenced_is_counted_and_listed_with_its_reason_and_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "course").mkdir()
    found = Problem(tmp_path / "course" / "a.toml", "vraag 'x'", "te kort.", "Maak langer.")
    (tmp_path / "course" / "a.toml").touch()
    exception = """[[exception]]
rule = "maat"
file = "course/a.toml"
place = "vraag 'x'"
reason = "De vraag is bewust kort."
date = 2026-11-20
"""
    monkeypatch.setattr("sowcourse.lint.exceptions.course_root", lambda: tmp_path / "course")
    monkeypatch.setattr("sowcourse.lint.RULES", {"maat": rule(found)})
    monkeypatch.setattr("sowcourse.lint.IDS", ("maat", "koppelingen"))
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "check") == 1
    assert "uitzondering" not in capsys.readouterr().out

    (tmp_path / "course" / "exceptions.toml").write_text(exception, encoding="utf-8")
    assert run(monkeypatch, "check") == 0
    said = capsys.readouterr().out
    assert "1 uitzondering(en), die mogen blijven:" in said
    assert "  • course/a.toml, vraag 'x': te kort. [maat] 2026-11-20: De vraag is bewust kort.\n" in said
    assert "In orde: 1 huisregels nagekeken, niets anders gevonden" in said

    (tmp_path / "course" / "exceptions.toml").write_text(exception + exception, encoding="utf-8")
    assert run(monkeypatch, "check") == 1
    assert "regel 7: hetzelfde staat al op regel 1. Haal deze uitzondering weg. [uitz" in capsys.readouterr().out
