"""What gives a student away is found in whatever spelling, and what only looks like it is not."""

from __future__ import annotations

import pytest

from sowcourse.cohort.roster import Student
from sowcourse.identity.known import Traces

CLASS = [
    Student("r0000001", "Aya", "Amrani", "aya.amrani@school.example"),
    Student("00123", "Zoë", "D'Hondt", ""),
    Student("r0000003", "Roos", "de Vries", "r0000003@school.example"),
    Student("r0000004", "Elif", "Yılmaz", ""),
    Student("r0000005", "Bo", "Ter", ""),
    Student("7", "Daan", "van den Berg", ""),
    Student("r00000011", "Noor", "Amrani", ""),
    Student("8", "小明", "王", ""),
    Student("9", "민준", "김", ""),
    Student("10", "", "Mi", ""),
    Student("11", "İpek", "van 't Hof", ""),
]


def seen(text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    traces = Traces(CLASS, frozenset({"roos", "berg", "max"}))
    return [(text[found.start : found.end], found.students, found.sure) for found in traces.find(text)]


@pytest.mark.parametrize(
    ("text", "place", "student"),
    [
        ("ingeleverd door R0000001.", "R0000001", "r0000001"),
        ("r0000001_5-politiserend.ipynb", "r0000001", "r0000001"),
        ("mail AYA.Amrani@School.example!", "AYA.Amrani@School.example", "r0000001"),
        ("groet, aya amrani", "aya amrani", "r0000001"),
        ("Amrani, Aya - les 5", "Amrani, Aya", "r0000001"),
        ("AyaAmrani.docx", "AyaAmrani", "r0000001"),
        ("Zoe d’hondt was ziek", "Zoe d’hondt", "00123"),
        ("zie Vries, Roos de", "Vries, Roos de", "r0000003"),
        ("Roos Vries", "Roos Vries", "r0000003"),
        ("YILMAZ Elif", "YILMAZ Elif", "r0000004"),
        ("met Bo Ter samen", "Bo Ter", "r0000005"),
        ("nummer 00123", "00123", "00123"),
        ("我和王小明一起工作", "王小明", "8"),
        ("王 小明", "王 小明", "8"),
        ("김민준이 말했다", "김민준", "9"),
        ("met i\u0307pek van 't hof", "i\u0307pek van 't hof", "11"),
        ("van_'t_Hof_İpek", "van_'t_Hof_İpek", "11"),
    ],
)
def test_a_number_an_address_or_a_whole_name_is_found_in_any_spelling(text: str, place: str, student: str) -> None:
    assert seen(text) == [(place, (student,), True)]


@pytest.mark.parametrize(
    ("text", "place", "student"),
    [
        ("r0123401v2.ipynb", "r0123401", "r0123401"),
        ("bestand2026r0123401", "r0123401", "r0123401"),
        ("nummer 0123401, zei ze", "0123401", "r0123401"),
        ("/data/jmaes9/werk", "jmaes9", "r0123401"),
        ("Groetjes (s90)", "s90", "s90"),
        ("JanMaes", "JanMaes", "r0123401"),
        ("maesjan_123_456_werk.ipynb", "maesjan", "r0123401"),
        ("AnneSophie zei", "AnneSophie", "r0123402"),
        ("dat zei Juergen", "Juergen", "r0123402"),
        ("𝐉𝐚𝐧 zei", "𝐉𝐚𝐧", "r0123401"),
    ],
)
def test_a_number_or_a_name_is_found_as_systems_and_hurried_people_write_it(
    text: str, place: str, student: str
) -> None:
    people = [
        Student("r0123401", "Jan", "Maes", "jmaes9@school.example"),
        Student("r0123402", "Anne-Sophie", "Jürgen", ""),
        Student("c12345", "Bo", "Ter", ""),
        Student("s90", "", "", ""),
        Student("90", "", "", ""),
    ]
    traces = Traces(people, frozenset({"maes"}))
    assert [(text[found.start : found.end], found.students) for found in traces.find(text)] == [(place, (student,))]
    for innocent in (
        "90123401",
        "01234012",
        "r01234012",
        "4ec12345ab c12345ab",
        "boter",
        "JanMaesen",
        "90 cent, s9, s901",
    ):
        assert list(traces.find(innocent)) == [], innocent


@pytest.mark.parametrize(
    ("text", "place", "student"),
    [
        ("Lottes werk", "Lottes", "r0712401"),
        ("lottes werk", "lottes", "r0712401"),
        ("dat is Dans idee", "Dans", "r0712460"),
        ("Lotte De Wits antwoord", "Lotte De Wits", "r0712401"),
        ("jwvandenberg", "jwvandenberg", "r0712345"),
        ("vandenbergjw.ipynb", "vandenbergjw", "r0712345"),
        ("/home/jvandenberg", "jvandenberg", "r0712345"),
        ("ldewit", "ldewit", "r0712401"),
        ("benhaddou", "benhaddou", "r0712457"),
        ("AnLi en LiAan", "AnLi", "0412"),
        ("nummer 712401", "712401", "r0712401"),
        ("L\u043ette was er", "L\u043ette", "r0712401"),  # Cyrillic
        ("L\u03bftte was er", "L\u03bftte", "r0712401"),  # Greek
        ("\u0396oran kwam", "\u0396oran", "r0712457"),
        ("من مُحَمَّد", "مُحَمَّد", "r0712450"),
        ("من محـمد", "محـمد", "r0712450"),
    ],
)
def test_a_name_is_found_in_what_is_made_of_it(text: str, place: str, student: str) -> None:
    people = [
        Student("r0712345", "Jo Willem", "van den Berg", ""),
        Student("r0712401", "Lotte", "De Wit", ""),
        Student("0412", "An", "Li", ""),
        Student("r0712450", "محمد", "العمراني", ""),
        Student("r0712457", "Zoran", "Ait Ben Haddou", ""),
        Student("r0712460", "Dan", "Bakker", ""),
    ]
    traces = Traces(people, frozenset({"wit", "bakker"}))
    assert [(text[found.start : found.end], found.students) for found in traces.find(text)] == [(place, (student,))]
    for innocent in ("een dans in het wit", "wits, bakkers, Bakkers", "anli ANLI", "dbakkers", "12401 071240"):
        assert list(traces.find(innocent)) == [], innocent


def test_what_is_made_of_a_name_never_goes_before_the_name_of_another() -> None:
    people = [
        Student("r1", "Jan", "Peter", ""),
        Student("r2", "Jan", "Peters", ""),
        Student("r3", "Bo", "Rood", ""),
        Student("r4", "Els", "Brood", ""),
    ]
    text = "Jan Peters zei het, Peters ook, en Brood. Jan Peter niet."
    found = [(text[one.start : one.end], one.students, one.sure) for one in Traces(people).find(text)]
    assert found == [
        ("Jan Peters", ("r2",), True),
        ("Peters", ("r2",), False),
        ("Brood", ("r4",), False),
        ("Jan Peter", ("r1",), True),
    ]


def test_who_has_one_short_name_is_found_by_it_with_a_capital_and_never_surely() -> None:
    assert seen("Mi zei: mi casa") == [("Mi", ("10",), False)]


def test_a_name_of_two_letters_is_found_with_a_capital_unless_it_is_a_word() -> None:
    people = [Student("r1", "An", "Li", ""), Student("r2", "Al", "Peeters", ""), Student("r3", "Bo", "Van Do", "")]
    traces = Traces(people)
    text = "An, mooi. Al met al: vraag Bo of Li, do 3 mei. Do ook. an en bo zijn geen woorden, Van wel."
    assert [text[found.start : found.end] for found in traces.find(text) if not found.sure] == ["An", "Bo", "Li"]
    assert [text[found.start : found.end] for found in traces.find(text) if found.sure] == []


def test_what_somebody_is_called_in_a_script_without_spaces_is_a_part_of_the_name() -> None:
    assert seen("我和小明一起") == [("小明", ("8",), False)]
    assert seen("大王") == []


def test_a_part_of_a_name_points_at_everyone_who_has_it() -> None:
    assert seen("dat zei Amrani ook") == [("Amrani", ("r0000001", "r00000011"), False)]


@pytest.mark.parametrize(
    "text",
    [
        "een roos op de berg",  # ordinary words, spelled so
        "van den en de",  # little words in names
        "boter bij de vis",  # Bo Ter without a space is a word
        "7 van de 17 mensen",  # a number too short to mean anybody
        "r00000012",  # somebody else's number begins the same
        "xr0000001",
        "0.00123e5",
    ],
)
def test_what_only_looks_like_a_student_is_left(text: str) -> None:
    assert [found for found in seen(text) if found[2]] == []
    assert [found for found in seen(text) if not found[2]] == []


def test_an_ordinary_word_with_a_capital_counts_as_a_name() -> None:
    assert seen("Roos vond dat") == [("Roos", ("r0000003",), False)]


def test_replacing_leaves_the_rest_of_the_text_to_the_letter() -> None:
    traces = Traces(CLASS)
    assert (
        traces.replace("«Zoë D'Hondt», en: Roos!", lambda found: f"<{found.students[0]}>")
        == "«<00123>», en: <r0000003>!"
    )
    assert traces.replace("Roos de Vries en Roos", lambda found: "X", unsure=False) == "X en Roos"


@pytest.mark.parametrize(
    ("text", "place", "students"),
    [
        ("dat zei A. Amrani", "A. Amrani", ("r0000001",)),
        ("dat zei N. Amrani", "N. Amrani", ("r00000011",)),
        ("Berg, D. van den", "Berg, D. van den", ("7",)),
        ("met Daan V. gebeld", "Daan V", ("7",)),
        ("met Daan B. gebeld", "Daan B", ("7",)),
    ],
)
def test_a_name_cut_short_is_likely_and_not_sure(text: str, place: str, students: tuple[str, ...]) -> None:
    traces = Traces(CLASS)
    assert [(text[f.start : f.end], f.students, f.sure, f.likely) for f in traces.find(text)] == [
        (place, students, False, True)
    ]
    assert text not in traces


@pytest.mark.parametrize("text", ["zei Daan. B is beter", "daan b", "a. amrani", "Daan V's", "P9A Amrani"])
def test_a_letter_that_is_no_initial_makes_a_name_no_more_likely(text: str) -> None:
    assert not any(found.likely for found in Traces(CLASS).find(text))


def test_first_and_family_name_may_be_two_of_many_and_in_any_order() -> None:
    traces = Traces([Student("r1", "Jan Willem", "Garcia Lopez", "")])
    for text in ("Garcia Jan Lopez Willem", "LOPEZ GARCIA,  Jan\nWillem"):
        assert [(f.students, f.sure) for f in traces.find(text)] == [(("r1",), True)]
    for text in ("Jan Lopez", "Garcia, Jan", "Willem Garcia Lopez"):
        assert [(f.students, f.sure, f.likely) for f in traces.find(text)] == [(("r1",), False, True)]
    assert not any(f.likely or f.sure for f in traces.find("Jan Peeters. Garcia belde"))


def test_words_of_a_name_in_two_paragraphs_are_not_one_name() -> None:
    assert not any(found.sure for found in Traces(CLASS).find("zei Aya\n\nAmrani kwam"))


@pytest.mark.parametrize(
    "text", ["Ook Maes, An Maes-Vos kwam.", "De familie Maes (An Maes-Vos) belde.", "Maes\nAn Maes-Vos"]
)
def test_a_piece_of_a_name_before_a_whole_name_does_not_take_its_begin(text: str) -> None:
    an = Student("r0000081", "An", "Maes-Vos", "")
    whole = [text[found.start : found.end] for found in Traces([an]).find(text) if found.sure]
    assert whole == ["An Maes-Vos"]
