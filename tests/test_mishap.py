"""A student's own error is a Dutch sentence, in a real kernel too."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

from sowcourse.mishap import explain


def error_of(code: str) -> BaseException:
    with pytest.raises(BaseException) as caught:
        exec(code, {"tabel": pd.DataFrame({"jaar": [2020]})})
    return caught.value


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("daling", "De naam 'daling' bestaat niet (meer)."),
        ("tabel['Jaar']", "'Jaar' staat niet in de tabel."),
        ("tabel[...]", "De puntjes (...) staan er nog."),
        ("tabel.loc[tabel['jaar'] > 3000].iloc[0]", "Er is geen rij op die plaats."),
        ("tabel.hoofd()", "'hoofd' kan hier niet."),
        ("1 + 'a'", "Deze twee soorten waarden passen niet bij elkaar"),
        ("x = (", "Een haakje '(' wordt geopend en nooit gesloten."),
        ("x = 1)", "Er staat een haakje te veel"),
        ("x = [1, 2)", "Er staat een haakje te veel"),
        ("x = 'abc", "Een tekst wordt niet gesloten."),
        ("if tabel", "Aan het eind van deze regel ontbreekt een dubbele punt."),
        ("x = [1 2]", "Tussen twee waarden ontbreekt waarschijnlijk een komma."),
        ("1 = x", "Links van het teken = hoort een naam."),
        ("x = “abc”", 'Er staat een gekruld aanhalingsteken, uit een ander programma. Typ rechte: x = "abc"'),
        ("x = 012", "Dit getal kan Python niet lezen."),
        ("x =", "Python kan deze regel niet lezen."),
        ("  x = 1\n y = 2", "Deze regel staat te ver naar rechts of naar links."),
        ("tabel(2020)", "Hier staan haakjes achter iets dat je niet kunt uitvoeren."),
        ("x = 3\nx['jaar']", "Hier staan rechte haken achter iets dat geen tabel of lijst is."),
        ("len()", "Tussen de haakjes staat te veel of te weinig."),
        ("tabel['jaar'] > 1 and tabel['jaar'] < 3", "Python weet niet of een hele kolom waar is."),
        ("float('9,1')", "Deze tekst is geen getal: 9,1."),
        ("tabel['x'] = [1, 2]", "De twee delen zijn niet even lang."),
        ("open('cijfers.csv')", "Dit bestand is er niet."),
        ("def f(): return f()\nf()", "Deze code blijft zichzelf oproepen"),
        ("import seaborne", "Het pakket 'seaborne' is er niet."),
        ("raise BlockingIOError('dicht')", "Er ging iets mis (BlockingIOError): dicht"),
        ("1 / 0", "Er wordt door nul gedeeld."),
    ],
)
def test_every_usual_error_has_a_dutch_sentence(code: str, sentence: str) -> None:
    assert sentence in explain(error_of(code))


def test_in_a_notebook_no_traceback_is_seen_and_the_error_still_counts() -> None:
    cells = [
        "from sowcourse.mishap import show_mishaps_in_dutch\nshow_mishaps_in_dutch()",
        "a = 1\nb = daling",
        "x = (",
        "print(a)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    name, syntax, after = (cell.outputs[0] for cell in notebook.cells[1:])
    assert name.output_type == "error"
    assert name.ename == "NameError"
    assert "".join(name.traceback).startswith("Regel 2: De naam 'daling' bestaat niet (meer).")
    assert "Traceback" not in "".join(name.traceback)
    assert syntax.output_type == "error"
    assert "".join(syntax.traceback).startswith("Regel 1: Python kan deze regel niet lezen.")
    assert after.text == "1\n"


@pytest.mark.parametrize(("metadata", "dutch"), [({"sowcourse": {"kind": "assignment"}}, True), ({}, False)])
def test_only_in_our_notebooks_the_very_first_cell_already_fails_in_dutch(
    metadata: dict[str, object], dutch: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "taak.ipynb"
    file.write_text(json.dumps({"cells": [], "metadata": metadata}), encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(file))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("daling")])
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    told = "".join(notebook.cells[0].outputs[0].traceback)
    assert told.startswith("Regel 1: De naam 'daling' bestaat niet (meer).") is dutch
