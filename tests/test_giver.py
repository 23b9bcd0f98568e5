"""Who gave a mark is known while exactly that stands there, and what cannot be read of a graded submission is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sowcourse.cohort.account import Person
from sowcourse.gradebook import damage, giver
from sowcourse.gradebook.code import code, code_of_student, codes, letters
from sowcourse.gradebook.damage import damaged, is_whole, settled
from sowcourse.gradebook.digest import Digest, dumped
from sowcourse.gradebook.giver import Giver, Note, digest, note, notes
from sowcourse.gradebook.gradebook import Given, Mark, Overtaken, Result, lock_for_writing
from sowcourse.gradebook.scores import CellResult
from sowcourse.notebook import write_notebook

AN, BO = Person("an", "laptop-an", "An Maes"), Person("bo", "laptop-an", "Bo Smit")
MOMENT = datetime(2026, 11, 27, 9, 14, 3, tzinfo=UTC)


@pytest.fixture
def book() -> Iterator[Any]:
    """An empty gradebook."""
    from sqlalchemy import create_engine

    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def works(monkeypatch: pytest.MonkeyPatch, person: Person) -> None:
    monkeypatch.setattr(giver, "me", lambda: person)


def clock(moment: datetime) -> str:
    return f"om {moment:%H:%M}"


# Who gave it ----------------------------------------------------------------------------------------------------------


def test_of_every_mark_the_last_giver_is_kept_and_nobody_else_s_changes(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert notes(book) == notes(book, "g1") == {}
    begun = datetime.now(UTC).replace(microsecond=0)
    works(monkeypatch, AN)
    first = note(book, "g1", 5, "Mooi.", "beoordelen.csv")
    note(book, "g2", None, "")
    assert (first.person, first.means, first.state) == (AN, "beoordelen.csv", digest(5, "Mooi."))
    works(monkeypatch, BO)
    note(book, "g1", 6, "Mooier.")
    found = notes(book)
    assert {grade: (each.person, each.means, each.state) for grade, each in found.items()} == {
        "g1": (BO, "", digest(6, "Mooier.")),
        "g2": (AN, "", digest(None, "")),
    }
    assert all(begun <= each.moment <= datetime.now(UTC) for each in found.values())
    assert notes(book, "g2") == {"g2": found["g2"]}
    assert notes(book, "g3") == {}


def test_a_giver_is_told_only_while_exactly_that_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Note(AN, "blad", MOMENT, digest(5, "Mooi."))
    works(monkeypatch, AN)
    assert kept.giver(5.0, "Mooi.", clock) == Giver(str(AN), "om 09:14", True, "blad")
    assert str(kept.giver(5, "Mooi.", clock)) == f"door {AN}, om 09:14"
    assert kept.giver(5.5, "Mooi.", clock) is None
    assert kept.giver(5, "mooi.", clock) is None
    assert kept.giver(None, "Mooi.", clock) is None
    for other in (BO, Person("an", "elders", "An Maes")):
        works(monkeypatch, other)
        found = kept.giver(5, "Mooi.", clock)
        assert found is not None
        assert not found.mine


def test_what_is_kept_of_points_and_words_stays_the_same_for_ever() -> None:
    assert digest(5, "Mooi.") == digest(5.0, "Mooi.") == "f1ee492c07bd26a70130eb2a"
    assert digest(None, "") == "5d3533cad457728057d06467"
    assert len({digest(None, ""), digest(0, ""), digest(0, "x"), digest(1, "")}) == 4


# What stands there ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Given(1, ""), "1 punt"),
        (Given(0, ""), "0 punten"),
        (Given(2.5, "Kort."), "2,5 punten («Kort.»)"),
        (Given(None, ""), "geen punten"),
        (Given(None, "Kort."), "geen punten («Kort.»)"),
    ],
)
def test_what_stands_at_an_answer_is_told_as_people_say_it(given: Given, told: str) -> None:
    assert str(given) == told
    assert given.told() == f"intussen gaf iemand anders hier {told}"
    assert given.digest == digest(given.score, given.comment)


def test_an_answer_that_waits_has_no_points_yet() -> None:
    by = Giver("An", "nu", True)
    done = CellResult("x", 10, 4, True, False, "Kort.", giver=by)
    assert (Given.of(done), Given.of(done).giver) == (Given(4, "Kort."), by)
    assert Given.of(CellResult("x", 10, 4, True, True, "Kort.")) == Given(None, "Kort.")
    assert Given(4, "", by) == Given(4, ""), "who gave it is no part of what stands there"


@pytest.mark.parametrize(
    ("read", "now", "other"), [("A", "B", True), ("A", "A", False), ("", "B", False), ("A", "", True)]
)
def test_other_words_are_told_apart_from_other_points(read: str, now: str, other: bool) -> None:
    found = Overtaken(Mark("s1", "product", 3, code=read), Given(1, ""), now)
    assert found.other_words is other
    told = "dit antwoord is veranderd sinds je het las." if other else "intussen gaf iemand anders hier 1 punt."
    assert str(found) == f"s1, «product»: {told}"


def test_points_are_counted_apart_and_together_and_less_what_is_taken_off() -> None:
    cells = (
        CellResult("a", 10, 4, True, False, ""),
        CellResult("b", 5, 1, True, True, ""),
        CellResult("c", 2, 2, False, True, "", held=True),
    )
    found = Result("s1", None, False, True, cells, penalty=3)
    assert (found.score(), found.score(True), found.score(False)) == (4, 5, 2)
    assert (found.points(), found.points(True), found.points(False)) == (17, 15, 2)
    assert (found.waiting, found.held) == (2, 1)
    assert Result("s1", None, False, True, cells, penalty=9).score() == 0
    assert (Result("s1", None, False, True, cells).score(), Result("s1", None, False, False, ()).score()) == (7, 0)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("sqlite", ["PRAGMA busy_timeout = 30000", "BEGIN IMMEDIATE"]),
        (
            "postgresql",
            ["SET LOCAL lock_timeout = '30s'", "LOCK TABLE grade, comment IN SHARE ROW EXCLUSIVE MODE"],
        ),
    ],
)
def test_who_writes_waits_half_a_minute_for_another_and_reads_anew(kind: str, asked: list[str]) -> None:
    done: list[str] = []
    session = SimpleNamespace(
        rollback=lambda: done.append("rollback"),
        get_bind=lambda: SimpleNamespace(dialect=SimpleNamespace(name=kind)),
        execute=lambda statement: done.append(str(statement)),
    )
    lock_for_writing(SimpleNamespace(db=session))
    assert done == ["rollback", *asked]


# Codes ----------------------------------------------------------------------------------------------------------------


def test_a_code_is_the_same_on_every_computer_and_in_every_year(tmp_path: Path) -> None:
    assert letters("x", 4) == letters("x", 8)[:4]
    assert code("s1", "product", " Aan  de raad.\n") == code("s1", "product", "Aan de raad.")
    assert code("s1", "product", "Aan de raad.") == f"{code_of_student('s1', 'product')}-{letters('Aan de raad.', 4)}"
    assert code_of_student("s1", "product") == letters("s1 product", 8)
    assert code("s1", "product", "Aan de raad.") == "DFCVZSWS-GWXG", "as it stands on the sheets of an earlier version"
    folder = tmp_path / "autograded" / "s1" / "les"
    folder.mkdir(parents=True)
    assert codes(tmp_path, "les", "s1") == {}
    cells = [{"cell_type": "markdown", "id": "product", "metadata": {}, "source": "Aan de raad."}]
    write_notebook(folder / "les.ipynb", {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert codes(tmp_path, "les", "s1") == {"product": code("s1", "product", "Aan de raad.")}


# What cannot be read --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (b"{}", True),
        (b"{}\n", True),
        (b'{"cells": []}\n', True),
        (b"{}\n\n", False),
        (b"{", False),
        (b"", False),
        (b"[}", False),
        (b'{"cells": [', False),
        (b" {}", False),
    ],
)
def test_a_notebook_that_begins_and_ends_as_one_is_whole(content: bytes, whole: bool, tmp_path: Path) -> None:
    file = tmp_path / "les.ipynb"
    assert not is_whole(file)
    file.write_bytes(content)
    assert is_whole(file) is whole


@pytest.mark.parametrize(
    ("name", "content", "fine"),
    [
        ("les.ipynb", '{"cells": [{"cell_type": "code"}]}', True),
        ("les.ipynb", '{"cells": []}', True),
        ("les.ipynb", '{"cells": [{"cell_type": "code"}, {}]}', False),
        ("les.ipynb", '{"cells": [[]]}', False),
        ("les.ipynb", '{"cells": {}}', False),
        ("les.ipynb", "{}", False),
        ("les.ipynb", "[]", False),
        ("les.ipynb", "{", False),
        ("opmerkingen.json", "[]", True),
        ("opmerkingen.json", '[{"a": 1}]', True),
        ("opmerkingen.json", '[{"a": 1}, 1]', False),
        ("opmerkingen.json", "{}", False),
        ("eerdere-punten.json", "[{}]", True),
        ("eerdere-punten.json", "[[]]", False),
        ("samenvatting.json", dumped(Digest(True, ("", ""), {}, {}, (), None)), True),
        ("samenvatting.json", '{"form": 0}', True),
        ("samenvatting.json", '{"form": 1}', False),
        ("samenvatting.json", "[]", False),
        ("samenvatting.json", "1", False),
        ("anders.json", "{", True),
    ],
)
def test_what_is_there_and_cannot_be_read_is_named(name: str, content: str, fine: bool, tmp_path: Path) -> None:
    folder = tmp_path / "les"
    folder.mkdir()
    assert damaged(folder) == []
    (folder / name).write_text(content, encoding="utf-8")
    assert damaged(folder) == ([] if fine else [name])
    if name != "anders.json":
        (folder / name).write_bytes(b"\xff" if name == "les.ipynb" else b"")
        assert damaged(folder) == [name]
        (folder / name).unlink()
        (folder / name).mkdir()
        assert damaged(folder) == [name]


def test_who_puts_another_in_its_place_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[Path] = []

    @contextmanager
    def writing(root: Path) -> Iterator[None]:
        waited.append(root)
        yield

    monkeypatch.setattr(damage, "writing", writing)
    folder = tmp_path / "autograded" / "s1" / "les"
    assert settled(folder) == folder
    folder.with_name(".les.oud").mkdir(parents=True)
    assert settled(folder) == folder
    assert waited == [tmp_path]
    folder.mkdir()
    assert settled(folder) == folder
    assert waited == [tmp_path]
