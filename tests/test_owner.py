"""Whose a file is, in the names that LMSs and students give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sowcourse.cohort.roster import Student
from sowcourse.submissions.owner import Owners, claims_of

ASSIGNMENT = "5-politiserend"
CLASS = {
    student.id: student
    for student in (
        Student("r0000001", "Bram", "Claes", "bram@school.example"),
        Student("r0000002", "Jan", "Maes", "jan.maes@school.example"),
        Student("r0000003", "An", "Maes", "an.maes@school.example"),
        Student("r0000004", "Elif", "Yılmaz", ""),
        Student("r0000005", "Zoë", "De Smet", "zoe@school.example"),
        Student("r0000006", "Daan", "van den Berg", ""),
        Student("5", "Vijf", "Vijfde", ""),
        Student("s_7-b", "Søren", "Weiß-Łuczak", ""),
        Student("s_7", "Madonna", "", ""),
        Student("r0000008", "Chiara", "D'Hondt", ""),
    )
}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("claesbram_12345_67890_5-politiserend-1.ipynb", "r0000001"),
        ("claesbram_LATE_12345_67890_5-politiserend-1.ipynb", "r0000001"),
        ("12345-67890 - Bram Claes - 18 december 2026 1042/5-politiserend.ipynb", "r0000001"),
        ("5-politiserend_r0000001_poging_2026-12-18-10-42-01_x.ipynb", "r0000001"),
        ("Bram Claes_123456_assignsubmission_file_/5-politiserend.ipynb", "r0000001"),
        ("bram@school.example/x.ipynb", "r0000001"),
        ("Claes, Bram (r0000001)/notebook (1).ipynb", "r0000001"),
        ("r0000001_claesbram/R0000001 Bram Claes.ipynb", "r0000001"),
        ("maesjan_1_2_x.ipynb", "r0000002"),
        ("123 - Jan Maes - 1 dec/x.ipynb", "r0000002"),
        ("123 - An Maes - 1 dec/x.ipynb", "r0000003"),
        ("an.maes@school.example.ipynb", "r0000003"),
        ("jan.maes@school.example.ipynb", "r0000002"),
        ("yilmazelif_1_2_x.ipynb", "r0000004"),
        ("Elif Yılmaz - x.ipynb", "r0000004"),
        ("zoe\u0308 de smet.ipynb", "r0000005"),
        ("DESMETZOE_1_2.ipynb", "r0000005"),
        ("vandenbergdaan_1_2.ipynb", "r0000006"),
        ("map/5_5-politiserend.ipynb", "5"),
        ("s_7-b 5-politiserend.ipynb", "s_7-b"),
        ("s_7_5-politiserend.ipynb", "s_7"),
        ("Søren Weiss Łuczak.ipynb", "s_7-b"),
        ("dhondtchiara_1.ipynb", "r0000008"),
        ("van den Berg.Daan/5-politiserend.ipynb.txt", "r0000006"),
        ("Bram Claes (5).ipynb", "r0000001"),
        ("s_7/5-politiserend-12.ipynb", "s_7"),
        ("Chiara D’Hondt.ipynb", "r0000008"),
    ],
)
def test_the_owner_is_found_in_the_names_of_every_lms(name: str, student: str) -> None:
    found, remark = Owners(CLASS, [ASSIGNMENT]).of(name)
    assert (found and found.id, remark) == (student, "")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("5-politiserend.ipynb", "er is geen student uit de klaslijst"),
        ("5-politiserend (1).ipynb", "er is geen student uit de klaslijst"),
        ("Bram Claes en An Maes/x.ipynb", "meer dan één student zijn: Bram Claes (r0000001), An Maes (r0000003)"),
        ("Bram Claes/r0000003.ipynb", "meer dan één student zijn: Bram Claes (r0000001), An Maes (r0000003)"),
        ("claesbram_r0000003_1.ipynb", "meer dan één student zijn"),
        ("r00000012.ipynb", "er is geen student uit de klaslijst"),
    ],
)
def test_who_cannot_be_told_is_asked_and_never_guessed(name: str, told: str) -> None:
    found, remark = Owners(CLASS, [ASSIGNMENT]).of(name)
    assert found is None
    assert told in remark


KNOWN = {
    student.id: student
    for student in (
        Student("r11", "Jan", "Peeters", "jan@school.example", ("canvas:101", "jpeeters")),
        Student("r12", "Jan", "Peeters", "", ("canvas:102", "jpeeter2")),
        Student("r13", "Aya", "Amrani", "", ("canvas:103", "moodle:101")),
        Student("101", "Bram", "Claes", "", ("canvas:104",)),
    )
}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("peetersjan_101_9001_1-nabijheid.ipynb", "r11"),
        ("peetersjan_LATE_102_9002_1-nabijheid.ipynb", "r12"),
        ("vanelstaya_103_9003_1-nabijheid.ipynb", "r13"),
        ("groep3_104_9004_1-nabijheid.ipynb", "101"),
        ("groep3_103_101_1-nabijheid.ipynb", "r13"),
        ("groep3_777_9004_r12 verslag.ipynb", "r12"),
        ("groep3_777_9004_R12 1-Nabijheid.ipynb", "r12"),
        ("groep3_LATE_777_101_JPEETER2.ipynb", "r12"),
        ("groep3_777_9004_r12_2_3_x.ipynb", "r12"),
        ("Aya Amrani_101_assignsubmission_file_/x.ipynb", "r13"),
        ("2SW A-Bram Claes_77_assignsubmission_file_/x.ipynb", "101"),
        ("Taak_jpeeter2_attempt_2026-11-18-10-03-00_x.ipynb", "r12"),
        ("101 1-nabijheid.ipynb", "101"),
        ("JPEETERS.ipynb", "r11"),
        ("Bram Claes (101).ipynb", "101"),
    ],
)
def test_the_number_of_an_lms_goes_before_a_name_and_holds_in_its_own_place_only(name: str, student: str) -> None:
    found, remark = Owners(KNOWN, ["1-nabijheid"]).of(name)
    assert (found and found.id, remark) == (student, "")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("amraniaya_101_9001_x.ipynb", "meer dan één student zijn: Jan Peeters (r11), Aya Amrani (r13)"),
        (
            "Jan Peeters_9_assignsubmission_file_/x.ipynb",
            "zijn: Jan Peeters (r11), Jan Peeters (r12). Zeg wie het is: ",
        ),
        (
            "Aya Amrani Janssens_9_assignsubmission_file_/x.ipynb",
            "staat zo niet op je klaslijst; is het Aya Amrani (r13)?",
        ),
        ("anon_x7_9_x.ipynb", 'Zeg wie het is: sowcourse whose "anon_x7_9_x.ipynb" STUDENTNUMMER'),
        ("anon $(touch x).ipynb", "Zeg wie het is: sowcourse whose 'anon $(touch x).ipynb' STUDENTNUMMER"),
        ('anon "; touch x; ".ipynb', "sowcourse whose 'anon \"; touch x; \".ipynb' STUDENTNUMMER"),
        ("anon's `x`.ipynb", """sowcourse whose 'anon'"'"'s `x`.ipynb' STUDENTNUMMER"""),
        ("An-Bram Claes_77_assignsubmission_file_/x.ipynb", "is het Bram Claes (101)?"),
        ("claesbram_777_9004_R12.ipynb", "meer dan één student zijn: Jan Peeters (r12), Bram Claes (101)."),
        ("777-1 - 2SW A-Bram Claes - 1 december 2026 1000/x.ipynb", "is het Bram Claes (101)?"),
        ("Jan Peeters Smit_9_assignsubmission_file_/x.ipynb", "is het Jan Peeters (r11) of Jan Peeters (r12)? Zeg"),
    ],
)
def test_a_number_and_a_name_that_disagree_and_a_longer_name_are_asked(name: str, told: str) -> None:
    found, remark = Owners(KNOWN, ["1-nabijheid"]).of(name)
    assert found is None
    assert told in remark


def test_an_answer_goes_before_everything_and_a_strangers_answer_is_passed_over() -> None:
    path = "amraniaya_101_9001_x.ipynb"
    assert Owners(KNOWN, [], {"canvas:101": "r13"}).of(path)[0] == KNOWN["r13"]
    assert Owners(KNOWN, [], {"canvas:101": "weg"}).of(path)[0] is None
    (first, second) = Owners(KNOWN, ["1-nabijheid"]).keys("Klaartje 1-nabijheid (2).ipynb")
    assert (first, second) == ("naam:klaartje", "bestand:Klaartje 1-nabijheid (2).ipynb")
    assert Owners(KNOWN, []).keys("Jan Peeters.ipynb") == ["bestand:Jan Peeters.ipynb"], "it may be either of them"


SHORT = {
    student.id: student
    for student in (
        Student("r1", "Sara", "Peeters", ""),
        Student("r2", "Sara", "Peeters-Maes", ""),
        Student("r3", "Jan", "", ""),
        Student("r4", "Jan", "Smit", ""),
    )
}


@pytest.mark.parametrize("name", ["Sara Peeters (Maes).ipynb", "Sara Peeters - Maes/x.ipynb", "Jan (Smit).ipynb"])
def test_who_has_the_same_words_and_more_that_stand_apart_may_be_meant(name: str) -> None:
    found, remark = Owners(SHORT, []).of(name)
    assert found is None
    assert "meer dan één student" in remark


@pytest.mark.parametrize(
    ("name", "student"), [("Sara Peeters (2).ipynb", "r1"), ("Maes, Sara-Peeters.ipynb", "r2"), ("Jan.ipynb", "r3")]
)
def test_who_has_the_whole_name_and_no_more_is_meant(name: str, student: str) -> None:
    found, remark = Owners(SHORT, []).of(name)
    assert (found and found.id, remark) == (student, "")


def test_an_answer_about_a_name_that_somebody_gave_does_not_hold_for_another_file() -> None:
    (key,) = Owners(SHORT, []).keys("versie_2_3_final.ipynb")
    assert key == "bestand:versie_2_3_final.ipynb"
    assert Owners(SHORT, [], {key: "r1", "canvas:2": "r1"}).of("opdracht_2_5_Jan Smit.ipynb")[0] == SHORT["r4"]
    assert Owners(SHORT, []).keys("anon_2_3_x.ipynb")[0] == "canvas:2"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("mevr. Aya Amrani_5001_assignsubmission_file_/x.ipynb", "naam:amrani aya mevr"),
        ("Aya Janssens_5001_assignsubmission_file_/x.ipynb", "naam:aya janssens"),
        ("Jan Peeters_5001_assignsubmission_file_/x.ipynb", "moodle:5001"),
        ("Groep 4_5001_assignsubmission_file_/x.ipynb", "moodle:5001"),
        ("Deelnemer 77_5001_assignsubmission_file_/x.ipynb", "moodle:5001"),
        ("janssensaya_103_9003_x.ipynb", "canvas:103"),
    ],
)
def test_an_answer_lasts_longer_than_a_number_of_one_assignment(name: str, key: str) -> None:
    assert Owners(KNOWN, []).keys(name)[0] == key
    answered = Owners(KNOWN, [], {key: "101"})
    assert answered.of(name)[0] == KNOWN["101"]
    later = name.replace("_5001_", "_6001_")
    assert (answered.of(later)[0] == KNOWN["101"]) == (key != "moodle:5001")


YEAR = {
    student.id: student
    for student in (
        Student("r0012301", "Bram", "Claes", "", ("canvas:2025",)),
        Student("r0012302", "Klaartje", "D'Hondt", ""),
        Student("r0012303", "Thảo", "van den Berg", ""),
        Student("r0012304", "Jan", "Peeters", ""),
        Student("r0012305", "Jan", "Peeters", ""),
        Student("r0012306", "Youssef", "Ben Ali", ""),
        Student("r0012307", "Sara", "Maes", ""),
        Student("r0012308", "Sara", "Vos", ""),
    )
}
TASKS = ["1-nabijheid", "2-proceslogica"]


@pytest.mark.parametrize(
    ("name", "student", "key"),
    [
        ("Claartje D'Hondt 1-nabijheid (1).ipynb", "r0012302", "naam:claartje d hondt"),  # a nickname and a family name
        ("Bram Janssens.ipynb", "r0012301", "naam:bram janssens"),  # a changed family name
        ("thao berghmans.ipynb", "r0012303", "naam:berghmans thao"),  # no signs on the letters
        ("Sara Maes-Vos.ipynb", "r0012307", "naam:maes sara vos"),
        ("Noor Amber_5001_assignsubmission_file_/x.ipynb", "r0012302", "naam:amber noor"),  # the LMS wrote a name
        ("Groep 4_5001_assignsubmission_file_/x.ipynb", "r0012302", "moodle:5001"),
        ("janssenszita_4103_90031_x.ipynb", "r0012302", "canvas:4103"),
        ("anon_2_3_x.ipynb", "r0012302", "canvas:2"),
        ("52791-4711 - Noor Amber - 20 november 2026 1022/x.ipynb", "r0012302", "brightspace:52791"),
        ("Taak_q99_poging_2026-11-18-10-03-00_x.ipynb", "r0012302", "blackboard:q99"),
        ("r0099999 versie 2.ipynb", "r0012302", "nummer:r0099999"),  # as long as the numbers of the class
    ],
)
def test_an_answer_about_what_is_of_one_person_lasts_for_the_year(name: str, student: str, key: str) -> None:
    assert Owners(YEAR, TASKS).kept_under(name, student) == (key, True)
    later = Owners(YEAR, TASKS, {key: student}, "2-proceslogica")
    assert later.of(name.replace("1-nabijheid", "2-proceslogica")) == (YEAR[student], "")
    assert later.claims(name) == ("", "")


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("mijn opdracht definitief.ipynb", "r0012301"),
        ("versie 3.ipynb", "r0012301"),
        ("document.ipynb", "r0012301"),
        ("Untitled1.ipynb", "r0012301"),
        ("ik ben klaar.ipynb", "r0012306"),  # «Ben Ali»: a little word is nobody's name
        ("verslag van den hoek.ipynb", "r0012303"),
        ("iets van Jan.ipynb", "r0012304"),  # there are two
        ("Sara.ipynb", "r0012308"),
        ("Klaartje.ipynb", "r0012301"),  # a name, of somebody else
        ("Noor Amber.ipynb", "r0012302"),  # a name of nobody here; a student wrote it
        ("stage_2025_2026_def.ipynb", "r0012302"),  # a year is nobody's number in Canvas
        ("scan_20261118_104233_x.ipynb", "r0012302"),  # nor is a day
        ("mijn_2_3_poging.ipynb", "r0012302"),
        ("2025-2026 - mijn verslag - 18 december 2026.ipynb", "r0012302"),  # nor in Brightspace
        ("r009 versie 2.ipynb", "r0012302"),  # not as long as the numbers of the class
        ("r0099999 en r0088888.ipynb", "r0012302"),
    ],
)
def test_an_answer_about_what_anybody_may_call_a_file_holds_for_one_assignment(name: str, student: str) -> None:
    key, lasts = Owners(YEAR, TASKS).kept_under(name, student)
    assert (key, lasts) == (f"bestand:{name}", False)
    first = Owners(YEAR, TASKS, {key: student}, "1-nabijheid")
    assert first.of(name) == (YEAR[student], "")
    loose, claimed = first.claims(name)
    assert loose == key
    again = Owners(YEAR, TASKS, {claimed: student}, "1-nabijheid")
    assert again.of(name) == (YEAR[student], "")
    assert again.claims(name) == (claimed, claimed), "it is claimed once"
    found, remark = Owners(YEAR, TASKS, {claimed: student}, "2-proceslogica").of(name)
    assert found is None
    assert f"vorige keer was een bestand met deze naam van {YEAR[student].name} ({student})" in remark
    assert "Zeg wie het is: sowcourse whose " in remark


def test_an_answer_of_before_about_words_that_are_nobodys_is_claimed_too() -> None:
    old = {"naam:mijn": "r0012301", "naam:klaartje": "r0012301", "naam:bram janssens": "r0012301"}
    owners = Owners(YEAR, TASKS, old, "1-nabijheid")
    assert owners.of("mijn opdracht (2).ipynb")[0] == YEAR["r0012301"]
    loose, claimed = owners.claims("mijn opdracht (2).ipynb")
    assert loose == "naam:mijn"
    assert owners.claims("Klaartje.ipynb")[0] == "naam:klaartje"
    assert owners.claims("Bram Janssens.ipynb") == ("", ""), "his own name lasts"
    assert Owners(YEAR, TASKS, {claimed: "r0012301"}, "2-proceslogica").of("mijn opdracht.ipynb")[0] is None


def test_an_answer_of_before_is_told_with_the_assignment_for_which_it_was_given() -> None:
    given = {
        "opdracht:1-nabijheid:bestand:a: b.ipynb": "r0012301",
        "opdracht:2-proceslogica:bestand:a: b.ipynb": "r0012302",
    }
    found, remark = Owners(YEAR, TASKS, given, "3-anders").of("a: b.ipynb")
    assert found is None
    assert "; vorige keer was een bestand met deze naam van Klaartje D'Hondt (r0012302), bij 2-proceslogica. " in remark
    assert claims_of(given | {"naam:a": "r1"}, ["bestand:a: b.ipynb", "naam:a"]) == [
        ("1-nabijheid", "r0012301"),
        ("2-proceslogica", "r0012302"),
    ]
    assert Owners(YEAR, TASKS, {"opdracht::bestand:a: b.ipynb": "r0012301"}).of("a: b.ipynb")[0] == YEAR["r0012301"]


LIKE = {
    student.id: student
    for student in (
        Student("18", "Jan", "Peeters", ""),
        Student("r12301", "An", "Maes", ""),
        Student("12302", "Bo", "Smit", ""),
        Student("s_7", "Ed", "Os", ""),
        Student("7", "Ap", "Oe", ""),
    )
}


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("u12399 x.ipynb", ["nummer:u12399"]),  # written as theirs: a letter and five figures
        ("12399 x.ipynb", ["nummer:12399"]),
        ("12399 20261218.ipynb", []),  # beside a day it may be anything
        ("r12399 20261218.ipynb", ["nummer:r12399"]),
        ("r1239 x.ipynb", []),
        ("r-12399 x.ipynb", ["nummer:12399"]),
        ("A_9_assignsubmission_file_/x.ipynb", ["moodle:9"]),
        ("Xo.ipynb", ["naam:xo"]),
        ("x.ipynb", []),
        ("Xo_9_assignsubmission_file_/x.ipynb", ["naam:xo", "moodle:9"]),
    ],
)
def test_a_number_or_a_name_that_nobody_here_has_is_told_by_how_it_is_written(name: str, keys: list[str]) -> None:
    assert Owners(LIKE, ["1-nabijheid"]).keys(name) == [*keys, f"bestand:{name}"]


def test_the_moment_in_a_name_is_nobody_s_number_and_a_piece_of_a_number_is_not_a_number() -> None:
    owners = Owners(LIKE, ["1-nabijheid"])
    assert owners.of("Taak_x_attempt_2026-11-18-10-03-00_x.ipynb")[0] is None
    assert owners.of("Taak_x_attempt_2026-11-18-10-03-00_7 x.ipynb")[0] == LIKE["7"]
    assert owners.of("s_7 x.ipynb")[0] == LIKE["s_7"]
    assert owners.of("7 x.ipynb")[0] == LIKE["7"]


def test_a_number_of_an_lms_that_is_on_the_list_as_a_student_number_counts_where_none_of_its_own_is() -> None:
    an, bo = Student("12345", "An", "Maes", ""), Student("r2", "Bo", "Smit", "")
    name = "groepx_12345_9001_les.ipynb"
    assert Owners({an.id: an, bo.id: bo}, []).of(name) == (an, "")
    other = replace(bo, ids=("canvas:7",))
    assert Owners({an.id: an, bo.id: other}, []).of(name)[0] is None, "then it is Canvas's own"


def test_of_an_empty_class_nobody_is_found() -> None:
    assert Owners({}, []).of("r1 x.ipynb")[1].startswith("er is geen student uit de klaslijst in deze bestandsnaam")
