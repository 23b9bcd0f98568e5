"""Data sets: typed rows, true codebooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.dataset import load_dataset
from sowcourse.errors import ContentError
from sowcourse.lint.figures import codebook_problems

CODEBOOK = """
title = "Bezoekers"
publisher = "Buurthuis (fictief)"
code = "b1"
unit = "personen"
coverage = "één buurt"
years = "2020-2022"
license = "CC0"
source = "fictief"
retrieved = "2026-11-24"
processing = "geen"
rows = 3
fictional = true

[[column]]
name = "buurt"
meaning = "naam"
type = "text"
levels = ["Noord", "Zuid"]

[[column]]
name = "jaar"
meaning = "kalenderjaar"
type = "integer"
min = 2020
max = 2022

[[column]]
name = "bezoekers"
meaning = "per week"
type = "number"
unit = "personen"
missing = true
"""


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    folder = tmp_path / "bezoekers"
    folder.mkdir()
    (folder / "dataset.toml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "data.csv").write_text(
        "buurt,jaar,bezoekers\nNoord,2020,12.5\nZuid,2021,\nNoord,2022,8\n", encoding="utf-8"
    )
    return tmp_path


def test_rows_are_typed_and_empty_is_none(datasets: Path) -> None:
    rows = load_dataset("bezoekers", datasets).rows()
    assert rows[1] == {"buurt": "Zuid", "jaar": 2021, "bezoekers": None}


def test_the_frame_keeps_integers_whole_and_text_text(datasets: Path) -> None:
    frame = load_dataset("bezoekers", datasets).frame()
    assert str(frame["jaar"].dtype) == "int64"
    assert frame["bezoekers"].isna().sum() == 1
    assert frame.loc[0, "buurt"] == "Noord"


def test_a_true_codebook_has_no_problems(datasets: Path) -> None:
    assert list(codebook_problems(load_dataset("bezoekers", datasets))) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("rows = 3", "rows = 4", "het codeboek zegt 4 rijen, het bestand heeft er 3."),
        ('"Noord", "Zuid"', '"Noord"', "de waarden in het bestand en 'levels' verschillen: Zuid."),
        ("max = 2022", "max = 2023", "max is volgens het codeboek 2023, in het bestand 2022."),
        ("missing = true", "missing = false", "missing is false, maar 1 cellen zijn leeg."),
    ],
)
def test_a_codebook_that_is_not_true_is_found(datasets: Path, old: str, new: str, fault: str) -> None:
    file = datasets / "bezoekers" / "dataset.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert [problem.fault for problem in codebook_problems(load_dataset("bezoekers", datasets))] == [fault]


def test_a_cell_of_the_wrong_type_names_line_and_column(datasets: Path) -> None:
    file = datasets / "bezoekers" / "data.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("2021", "ca. 2021"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"regel 3, kolom 'jaar': verwacht wordt integer, gevonden 'ca\. 2021'"):
        load_dataset("bezoekers", datasets).rows()


def test_an_unknown_data_set_is_answered_with_the_nearest(datasets: Path) -> None:
    with pytest.raises(ContentError, match=r"de dataset 'bezoeker' bestaat niet\. Bedoel je 'bezoekers'\?"):
        load_dataset("bezoeker", datasets)
