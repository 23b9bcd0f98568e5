"""The check before handing in finds what may lead to a real person, says why, and knows what it may leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sowcourse.confidentiality import find_details, load_names, pseudonym
from sowcourse.content import assignments_root
from sowcourse.course import load_cases
from sowcourse.notebook import read_notebook, source
from sowcourse.widgets import show_confidentiality


def found(text: str, known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(detail.kind, detail.words) for detail in find_details(text, known)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Haar nummer is 111222333.", "bsn", "111222333"),
        ("bsn 1112.22.333 op de brief", "bsn", "1112.22.333"),
        ("rijksregister 85.07.30-033.28 staat erop", "rijksregisternummer", "85.07.30-033.28"),
        ("nummer 85073003328", "rijksregisternummer", "85073003328"),
        ("Bel haar op 0478 12 34 56 na vijf uur.", "telefoonnummer", "0478 12 34 56"),
        ("06-12345678", "telefoonnummer", "06-12345678"),
        ("+31 6 12345678", "telefoonnummer", "+31 6 12345678"),
        ("0032 9 123 45 67", "telefoonnummer", "0032 9 123 45 67"),
        ("Mail naar an.de.smet@voorbeeld.be graag", "e-mailadres", "an.de.smet@voorbeeld.be"),
        ("Rekening BE71 0961 2345 6769", "rekeningnummer", "BE71 0961 2345 6769"),
        ("NL91ABNA0417164300", "rekeningnummer", "NL91ABNA0417164300"),
        ("Hij woont in de Kerkstraat 12 bus 3 boven.", "adres", "Kerkstraat 12 bus 3"),
        ("Hij woont Kerkstr 12.", "adres", "Kerkstr 12"),
        ("ik zag mohammed op straat", "naam", "mohammed"),
        ("op de Gentse Steenweg 144", "adres", "Gentse Steenweg 144"),
        ("postcode 3512 JE", "postcode", "3512 JE"),
        ("in 9000 Gent", "postcode", "9000 Gent"),
        ("geboren op 12/04/1961", "geboortedatum", "12/04/1961"),
        ("Toen zei Fatima dat ze wegging.", "naam", "Fatima"),
        ("Ik zat met Kevin Peeters aan tafel.", "naam", "Kevin Peeters"),
        ("Mevrouw Van der Elst huilde.", "naam", "Mevrouw Van der Elst"),
        ("met dhr. Abdi naar de dokter", "naam", "dhr. Abdi"),
        ("Daarna kwam Jan de Vries binnen.", "naam", "Jan de Vries"),
        ("De familie Öztürk verhuist.", "naam", "familie Öztürk"),
        ("Fatima's moeder zweeg.", "naam", "Fatima"),
        ("Ik zag Jan-Peter lopen.", "naam", "Jan-Peter"),
        ("Zij ging met Mark naar huis.", "naam", "Mark"),
        ("Qwentine zei dat het koud was.", "naam", "Qwentine"),
        ("Mijn buurvrouw Qwentine kookt.", "naam", "Qwentine"),
        ("ze vroeg karim om hulp", "naam", "karim"),
        ("An zei niets.", "naam", "An"),
        ("Hij noemde Peter Janssens een dief.", "naam", "Peter Janssens"),
        ("Hij is geboren op 12 maart 1987.", "geboortedatum", "12 maart 1987"),
        ("Zij (°03-03-85) is alleen.", "geboortedatum", "03-03-85"),
        ("Hij woont op Grote Markt 5.", "adres", "Grote Markt 5"),
        ("Hij woont op Heuvel 12a.", "adres", "Heuvel 12a"),
        ("bsn: 20550707", "bsn", "20550707"),
        ("IBAN be71 0961 2345 6769", "rekeningnummer", "be71 0961 2345 6769"),
        ("zie instagram.com/voorbeeld.v", "profiel", "instagram.com/voorbeeld.v"),
        ("Zij zit op basisschool De Klimop.", "school", "basisschool De Klimop"),
        ("De pastoor van Lillo belde.", "functie", "pastoor van Lillo"),
    ],
)
def test_a_detail_is_found_with_its_own_words(text: str, kind: str, words: str) -> None:
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Wim, zo noem ik hem hier, was buschauffeur. Wim kende de dienstregeling.",
        "Mina (niet haar echte naam) danst.",
        "Ik gebruik de schuilnaam Robin. Robin wilde naar huis.",
        "Volgens Tonkens (2021) en Peeters, 2019 ligt dat anders.",
        "Bos en wolf zijn ook woorden. Roos ook.",
        "In 2024 waren er 401.000 mensen met bijstand, 12,9 procent.",
        "Zie p14 en r4-6, en het cijfer 123456789 uit de tabel.",
        "Om 14.30 uur, op 3 maart, met 20 euro.",
        "In Gent en in Utrecht, bij het OCMW.",
        "kloof_be = 12.9 - 4.8",
        "Het kostte 0,75 euro en duurde 120 minuten.",
        "De les was op maandag 5-10-2026, de wet is van 26 mei 2002.",
        "Nabijheid vraagt tijd, en Armoede zat aan tafel.",
        "Toen zei niemand iets. Elke dienst kwam te laat.",
        "Karl Marx en Albert Heijn kwamen ter sprake, in het Frans.",
        "Het VN-verdrag werkt niet vanzelf; de markt telt 40 kramen en de school in Gent een brugfiguur.",
        "Hij woont in Zoersel en de burgemeester van Gent weet dat niet.",
        "De namen zijn verzonnen. Karim kent Els.",
    ],
)
def test_what_leads_to_nobody_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_who_gives_one_person_another_name_has_not_done_so_for_the_other() -> None:
    assert found("Wim, zo noem ik hem hier, kende Peter Janssens van vroeger.") == [("naam", "Peter Janssens")]


def test_a_number_that_only_looks_like_one_is_no_bsn() -> None:
    assert found("111222334") == []
    assert found("85.07.30-033.29") == []


def test_somebody_born_after_2000_has_another_check_number() -> None:
    assert found("01.02.03-001.39" if (97 - 2010203001 % 97) == 39 else f"01.02.03-001.{97 - 2010203001 % 97:02d}")


def test_a_fictional_person_of_the_course_may_be_named() -> None:
    assert found("Fatima vroeg het ook.", ("Fatima (fictief) werkt bij het OCMW.",)) == []


def test_a_pseudonym_is_offered_that_is_not_in_use_yet() -> None:
    first, second = load_names().pseudonyms[:2]
    assert pseudonym("Ik ken niemand.") == first
    assert pseudonym(f"{first} zat naast mij.") == second


@pytest.mark.parametrize("folder", sorted(assignments_root().glob("*/")), ids=lambda folder: folder.name)
def test_the_model_answers_name_nobody(folder: Path) -> None:
    cells = read_notebook(folder / f"{folder.name}.ipynb")["cells"]
    given = [source(cell) for cell in cells if cell["metadata"]["nbgrader"]["locked"]]
    given += [case.text for case in load_cases(folder.name)]
    answers = [source(cell) for cell in cells if not cell["metadata"]["nbgrader"]["locked"]]
    assert [detail for text in answers for detail in find_details(text, given)] == []


def test_the_students_notebook_is_searched_and_a_false_alarm_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "5-politiserend"
    notebook = read_notebook(assignments_root() / name / f"{name}.ipynb")
    for cell in notebook["cells"]:
        if cell["id"] == "reflectie":
            cell["source"] = "Toen zei Kevin dat hij op 0478 12 34 56 te bereiken was."
    (tmp_path / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    widget = show_confidentiality(name)
    assert [(f["cell"], f["words"]) for f in widget.data["findings"]] == [
        ("reflectie", "Kevin"),
        ("reflectie", "0478 12 34 56"),
    ]
    assert "«iemand die ik hier Robin noem»" in widget.data["findings"][0]["advice"]
    widget.answer = {f"vertrouwelijk.{widget.data['findings'][0]['id']}": True}
    widget.count += 1
    again = show_confidentiality(name)
    again = again.part.body(again.answer)
    assert "Kevin" not in again
    assert "0478 12 34 56" in again


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u2060"])
def test_what_nobody_sees_hides_nothing_and_the_place_stays_right(unseen: str) -> None:
    text = f"Ik belde\u00a0aan.{unseen} Mevrouw Pee{unseen}ters woont er, bel 0470\u00a012{unseen}\u00a034\u00a056."
    found = find_details(text)
    assert [detail.kind for detail in found] == ["naam", "telefoonnummer"]
    assert all(text[detail.start :].startswith(detail.words) for detail in found)
    assert found[0].words == f"Mevrouw Pee{unseen}ters"


def test_a_letter_in_two_pieces_is_one_letter() -> None:
    (found,) = find_details("Ik sprak met mevrouw Be\u0301atrice over haar schuld.")
    assert found.words == "mevrouw Be\u0301atrice"
