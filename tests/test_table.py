"""A table is shown whole, with its values as one types them; a script adds a search, and is not needed."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from sowcourse.dataset import load_dataset
from sowcourse.errors import ContentError
from sowcourse.parts.table.table import told_values
from sowcourse.widgets import show_table


def cells(html: str) -> list[list[str]]:
    body = re.search(r"<tbody>(.*)</tbody>", html, re.DOTALL)
    assert body
    return [row.split("<td>")[1:] for row in body[1].split("<tr>")[1:]]


def test_every_row_of_a_data_set_stands_there_without_a_script() -> None:
    html = re.sub(r"<script>.*?</script>", "", show_table("armoede_eurostat", "armoede")._repr_html_(), flags=re.DOTALL)
    rows = load_dataset("armoede_eurostat").rows()
    assert len(cells(html)) == len(rows) == 1488
    assert cells(html)[-1][5] == str(rows[-1]["jaar"])
    assert "Tabel armoede: 1488 rijen en 8 kolommen" in html
    assert "<input" not in html  # nothing that does nothing
    assert str(show_table("armoede_eurostat", "armoede")) == "Tabel armoede: 1488 rijen en 8 kolommen"


def test_the_values_of_a_column_are_told_as_one_types_them() -> None:
    html = show_table("eenzaamheid")._repr_html_()
    period = html.partition("<code>periode</code>")[2].partition("</dd>")[0]
    assert "Tekst, tussen aanhalingstekens:" in period
    assert "<code>&quot;2022&quot;</code>" in period
    year = show_table("niet_gebruik")._repr_html_().partition("<code>jaar</code>")[2].partition("</dd>")[0]
    assert "Getallen, zonder aanhalingstekens:" in year
    assert "<code>2021</code>" in year


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([None, None], "Alle vakjes zijn leeg."),
        ([2.0, 0.5], "Getallen, zonder aanhalingstekens: <code>0.5</code>, <code>2</code>."),
        ([2, None], "Getallen, zonder aanhalingstekens: <code>2</code>. Sommige vakjes zijn leeg."),
        (list(range(41)), "Getallen, zonder aanhalingstekens: van <code>0</code> tot <code>40</code>."),
        ([f"tekst {n}" for n in range(41)], "41 verschillende teksten; zoek ze op in de tabel."),
        (["https://voorbeeld.nl"], "Adressen op het web."),
        (['zeg "ja"'], "Tekst, tussen aanhalingstekens: <code>&#x27;zeg &quot;ja&quot;&#x27;</code>."),
    ],
)  # fmt: skip
def test_how_a_column_is_told(values: list[object], told: str) -> None:
    assert told_values(values) == told


def test_a_table_of_a_students_own_is_shown_whole_and_as_text() -> None:
    frame = pd.DataFrame({"geo": ["BE", "<b>NL</b>", ""], "kloof": [12.0 - 3.9, 3.0, float("nan")]}, index=[7, 8, 9])
    html = show_table(frame, "samen")._repr_html_()
    assert cells(html) == [["BE", "8.1"], ["&lt;b&gt;NL&lt;/b&gt;", "3"], ["leeg", "leeg"]]
    assert show_table(frame.head(1)[["geo"]], "een").told == "Tabel een: 1 rij en 1 kolom"
    assert cells(show_table(frame.head(0))._repr_html_()) == []


def test_what_is_no_table_is_refused_in_dutch() -> None:
    with pytest.raises(ValueError, match="verwacht wordt een hele tabel; gevonden Series"):
        show_table(pd.Series([1]))  # type: ignore[arg-type]
    with pytest.raises(ContentError, match="Bedoel je 'niet_gebruik'"):
        show_table("nietgebruik")
