"""A concept is recognised in every form in which a student may write it, and not in other words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sowcourse.concept import Concept, concepts_here, load_concepts


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("verbinden", "Zij verbindt twee straten."),
        ("verbinden", "We verbonden hen met elkaar."),
        ("verbinden", "Dat is verbindend werk."),
        ("politiserend", "Ik politiseerde het niet."),
        ("politiserend", "een gepolitiseerde kwestie"),
        ("politiserend", "de politisering van armoede"),
        ("signaleren", "Ik signaleerde het te laat."),
        ("signaleren", "Wij kaartten het probleem bij de gemeente aan."),
        ("signaleren", "Ik durfde het niet aan te kaarten."),
        ("signaleren", "Het werd aangekaart."),
        ("inspraak", "Bewoners spraken niet mee."),
        ("generalistisch", "Als generalist kijk je breed."),
        ("generalistisch", "een generalistische blik"),
        ("solidariteit", "Zij waren solidair."),
        ("niet-gebruik", "het niet gebruik van rechten"),
        ("niet-gebruik", "In Vlaanderen zegt men non-take-up."),
        ("levensdomein", "op elk leefgebied"),
        ("outreachend werken", "Ik werkte outreachend."),
        ("drempel", "drempelverhogende brieven"),
        ("integraal", "een geïntegreerde aanpak"),
        ("collectiviseren", "We collectiviseerden de klacht."),
        ("democratische professional", "De democratische professional stelt vragen."),
        ("netwerk", "haar netwerkje"),
        ("drempel", "Haar taaldrempel was hoog."),
        ("drempel", "Geld-drempels"),
        ("ladder", "Op de participatieladder staat dat laag."),
        ("patroon", "een gedragspatroon"),
        ("patroon", "gedragspatroontjes"),
        ("participatie", "burgerparticipatie"),
        ("drempel", "een drem\u00adpel"),
        ("integraal", "een gei\u0308ntegreerde aanpak"),
    ],
)
def test_a_form_is_recognised(name: str, text: str) -> None:
    assert load_concepts()[name].evidence(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("politiserend", "De politie kwam langs."),
        ("netwerk", "Ik werkte de hele dag."),
        ("signaleren", "Hij gaf mij een kaart. Ik was erg moe en keek niet aan."),
        ("drempel", "Ik had geen remmen."),
        ("participatie", "een particulier bureau"),
        ("patroon", "de vakbond en de patronage"),
        ("empowerment", "een powerpoint"),
        ("ladder", "Hij wilde niet optreden."),
        ("signaleren", "Wij ontsignaleren niets."),
        ("politiserend", "Dat werkt depolitiserend."),
    ],
)
def test_another_word_is_not(name: str, text: str) -> None:
    assert load_concepts()[name].evidence(text) == ""


def test_the_evidence_is_the_students_own_words() -> None:
    assert Concept("aan|kaarten").evidence("Ik kaartte dat, denk ik, te laat aan.") == "kaartte aan"


def test_a_split_verb_does_not_reach_over_a_sentence() -> None:
    assert Concept("aan|kaarten").evidence("Ik kaart na. Daarna belde ik aan.") == ""


def test_exact_forms_take_no_inflection() -> None:
    assert Concept("zei", inflected=False).evidence("Hij zei niets.") == "zei"
    assert Concept("stuurde", inflected=False).evidence("Een stuur.") == ""


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("nabijheid", "Nabeiheid"),
        ("outreachend werken", "autreechend werken"),
        ("presentie", "prezentie"),
        ("drempel", "drempul"),
        ("drempel", "dremple"),
        ("participatie", "partisipasie"),
        ("politiserend", "polietizerend"),
    ],
)
def test_a_spelling_one_or_two_letters_off_is_recognised_as_such(name: str, written: str) -> None:
    concept = load_concepts()[name]
    assert concept.evidence(f"Het ging om {written} daar.") == ""
    assert concept.misspelt(f"Het ging om {written} daar.") == written


@pytest.mark.parametrize(
    ("name", "word"),
    [("presentie", "preventie"), ("drempel", "stempel"), ("verbinden", "verbieden"), ("zeggenschap", "gemeenschap")],
)
def test_another_word_is_not_taken_for_a_slip(name: str, word: str) -> None:
    assert load_concepts()[name].misspelt(word) == ""


def test_a_concept_that_gets_another_form_is_known_by_it_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sowcourse.concept.course_root", lambda: tmp_path)
    file = tmp_path / "concepts.toml"
    file.write_text('[[concept]]\nname = "drempel"\nforms = []\n', encoding="utf-8")
    assert concepts_here()["drempel"].evidence("De hobbel was hoog.") == ""
    concepts_here().clear()  # of who asks, and of nobody else
    assert list(concepts_here()) == ["drempel"]
    file.write_text('[[concept]]\nname = "drempel"\nforms = ["hobbel"]\n', encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert concepts_here()["drempel"].evidence("De hobbel was hoog.") == "hobbel"
