"""«Probeer» says what is right and what is not yet, and the notebook does not hold the answers."""

from __future__ import annotations

import json
import math
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest

from sowcourse.answerkey import AnswerKey, Compared, Entry, Form, counts_as, equals, key_fits, number_form
from sowcourse.bars import Bars
from sowcourse.check import CheckError, check_bars, check_choice, check_frame, check_number, check_years, saved_text
from sowcourse.cohort.workspace import create
from sowcourse.content import assignments_root
from sowcourse.cycle import release
from sowcourse.keymaking import as_tried, keyed
from sowcourse.lint.assessments import keys_fit
from sowcourse.notebook import Notebook, dump, markers, read_notebook, source
from sowcourse.proof import load_answers, load_source, looked_at_from, run, up_to, with_answer
from sowcourse.quantity import kind_of

FOLDERS = sorted(assignments_root().glob("*/"))
NAME = "5-politiserend"
TYPED_OVER = "niet als de cijfers veranderen"
"""What a check says of right figures that were not computed; the key cannot know that."""


def key_of(form: Form, right: set[str], wrong: dict[str, str] | None = None, hint: str = "Kijk goed.") -> AnswerKey:
    """A key for one name, «x»."""
    empty = AnswerKey("zout")
    hashes = {empty.hashed("x", text): sentence for text, sentence in (wrong or {}).items()}
    return AnswerKey("zout", {"x": Entry(form, hint, frozenset(empty.hashed("x", text) for text in right), hashes)})


def told_by(notebook: Notebook) -> dict[str, tuple[Form, str, int, list[str]]]:
    """What a key tells, apart from its hashes."""
    entries = AnswerKey.of(notebook).entries
    return {name: (e.form, e.hint, len(e.right), sorted(e.wrong.values())) for name, e in entries.items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_right_answers_are_ticked_and_every_wrong_figure_is_told_before_handing_in(folder: Path) -> None:
    notebook = load_source(folder)
    assert not any(as_tried(notebook, folder.name).values()), "the model answer"
    for answer in load_answers(folder, "alternative"):
        given = looked_at_from(with_answer(notebook, answer.cell, answer.source), answer.cell)
        told = as_tried(up_to(given, f"test-{answer.cell}"), folder.name)
        assert not any(told.values()), (answer.file.name, told)
    checks = {cell["id"]: source(cell) for cell in notebook["cells"]}
    silent = []
    for answer in load_answers(folder, "wrong"):
        given = looked_at_from(with_answer(notebook, answer.cell, answer.source), answer.cell)
        tried = up_to(given, answer.fails)
        if not as_tried(tried, folder.name)[answer.fails]:
            graded = run(tried, folder.name)[answer.fails]
            name = graded.partition(":")[0]
            if TYPED_OVER not in graded and f'check_choice("{name}"' not in checks[answer.fails]:
                silent.append((answer.file.name, graded))
    assert silent == [], "a student hears nothing of these figures before grading"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_choice_among_a_few_is_not_in_the_key_and_neither_is_any_answer(folder: Path) -> None:
    notebook = load_source(folder)
    key = notebook["metadata"]["sowcourse"]["key"]
    chosen = [c for c in notebook["cells"] if markers(c).get("solution") and "choice" in c["metadata"]["sowcourse"]]
    assert chosen
    assert not set(key["entries"]) & {source(cell).split(" = ")[0] for cell in chosen}
    assert len(key["entries"]) >= 5
    for name, entry in key["entries"].items():
        assert set(entry) == {"form", "hint", "right", "wrong"}
        assert set(entry["form"]) <= {"kind", "columns", "loose", "decimals"}, name
        assert all(len(hashed) == 16 for hashed in [*entry["right"], *entry["wrong"]])


def test_the_key_of_every_assignment_fits_and_a_changed_answer_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert list(keys_fit()) == []
    copy = tmp_path / "assignments"
    shutil.copytree(assignments_root() / NAME, copy / NAME)
    monkeypatch.setattr("sowcourse.lint.assessments.assignments_root", lambda: copy)
    assert list(keys_fit()) == []
    file = copy / NAME / "wrong-answers" / "stap-4-landen-verwisseld.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("8.4", "8.5"), encoding="utf-8")
    (problem,) = keys_fit()
    assert "de antwoordsleutel past niet bij de antwoorden" in str(problem)
    assert "Voer 'sowcourse format' uit." in str(problem)
    remade = keyed(copy / NAME)
    (copy / NAME / f"{NAME}.ipynb").write_text(dump(remade), encoding="utf-8")
    assert list(keys_fit()) == []
    assert told_by(remade) == told_by(load_source(assignments_root() / NAME)), "checks say something else: format it"


def test_a_released_notebook_carries_the_key_and_one_with_a_changed_check_does_not(tmp_path: Path) -> None:
    (tmp_path / "klas.csv").write_text("nummer,naam\nr1,An\n", encoding="utf-8")
    workspace = create("klas", tmp_path / "klas.csv", tmp_path)
    file = release(workspace, NAME)
    given = read_notebook(file)
    assert set(given["metadata"]["sowcourse"]["key"]) == {"entries", "figures", "salt"}, "no digest of the answers"
    assert set(AnswerKey.of(given).entries) == set(AnswerKey.of(load_source(assignments_root() / NAME)).entries)
    assert "12.9" not in json.dumps(given["metadata"])
    own = workspace.root / "source" / NAME / f"{NAME}.ipynb"
    own.write_text(own.read_text(encoding="utf-8").replace("daling_be, 12.9", "daling_be, 13.9"), encoding="utf-8")
    assert not key_fits(read_notebook(own))
    assert AnswerKey.of(read_notebook(release(workspace, NAME))).entries == {}


@pytest.mark.parametrize(
    ("given", "told"),
    [(12.9, ""), (12.95, ""), (12.85, ""), (12.96, "Kijk"), (12.84, "Kijk"), (-12.9, "omgekeerd"), (0.0, "Kijk")],
)
def test_a_number_within_the_tolerance_is_right_and_one_beside_it_is_not(given: float, told: str) -> None:
    form = number_form(0.051)
    right = {form.canonical(12.9 + step / 100) for step in range(-5, 6)}
    verdict = key_of(form, right, {form.canonical(-12.9): "het teken is omgekeerd."}).verdict("x", given)
    assert (told in verdict) if told else verdict == ""


@pytest.mark.parametrize("tolerance", [0.01, 0.051, 0.11, 0.3, 0.51, 3500])
def test_the_steps_of_a_number_are_at_most_a_fifth_of_its_tolerance(tolerance: float) -> None:
    step = 10.0 ** -number_form(tolerance).decimals
    assert step <= tolerance / 5 < 10 * step
    assert not math.isnan(float(number_form(tolerance).canonical(0.0)))


ROWS = [("BE", 2024.0, 12.34), ("NL", 2024.0, 8.4)]


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        (ROWS, True),
        (ROWS[::-1], True),
        ([("BE", 2024.0, 12.3), ("NL", 2024.0, 8.4)], True),
        ([*ROWS, ("BE", 2023.0, None)], True),
        ([("BE", 2024.0, 12.4), ("NL", 2024.0, 8.4)], False),
        ([("BE", 2023.0, 12.34), ("NL", 2024.0, 8.4)], False),
        ([*ROWS, ROWS[0]], False),
        (ROWS[:1], False),
        ([("BE", 2024.0, "12.34"), ("NL", 2024.0, 8.4)], False),
        ([], False),
    ],
)
def test_the_same_rows_are_right_in_any_order_and_rounded(
    rows: list[tuple[str | float | None, ...]], right: bool
) -> None:
    form = Form("rows", ("geo", "jaar", "daling"), (2,))
    assert (key_of(form, {form.canonical(ROWS)}).verdict("x", rows) == "") is right


DAMAGED = [
    {"salt": "a", "figures": {}, "entries": {"x": {"hint": "", "right": [], "wrong": {}} | part}}
    for part in (
        {"form": {"kind": "number", "decimals": "x"}},
        {"form": {"kind": "rows", "columns": ["a"], "loose": [1]}},
        {"form": {"kind": "rows"}},
        {"form": {"kind": "number"}, "right": None},
        {"form": {"kind": "years"}, "wrong": ["a"]},
    )
]


@pytest.mark.parametrize(
    "key", [None, [], "x", {}, {"salt": "a"}, {"salt": "a", "entries": {"x": {"form": {}}}}, *DAMAGED]
)
def test_a_key_that_somebody_changed_is_no_key(key: object) -> None:
    assert AnswerKey.of({"cells": [], "metadata": {"sowcourse": {"key": key}}}) == AnswerKey()
    assert AnswerKey.of({"cells": [], "metadata": {"sowcourse": key}}) == AnswerKey()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of a student who has one notebook with a key open."""
    form = number_form(0.051)
    key = key_of(form, {form.canonical(8.4)}, {form.canonical(12.9): "dit is de waarde van België."}).data()
    rows = Form("rows", ("geo",))
    entries = key_of(rows, {rows.canonical([("BE",)])}).data()["entries"]
    key["entries"] |= {
        "tabel": {**entries["x"], "right": [AnswerKey("zout").hashed("tabel", rows.canonical([("BE",)]))]}
    }
    notebook = {"cells": [], "metadata": {"sowcourse": {"key": key}}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "opdracht.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return tmp_path


def test_a_check_asks_the_key_of_the_notebook_that_is_open(opened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_number("x", 8.4, 0, 40, "procentpunt")
    assert capsys.readouterr().out == "✓ x: dit klopt.\n"
    with pytest.raises(CheckError, match=r"^x: dit is de waarde van België\.$"):
        check_number("x", 12.9, 0, 40, "procentpunt")
    with pytest.raises(CheckError, match=r"^x: dit is nog niet de juiste waarde\. Kijk goed\.$"):
        check_number("x", 9.9, 0, 40, "procentpunt")
    check_frame("tabel", pd.DataFrame({"geo": ["BE"], "jaar": [2024]}), ["jaar"])
    assert capsys.readouterr().out == "✓ tabel: dit zijn de juiste rijen.\n"
    with pytest.raises(CheckError, match=r"^tabel: dit zijn nog niet de juiste rijen\. Kijk goed\.$"):
        check_frame("tabel", pd.DataFrame({"geo": ["NL"]}), ["geo"])


def test_years_are_held_against_the_key_in_any_order(opened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = Form("years")
    key = key_of(form, {form.canonical(frozenset({2019, 2020}))}).data()
    (opened / "opdracht.ipynb").write_text(json.dumps({"cells": [], "metadata": {"sowcourse": {"key": key}}}), "utf-8")
    check_years("x", [2020, 2019, 2020])
    assert capsys.readouterr().out == "✓ x: dit klopt.\n"
    with pytest.raises(CheckError) as caught:
        check_years("x", [2020])
    assert str(caught.value) == "x: dit zijn nog niet de juiste jaren. Kijk goed."


def test_what_the_key_does_not_know_is_not_ticked_beside_what_it_knows(
    opened: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check_number("de grootste", 9.9, 0, 40, "procentpunt")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("typed", "unit", "sentence"),
    [
        (
            "25.000 / 2",
            "procentpunt",
            "Een punt is in Python een komma: 25.000 is niet 25000. Schrijf duizendtallen zonder punt: 25000.",
        ),
        (
            "40 / 4",
            "procentpunt",
            "Procentpunt is een verschil: trek het ene percentage van het andere af, zonder te delen.",
        ),
        ("13 - 2", "procent", "Dit is een verschil; gevraagd is een percentage."),
        ("13 - 2", "keer", "Dit is een verschil; «hoeveel keer» is het ene getal gedeeld door het andere."),
        ("-8.4", "procent", "het teken is omgekeerd. Trok je af? Draai de aftrekking om."),
        ("0.084", "procent", "dit is honderd keer te klein. Doe het nog keer 100."),
        ("840", "procent", "dit is honderd keer te groot. Je deed één keer te vaak keer 100."),
        ("840", "mensen", "dit is honderd keer te groot."),
        ("12.9", "procent", "dit is de waarde van België."),
        ("7", "procent", "dit is nog niet de juiste waarde."),
    ],
)
def test_a_slip_and_what_the_number_shows_go_before_the_hint(
    opened: Path, typed: str, unit: str, sentence: str
) -> None:
    names: dict[str, object] = {"check_number": check_number, "In": [f"x = {typed}"]}
    with pytest.raises(CheckError) as caught:
        exec(f'x = {typed}\ncheck_number("x", x, -900, 900, "{unit}")', names)
    assert str(caught.value) == f"x: {sentence}{'' if typed == '12.9' else ' Kijk goed.'}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-8.4", "verwacht wordt iets tussen 0 en 40. Het teken is omgekeerd. Trok je af? Draai de aftrekking om."),
        ("-9", "verwacht wordt iets tussen 0 en 40. Is het teken omgekeerd? Draai dan de aftrekking om."),
        (
            "840",
            "verwacht wordt iets tussen 0 en 40. Dit is honderd keer te groot. Je deed één keer te vaak keer 100.",
        ),
        ("900", "verwacht wordt iets tussen 0 en 40. Kijk goed."),
    ],
)
def test_a_number_that_is_not_possible_hears_only_of_a_mistake_that_was_made(
    opened: Path, typed: str, sentence: str
) -> None:
    with pytest.raises(CheckError) as caught:
        check_number("x", float(typed), 0, 40, "procentpunt")
    seen = typed.replace(".", ",")
    assert str(caught.value) == f"x: {seen} procentpunt kan niet kloppen; {sentence}"


@pytest.mark.parametrize(
    ("geo", "told"),
    [
        ("NL", "jouw antwoord gebruikt de tabel «tabel», en die klopt nog niet. Kijk eerst bij die stap."),
        ("BE", "dit is nog niet de juiste waarde."),
    ],
)
def test_an_answer_that_uses_a_wrong_table_of_an_earlier_step_sends_the_student_there(
    opened: Path, geo: str, told: str
) -> None:
    code = 'x = len(tabel["geo"]) * 3'
    names: dict[str, object] = {"tabel": pd.DataFrame({"geo": [geo]}), "check_number": check_number, "In": [code]}
    with pytest.raises(CheckError) as caught:
        exec(f'{code}\ncheck_number("x", x, 0, 40, "procent")', names)
    assert str(caught.value) == f"x: {told} Kijk goed."


def test_too_few_rows_out_of_a_wrong_table_send_the_student_to_the_step_that_made_it(
    opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "x = tabel.head(1)"
    names: dict[str, object] = {"tabel": pd.DataFrame({"geo": ["NL"]}), "check_frame": check_frame, "In": [code]}
    with pytest.raises(CheckError) as caught:
        exec(f'{code}\ncheck_frame("x", x, ["geo"], fewest=3)', names)
    assert str(caught.value) == (
        "x: de tabel heeft 1 rij. Jouw antwoord gebruikt de tabel «tabel», en die klopt nog niet. "
        "Kijk eerst bij die stap."
    )
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(CheckError) as caught:
        exec(f'{code}\ncheck_frame("x", x, ["geo"], fewest=3)', names)
    assert "klopt nog niet" not in str(caught.value), "not when points are given"


def tables(opened: Path, **right: list[tuple[str | float, ...]]) -> None:
    """The open notebook has a key for these tables, of one column or two."""
    entries = {}
    for name, rows in right.items():
        form = Form("rows", ("geo", "kloof")[: len(rows[0])], (1,) if len(rows[0]) > 1 else ())
        known = key_of(form, {form.canonical(rows)}).data()["entries"]["x"]
        entries[name] = {**known, "right": [AnswerKey("zout").hashed(name, form.canonical(rows))]}
    saved = {"cells": [], "metadata": {"sowcourse": {"key": {"salt": "zout", "figures": {}, "entries": entries}}}}
    (opened / "opdracht.ipynb").write_text(json.dumps(saved), encoding="utf-8")


def test_a_right_table_is_right_whatever_it_was_made_of_and_a_wrong_one_leads_back(
    opened: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables(opened, x=[("BE",)], een=[("BE",)], twee=[("NL",)])
    code = "x = pd.concat([een, twee]).head(1)"
    names: dict[str, object] = {"pd": pd, "check_frame": check_frame, "In": [code]}
    be, nl, other = (pd.DataFrame({column: [value]}) for column, value in (("geo", "BE"), ("geo", "NL"), ("a", "b")))
    check = f'{code}\ncheck_frame("x", x[["geo"]], ["geo"])'
    exec(check, names | {"een": be, "twee": other})
    assert capsys.readouterr().out == "✓ x: dit zijn de juiste rijen.\n"
    code = "x = pd.concat([een, twee]).tail(1)"
    check, names["In"] = f'{code}\ncheck_frame("x", x.assign(geo="FR"), ["geo"])', [code]
    for een, twee, wrong in ((nl, nl, "een"), (be, be, "twee"), (be, other, "twee"), (other, nl, "een")):
        with pytest.raises(CheckError) as caught:
            exec(check, names | {"een": een, "twee": twee})
        assert str(caught.value) == (
            f"x: jouw antwoord gebruikt de tabel «{wrong}», en die klopt nog niet. Kijk eerst bij die stap."
        )


def test_a_chart_is_held_against_the_key_by_its_bars(opened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pd.DataFrame({"geo": ["BE", "NL"], "kloof": [8.1, 6.0]})
    bars = Bars("De kloof", "procentpunt", "CBS", (("BE", 8.1), ("NL", 6.0)))
    tables(opened, x=[("NL", 6.0), ("BE", 8.1)])
    check_bars("x", bars, table, ["geo", "kloof"], ["CBS"])
    assert capsys.readouterr().out == "✓ x: dit zijn de juiste rijen.\n"
    tables(opened, x=[("NL", 7.0), ("BE", 8.1)])
    with pytest.raises(CheckError) as caught:
        check_bars("x", bars, table, ["geo", "kloof"], ["CBS"])
    assert str(caught.value) == "x: dit zijn nog niet de juiste rijen. Kijk goed."


@pytest.mark.parametrize(
    ("code", "kloof"),
    [
        (None, [4.0, 4.0]),
        ('x["kloof"] = x["onder"] * 0', [0.0, 0.0]),
        ('x["kloof"] = 12 - 4', [8.0]),
    ],
)
def test_of_a_column_nothing_is_said_that_cannot_be_seen(opened: Path, code: str | None, kloof: list[float]) -> None:
    tables(opened, x=[("BE", 8.1), ("NL", 6.0)][: len(kloof)])
    x = pd.DataFrame({"geo": ["BE", "NL"][: len(kloof)], "kloof": kloof})
    names: dict[str, object] = {"x": x, "check_frame": check_frame}
    if code:
        names["In"] = [f"x = x\n{code}"]
    with pytest.raises(CheckError) as caught:
        exec('check_frame("x", x, ["geo"])', names)
    assert str(caught.value) == "x: dit zijn nog niet de juiste rijen. Kijk goed."


def test_the_sentence_of_a_known_wrong_table_goes_before_what_can_be_seen_in_it(opened: Path) -> None:
    form = Form("rows", ("geo", "kloof"), (1,))
    wrong = {form.canonical([("BE", -8.1)]): "je trok de verkeerde kant af."}
    key = key_of(form, {form.canonical([("BE", 8.1)])}, wrong).data()
    saved = {"cells": [], "metadata": {"sowcourse": {"key": key}}}
    (opened / "opdracht.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    x = pd.DataFrame({"geo": ["BE"], "kloof": [-8.1]})
    names = {"x": x, "check_frame": check_frame, "In": ['x = x\nx["kloof"] = x["a"] - x["b"]']}
    with pytest.raises(CheckError) as caught:
        exec('check_frame("x", x, ["geo"])', names)
    assert str(caught.value) == "x: je trok de verkeerde kant af."


def test_two_answers_of_one_check_that_changed_places_are_told(opened: Path) -> None:
    form = number_form(0.051)
    key = key_of(form, {form.canonical(8.4)}).data()
    other = {**key["entries"]["x"], "right": [AnswerKey("zout").hashed("y", form.canonical(12.9))]}
    saved = {"cells": [], "metadata": {"sowcourse": {"key": key | {"entries": {**key["entries"], "y": other}}}}}
    (opened / "opdracht.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    code = 'check_number("x", x, 0, 40, "procent")\ncheck_number("y", y, 0, 40, "procent")'
    unknown = f'check_number("z", 1, 0, 40, "procent")\n{code}'
    names: dict[str, object] = {"check_number": check_number, "In": [unknown, "x = 12.9", code], "x": 12.9, "y": 8.4}
    with pytest.raises(CheckError, match=r"^x: dit hoort bij «y»\. Verwisselde je ze\? Kijk goed\.$"):
        exec(code, names)
    with pytest.raises(CheckError, match=r"^x: dit is nog niet de juiste waarde\. Kijk goed\.$"):
        exec(code, names | {"y": 12.9})  # under its own name it is right: nothing was swapped
    with pytest.raises(CheckError, match=r"^x: dit hoort bij «y»\. Verwisselde je ze\? Kijk goed\.$"):
        exec(unknown, names | {"In": [unknown]})  # of «z» nothing is known


def test_too_few_rows_hear_the_hint_of_their_step_and_not_when_points_are_given(
    opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = pd.DataFrame({"geo": ["BE"]})
    with pytest.raises(CheckError) as caught:
        check_frame("tabel", rows, ["geo"], fewest=3)
    assert str(caught.value) == "tabel: de tabel heeft 1 rij. Kijk goed."
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(CheckError) as caught:
        check_frame("tabel", rows, ["geo"], fewest=3)
    assert str(caught.value) == (
        "tabel: de tabel heeft 1 rij. Kijk na wat je koos, en of je niet te veel rijen weglaat."
    )


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (-8.4, "Is het teken omgekeerd? Draai dan de aftrekking om."),
        (50.0, "Kijk na wat je van wat hebt afgetrokken."),
    ],
)
def test_what_the_key_knows_of_an_impossible_number_is_not_told_when_points_are_given(
    opened: Path, monkeypatch: pytest.MonkeyPatch, number: float, told: str
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(CheckError) as caught:
        check_number("x", number, 0, 40, "procentpunt")
    assert str(caught.value).endswith(f"verwacht wordt iets tussen 0 en 40. {told}")
    with pytest.raises(CheckError) as caught:
        check_number("x", [8.4, 8.4], 0, 40, "procentpunt")
    assert str(caught.value).endswith("een lijst. Kies één cel uit de kolom, of lees het getal af en typ het over.")


@pytest.mark.parametrize(
    ("typed", "asked", "told"),
    [
        ("170.000 / 0.5", '0, 40, "procent"', "Schrijf duizendtallen zonder punt: 170000. Kijk goed."),
        ("0.170", '100, 400, "mensen"', "Een punt is in Python een komma: schrijf duizendtallen zonder punt."),
    ],
)
def test_a_slip_in_an_impossible_number_is_told_and_its_hint_too(
    opened: Path, typed: str, asked: str, told: str
) -> None:
    names: dict[str, object] = {"check_number": check_number, "In": [f"x = {typed}"]}
    with pytest.raises(CheckError) as caught:
        exec(f'x = {typed}\ncheck_number("x", x, {asked})', names)
    assert str(caught.value).endswith(told)


def test_who_multiplies_by_a_hundred_twice_hears_so_where_no_key_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"check_number": check_number, "In": ["x = 5 / 10 * 100 * 100"]}
    with pytest.raises(CheckError) as caught:
        exec('x = 5 / 10 * 100 * 100\ncheck_number("x", x, 0, 100, "procent")', names)
    assert str(caught.value).endswith("Je deed het één keer te vaak keer 100.")


@pytest.mark.parametrize("value", [object(), range(10**30)], ids=["no length", "too long to count"])
def test_what_cannot_be_counted_is_no_number_either(opened: Path, value: object) -> None:
    with pytest.raises(CheckError) as caught:
        check_number("x", value, 0, 40, "rijen")
    kind = type(value).__name__
    assert str(caught.value) == (
        f"x: verwacht wordt één getal; gevonden iets van de soort {kind}. Kies één cel, of reken het getal uit. "
        "Kijk goed."
    )


def test_of_a_whole_column_only_the_numbers_that_are_asked_are_reckoned_with(opened: Path) -> None:
    rows = Form("rows", ("geo", "jaar", "kloof"), (2,))
    right = rows.canonical([("BE", 2024.0, 8.1), ("NL", 2024.0, 6.0)])
    saved = {"cells": [], "metadata": {"sowcourse": {"key": key_of(rows, {right}).data()}}}
    (opened / "opdracht.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    x = pd.DataFrame({"geo": ["BE", "NL"], "jaar": [2024.0, 2024.0], "kloof": [-8.1, -6.0]})
    check = 'check_frame("x", x, ["geo"])'
    names = {"x": x, "check_frame": check_frame, "In": ['x = x\nx["kloof"] = x["a"] - x["b"]', "y = 1", check]}
    with pytest.raises(CheckError) as caught:
        exec(check, names)
    assert str(caught.value) == "x: het teken is omgekeerd. Draai de aftrekking om. Kijk goed."
    x["kloof"] = [3.0, 4.0]
    with pytest.raises(CheckError) as caught:
        exec(check, names)  # nothing tells in which unit it is asked
    assert str(caught.value) == "x: dit zijn nog niet de juiste rijen. Kijk goed."


def test_in_which_unit_a_column_is_asked_is_read_in_the_cell_that_runs(opened: Path) -> None:
    rows = Form("rows", ("geo", "kloof"), (1,))
    right = rows.canonical([("BE", 8.1), ("NL", 6.0)])
    saved = {"cells": [], "metadata": {"sowcourse": {"key": key_of(rows, {right}).data()}}}
    (opened / "opdracht.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    x = pd.DataFrame({"geo": ["BE", "NL"], "kloof": [3.0, 4.0]})
    check = 'check_frame("x", x, ["geo"])\ncheck_number("de grootste", x["kloof"].max(), 0, 40, "procentpunt")'
    names = {"x": x, "check_frame": check_frame, "In": ['x = x\nx["kloof"] = x["a"] / x["b"]', "y = 1", check]}
    with pytest.raises(CheckError) as caught:
        exec(check, names)
    assert str(caught.value) == (
        "x: procentpunt is een verschil: trek het ene percentage van het andere af, zonder te delen. Kijk goed."
    )


@pytest.mark.parametrize(
    ("value", "unit", "sentence"),
    [
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.4], "procent", "Kies één cel, of reken het getal uit. Kijk goed."),
        (pd.Series([1.5, 2.5]), "rijen", "Kies één cel, of reken het getal uit. Kijk goed."),
    ],
)
def test_many_where_one_number_is_asked_hear_the_hint(opened: Path, value: object, unit: str, sentence: str) -> None:
    with pytest.raises(CheckError) as caught:
        check_number("x", value, 0, 40, unit)
    assert str(caught.value) == f"x: verwacht wordt één getal; gevonden {kind_of(value)}. {sentence}"


@pytest.mark.parametrize(
    ("value", "unit", "sentence"),
    [
        ([2019, 2020, 2021], "rijen", "Gevraagd is hoeveel het er zijn: tel ze, of zet er len( ) omheen."),
        ([2019, 2020, 2021], "keer", "Kies één cel, of reken het getal uit. Kijk goed."),
        ([2019, 2020, 2021], "procent", "Kies één cel, of reken het getal uit. Kijk goed."),
        ([2019, 2020, 2021], "procentpunt", "Kies één cel, of reken het getal uit. Kijk goed."),
        ([2019, 2020, 2021], "als jaar", "Kies één cel, of reken het getal uit. Kijk goed."),
        (pd.Series([True, False, True, True]), "rijen", "Zet er .sum() achter: dan telt Python hoe vaak het waar is."),
    ],
)
def test_who_gives_the_rows_instead_of_their_number_hears_to_count(
    opened: Path, value: object, unit: str, sentence: str
) -> None:
    form = number_form(0.051)
    saved = {
        "cells": [],
        "metadata": {"sowcourse": {"key": key_of(form, {form.canonical(3.0)}, hint="Kijk goed.").data()}},
    }
    (opened / "opdracht.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    with pytest.raises(CheckError) as caught:
        check_number("x", value, 0, 40, unit)
    assert str(caught.value) == f"x: verwacht wordt één getal; gevonden {kind_of(value)}. {sentence}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ('x["boven"] - x["onder"]', "het teken is omgekeerd. Draai de aftrekking om. Kijk goed."),
        ('(x["onder"] - x["boven"]) / 100', "dit is honderd keer te klein. Doe het nog keer 100. Kijk goed."),
        (
            '(x["onder"] - x["boven"]) * 100',
            "dit is honderd keer te groot. Je deed één keer te vaak keer 100. Kijk goed.",
        ),
        (
            "12 - 4",
            "in de kolom 'kloof' staat overal hetzelfde getal. Reken met kolommen, met de tabel ervoor: "
            'x["…"]. Kijk goed.',
        ),
        (
            'x["onder"] - y["onder"]',
            "in de kolom 'kloof' staat nergens een getal. Neem beide kolommen uit dezelfde tabel: «x».",
        ),
        (
            'x["onder"] / x["boven"]',
            "procentpunt is een verschil: trek het ene percentage van het andere af, zonder te delen. Kijk goed.",
        ),
        ('x["onder"] + x["boven"]', "dit zijn nog niet de juiste rijen. Kijk goed."),
    ],
)
def test_the_mistake_in_a_whole_column_is_told(opened: Path, typed: str, sentence: str) -> None:
    rows = Form("rows", ("geo", "kloof"), (1,))
    right = rows.canonical([("BE", 8.1), ("NL", 6.0)])
    saved = {"cells": [], "metadata": {"sowcourse": {"key": key_of(rows, {right}).data()}}}
    (opened / "opdracht.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    check = 'check_frame("x", x, ["geo", "kloof"])\ncheck_number("de grootste", x["kloof"].max(), 0, 40, "procentpunt")'
    x = pd.DataFrame({"geo": ["BE", "NL"], "onder": [12.0, 9.0], "boven": [3.9, 3.0]})
    y = pd.DataFrame({"onder": [1.0, 2.0]}, index=[7, 8])
    code = f'x["kloof"] = {typed}'
    names: dict[str, object] = {"x": x, "y": y, "check_frame": check_frame, "check_number": check_number}
    names["In"] = [f"x = x\n{code}", check]
    exec(code, names)
    with pytest.raises(CheckError) as caught:
        exec(check, names)
    assert str(caught.value) == f"x: {sentence}"


def test_words_where_numbers_belong_are_told_and_the_column_is_written_out(opened: Path) -> None:
    rows = Form("rows", ("geo", "kloof"), (1,))
    saved = {"cells": [], "metadata": {"sowcourse": {"key": key_of(rows, {rows.canonical([("BE", 8.1)])}).data()}}}
    (opened / "opdracht.ipynb").write_text(json.dumps(saved), encoding="utf-8")
    code = 'x["kloof"] = "onder" + "boven"'
    names: dict[str, object] = {"x": pd.DataFrame({"geo": ["BE"], "onder": [12.0]}), "In": [f"x = x\n{code}"]}
    with pytest.raises(CheckError) as caught:
        exec(f'{code}\ncheck_frame("x", x, ["geo", "kloof"])', names | {"check_frame": check_frame})
    assert str(caught.value) == (
        "x: verwacht wordt een getal in elke rij van de kolom 'kloof'; dat is bij jou tekst. "
        '«onder» is een kolom. Schrijf haar met de tabel ervoor: x["onder"].'
    )


@pytest.mark.parametrize("tolerance", [0, 0.01, 0.051, 0.51, 3500])
@pytest.mark.parametrize("expected", [0.0, 42.2222, 486_000.0, -7.05])
def test_a_tick_and_a_point_are_given_for_the_same_numbers(tolerance: float, expected: float) -> None:
    form = number_form(tolerance)
    right = equals(Compared("x", form, expected, expected, "", tolerance), expected)
    chance = random.Random(str((tolerance, expected)))
    edges = [expected + side * tolerance * part for side in (-1, 1) for part in (0, 0.9, 0.999, 1, 1.05, 1.2, 2)]
    for number in [*edges, *(expected + chance.uniform(-2, 2) * tolerance for _ in range(200)), expected + 1e6]:
        assert (form.canonical(float(number)) in right) is counts_as(number, expected, tolerance), number


@pytest.mark.parametrize("value", [12.25, 12.35, 0.05, -3.45, 24.149999999999999, 8.100000000000001])
def test_every_way_to_round_a_table_to_one_decimal_is_right(value: float) -> None:
    form = Form("rows", ("waarde",), (0,))
    right = equals(Compared("x", form, [(value,)], [(value,)], "", 0.0), [(value,)])
    by_hand = math.floor(abs(value) * 10 + 0.5 + 1e-9) / 10 * (1 if value > 0 else -1)
    for rounded in (value, round(value, 1), float(pd.Series([value]).round(1)[0]), by_hand, round(value, 2)):
        assert form.canonical([(rounded,)]) in right, rounded


def test_a_key_made_of_other_figures_says_nothing(opened: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = opened / "opdracht.ipynb"
    saved = read_notebook(file)
    saved["metadata"]["sowcourse"]["key"]["figures"] = {"eenzaamheid": "0" * 16}
    file.write_text(json.dumps(saved), encoding="utf-8")
    check_number("x", 12.9, 0, 40, "procentpunt")
    assert capsys.readouterr().out.startswith("◇ x: ")


@pytest.mark.parametrize("beside", ["copy", "other", "older"])
def test_among_several_notebooks_the_one_that_runs_is_found_or_nothing_is_said(
    opened: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, beside: str
) -> None:
    code = 'check_number("x", 8.4, 0, 40, "procentpunt")'
    file = opened / "opdracht.ipynb"
    saved = read_notebook(file) | {"cells": [{"cell_type": "code", "metadata": {}, "source": code}]}
    file.write_text(json.dumps(saved), encoding="utf-8")
    if beside == "other":
        saved["cells"] = []
    if beside == "older":
        saved["metadata"]["sowcourse"]["key"]["salt"] = "vorig jaar"
    (opened / "opdracht (1).ipynb").write_text(json.dumps(saved), encoding="utf-8")
    (opened / "half.ipynb").write_text("[]", encoding="utf-8")
    monkeypatch.setenv("JPY_SESSION_NAME", str(opened / "hernoemd.ipynb"))
    exec(code, {"check_number": check_number, "In": [code]})
    assert capsys.readouterr().out.startswith("◇" if beside == "older" else "✓")
    exec(code, {"check_number": check_number, "In": [code], "__vsc_ipynb_file__": str(file)})
    assert capsys.readouterr().out.startswith("✓")


def test_in_grading_a_student_cannot_say_which_notebook_is_read(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = {"cell_type": "markdown", "metadata": {"nbgrader": {"grade_id": "tekst"}}, "source": "Van mij."}
    other = {"cells": [cell | {"source": "Van een ander."}], "metadata": {}}
    (opened / "ander").mkdir()
    (opened / "ander" / "elders.ipynb").write_text(json.dumps(other), encoding="utf-8")
    (opened / "opdracht.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}}), encoding="utf-8")
    names = {"saved_text": saved_text, "__vsc_ipynb_file__": str(opened / "ander" / "elders.ipynb")}
    assert eval('saved_text("opdracht", "tekst")', dict(names)) == "Van een ander."
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert eval('saved_text("opdracht", "tekst")', dict(names)) == "Van mij."


def test_who_validates_with_nbgrader_hears_what_probeer_says(opened: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(CheckError, match="dit is de waarde van België"):
        check_number("x", 12.9, 0, 40, "procentpunt")


def test_in_grading_the_key_says_nothing(
    opened: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check_number("x", 12.9, 0, 40, "procentpunt")
    assert capsys.readouterr().out == "x: 12,9 procentpunt is een mogelijke waarde.\n"


def saved_cells(*codes: str) -> str:
    cells = [{"cell_type": "code", "source": code, "metadata": {}} for code in codes]
    form = number_form(0.051)
    key = key_of(form, {form.canonical(8.4)}).data()
    return json.dumps({"cells": cells, "metadata": {"sowcourse": {"key": key}}, "nbformat": 4, "nbformat_minor": 5})


@pytest.mark.parametrize("typed", ["half = half\nx = half * 2", "x = x", "half += 0\nx = half + half"])
def test_an_answer_that_leans_on_an_earlier_attempt_gets_no_tick(opened: Path, typed: str) -> None:
    (opened / "opdracht.ipynb").write_text(saved_cells("tabel = 1", "half = ...\nx = half * 2"), encoding="utf-8")
    names: dict[str, object] = {"check_number": check_number, "check_choice": check_choice, "half": 4.2, "x": 8.4}
    names["In"] = ["tabel = 1", "half = 4.2\nx = half * 2", typed]
    exec(typed, names)
    for check in ('check_number("x", x, 0, 40, "procent")', 'check_choice("x", "ja", ["ja", "nee"])'):
        with pytest.raises(CheckError) as caught:
            exec(check, names)
        used = "x" if typed == "x = x" else "half"
        assert str(caught.value) == (
            f"x: jouw cel gebruikt «{used}» voordat zij het een waarde geeft. Dat lukt nu alleen doordat Python een "
            "eerdere poging nog kent; na het inleveren niet. Schrijf rechts van het teken = de waarde zelf."
        )


@pytest.mark.parametrize(
    ("typed", "elsewhere"),
    [
        ("half = half * 2\nx = half", "half = 4.2"),  # made by a cell above
        ("half = 4.2\nhalf = half * 2\nx = half", "tabel = 1"),
        ("x = sum(x for x in [4, 4.4])", "tabel = 1"),
        ("for x in [8.4]:\n    x = x", "tabel = 1"),
    ],
)
def test_what_a_cell_or_another_cell_made_may_be_used_again(
    opened: Path, typed: str, elsewhere: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (opened / "opdracht.ipynb").write_text(saved_cells(elsewhere, "half = ...\nx = half * 2"), encoding="utf-8")
    names: dict[str, object] = {"check_number": check_number, "In": [elsewhere, typed]}
    exec(f"{elsewhere}\n{typed}", names)
    exec('check_number("x", x, 0, 40, "procent")', names)
    assert capsys.readouterr().out == "✓ x: dit klopt.\n"


def test_when_points_are_given_an_earlier_attempt_is_no_question(
    opened: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    (opened / "opdracht.ipynb").write_text(saved_cells("x = ..."), encoding="utf-8")
    names: dict[str, object] = {"check_number": check_number, "x": 8.4, "In": ["x = x"]}
    exec('check_number("x", x, 0, 40, "procent")', names)
    assert capsys.readouterr().out == "x: 8,4 procent is een mogelijke waarde.\n"
    exec('check_choice("x", "ja", ["ja", "nee"])', names | {"check_choice": check_choice})
    assert capsys.readouterr().out == "x: je koos «ja».\n"
