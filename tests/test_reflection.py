"""Completeness is about form, can be seen beforehand, and never about an opinion."""

from __future__ import annotations

import pytest

from sowcourse.citation import cited
from sowcourse.reflection import Criteria, assess
from sowcourse.shingle import shingles

PARTS = ("Situatie", "Volgende stap")


def open_points(text: str, criteria: Criteria, given: tuple[str, ...] = ()) -> list[str]:
    return [remark.sentence for remark in assess(text, criteria, given) if not remark.met]


def test_a_short_text_hears_how_many_words_it_has() -> None:
    assert open_points("Drie korte woorden.", Criteria(words=5)) == [
        "Je schreef 3 woorden; verwacht worden er minstens 5."
    ]


def test_apostrophes_and_hyphens_do_not_split_words() -> None:
    assert open_points("'s nachts zo'n e-mail", Criteria(words=4)) == []


@pytest.mark.parametrize(
    "style", ["**Situatie:** {}", "Situatie: {}", "## situatie\n{}", "- Situatie\n\n{}", "**Situatie**\n{}"]
)
def test_a_part_is_found_in_every_usual_spelling(style: str) -> None:
    text = style.format("Ik stond daar en zei niets.") + "\n\n**Volgende stap:** Ik vraag het haar morgen zelf."
    assert open_points(text, Criteria(words=1, parts=PARTS)) == []


def test_an_empty_and_a_missing_part_are_told_apart() -> None:
    found = open_points("**Situatie:**\n\nVolgende", Criteria(words=1, parts=PARTS))
    assert found == [
        "Bij «Situatie» staat nog bijna niets. Schrijf er een paar zinnen.",
        "Het onderdeel «Volgende stap» ontbreekt. Zet het woord aan het begin van een regel.",
    ]


def test_too_few_concepts_are_counted_and_listed() -> None:
    criteria = Criteria(words=1, concepts=("patroon", "middenveld"), fewest_concepts=2)
    (sentence,) = open_points("Een patroon, en nog een Patroon.", criteria)
    assert sentence.startswith("Je gebruikt 1 van de begrippen uit de les; verwacht worden er minstens 2.")
    assert open_points("Patronen zijn geen patroon zonder middenveld.", criteria) == []


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("zie p14.", "p14"),
        ("(r4-6)", "r4-6"),
        ("In P. 14 staat het.", "P. 14"),
        ("Zoals passage 14 zegt", "passage 14"),
        ("Volgens reactie 3 niet.", "reactie 3"),
        ("Dat bleek al eerder (CBS, 2022).", "CBS, 2022"),
        ("Volgens Tonkens (2021) niet.", "Tonkens (2021)"),
        ("Roose en Van Hove (2019a) schrijven", "Roose en Van Hove (2019a)"),
        ("Dat staat in alinea 14.", "alinea 14"),
        ("Dat staat op pagina 14.", "pagina 14"),
        ("Dat staat op blz. 9 van het essay.", "blz. 9"),
        ("zoals p27 zegt", "p27"),
        ("Dat is meer dan vroeger (CBS 2022).", "CBS 2022"),
        ("Dat is meer (CBS,\u00a02022; SCP, 2020).", "CBS, 2022; SCP, 2020"),
        ("Dat is meer (Eurostat, z.d.).", "Eurostat, z.d."),
        ("Dat is meer (zie Hermans, K., 2014).", "zie Hermans, K., 2014"),
        ("zie Tonkens, 2021", "Tonkens, 2021"),
        ("Van Hienen (2019) schrijft dat.", "Van Hienen (2019)"),
        ("Dat las ik bij het CBS (z.d.).", "het CBS (z.d.)"),
        ("(Inspectie SZW, 2021, p. 3)", "Inspectie SZW, 2021, p. 3"),
        ("Dat is meer (Statistiek Vlaanderen, 2025).", "Statistiek Vlaanderen, 2025"),
        ("Volgens OCMW Gent (2022) niet.", "OCMW Gent (2022)"),
        ("Dat stond in de krant (De Standaard, 12 mei 2023).", "De Standaard, 12 mei 2023"),
        ("(Gent, 12 mei 2023)", ""),
        ("(in Gent, 2019)", ""),
        ("top14", ""),
        ("in (2020)", ""),
        ("In (2020) was dat zo.", ""),
        ("reactie 77", ""),
        ("r1-2", ""),
        ("alinea 99", ""),
        ("(mijn stage, 2019)", ""),
        ("(geboren in Gent, 1999)", ""),
        ("(12 maart 2020)", ""),
        ("In Gent, 2020, was het anders.", ""),
        ("p30 bestaat niet", ""),
        ("zie al. 8", "al. 8"),
        ("dat is al 8 jaar zo", ""),
        ("in Gent in 2022", ""),
        ("een p van papa", ""),
    ],
)
def test_a_passage_a_reaction_or_a_source_is_cited(text: str, cited: str) -> None:
    remark = assess(text, Criteria(words=1, passage=True))[-1]
    assert remark.met is bool(cited)
    assert remark.sentence == f"Je verwijst naar {cited}." if cited else remark.sentence.startswith("Verwijs naar een")


@pytest.mark.parametrize(
    "style",
    [
        "1. {}:",
        "✅ {}:",
        "1) {}",
        "(2) {} –",
        "a) {}",
        "• {}:",
        "•\t{}",
        "o\t{}",
        "\uf0b7\t{}",
        "– {}",
        "[{}]",
        "<b>{}</b>",
        "> {}:",
        "III. {}",
        "De {}:",
        "Deel 1: {}",
        "**1. {}:**",
        "### 2.1 {}",
        "\u200b{}\u00a0:",
        "✓ {}",
        "__{}__:",
        "“{}”:",
        "({})",
        "1/ {}:",
        "Onderdeel {}:",
    ],
)
def test_a_label_is_found_as_word_processors_number_and_paste_it(style: str) -> None:
    first, second = style.format("Situatie"), style.format("Volgende\u00a0stap")
    text = f"{first} Ik stond daar en zei niets.\n{second} Ik vraag het haar morgen zelf."
    remarks = assess(text, Criteria(words=1, parts=PARTS))
    assert [remark.sentence for remark in remarks if not remark.met] == []
    assert remarks[1].sentence.startswith("Je schreef 12 woorden")


@pytest.mark.parametrize("between", ["  ", "\t", "\u00a0 "])
def test_wide_space_inside_a_label_does_not_matter(between: str) -> None:
    text = f"Volgende{between}stap: ik vraag het haar morgen zelf."
    assert all(remark.met for remark in assess(text, Criteria(words=1, parts=("Volgende stap",))))


def test_a_label_with_a_letter_wrong_is_asked_about() -> None:
    text = "Situate: ik stond daar en zei niets.\nVolgende stap: ik vraag het haar morgen zelf."
    told = [remark.sentence for remark in assess(text, Criteria(words=1, parts=PARTS)) if not remark.met]
    assert told == ["Bedoel je «Situatie» met «Situate»? Schrijf het onderdeel precies zo."]


def test_a_label_with_a_letter_wrong_is_asked_about_on_any_line_and_a_word_that_is_far_from_it_is_not() -> None:
    criteria = Criteria(words=1, parts=PARTS[:1])
    asked = (False, "Bedoel je «Situatie» met «Situate»? Schrijf het onderdeel precies zo.")
    assert told("part", "Ik begin.\n- Situate: ik stond daar en zei niets.", criteria) == asked
    missing = (False, "Het onderdeel «Situatie» ontbreekt. Zet het woord aan het begin van een regel.")
    assert told("part", "Ik begin.\n- Satire: ik stond daar en zei niets.", criteria) == missing


def test_a_label_with_wide_space_inside_ends_the_part_before_it() -> None:
    text = "Situatie: ik zag haar.\nVolgende \u00a0stap: ik vraag het haar morgen zelf."
    scarce = "Bij «Situatie» staat nog bijna niets. Schrijf er een paar zinnen."
    assert open_points(text, Criteria(words=1, parts=PARTS)) == [scarce]


def test_a_concept_that_is_broken_off_at_the_end_of_a_line_is_used() -> None:
    criteria = Criteria(words=1, concepts=("middenveld",), fewest_concepts=1)
    assert told("concepts", "Zonder midden-\nveld gaat het niet.", criteria)[0] is True


def test_a_word_of_a_label_inside_a_line_is_no_label() -> None:
    (found,) = open_points("Ik zag de situatie: zij zat daar maar te wachten.", Criteria(words=1, parts=PARTS[:1]))
    assert found.startswith("Het onderdeel «Situatie» ontbreekt.")


def test_a_line_that_begins_with_a_word_of_a_label_does_not_end_another_part() -> None:
    text = (
        "Volgende stap: ik bel.\nDe situatie liep uit de hand, dus belde ik.\nSituatie: zij zat daar maar te wachten."
    )
    assert open_points(text, Criteria(words=1, parts=PARTS)) == []


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\ufeff", "\u2060"])
def test_what_nobody_sees_makes_no_difference(unseen: str) -> None:
    criteria = Criteria(words=6, parts=PARTS[:1], concepts=("patroon",), fewest_concepts=1, passage=True)
    text = "Situatie: ik zag een patroon in de brieven, zoals p14 zegt."
    assert open_points(text, criteria) == []
    assert open_points(unseen.join(text), criteria) == []
    assert open_points(text.replace(" ", "\u202f").replace("é", "e\u0301"), criteria) == []


def test_a_concept_spelled_otherwise_is_asked_about_and_not_denied() -> None:
    criteria = Criteria(words=1, concepts=("nabijheid", "middenveld"), fewest_concepts=1)
    asked = assess("Nabeiheid vroeg hier veel van mij.", criteria)[-1]
    assert asked.met
    assert asked.sentence == "Bedoel je «nabijheid» met «Nabeiheid»? Dan is het goed; kijk de spelling nog eens na."
    two = Criteria(words=1, concepts=("nabijheid", "middenveld"), fewest_concepts=2)
    (short,) = open_points("Nabeiheid vroeg hier veel van mij.", two)
    assert short.startswith("Je gebruikt 0 van de begrippen uit de les; verwacht worden er minstens 2. Bedoel je «nab")
    (far,) = open_points("Narekenen vroeg hier veel van mij.", criteria)
    assert "Bedoel je" not in far


LINE = "wie aan de balie staat ziet vaak alleen het dossier en niet de mens"


def test_copied_words_do_not_count_towards_the_length() -> None:
    text = f"Toen dacht ik: {LINE}. Dat was ook zo, want ik keek naar mijn scherm en hoorde haar niet."
    remarks = {remark.criterion: remark for remark in assess(text, Criteria(words=25), (LINE,))}
    assert remarks["words"].sentence == (
        "Je schreef 31 woorden, waarvan er 14 al in de les of de vraag staan; 17 zijn van jou; "
        "verwacht worden er minstens 25."
    )
    assert not remarks["words"].met


def test_a_long_copy_is_shown_and_a_marked_quotation_is_allowed() -> None:
    own = "Ik zat daar en keek naar mijn scherm, en zij zei zacht dat ze liever wegging dan nog eens te wachten. "
    own += (
        "Pas thuis begreep ik wat ik gemist had, en waarom mijn begeleidster zo stil was op de terugweg naar kantoor."
    )
    criteria = Criteria(words=1)
    (sentence,) = open_points(f"{own} {LINE}.", criteria, (LINE,))
    assert "«wie aan de balie staat ziet vaak alleen het dossier …»" in sentence
    assert open_points(f"{own} In de les staat «{LINE}».", criteria, (LINE,)) == []
    assert open_points(f"{own} Aan de balie ziet men vaak het dossier.", criteria, (LINE,)) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nabijheid drempel presentie " * 8, "Dezelfde woorden komen steeds terug."),
        ("Het ging goed en ik was blij. " * 5, "Dezelfde woorden komen steeds terug."),
        ("bla bla bla bla bla bla bla bla bla", "vultekst"),
        ("nabijheid drempel outreach presentie leefwereld vertrouwen rechten dossier balie", "losse woorden"),
        ("She told me about the letters and I did not know what to say at all", "een andere taal"),
    ],
)
def test_what_is_no_prose_hears_why(text: str, sentence: str) -> None:
    (found,) = open_points(text, Criteria(words=1))
    assert sentence in found


@pytest.mark.parametrize(
    "text",
    [
        "'k Was er niet content van hoe da gesprek verliep, en volgende week ga 'k het anders aanpakken.",
        "Ik dagt dat hij geen hulp wou maar hij durfde het niet te vraagen, dus ging ik zelf na hem toe.",
        "Hij zei niets. Ik ook niet. Zo zaten we daar, hij met zijn pet en ik met mijn papieren.",
    ],
)
def test_dialect_spelling_and_plain_style_are_prose(text: str) -> None:
    assert open_points(text, Criteria(words=1)) == []


@pytest.mark.parametrize("opinion", ["Ik ben het er helemaal mee eens", "Ik ben het er helemaal niet mee eens"])
def test_an_opinion_changes_nothing(opinion: str) -> None:
    assert open_points(f"{opinion}, p14.", Criteria(words=3, passage=True)) == []


def told(criterion: str, text: str, criteria: Criteria, given: tuple[str, ...] = ()) -> tuple[bool, str]:
    """What is said of the last remark of one criterion, exactly: met or not, and the whole sentence."""
    found = [remark for remark in assess(text, criteria, given) if remark.criterion == criterion]
    assert found, f"nothing is said about {criterion}"
    assert type(found[-1].met) is bool
    return found[-1].met, found[-1].sentence


def several(count: int, start: int = 0) -> str:
    """So many words, all different."""
    return " ".join(f"woord{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(start, start + count))


def test_every_sentence_about_a_part_says_whether_it_is_met() -> None:
    criteria = Criteria(words=1, parts=PARTS)
    missing = "Het onderdeel «Situatie» ontbreekt. Zet het woord aan het begin van een regel."
    scarce = "Bij «Situatie» staat nog bijna niets. Schrijf er een paar zinnen."
    there = "Het onderdeel «Situatie» is er."

    def first(text: str) -> tuple[bool, str]:
        remark = next(remark for remark in assess(text, criteria) if remark.criterion == "part")
        assert type(remark.met) is bool
        return remark.met, remark.sentence

    assert first("Iets anders.") == (False, missing)
    assert first("Situatie: een twee drie vier\nVolgende stap: een twee drie vier vijf") == (False, scarce)
    assert first("Situatie: een twee drie vier vijf\nVolgende stap: een twee drie vier vijf") == (True, there)
    assert first("Situatie: een twee\nVolgende stap: een twee drie vier vijf") == (False, scarce)


def test_every_sentence_about_concepts_says_whether_it_is_met() -> None:
    two = Criteria(words=1, concepts=("nabijheid", "middenveld"), fewest_concepts=2)
    one = Criteria(words=1, concepts=("nabijheid", "middenveld"), fewest_concepts=1)
    assert told("concepts", "Nabijheid vraagt tijd.", one) == (True, "Je gebruikt deze begrippen: nabijheid.")
    both = "Nabijheid en middenveld."
    assert told("concepts", both, two) == (True, "Je gebruikt deze begrippen: nabijheid, middenveld.")
    assert told("concepts", "Nabeiheid en het middenveld.", two) == (
        True,
        "Je gebruikt deze begrippen: middenveld. Bedoel je «nabijheid» met «Nabeiheid»? Dan is het goed; kijk de "
        "spelling nog eens na.",
    )
    three = Criteria(words=1, concepts=("nabijheid", "middenveld", "drempel"), fewest_concepts=3)
    assert told("concepts", "Nabeiheid, een drempel en het middenveld.", three) == (
        True,
        "Je gebruikt deze begrippen: middenveld, drempel. Bedoel je «nabijheid» met «Nabeiheid»? Dan is het goed; kijk "
        "de spelling nog eens na.",
    )
    assert told("concepts", "Nabeiheid vroeg veel.", two) == (
        False,
        "Je gebruikt 0 van de begrippen uit de les; verwacht worden er minstens 2. Bedoel je "
        "«nabijheid» met «Nabeiheid»? Kies uit: nabijheid, middenveld.",
    )
    assert told("concepts", "Niets daarvan.", one) == (
        False,
        "Je gebruikt 0 van de begrippen uit de les; verwacht worden er minstens 1. Kies uit: nabijheid, middenveld.",
    )


def test_two_misspelt_concepts_are_asked_about_one_after_the_other() -> None:
    two = Criteria(words=1, concepts=("nabijheid", "solidariteit"), fewest_concepts=2)
    assert told("concepts", "Nabeiheid en soldariteit.", two) == (
        True,
        "Bedoel je «nabijheid» met «Nabeiheid»? Bedoel je «solidariteit» met «soldariteit»? Dan is het goed; kijk de "
        "spelling nog eens na.",
    )


def test_every_sentence_about_a_source_says_whether_it_is_met() -> None:
    criteria = Criteria(words=1, passage=True)
    assert told("cited", "Dat staat in p14.", criteria) == (True, "Je verwijst naar p14.")
    assert told("cited", "Dat weet ik.", criteria) == (
        False,
        "Verwijs naar een passage, een reactie of een bron, bijvoorbeeld p14, r4-6 of (Eurostat, 2022).",
    )


def test_every_sentence_about_prose_says_whether_it_is_met() -> None:
    plain = (True, "Je schreef gewone zinnen.")
    assert told("prose", "", Criteria(words=0)) == (False, "Er staat nog niets. Schrijf gewone Nederlandse zinnen.")
    assert told("prose", several(7), Criteria(words=0)) == plain
    loose = (False, "Dit leest als losse woorden of een andere taal. Schrijf gewone Nederlandse zinnen.")
    assert told("prose", several(8), Criteria(words=0)) == loose
    assert told("prose", f"ik de {several(6)}", Criteria(words=0)) == plain, "a quarter is enough"
    assert told("prose", f"ik de {several(7)}", Criteria(words=0)) == loose
    filler = "Er staat vultekst in je antwoord. Schrijf op wat je zelf meemaakte of dacht."
    assert told("prose", f"ik de {several(6)} lorem ipsum", Criteria(words=0)) == (False, filler)
    again = "Dezelfde woorden komen steeds terug. Zeg het één keer, en vertel dan verder."
    assert told("prose", "ik zag de man daar " * 4, Criteria(words=0)) == (False, again)


def test_a_fifth_of_the_rows_of_four_words_may_come_back_and_no_more() -> None:
    rest = several(60)
    assert told("prose", f"ik de het en van die dat dus maar {rest}", Criteria(words=0))[0] is False, "too few of them"
    common = "ik de het en een op in aan bij met voor naar uit over door tot"
    once = f"{common} {several(28)}"
    assert told("prose", once, Criteria(words=0))[0] is True
    repeated = f"{once} {common[: len('ik de het en een op in aan bij')]}"
    assert told("prose", repeated, Criteria(words=0))[0] is True, "6 of 50 rows"
    assert told("prose", f"{once} {common} {common}", Criteria(words=0))[0] is False


def test_words_that_are_given_are_counted_apart() -> None:
    given = (several(7),)
    assert told("words", f"{several(7)} {several(3, 50)}", Criteria(words=3), given) == (
        True,
        "Je schreef 10 woorden, waarvan er 7 al in de les of de vraag staan; 3 zijn van jou; 3 was genoeg.",
    )
    assert told("words", f"{several(7)} {several(3, 50)}", Criteria(words=4), given)[0] is False
    assert told("words", f"{several(6)} {several(3, 50)}", Criteria(words=9), given) == (
        True,
        "Je schreef 9 woorden; 9 was genoeg.",
    ), "six in a row are nobody's"
    assert told("words", "Eén", Criteria(words=2)) == (False, "Je schreef 1 woord; verwacht worden er minstens 2.")


def test_a_quarter_of_a_text_may_be_given_when_no_ten_words_stand_together() -> None:
    given = (several(9),)
    own = (True, "Je schreef het in je eigen woorden.")

    def shown(count: int) -> tuple[bool, str]:
        words = " ".join(several(20).split()[:count])
        return False, f"Deze woorden staan zo al in de les of de vraag: «{words} …». Zeg het in je eigen woorden."

    assert told("own", f"{several(9)} {several(27, 50)}", Criteria(words=1), given) == own, "9 of 36"
    assert told("own", f"{several(9)} {several(26, 50)}", Criteria(words=1), given) == shown(9)
    ten = (several(10),)
    assert told("own", f"{several(10)} {several(90, 50)}", Criteria(words=1), ten) == shown(10)
    assert told("own", f"{several(12)} {several(90, 50)}", Criteria(words=1), (several(12),)) == shown(10)
    assert told("own", "", Criteria(words=1), given) == (False, "Er staat nog niets in je eigen woorden.")
    quoted = f"«{several(10)}» {several(90, 50)}"
    assert told("own", quoted, Criteria(words=1), ten) == own, "a quotation is no copy"
    later = f"{several(10)} {several(90, 50)} «Zo zei zij het.»"
    assert told("own", later, Criteria(words=1), ten) == shown(10), "a quotation further on covers no copy"
    most = f"«{several(10)}» {several(20, 50)}"
    assert told("own", most, Criteria(words=1), ten) == shown(10), "but most of a text may not be one"
    assert told("own", f"«{several(10)}» (CBS, 2022) {several(20, 50)}", Criteria(words=1), ten) == own


def test_two_copies_that_touch_count_as_one() -> None:
    given = (several(7), several(7, 20))
    text = f"{several(7)} {several(7, 20)} {several(80, 50)}"
    met, sentence = told("own", text, Criteria(words=1), given)
    assert met is False, "fourteen in a row"
    assert sentence.startswith(f"Deze woorden staan zo al in de les of de vraag: «{several(7)} {several(3, 20)} …».")


def test_of_several_copies_the_longest_that_is_no_quotation_is_shown() -> None:
    given = (several(12), several(8, 20))

    def shown(text: str) -> str:
        met, sentence = told("own", text, Criteria(words=1), given)
        assert met is False
        return sentence.partition("«")[2].partition(" ")[0]

    first, second = several(12).split()[0], several(8, 20).split()[0]
    assert shown(f"{several(12)} {several(9, 50)} {several(8, 20)}") == first
    assert shown(f"{several(8, 20)} {several(9, 50)} {several(12)}") == first
    assert shown(f"«{several(12)}» {several(9, 50)} {several(8, 20)}") == second, "a quotation is the lesser fault"
    assert shown(f"«{several(12)}» {several(9, 50)} «{several(8, 20)}»") == first
    assert shown(f"«{several(8, 20)}» {several(9, 50)} «{several(12)}»") == first


def test_a_copy_of_the_lesson_beside_one_of_the_essay_is_told_as_what_it_is() -> None:
    known = frozenset(shingles(several(9, 20)))
    (own,) = (
        remark
        for remark in assess(
            f"{several(12)} {several(9, 50)} {several(9, 20)}", Criteria(words=1), (several(12),), originals=known
        )
        if remark.criterion == "own"
    )
    assert own.sentence.startswith("Deze woorden staan zo al in de les of de vraag: «")


def test_which_passages_there_are_may_be_told() -> None:
    assert cited("Zie p99 en reactie 9.", {"p99"}, {"reactie-9"}) == "p99"
    assert cited("Zie reactie 9.", {"p99"}, {"reactie-9"}) == "reactie 9"
    assert cited("Zie p14.", {"p99"}, {"reactie-9"}) == ""
    assert cited("Zie p99, en dan p14.", {"p99"}) == "p14", "half of it tells nothing"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dat telde Statistiek Vlaanderen (2022).", "Statistiek Vlaanderen (2022)"),
        ("Dat telde statistiek Vlaanderen (2022).", ""),
        ("Dat was (In Vlaanderen, 2022).", ""),
        ("Dat was in Vlaanderen (2022).", ""),
        ("Dat zag ik (De stage Gent, 2022).", ""),
        ("Dat zag ik (Jansen Maart, 2022).", ""),
        ("Dat telde OCMW Stad Gent (2022).", "OCMW Stad Gent (2022)"),
        ("Dat telde (OCMW Stad gent, 2022).", ""),
        ("Dat zag ik (Uw begeleider, 2022).", ""),
        ("Dat zag ik (De Stage, 2022).", ""),
        ("Dat schrijft (Jansen; De Smet, 2022).", "Jansen; De Smet, 2022"),
        ("Zie r4-6 en p14.", "r4-6"),
        ("Zie p14 en r4-6.", "p14"),
        ("Zie r4-99.", ""),
        ("Volgens lezer 77.", ""),
    ],
)
def test_a_body_of_a_place_wrote_and_a_place_did_not(text: str, found: str) -> None:
    assert cited(text) == found
