"""A slip of somebody who never programmed gets its own sentence, found by what was typed."""

from __future__ import annotations

import ast

import pandas as pd
import pytest

from sowcourse import column, paper, slip
from sowcourse.bars import Bars
from sowcourse.check import CheckError, check_bars, check_choice, check_frame, check_number, check_value, check_years
from sowcourse.dataset import load_dataset, read_instead
from sowcourse.mishap import explain

TABLE = pd.DataFrame(
    {"soort": ["Huur", "Zorg", "Huur"], "jaar": [2019, 2020, 2020], "periode": ["2019", "2020", "2020"]}
)


def error_of(code: str, names: dict[str, object] | None = None) -> BaseException:
    with pytest.raises(BaseException) as caught:
        exec(code, dict(names or {}))
    return caught.value


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("x = 170000 x 0.35", "Vermenigvuldigen schrijf je met een sterretje: x = 170000 * 0.35"),
        ("x = 3 × 4", "Vermenigvuldigen schrijf je met een sterretje: x = 3 * 4"),
        ("x = 37 : 79", "Delen schrijf je met een schuine streep: x = 37 / 79"),
        ("x = 37 ÷ 79", "Delen schrijf je met een schuine streep: x = 37 / 79"),
        ("x = 25% - 12%", "Schrijf 25 voor 25 procent, of 0.25 als aandeel."),
        ("x = 12,5%", "Schrijf 12.5 voor 12.5 procent, of 0.125 als aandeel."),
        ("x = 2022 min 2015", "«min» schrijf je met een teken: -. Dus: x = 2022 - 2015"),
        ("x = 170.000.000", "Schrijf duizendtallen zonder punt: 170000000."),
        ("x = 8,05", "Een kommagetal schrijf je in Python met een punt: 8.05."),
        ("x = 170000/0,35", "Een kommagetal schrijf je in Python met een punt: 0.35."),
        ("x = niet zomaar", 'Een antwoord in woorden zet je tussen aanhalingstekens: "niet zomaar".'),
        ("x = „weigeren”", 'Typ rechte: x = "weigeren"'),
        ('t[t["jaar"] = 2020]', "Vergelijken schrijf je met twee tekens: =="),
        ("x =\u00a02020\u00a0+", "Er staat een teken dat je niet ziet"),
        ("x = 170 000 / 0.35", "Schrijf een getal zonder spaties erin: 170000."),
        ("x = = 25 - 12", "Eén = is genoeg: x = 25 - 12"),
        ("x = 25 - 12 = 13", "Schrijf alleen de berekening, zonder de uitkomst erachter: x = 25 - 12"),
        ("x = minstens ongeveer 13", "Laat «minstens ongeveer» weg en schrijf alleen het getal: 13."),
        ("x = > 13.5", "Laat «>» weg en schrijf alleen het getal: 13.5."),
        ("x = 13 procentpunt", "Laat «procentpunt» weg: achter een getal staat geen woord."),
        ("x = 25 – 12", "Er staat een lang streepje, uit een ander programma. Typ een gewoon: x = 25 - 12"),
        ("x = 25 12", "Tussen 25 en 12 ontbreekt een teken"),
        ("x = 1.700.00", "Een getal heeft in Python hoogstens één punt"),
        ("x = 26 op 38.4", "Het woord «op» kent Python hier niet."),
        ("x = 2 plus 3 plus 4", "Dus: x = 2 + 3 + 4"),
        ("x = drie keer", "Schrijf een getal in cijfers: 3."),
        ("x = Formeel werk (via organisatie)", 'tussen aanhalingstekens: "Formeel werk (via organisatie)".'),
        ('t["z"] = t["a"] minus t["b"]', 'Dus: t["z"] = t["a"] - t["b"]'),
        ('t["z"] = t["a"] : t["b"]', 'Delen schrijf je met een schuine streep: t["z"] = t["a"] / t["b"]'),
        ("x = [2003; 2019]", "Tussen twee waarden van een lijst staat een komma."),
        ("x = [1, 2", "Een haakje '[' wordt geopend en nooit gesloten."),
        ("x = (3 x", "Een haakje '(' wordt geopend en nooit gesloten."),
        ("x = 37.2 : 79.6 x 100", "met een sterretje, en delen met een schuine streep: x = 37.2 / 79.6 * 100"),
        ('t["z"] = t["a"] : t["b"] x 100', 'schuine streep: t["z"] = t["a"] / t["b"] * 100'),
        ("x = 2003 en 2019", "Is er meer dan één nodig? Zet er dan een komma tussen: 2003, 2019."),
        ('x = = "Huur"', 'Eén = is genoeg: x = "Huur"'),
        ("x = 490 duizend", "Schrijf het getal voluit, in cijfers: 490000."),
        ("x = 1,5 miljoen", "Schrijf het getal voluit, in cijfers: 1500000."),
        ("x = Wie is er eenzaam?", 'tussen aanhalingstekens: "Wie is er eenzaam?".'),
        ("x = niet zomaar.", 'tussen aanhalingstekens: "niet zomaar".'),
        ("x = (2003; 2019)", "Tussen twee waarden van een lijst staat een komma."),
        ("x = 25 ! 12", "Python kan deze regel niet lezen. Typ alleen een getal, een berekening, of woorden"),
        ("x = som(1, 2)", "Optellen schrijf je met plussen"),
        ("x = 14.1 (NL)", "Laat «(NL)» weg: schrijf alleen het getal."),
        ("x = weet ik niet", "Weet je het nog niet? Open een hint: dat kost niets."),
        ("x = ?", "Weet je het nog niet? Open een hint: dat kost niets."),
        ("f(\n    a=1,\n    b=5,0,\n)", "Een kommagetal schrijf je in Python met een punt: 5.0."),
        ("x = round(48,3, 1)", "Een kommagetal schrijf je in Python met een punt: 48.3."),
        ('x = weigeren"', "Zet hetzelfde aanhalingsteken aan het begin en aan het eind."),
    ],
)
def test_what_is_written_as_on_paper_is_named(code: str, sentence: str) -> None:
    assert sentence in explain(error_of(code), code)


@pytest.mark.parametrize(
    "code",
    [
        "x = round(8, 1)",
        "x = [2005, 2016]",
        "x = [1,2, 3]",
        "x = sum([8, 1], 5)",
        "x = sum([2003,2019, 2020,2021])",
        'x = "8,1"',
        "x = 3  # 8,1",
        "x = 12.125",
        "x = 0.350",
    ],
)
def test_what_python_reads_as_it_was_meant_is_no_slip(code: str) -> None:
    ast.parse(code)
    assert paper.in_number(code) == ""


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ('t["z"] = jaar - 1', '«jaar» is een kolom. Schrijf haar met de tabel ervoor: t["jaar"].'),
        ("x = t[periode]", '«periode» is een kolom. Schrijf haar met de tabel ervoor: t["periode"].'),
        ('t["z"] = "jaar" - "periode"', '«jaar» is een kolom. Schrijf haar met de tabel ervoor: t["jaar"].'),
        ('x = t["Jaar"]', '\'Jaar\' is geen kolom van t. De kolommen heten: "jaar", "soort", "periode".'),
        ('x = u["jaar"]', '«jaar» is een kolom. Schrijf haar met de tabel ervoor: t["jaar"].'),
        ("x = dertien", "Schrijf een getal in cijfers: 13."),
        ("x = EU-SILC", 'Een antwoord in woorden zet je tussen aanhalingstekens: "EU-SILC".'),
        ("x = dict(bron=CBS)", 'Een antwoord in woorden zet je tussen aanhalingstekens: "CBS".'),
        ('x = mean(t["jaar"])', 'Schrijf «mean» achter de kolom, met een punt ertussen: tabel["kolom"].mean().'),
        ('x = t["jaar"].sum + 1', "Achter een opdracht horen haakjes, zoals .sum()."),
        ('x = t[t["soort"] == "Huur" & t["jaar"] == 2020]', "Zet elke voorwaarde tussen ronde haakjes"),
        ("x = round(170000/0,35)", "Een kommagetal schrijf je in Python met een punt: 0.35."),
        ('t["z"] = v - v', "Hier staat een hele tabel waar één kolom hoort."),
    ],
)
def test_what_was_meant_is_named_and_not_only_what_python_missed(code: str, sentence: str) -> None:
    names: dict[str, object] = {"u": TABLE[["soort"]], "t": TABLE.copy(), "v": pd.DataFrame({"a": [1], "b": [2]})}
    assert sentence in explain(error_of(code, names), code, names)


def test_a_table_of_that_name_is_not_taken_for_a_number() -> None:
    assert "cijfers" not in explain(error_of("twee.head()"), "twee.head()", {})


def test_a_word_without_quotation_marks_is_told_and_the_column_is_shown() -> None:
    code = 'soort = Hur\nrijen = t[t["soort"] == soort]'
    told = explain(error_of(code, {"t": TABLE}), code, {"t": TABLE})
    assert told == (
        "De naam 'Hur' bestaat niet (meer). Is het een woord? Zet het tussen aanhalingstekens: \"Hur\". "
        'In de kolom «soort» staan: "Huur", "Zorg".'
    )
    assert "aanhalingstekens" not in explain(error_of("tabl.head()"), "tabl.head()", {"tabel": TABLE})


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ('t["jaar"] == "2020"', "In deze tabel is «jaar» een getal: schrijf 2020, zonder aanhalingstekens."),
        ('t["periode"] == 2020', 'In deze tabel is «periode» een tekst: schrijf "2020", met aanhalingstekens.'),
        ('t["soort"] == "huur "', 'Bij «soort» schrijf je precies "Huur"; bij jou staat "huur ".'),
        ('t["soort"] == keuze', 'In de kolom «soort» staat nergens "Kind". In de kolom «soort» staan: "Huur", "Zorg".'),
        ('(t["soort"] == "Zorg") & (t["jaar"] == 2018)', "In de kolom «jaar» staat nergens 2018."),
        ('(t["soort"] == "Zorg") & (t["jaar"] == 2019)', "Elke voorwaarde apart geeft rijen, maar samen geen enkele."),
        ('(t["soort"] == zorg) & (t["jaar"] == 2019)', 'geen enkele. Verander er één: bij «soort» kan dan "Huur".'),
        ('(t["soort"] == zorg) & (t["jaar"] == toen)', 'kan dan "Huur"; of bij «jaar» kan dan 2020.'),
        ('(t["soort"] == "2019") & (t["periode"] == "Zorg")', "en niet in «soort». Verwisselde je de vakken?"),
        ('(t["soort"] == 2019) & (t["jaar"] == "Zorg")', "en niet in «soort». Verwisselde je de vakken?"),
        ('t["periode"] == "Zorg"', '"Zorg" staat in de kolom «soort», en niet in «periode». Kijk in die rijen wat er'),
    ],
)
def test_the_condition_that_left_no_row_is_named(condition: str, sentence: str) -> None:
    assert sentence in column.emptied(
        "x", f"x = t[{condition}]", {"t": TABLE, "keuze": "Kind", "zorg": "Zorg", "toen": 2019}
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("Huur", "2020"), 'Bij «soort» staat een rijtje: "Huur", "2020". Hier hoort één waarde'),
        (["Huur"], 'Bij «soort» staat een rijtje: "Huur". Hier hoort één waarde, zonder komma en zonder haken.'),
        (TABLE, "Bij «soort» staat een hele tabel of kolom. Hier hoort één waarde."),
    ],
)
def test_more_than_one_value_in_one_place_is_named(given: object, sentence: str) -> None:
    names, code = {"t": TABLE, "soort": given}, 'x = t[t["soort"] == soort]'
    assert explain(error_of(code, names), code, names).startswith(sentence)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ('t["z"] = laag - hoog', 'Bedoel je een kolom? Schrijf t["p_laag"].'),
        ('t["z"] = t["p_hoog - p_laag"]', 'Tussen rechte haken staat één kolom. Schrijf: t["p_hoog"] - t["p_laag"].'),
        ('t["z"] = t["p_hoog - niets"]', "'p_hoog - niets' is geen kolom van t."),
        ("x = laag.head()", "De naam 'laag' bestaat niet (meer). Kijk na"),
        ('t["z"] = t.sum() + 1', "Kijk na wat er aan elke kant van het teken staat"),
        ('t["z"] = t["p_hoog"] + "1"', "Laat aanhalingstekens weg rond getallen."),
        ('t["z"] = t["p_hoog"] & t["p_laag"]', "Kolommen reken je samen met + of -"),
        ('t["z"] = t["p_hoog"] or t["p_laag"]', "Kolommen reken je samen met + of -"),
        ('x = t["p_hoog", "p_laag"]', 'Schrijf ze apart, met een teken ertussen: tabel["p_hoog"] en tabel["p_laag"].'),
        ('naam = naam\nx = t[t["naam"] == naam]', "«naam» is de naam van de kolom; hier hoort een waarde daaruit."),
    ],
)
def test_a_column_that_was_half_named_is_written_out(code: str, sentence: str) -> None:
    names = {"t": pd.DataFrame({"naam": ["a"], "p_laag": [1.0], "p_hoog": [2.0]})}
    assert sentence in explain(error_of(code, names), code, names)


def test_a_table_with_one_name_for_two_columns_is_no_trouble() -> None:
    twice = pd.concat([TABLE, TABLE[["periode"]]], axis=1)
    told = column.emptied("x", 'x = t[t["soort"] == "2019"]', {"t": twice})
    assert told.startswith('In de kolom «soort» staat nergens "2019".')


def test_a_table_that_is_empty_because_dots_still_stand_hears_which_and_nothing_else() -> None:
    code = 'graad = "2019"\njaar = ...\nx = t[(t["soort"] == graad) & (t["jaar"] == jaar)]'
    names: dict[str, object] = {"check_frame": check_frame, "t": TABLE, "In": [code]}
    with pytest.raises(CheckError, match=r"^jaar: de puntjes \(\.\.\.\) staan er nog\. Vervang ze door jouw antwoord"):
        exec(f'{code}\ncheck_frame("x", x, ["jaar"])', names)


def test_an_empty_table_hears_it_from_the_check() -> None:
    names: dict[str, object] = {"check_frame": check_frame, "t": TABLE, "In": ['x = t[t["jaar"] == "2020"]']}
    with pytest.raises(CheckError, match=r"geen enkele rij\. In deze tabel is «jaar» een getal"):
        exec('x = t[t["jaar"] == "2020"]\ncheck_frame("x", x, ["jaar"])', names)


@pytest.mark.parametrize(
    ("typed", "unit", "sentence"),
    [
        ("8,1", "procent", "gevonden een rijtje. Een kommagetal schrijf je in Python met een punt: 8.1."),
        ("'8,1'", "procent", "gevonden de tekst '8,1'. Laat de aanhalingstekens weg: 8.1."),
        ("170.000 / 0.35", "huishoudens", "Schrijf duizendtallen zonder punt: 170000."),
        ("-13", "procentpunt", "Is het teken omgekeerd? Draai dan de aftrekking om."),
        (
            "(25 - 12) / 12 * 100",
            "procentpunt",
            "Procentpunt is een verschil: trek het ene percentage van het andere af",
        ),
        ("-0.5", "procent", "Kijk na welke getallen je optelde of door welk getal je deelde."),
        ("0.3", "keer", "«hoeveel keer» is het ene gedeeld door het andere."),
        ("150", "rijen", "je zoekt een aantal rijen."),
    ],
)
def test_a_number_that_cannot_be_right_hears_of_its_own_unit(typed: str, unit: str, sentence: str) -> None:
    low, high = (1000, 9000) if unit == "huishoudens" else (1, 60)
    names: dict[str, object] = {"check_number": check_number, "In": [f"x = {typed}"]}
    with pytest.raises(CheckError) as caught:
        exec(f'x = {typed}\ncheck_number("x", x, {low}, {high}, "{unit}")', names)
    assert sentence in str(caught.value)
    assert ("afgetrokken" in str(caught.value)) is False


@pytest.mark.parametrize(
    ("cell", "expression"),
    [
        ("deel = 25 / 12\nx = deel", "deel\n25 / 12"),
        ("x = 1\nx = 25 - 12", "25 - 12"),
        ("y = 8,1\nx = 9", "9"),
        ("x = x + 1", "x + 1"),
        ("x = (", ""),
    ],
)
def test_a_slip_is_looked_for_in_what_a_number_was_made_of(cell: str, expression: str) -> None:
    assert slip.expression("x", cell) == expression


def test_percentage_and_year_are_told_apart_by_the_check_of_the_value() -> None:
    names: dict[str, object] = {"check_number": check_number, "check_value": check_value, "In": ["x = 13 - 12"]}
    with pytest.raises(CheckError, match="Dit is een verschil; gevraagd is een percentage"):
        exec('x = 13 - 12\ncheck_number("x", x, 0, 60, "procent")\ncheck_value("x", x, 8.3, "Kijk.")', names)
    with pytest.raises(CheckError, match=r"dit is een ander jaar dan gevraagd\. Verwisselde je twee jaren\?"):
        check_value("y", 2019, 2016, "Kijk.")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Nee", ' Bedoel je "nee"? Schrijf het precies zo, met dezelfde kleine letters en hoofdletters.'),
        ("nee ", ' Bedoel je "nee"? Schrijf het precies zo, zonder spatie ervoor of erachter.'),
        ("nee\u00a0", ' Bedoel je "nee"? Schrijf het precies zo, zonder spatie ervoor of erachter.'),
        ("een beetje", "."),
        ("niet nee", "."),
    ],
)
def test_a_choice_hears_of_a_capital_or_a_space_and_is_not_guessed_at(value: str, said: str) -> None:
    with pytest.raises(CheckError) as caught:
        check_choice("x", value, ["ja", "nee"])
    assert str(caught.value).endswith(said)
    assert ("Bedoel je" in str(caught.value)) is (said != ".")


@pytest.mark.parametrize("one", [[8.1], pd.Series([8.1]), pd.DataFrame({"a": [8.1]}), pd.Series([8.1]).to_numpy()])
def test_a_result_of_one_cell_is_that_number(one: object, capsys: pytest.CaptureFixture[str]) -> None:
    check_value("x", one, 8.1, "Kijk.")
    assert "x: dit klopt." in capsys.readouterr().out
    with pytest.raises(CheckError, match="verwacht wordt één getal"):
        check_value("x", [8.1, 8.1], 8.1, "Kijk.")


BARS = pd.DataFrame({"groep": ["a", "b"], "procent": [1.0, 2.0]})


@pytest.mark.parametrize(
    "unit", ["percentage eenzame mensen", "per 100 mensen", "%", "procent\u00a0van allen", "op de honderd"]
)
@pytest.mark.parametrize("source", ["CBS", "Centraal Bureau voor de Statistiek, 2022"])
def test_a_unit_and_a_source_written_out_are_right(unit: str, source: str) -> None:
    check_bars("x", Bars("Eenzaam", unit, source, (("a", 1.0), ("b", 2.0))), BARS, ["groep", "procent"], ["CBS"])


@pytest.mark.parametrize("title", [".", " ", "\u200b", "-", "1"])
def test_a_title_without_a_word_is_empty(title: str) -> None:
    with pytest.raises(CheckError, match="de titel is nog leeg"):
        check_bars("x", Bars(title, "%", "CBS", (("a", 1.0), ("b", 2.0))), BARS, ["groep", "procent"], ["CBS"])


def test_who_loads_the_figures_again_gets_the_other_ones_while_they_are_tried() -> None:
    real = load_dataset("eenzaamheid").frame()
    other = real.assign(procent=real["procent"] * 2)
    read_instead([(real, other)])
    try:
        assert load_dataset("eenzaamheid").frame().equals(other)
    finally:
        read_instead([])
    assert load_dataset("eenzaamheid").frame().equals(real)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("x", ("CBS", "Sciensano"), "verwacht wordt één getal; gevonden een rijtje woorden. Hier hoort één getal"),
        ("x", float("nan"), "er komt geen getal uit; in wat je rekende, staat nergens een."),
        ("x", 74.4, "verwacht wordt iets tussen 0 en 60. Kijk na welke getallen je optelde"),
    ],
)
def test_words_nothing_and_a_sum_where_one_number_was_asked_are_told_as_what_they_are(
    name: str, value: object, sentence: str
) -> None:
    with pytest.raises(CheckError) as caught:
        check_number(name, value, 0, 60, "procent")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("b", "Schrijf de jaren zelf, in cijfers."),
        ("2019", "Laat de aanhalingstekens weg."),
        (2003 + 2019, "Zet een komma tussen twee jaren, en geen ander teken."),
        (2019, "Zet er rechte haken om: [2019]."),
    ],
)
def test_no_list_of_years_is_told_what_to_write(value: object, sentence: str) -> None:
    with pytest.raises(CheckError) as caught:
        check_years("x", value)
    assert str(caught.value).endswith(sentence)


def test_a_choice_without_its_space_is_asked_about() -> None:
    with pytest.raises(CheckError, match=r'Bedoel je "niet zomaar"\? Schrijf het precies zo\.$'):
        check_choice("x", "nietzomaar", ["ja", "niet zomaar"])


def test_a_name_given_to_itself_is_no_word_that_lacks_quotes() -> None:
    code = 'soort = soort\nx = t[t["soort"] == soort]'
    assert explain(error_of("code = code"), "code = code", {"t": TABLE}).startswith(
        "«code» staat al links van het teken =. Schrijf er rechts van wat je antwoordt."
    )
    assert "aanhalingstekens" not in explain(error_of(code, {"t": TABLE}), code, {"t": TABLE})
