"""The marking sheet: what a lecturer typed is recorded as a whole or not at all, and nothing typed is lost."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from sowcourse.errors import ContentError, GradingError
from sowcourse.gradebook.code import code
from sowcourse.gradebook.giver import Giver
from sowcourse.gradebook.gradebook import Given
from sowcourse.gradebook.scores import CellResult
from sowcourse.report.answer import Answer, Answers, shuffled
from sowcourse.report.bank import FILE, Comment, begin_bank, load_bank
from sowcourse.report.sheet import read_sheet, state, write_sheet
from sowcourse.rubric import Criterion, Rubric

RUBRICS = {
    "reflectie": Rubric(
        "reflectie", "Reflectie", (Criterion("Ervaring", ("a", "b", "c", "d")), Criterion("Stap", ("a", "b", "c", "d")))
    )
}
BANK = {
    "wie": Comment("wie", "reflectie", "Zeg ook wie er besliste."),
    "bron": Comment("bron", "", "Noem de bron."),
    "dun": Comment("dun", "andere-kant", "Dit argument is nog dun."),
}
NAMES = {"007": "=Zoë; de Smet", "r2": "An Maes", "r3": "Lars"}


def answer(
    student: str,
    text: str,
    cell: str = "reflectie",
    score: float = 0,
    waiting: bool = True,
    comment: str = "",
    giver: Giver | None = None,
) -> Answer:
    found = CellResult(cell, points=12, score=score, manual=True, waiting=waiting, comment=comment, giver=giver)
    return Answer(student, text, text == "", found)


ANSWERS: Answers = {
    "reflectie": [
        answer("007", "Ik zag haar twijfelen."),
        answer("r2", "Ik deed niets.", score=7.5, waiting=False, comment="Mooi.\nErvaring: 3\n-Let op."),
        answer("r3", ""),
    ],
    "andere-kant": [answer("007", "Half weten is gevaarlijk.", "andere-kant")],
}


STOOD = state(Given(7.5, "Mooi.\nErvaring: 3\n-Let op."))


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def fill(file: Path, place: int, delimiter: str = ";", encoding: str = "utf-8", **typed: str) -> None:
    """Type something in a row and save it as a spreadsheet does."""
    found = rows(file)
    found[place] |= {name.replace("_", " "): value for name, value in typed.items()}
    with file.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(found)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "beoordelen.csv"
    write_sheet(file, ANSWERS, RUBRICS, NAMES)
    return file


def test_a_sheet_holds_every_answer_that_is_not_empty_with_what_was_given(sheet: Path) -> None:
    first, second, third = rows(sheet)
    assert (first["vraag"], first["student"], first["punten"], first["hoogstens"]) == (
        "reflectie",
        "'=Zoë; de Smet",
        "",
        "12",
    )
    assert (second["punten"], second["criterium 1"], second["criterium 2"]) == ("7,5", "3", "")
    assert second["eigen opmerking"] == "Mooi.\n-Let op."
    assert third["vraag"] == "andere-kant"


def test_an_untouched_sheet_changes_nothing(sheet: Path) -> None:
    found = read_sheet(sheet, ANSWERS, RUBRICS, BANK)
    assert (found.marks, found.same, found.open) == ((), 1, 2)


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "cp1252")])
def test_points_levels_codes_and_words_become_a_mark(sheet: Path, delimiter: str, encoding: str) -> None:
    typed = {
        "punten": "9,5",
        "criterium_1": "4",
        "criterium_2": "2",
        "opmerkingen": "WIE, bron",
        "eigen_opmerking": "Één zin.",
    }
    fill(sheet, 0, delimiter, encoding, **typed)
    (mark,) = read_sheet(sheet, ANSWERS, RUBRICS, BANK).marks
    assert (mark.student, mark.cell, mark.points) == ("007", "reflectie", 9.5)
    assert mark.comment == "Één zin.\nZeg ook wie er besliste.\nNoem de bron.\nErvaring: 4\nStap: 2"
    assert RUBRICS["reflectie"].chosen(mark.comment) == {"Ervaring": 4, "Stap": 2}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "mac_roman", "utf-8"])
def test_a_sheet_is_read_from_every_program_with_titles_above_it_and_points_as_programs_save_them(
    sheet: Path, encoding: str
) -> None:
    fill(sheet, 0, ";", "utf-8", punten="9.0", criterium_1="4.0", eigen_opmerking="Één zin;\nen nóg een, D’Hondt.")
    text = "Beoordeeld door An\r\n\r\n" + sheet.read_bytes().decode("utf-8")
    sheet.write_bytes(text.encode(encoding))
    (mark,) = read_sheet(sheet, ANSWERS, RUBRICS, BANK).marks
    assert (mark.student, mark.points) == ("007", 9.0)
    assert mark.comment == "Één zin;\nen nóg een, D’Hondt.\nErvaring: 4"


def test_a_row_with_the_name_of_somebody_else_is_refused_and_a_changed_name_is_not(sheet: Path) -> None:
    fill(sheet, 0, punten="9", student="An Maes")
    with pytest.raises(GradingError, match=r"regel 2: de code is van =Zoë; de Smet, maar er staat An Maes\. Werd"):
        read_sheet(sheet, ANSWERS, RUBRICS, BANK, names=NAMES)
    for name in ("Zoë Jansen", "", "Smet, Zoë de"):
        fill(sheet, 0, punten="9", student=name)
        assert len(read_sheet(sheet, ANSWERS, RUBRICS, BANK, names=NAMES).marks) == 1


@pytest.mark.parametrize(("old", "new"), [(";9;", ';"9;'), ("Eerst goed", '"Eerst goed')])
def test_a_quotation_that_does_not_close_takes_no_row_along_in_silence(sheet: Path, old: str, new: str) -> None:
    fill(sheet, 0, punten="9", eigen_opmerking="Eerst goed")
    fill(sheet, 1, punten="8", eigen_opmerking='x"')
    text = sheet.read_text("utf-8").replace('"x"""', 'x"')
    assert old in text
    sheet.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(GradingError, match=r"beoordelen\.csv, regel 2: bij «\S+.*» begint een aanhalingsteken"):
        read_sheet(sheet, ANSWERS, RUBRICS, BANK)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"punten": "13"}, "13 punten kan niet bij «reflectie»; verwacht wordt 0 tot en met 12."),
        ({"punten": "goed"}, "«goed» zijn geen punten. Schrijf een getal, zoals 4 of 4,5."),
        ({"punten": "-1"}, "«-1» zijn geen punten."),
        ({"punten": "nan"}, "«nan» zijn geen punten."),
        ({"punten": "7-mei"}, "«7-mei» zijn geen punten."),
        (
            {"punten": "4", "criterium_1": "5"},
            "in «criterium 1» staat «5»; verwacht wordt een niveau van 1 tot en met 4.",
        ),
        ({"punten": "4", "opmerkingen": "dun"}, "de opmerking «dun» staat niet in opmerkingen.toml bij «reflectie»"),
        ({"punten": "4", "opmerkingen": "weg"}, "Kies uit: wie, bron."),
        ({"criterium_1": "3"}, "er staan geen punten. Geef ook punten."),
        ({"punten": "4", "vraag": "stap-1"}, "de vraag «stap-1» is er niet. Kies uit: reflectie, andere-kant."),
        ({"punten": "4", "code": "BBBBBBBB-BBBB"}, "hoort bij geen antwoord op «reflectie»"),
        ({"punten": "4", "code": code("007", "reflectie", "Iets anders.")}, "is veranderd sinds dit blad gemaakt is"),
        (
            {"punten": "4", "code": code("r2", "reflectie", "Ik deed niets."), "stand": STOOD},
            "regel 3: dit antwoord staat ook in regel 2",
        ),
    ],
    ids=lambda value: next(iter(value.values())) if isinstance(value, dict) else "",
)
def test_a_line_that_is_not_right_is_named_and_nothing_counts(sheet: Path, typed: dict[str, str], told: str) -> None:
    fill(sheet, 2, punten="8")
    fill(sheet, 0, **typed)
    with pytest.raises(GradingError) as caught:
        read_sheet(sheet, ANSWERS, RUBRICS, BANK)
    assert told in str(caught.value)
    assert "er is niets vastgelegd, want 1 regel klopt niet" in str(caught.value)


def test_every_line_that_is_not_right_is_named_at_once_by_its_place_in_the_file(sheet: Path) -> None:
    fill(sheet, 0, punten="x", eigen_opmerking="op\ntwee regels")
    fill(sheet, 2, punten="y", criterium_1="1")
    with pytest.raises(GradingError, match=r"want 2 regels kloppen niet") as caught:
        read_sheet(sheet, ANSWERS, RUBRICS, BANK)
    assert "regel 2: «x»" in str(caught.value)
    assert "regel 6: " in str(caught.value)  # two answers above it take two lines each
    assert "maar deze vraag heeft 0 criteria" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04", "dit is een Excel-bestand"),
        (b"naam;punten\r\n", "de kolom «vraag» ontbreekt"),
        (b"", "x.csv: dit blad is leeg"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(GradingError, match=told):
        read_sheet(file, ANSWERS, RUBRICS, BANK)
    with pytest.raises(GradingError, match="kan niet worden gelezen"):
        read_sheet(tmp_path / "weg.csv", ANSWERS, RUBRICS, BANK)


def test_a_sheet_in_which_was_typed_is_kept_under_another_name(sheet: Path) -> None:
    write_sheet(sheet, ANSWERS, RUBRICS, NAMES)
    assert [file.name for file in sheet.parent.iterdir()] == ["beoordelen.csv"]
    fill(sheet, 0, punten="9")
    typed = sheet.read_bytes()
    write_sheet(sheet, ANSWERS, RUBRICS, NAMES)
    assert sheet.with_name("beoordelen-vorig-1.csv").read_bytes() == typed
    assert rows(sheet)[0]["punten"] == ""


def test_a_blind_sheet_for_a_second_marker_holds_no_name_and_no_mark(tmp_path: Path) -> None:
    file = tmp_path / "tweede.csv"
    write_sheet(file, shuffled(ANSWERS), RUBRICS, {}, empty=True)
    text = file.read_text(encoding="utf-8-sig")
    for secret in ("007", "Zoë", "Maes", "7,5", "Mooi"):
        assert secret not in text
    fill(file, 0, punten="5")
    found = read_sheet(file, ANSWERS, RUBRICS, BANK, again=True)
    assert len(found.marks) == 1


def test_a_code_changes_with_the_words_and_not_with_the_spaces_between_them() -> None:
    one = code("007", "reflectie", "Ik zag  haar\ntwijfelen.")
    assert one == code("007", "reflectie", "Ik zag haar twijfelen.")
    other = code("007", "reflectie", "Ik zag hem twijfelen.")
    assert one.partition("-")[0] == other.partition("-")[0]
    assert one != other
    assert not set(one) & set("AEIOUY0123456789")
    assert len({code(f"s{number}", "reflectie", "").partition("-")[0] for number in range(20_000)}) == 20_000


def test_the_bank_begins_with_examples_and_is_never_written_over(tmp_path: Path) -> None:
    begin_bank(tmp_path)
    assert set(load_bank(tmp_path)) == {"wie", "bron"}
    (tmp_path / FILE).write_text('[[opmerking]]\ncode = "kort"\ntekst = "Te kort."\n', encoding="utf-8")
    begin_bank(tmp_path)
    assert load_bank(tmp_path) == {"kort": Comment("kort", "", "Te kort.")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[opmerking]]\ncode = "a b"\ntekst = "x"\n', "andere tekens dan letters"),
        ('[[opmerking]]\ncode = "a"\ntekst = "x"\n[[opmerking]]\ncode = "A"\ntekst = "y"\n', "staat er twee keer"),
        ('[[opmerking]]\ncode = "a"\n', "tekst"),
    ],
)
def test_a_bank_that_is_not_right_says_where(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=told) as caught:
        load_bank(tmp_path)
    assert FILE in str(caught.value)


AN = Giver("An Maes (laptop-an)", "vr 27-11-2026 10:14", mine=False, means="blad")


def marked(score: float, comment: str = "", student: str = "007", giver: Giver | None = AN) -> Answers:
    """The answers after somebody gave one of them points."""
    text = {"007": "Ik zag haar twijfelen.", "r2": "Ik deed niets."}[student]
    other = answer(student, text, score=score, waiting=False, comment=comment, giver=giver)
    return ANSWERS | {"reflectie": [other if one.student == student else one for one in ANSWERS["reflectie"]]}


def test_who_is_too_late_sees_what_the_other_gave_and_nothing_is_recorded(sheet: Path) -> None:
    fill(sheet, 0, punten="6")
    fill(sheet, 2, punten="8")
    with pytest.raises(GradingError) as caught:
        read_sheet(sheet, marked(9, "Sterk."), RUBRICS, BANK)
    assert "er is niets vastgelegd, want 1 regel klopt niet" in str(caught.value)
    told = "regel 2: op vr 27-11-2026 10:14 gaf An Maes (laptop-an) hier 9 punten («Sterk.»); jij geeft 6."
    assert told in str(caught.value)
    said = str(caught.value).rpartition("kolom «stand»: ")[2]
    fill(sheet, 0, stand=said)
    marks = read_sheet(sheet, marked(9, "Sterk."), RUBRICS, BANK).marks
    assert next((mark.student, mark.points, mark.over) for mark in marks) == ("007", 6, Given(9, "Sterk."))
    fill(sheet, 0, punten="", stand="open")
    assert [mark.cell for mark in read_sheet(sheet, marked(9), RUBRICS, BANK).marks] == ["andere-kant"]


def test_a_row_that_was_left_alone_never_writes_over_what_another_gave(sheet: Path) -> None:
    fill(sheet, 0, punten="6")
    found = read_sheet(sheet, marked(9, "Anders.", "r2"), RUBRICS, BANK)
    assert [mark.student for mark in found.marks] == ["007"]
    (told,) = found.others
    assert told.endswith("gaf An Maes (laptop-an) hier 9 punten («Anders.»). Dat blijft staan.")


def test_the_same_points_from_both_are_no_trouble(sheet: Path) -> None:
    fill(sheet, 0, punten="9")
    assert read_sheet(sheet, marked(9), RUBRICS, BANK).same == 2


def test_what_a_person_gave_themselves_with_a_sheet_they_change_with_it_and_nothing_else(sheet: Path) -> None:
    fill(sheet, 0, punten="6")
    mine = replace(AN, mine=True)
    (mark,) = read_sheet(sheet, marked(9, giver=mine), RUBRICS, BANK).marks
    assert (mark.points, mark.over) == (6, Given(9, ""))
    for other in (AN, replace(mine, means=""), None):  # a colleague's; one's own in formgrader; nobody knows whose
        with pytest.raises(GradingError, match=r"gaf .* hier 9 punten; jij geeft 6"):
            read_sheet(sheet, marked(9, giver=other), RUBRICS, BANK)


def test_a_sheet_that_does_not_say_what_stood_there_writes_over_nothing(sheet: Path) -> None:
    found = [{name: value for name, value in row.items() if name != "stand"} for row in rows(sheet)]
    found[1]["punten"] = "3"
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(found)
    with pytest.raises(GradingError, match="dit blad zegt niet wat er stond toen het gemaakt werd"):
        read_sheet(sheet, ANSWERS, RUBRICS, BANK)


WORTH = (0.0, 1.0, 2.0, 3.0)
POINTED = {
    "reflectie": Rubric(
        "reflectie",
        "Reflectie",
        (Criterion("Ervaring", ("a", "b", "c", "d"), WORTH), Criterion("Stap", ("a", "b", "c", "d"), (0, 3, 6, 9))),
    )
}


def test_levels_that_are_worth_points_give_them_and_no_others(sheet: Path) -> None:
    fill(sheet, 0, criterium_1="3", criterium_2="2")
    (mark,) = read_sheet(sheet, ANSWERS, POINTED, BANK).marks
    assert (mark.points, mark.comment) == (5, "Ervaring: 3\nStap: 2")
    fill(sheet, 0, punten="5")
    assert [mark.points for mark in read_sheet(sheet, ANSWERS, POINTED, BANK).marks] == [5]
    fill(sheet, 0, punten="6")
    with pytest.raises(
        GradingError, match=r"regel 2: de niveaus zijn samen 5 punten waard; er staat 6\. Maak «punten»"
    ):
        read_sheet(sheet, ANSWERS, POINTED, BANK)
    fill(sheet, 0, punten="", criterium_2="")
    with pytest.raises(
        GradingError, match=r"in «criterium 2» staat nog geen niveau\. Vul elk criterium in, of geef zelf"
    ):
        read_sheet(sheet, ANSWERS, POINTED, BANK)
    fill(sheet, 0, punten="4")
    assert [mark.points for mark in read_sheet(sheet, ANSWERS, POINTED, BANK).marks] == [4], "levels are not all there"


def test_levels_give_no_points_to_an_answer_of_another_version_of_the_assignment(sheet: Path) -> None:
    smaller = {"reflectie": Rubric("reflectie", "Reflectie", (Criterion("Ervaring", ("a", "b", "c", "d"), WORTH),))}
    fill(sheet, 0, criterium_1="3")
    told = "de vraag is er 12 punten waard en in de rubric van nu 3. Geef zelf punten"
    with pytest.raises(GradingError, match=told):
        read_sheet(sheet, ANSWERS, smaller, BANK)
    fill(sheet, 0, punten="9")
    assert [mark.points for mark in read_sheet(sheet, ANSWERS, smaller, BANK).marks] == [9]


def test_points_that_were_given_before_levels_had_points_stay(tmp_path: Path) -> None:
    given = ANSWERS | {"reflectie": [answer("r2", "x", score=7.5, waiting=False, comment="Ervaring: 3\nStap: 1")]}
    file = tmp_path / "oud.csv"
    write_sheet(file, given, POINTED, NAMES)
    assert read_sheet(file, given, POINTED, BANK).same == 1


def test_a_sheet_of_an_earlier_version_is_read_with_its_own_columns(sheet: Path) -> None:
    text = sheet.read_text("utf-8-sig").replace("criterium ", "niveau ")
    sheet.write_text(text, encoding="utf-8")
    fill(sheet, 0, niveau_1="3", niveau_2="2")
    assert [mark.points for mark in read_sheet(sheet, ANSWERS, POINTED, BANK).marks] == [5]


def columns(file: Path, *without: str, **added: str) -> None:
    """Take columns out of a sheet, or add some with the same in every row."""
    found = [{key: value for key, value in row.items() if key not in without} | added for row in rows(file)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(found)


@pytest.mark.parametrize(
    ("without", "comment"),
    [
        (("eigen opmerking",), "Mooi.\n-Let op.\nErvaring: 3"),
        (("criterium 1", "criterium 2"), "Mooi.\n-Let op.\nErvaring: 3"),
        (("eigen opmerking", "opmerkingen", "criterium 1", "criterium 2"), "Mooi.\n-Let op.\nErvaring: 3"),
        (("student", "hoogstens", "opmerkingen"), "Mooi.\n-Let op.\nErvaring: 3"),
    ],
)
def test_what_was_given_in_a_column_that_was_taken_out_stays(
    sheet: Path, without: tuple[str, ...], comment: str
) -> None:
    columns(sheet, *without)
    found = read_sheet(sheet, ANSWERS, RUBRICS, BANK)
    assert (found.marks, found.same) == ((), 1), "a column that is not there changes nothing"
    fill(sheet, 1, punten="8")
    (mark,) = read_sheet(sheet, ANSWERS, RUBRICS, BANK).marks
    assert (mark.student, mark.points) == ("r2", 8)
    assert sorted(mark.comment.splitlines()) == sorted(comment.splitlines()), "a comment of before went with its column"


def test_a_second_marker_who_takes_a_column_out_gets_nothing_of_the_first(sheet: Path) -> None:
    columns(sheet, "eigen opmerking", "stand")
    fill(sheet, 1, punten="8", criterium_1="")
    (mark,) = read_sheet(sheet, ANSWERS, RUBRICS, BANK, again=True).marks
    assert mark.comment == ""


@pytest.mark.parametrize("name", ["notitie", ""])
def test_what_was_typed_in_a_column_of_their_own_is_not_read_in_silence(sheet: Path, name: str) -> None:
    columns(sheet, **{name: ""})
    assert read_sheet(sheet, ANSWERS, RUBRICS, BANK).others == ()
    found = rows(sheet)
    found[0][name] = "Vraag na bij An."
    columns(sheet, **{name: "Vraag na bij An."})
    (told,) = read_sheet(sheet, ANSWERS, RUBRICS, BANK).others
    assert told == (
        f"De kolom {'«notitie»' if name else 'zonder kop'} lezen we niet (voor het eerst iets in regel 2). "
        "Moet het bij de student komen? Zet het in «eigen opmerking»."
    )


def test_a_column_that_stands_twice_is_refused(sheet: Path) -> None:
    text = sheet.read_text("utf-8-sig").replace('"hoogstens"', '"punten"')
    sheet.write_text(text, encoding="utf-8")
    with pytest.raises(GradingError, match=r"beoordelen\.csv: de kolom «punten» staat er 2 keer\. Verwacht wordt"):
        read_sheet(sheet, ANSWERS, RUBRICS, BANK)


def test_a_decimal_comma_that_became_a_border_between_cells_is_refused(sheet: Path) -> None:
    fill(sheet, 0, punten="4,5", student="Zoë")
    lines = sheet.read_text("utf-8").splitlines()[:2]
    sheet.write_text("\n".join(line.replace(";", ",") for line in lines), encoding="utf-8")
    with pytest.raises(GradingError, match=r"regel 2: hier staan meer vakken dan er kolommen zijn; achteraan .*«open»"):
        read_sheet(sheet, ANSWERS, RUBRICS, BANK)


@pytest.mark.parametrize("made", ["#NAAM?", "#NAME?", "#WAARDE!", "#VERW!", "#N/B", "#DEEL/0!", "Err:509", "########"])
def test_what_a_spreadsheet_made_of_a_comment_never_reaches_a_student(sheet: Path, made: str) -> None:
    fill(sheet, 0, punten="9", eigen_opmerking=made)
    with pytest.raises(GradingError) as caught:
        read_sheet(sheet, ANSWERS, RUBRICS, BANK)
    assert f"regel 2: in «eigen opmerking» staat «{made}»: dat maakte je rekenblad" in str(caught.value)


@pytest.mark.parametrize("said", ["#1 is sterk", "#10", "#TOP", "#"])
def test_a_comment_with_a_cross_in_front_is_a_comment(sheet: Path, said: str) -> None:
    fill(sheet, 0, punten="9", eigen_opmerking=said)
    (mark,) = read_sheet(sheet, ANSWERS, RUBRICS, BANK).marks
    assert mark.comment == said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Mooi, zo?n zin.", "staat «zo?n», en dat werd wellicht anders"),
        ("Hier staat Ã©Ã©n reden.", "staat «Ã©Ã©n», en dat werd wellicht anders"),
        ("01-feb", "staat «01-feb», en dat werd wellicht anders"),
        ("bron", "staat «bron», en dat is de code van een opmerking. Zet haar in «opmerkingen»."),
    ],
)
def test_a_comment_that_is_not_what_was_typed_is_refused_and_one_that_stood_there_stays(
    sheet: Path, tmp_path: Path, said: str, told: str
) -> None:
    fill(sheet, 0, punten="4", eigen_opmerking=said)
    with pytest.raises(GradingError) as refused:
        read_sheet(sheet, ANSWERS, RUBRICS, BANK)
    assert f"regel 2: in «eigen opmerking» {told}" in str(refused.value)
    given = marked(4, said)
    write_sheet(tmp_path / "gegeven.csv", given, RUBRICS, NAMES)
    assert read_sheet(tmp_path / "gegeven.csv", given, RUBRICS, BANK).marks == ()


@pytest.mark.parametrize("said", ["Zie https://school.example/p?id=3.", "Echt? (Waarom?)", "Op 1 feb was dat anders."])
def test_a_question_and_a_day_in_a_comment_are_no_fault(sheet: Path, said: str) -> None:
    fill(sheet, 0, punten="4", eigen_opmerking=said)
    assert [mark.comment for mark in read_sheet(sheet, ANSWERS, RUBRICS, BANK).marks] == [said]


def test_a_word_of_one_letter_does_not_make_other_letters_of_a_comment_from_dos(sheet: Path) -> None:
    for name, names in (("a", {}), ("b", {"007": "Zoë"})):
        file = sheet.with_name(f"{name}.csv")
        write_sheet(file, ANSWERS, RUBRICS, names)
        fill(file, 0, encoding="cp850", punten="4", eigen_opmerking="Té kort, 3 à 4 zinnen.")
        with pytest.raises(GradingError, match="het bestand zegt niet in welk letterschrift het staat"):
            read_sheet(file, ANSWERS, RUBRICS, BANK)
