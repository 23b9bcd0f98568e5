"""A file without one student: what is theirs goes, and what is somebody else's, or only looks like theirs, stays."""

from __future__ import annotations

import html
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

import pytest

from sowcourse.cohort.roster import Student
from sowcourse.errors import CohortError
from sowcourse.prose import sealed
from sowcourse.records.database import SQLITE
from sowcourse.records.scrub import Scrubber, is_closed
from sowcourse.records.workbook import without_rows

ROOS = Student("00123", "Roos", "de Vries", "roos@school.example")
CLASS = [
    ROOS,
    Student("001", "Roos", "de Vries", ""),
    Student("001234", "Bo", "D'Hondt", ""),
    Student("5", "An", "Os", ""),
]


@pytest.mark.parametrize(
    ("name", "content", "left"),
    [
        ("klas.csv", "nummer,naam\n00123,Roos de Vries\n001,Roos de Vries\n", "nummer,naam\n001,Roos de Vries\n"),
        ("p.csv", '"=""00123""";"Roos"\n"x";"y"\n', '"x";"y"\n'),
        ("p.csv", "wie;woord\n001;[gewist]\n[gewist];x\n", "wie;woord\n001;[gewist]\n[gewist];x\n"),
        ("onthouden.csv", '"naam:roosje";"00123"\n"naam:roos";"001"\n', '"naam:roos";"001"\n'),
        ("p.csv", '"001","zie 00123"\n', '"001","zie [gewist]"\n'),
        ("p.csv", 'x\n"a\nb","00123"\n"c\nd","001234"\n', 'x\n"c\nd","001234"\n'),
        ("kalender.toml", '[uitstel.00123]\na = "1"\n[uitstel.001]\na = "2"\n', '[uitstel.001]\na = "2"\n'),
        ("kalender.toml", '[extra-dagen]\n00123 = 3\n"001" = 2\n', '[extra-dagen]\n"001" = 2\n'),
        ("kalender.toml", "# mail roos@school.example\na = 1\n", "# mail [gewist]\na = 1\n"),
        ("x.log", "een 00123 fout\n", "een [gewist] fout\n"),
        ("x.log", "een roos van Roos\n", "een roos van Roos\n"),
        ("x.txt", "zie ?wie=roos%40school.example hier", "zie [gewist] hier"),
        ("x.json", '{"a": "ROOS@school.example"}', '{\n "a": "[gewist]"\n}'),
    ],
)
def test_only_what_is_this_student_s_goes_from_a_file(name: str, content: str, left: str) -> None:
    made = Scrubber(ROOS, CLASS).without(PurePosixPath(name), content.encode())
    assert made is not None
    assert made.decode() == left


def test_a_short_number_is_only_looked_for_where_a_number_belongs() -> None:
    scrubber = Scrubber(CLASS[3], CLASS)
    assert scrubber.without(PurePosixPath("x.txt"), b"5 van de 5") == b"5 van de 5"
    assert scrubber.without(PurePosixPath("x.csv"), b"nummer;punt\n5;7\n6;5,5\n") == b"nummer;punt\n6;5,5\n"
    assert scrubber.theirs(PurePosixPath("submitted/5"))
    assert not scrubber.theirs(PurePosixPath("versies/les/5"))


def test_a_name_with_an_apostrophe_is_erased_from_a_page_too() -> None:
    page = "<main><p>Roos · 00123 </p><div>zoals Bo D&#x27;Hondt zei &amp; schreef</div></main>"
    made = Scrubber(CLASS[2], CLASS).without(PurePosixPath("terugkoppeling/les/00123.html"), page.encode())
    assert made == b"<main><p>Roos \xc2\xb7 00123 </p><div>zoals [gewist] zei &amp; schreef</div></main>"


@pytest.mark.parametrize(
    "place", ["terugkoppeling/les/001.html", "feedback/001/les/les.html", "ontvangen/les/001/x.html"]
)
def test_a_link_to_the_student_on_the_page_of_another_goes_too(place: str) -> None:
    page = (
        '<main><p>Roos · 001 </p><p title="Bo D\'Hondt"><a href="mailto:b%6f@school.example">vraag Bo D\'Hondt</a> en '
        '<a href="mailto:an@school.example">An</a></p></main>'
    )
    who = Student("001234", "Bo", "D'Hondt", "bo@school.example")
    scrubber = Scrubber(who, [who, *CLASS])
    made = scrubber.without(PurePosixPath(place), page.encode())
    assert made == (
        b'<main><p>Roos \xc2\xb7 001 </p><p title="[gewist]"><a href="[gewist]">vraag [gewist]</a> en '
        b'<a href="mailto:an@school.example">An</a></p></main>'
    )
    assert scrubber.found_in(PurePosixPath(place), made) == (1, [])


def test_a_name_of_which_the_halves_stand_in_two_cells_among_other_words_goes_with_what_parts_them() -> None:
    content = b"nummer,woord\n001,x,zie D'Hondt,Bo zei\n"
    scrubber, path = Scrubber(CLASS[2], CLASS), PurePosixPath("p.csv")
    made = scrubber.without(path, content)
    assert made == b"nummer,woord\n001,x,zie [gewist] zei\n"
    assert scrubber.found_in(path, made) == (1, [])


@pytest.mark.parametrize(
    ("who", "content", "left"),
    [
        (CLASS[0], "\ufeff00123;x\n001234;y\n", "001234;y\n"),
        (CLASS[0], "codeX;nummer\nX1;00123\nX2;001\n", "codeX;nummer\nX2;001\n"),
        (CLASS[3], "Student;;\nnaam;nummer;punt\nIk;5;5\nBo;6;5\n", "Student;;\nnaam;nummer;punt\nBo;6;5\n"),
        (CLASS[3], "code;nummer\nNPQRSTVW-LMNP;5\n", "code;nummer\nNPQRSTVW-LMNP;[gewist]\n"),
        (CLASS[2], "r1234;Bo D'Hondt\n", "r1234;[gewist]\n"),
    ],
    ids=[
        "a mark before it",
        "signs that part no cells",
        "a title above it",
        "the code of another",
        "who sat beside them",
    ],
)
def test_whose_a_row_is_stands_under_its_headers_and_not_in_what_is_around_it(
    who: Student, content: str, left: str
) -> None:
    scrubber = Scrubber(who, [*CLASS, Student("r1234", "Kim", "Smit", "")], codes=frozenset({"BCDFGHJK"}))
    made = scrubber.without(PurePosixPath("p.csv"), content.encode())
    assert made == left.encode()


def test_what_the_letters_of_a_file_cannot_write_makes_it_a_file_of_utf_8() -> None:
    page = b"<main><p>caf\xe9 \x81 &#258; Bo D'Hondt</p>"
    made = Scrubber(CLASS[2], CLASS).without(PurePosixPath("submitted/001/les.html"), page)
    assert made == b"<main><p>caf\xc3\xa9 \x81 \xc4\x82 [gewist]</p>"


def test_a_place_in_settings_that_cannot_be_erased_is_named_also_when_only_a_short_number_stands_there() -> None:
    path, content = PurePosixPath("kalender.toml"), b"[dagen]\n5 = [\n1,\n]\n"
    for act in (Scrubber(CLASS[3], CLASS).found_in, Scrubber(CLASS[3], CLASS).without):
        with pytest.raises(CohortError, match=r"^kalender\.toml: hier staat 5 op een plaats die niet vanzelf gewist"):
            act(path, content)


def test_a_file_of_values_with_a_mark_before_it_stays_one() -> None:
    made = Scrubber(CLASS[2], CLASS).without(
        PurePosixPath("x.json"), "\ufeff".encode() + b'{"a": ["Bo D\\u0027Hondt"]}'
    )
    assert made == json.dumps({"a": ["[gewist]"]}, indent=1).encode()


def test_a_zip_that_is_called_after_the_student_is_told_with_what_is_in_it() -> None:
    found = Scrubber(ROOS, CLASS).found_in(
        PurePosixPath("inzage-00123.zip"), zipped(**{"a.txt": "00123", "b.txt": "x"})
    )
    assert found == (2, ["inzage-00123.zip", "inzage-00123.zip/a.txt"])


def test_a_number_counts_by_chance_in_what_was_given_and_not_in_a_folder_of_that_name_elsewhere() -> None:
    scrubber = Scrubber(Student("20001", "An", "Os", ""), CLASS)
    for place, left in (("source/les/x.csv", b"20001;x\n"), ("mijn/source/x.csv", b"")):
        assert scrubber.without(PurePosixPath(place), b"20001;x\n") == left


def test_in_a_class_without_names_a_row_is_whose_number_it_has() -> None:
    content, other = b"nummer;naam;punt\n5;;7\n6;;5\n", Student("6", "", "", "")
    for who in (Student("5", "", "", ""), Student("5", "An", "Os", "")):
        assert Scrubber(who, [who, other]).without(PurePosixPath("p.csv"), content) == b"nummer;naam;punt\n6;;5\n"


def test_an_address_or_a_number_that_holds_the_one_of_the_student_is_of_another() -> None:
    longer = Student("r0000101-2", "Kim", "Os", "kim.bo@school.example")
    text = "vraag kim.bo@school.example of r0000101-2, "
    assert scrubbed("x.txt", text + "niet bo@school.example", BO, [BO, longer]) == (text + "niet [gewist]").encode()
    only = Student("r0000101", "Bo", "D'Hondt", "")
    assert scrubbed("x.txt", text + "niet r0000101", only, [only, longer]) == (text + "niet [gewist]").encode()


def test_a_file_is_handed_in_under_any_short_number_that_the_student_ever_had() -> None:
    scrubber = Scrubber(Student("7", "Bo", "Os", "", ("3", "9")), [], assignments=("1-les", "2-les"))
    for name in ("3_1-les.ipynb", "9_1-les.ipynb", "2-les_7.ipynb", "7_2-les-Copy1.ipynb"):
        assert scrubber.theirs(PurePosixPath(name)), name
    for name in ("4_1-les.ipynb", "39_1-les.ipynb", "3_3-les.ipynb", "1-les.ipynb"):
        assert not scrubber.theirs(PurePosixPath(name)), name
    long = Scrubber(BO, [BO], assignments=("1-les",))
    assert not any(long.theirs(PurePosixPath(name)) for name in ("_1-les.ipynb", "1-les_.ipynb"))


DEWI = Student("r0000041", "", "Dewi", "", ("canvas:52017",))
PEETERS = [Student(f"r000005{n}", "Jan", "Peeters", "", (f"brightspace:5279{n}",)) for n in (1, 2)]
WANG = Student("r0000061", "小明", "王", "")
NAMES = [DEWI, *PEETERS, WANG, Student("r0000071", "Ann", "Dewi-Maes", ""), Student("r0000072", "", "王小明亮", "")]


@pytest.mark.parametrize(
    ("who", "name", "content", "left"),
    [
        (DEWI, "beoordelen.csv", '"code";"Dewi"\n"code";"Ann Dewi-Maes"\n', '"code";"Ann Dewi-Maes"\n'),
        (WANG, "beoordelen.csv", '"a";"王小明"\n"a";"Dewi"\n', '"a";"Dewi"\n'),
        (WANG, "x.txt", "我和王小明一起, 小明", "我和[gewist]一起, 小明"),
        (WANG, "y.txt", "王小明亮和王小明", "王小明亮和[gewist]"),
        (PEETERS[0], "b.csv", "BCDFGHJK-LMNP;Jan Peeters\nNPQRSTVW-LMNP;Jan Peeters\n", "NPQRSTVW-LMNP;Jan Peeters\n"),
    ],
)
def test_who_has_one_name_or_the_name_of_another_goes_from_a_table_too(
    who: Student, name: str, content: str, left: str
) -> None:
    scrubber = Scrubber(who, NAMES, codes=frozenset({"BCDFGHJK"}))
    assert scrubber.found_in(PurePosixPath(name), content.encode()) == (1, [name])
    made = scrubber.without(PurePosixPath(name), content.encode())
    assert made is not None
    assert made.decode() == left
    assert scrubber.found_in(PurePosixPath(name), made) == (1, [])


@pytest.mark.parametrize(
    ("who", "content", "goes"),
    [
        (DEWI, "<h3>Dewi</h3>", True),
        (DEWI, "<h3>Ann Dewi-Maes</h3>", False),
        (PEETERS[0], "<h3>Jan Peeters · BCDFGHJK-LMNP</h3>", True),
        (PEETERS[1], "<h3>Jan Peeters · XCDFGHJK-LMNP</h3>", False),
    ],
)
def test_a_page_of_the_class_goes_by_one_name_or_by_the_code_of_an_answer(
    who: Student, content: str, goes: bool
) -> None:
    scrubber = Scrubber(who, NAMES, codes=frozenset({"BCDFGHJK"}))
    made = scrubber.without(PurePosixPath("beoordelen.html"), content.encode())
    assert made == (None if goes else content.encode())


@pytest.mark.parametrize(
    ("who", "name", "theirs"),
    [
        (DEWI, "dewi_41_9001_les.ipynb", True),
        (DEWI, "Dewi_777_assignsubmission_file_", True),
        (DEWI, "Ann Dewi-Maes_778_assignsubmission_file_", False),
        (PEETERS[0], "52791-4711 - Jan Peeters - 20 november 2026 1022", True),
        (PEETERS[0], "52792-4711 - Jan Peeters - 20 november 2026 1023", False),
        (WANG, "王小明_41_9001_les.ipynb", True),
    ],
)
def test_what_an_lms_called_a_file_tells_whose_it_is(who: Student, name: str, theirs: bool) -> None:
    assert Scrubber(who, NAMES).theirs(PurePosixPath(name)) == theirs


NG = Student("r0000091", "Ng", "", "")
NG_CLASS = [NG, Student("r0000092", "Mila", "Ng-Peeters", ""), Student("r0000093", "", "Dewi", "")]
FEEDBACK = "terugkoppeling/les/r0000092.html"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("beoordelen.html", "<main><p>zi<b>ng</b>en</p>"),
        ("beoordelen.html", "<main><p>zi<em><b>Ng</b></em>en</p>"),
        ("beoordelen.html", "<main><p><b>Ng</b>uyễn</p>"),
        ("beoordelen.html", "<main><td>ng</td><td>NG</td><td>N.G.</td><td>n g</td>"),
        ("beoordelen.html", "<main><h3>Mila Ng-Peeters</h3>"),
        ("punten.csv", "n;g\nng;1\nNG;2\nn.g.;3\n"),
        ("x.csv", "Mila Ng-Peeters;r0000092\n"),
        (FEEDBACK, "<main><p>Mila · r0000092 </p><p>zi<b>ng</b>en</p>"),
        ("n_g_x.html", "<main></main>"),
        ("zingen.txt", "een ding"),
    ],
)
def test_a_short_name_inside_a_word_or_as_letters_apart_is_nobody(name: str, content: str) -> None:
    scrubber, path = Scrubber(NG, NG_CLASS), PurePosixPath(name)
    assert scrubber.found_in(path, content.encode()) == (1, [])
    assert scrubber.without(path, content.encode()) == content.encode()


@pytest.mark.parametrize(
    ("name", "content", "left"),
    [
        ("beoordelen.html", "<main><h3>Ng</h3>", None),
        ("beoordelen.html", "<main><h3><b>Ng</b></h3>", None),
        ("beoordelen.html", "<main><p>Van: <b>Ng</b>.</p>", None),
        ("beoordelen.html", "<main><li>een di<b>ng</b></li><li> Ng </li>", None),
        ("beoordelen.html", "<main><td>r0000091</td>", None),
        (
            FEEDBACK,
            "<main><p>· r0000092 </p>zi<b>ng</b> <b>Ng</b>",
            "<main><p>· r0000092 </p>zi<b>ng</b> <b>[gewist]</b>",
        ),
        ("punten.csv", "naam;punt\nNg;3\nDewi;4\n", "naam;punt\nDewi;4\n"),
        ("punten.csv", 'naam;punt\n"Ng ";3\nDewi;4\n', "naam;punt\nDewi;4\n"),
    ],
)
def test_a_short_name_that_stands_by_itself_is_still_found_and_goes(name: str, content: str, left: str | None) -> None:
    scrubber, path = Scrubber(NG, NG_CLASS), PurePosixPath(name)
    assert scrubber.found_in(path, content.encode()) == (1, [name])
    made = scrubber.without(path, content.encode())
    assert (made.decode() if made is not None else None) == left
    if made is not None:
        assert scrubber.found_in(path, made) == (1, []), "and the proof finds nothing afterwards"


def test_what_an_lms_called_after_a_short_name_is_theirs_in_any_case() -> None:
    scrubber = Scrubber(NG, NG_CLASS)
    assert scrubber.theirs(PurePosixPath("ng_41_9001_les.ipynb"))
    assert not scrubber.theirs(PurePosixPath("zang_41_9001_les.ipynb"))
    assert scrubber.parts("Ook Ng zei dat."), "in a sentence a person has to look"


def test_a_longer_only_name_is_found_in_any_case_but_not_in_pieces() -> None:
    scrubber = Scrubber(DEWI, NAMES)
    assert scrubber.found_in(PurePosixPath("x.csv"), b"DEWI;3\n") == (1, ["x.csv"])
    assert scrubber.found_in(PurePosixPath("x.csv"), b"de;wi\n") == (1, [])


def test_a_word_of_the_course_that_is_somebody_s_only_name_takes_no_row_with_it() -> None:
    zomer = Student("r0000081", "Zomer", "", "")
    content = b"seizoen;aantal\nZomer;3\n"
    scrubber = Scrubber(zomer, NAMES, ours=frozenset({"zomer"}))
    assert scrubber.without(PurePosixPath("data.csv"), content) == content
    assert Scrubber(zomer, NAMES).without(PurePosixPath("data.csv"), content) == b"seizoen;aantal\n"


# Whose a file or folder is --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "theirs"),
    [
        ("submitted/5", True),
        ("autograded/5", True),
        ("feedback/5", True),
        ("ontvangen/les/5", True),
        ("ontvangen/5", False),
        ("versies/les/5", False),
        ("5", False),
        ("elders/5+les+2026", True),
        ("elders/55+les+2026", False),
        ("terugkoppeling/les/5.html", True),
        ("terugkoppeling/les/55.html", False),
        ("terugkoppeling/les/5.txt", False),
        ("terugkoppeling/5/les.html", False),
        ("archief/inzage-5", True),
        ("archief/inzage-5.zip", True),
        ("archief/inzage-55", False),
        ("archief/inzage-5.txt", False),
        ("elders/kopie/inzendingen/les/5", True),
        ("elders/kopie/inzendingen/les/55", False),
    ],
)
def test_a_place_is_of_who_has_a_short_number_where_a_number_belongs(place: str, theirs: bool) -> None:
    assert Scrubber(CLASS[3], CLASS).theirs(PurePosixPath(place)) is theirs


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("5_5-les.ipynb", True),
        ("5_1-les (2).ipynb", True),
        ("5 1-les-Copy1.ipynb", True),
        ("1-les_5.html", True),
        ("5_1-LES.nbconvert.html", True),
        ("5-les.ipynb", False),
        ("6_5-les.ipynb", False),
        ("6_1-les (5).ipynb", False),
        ("6_1-les-Copy5.ipynb", False),
        ("55_1-les.ipynb", False),
        ("5_ander.ipynb", False),
        ("punten-1-les-vorig-5.csv", False),
        ("1-les-5.ipynb", False),
    ],
)
def test_a_file_that_is_called_by_a_short_number_and_an_assignment_is_whose_number_it_is(
    name: str, theirs: bool
) -> None:
    scrubber = Scrubber(CLASS[3], CLASS, assignments=("1-les", "5-les"))
    assert scrubber.theirs(PurePosixPath("uit-het-lms.zip", name)) is theirs
    assert not Scrubber(CLASS[3], CLASS).theirs(PurePosixPath("uit-het-lms.zip", name))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr(name, "mijn antwoord")
    found = scrubber.found_in(PurePosixPath("uit-het-lms.zip"), content.getvalue())
    assert found == (1, [f"uit-het-lms.zip/{name}"] * theirs)


@pytest.mark.parametrize(
    ("place", "theirs"),
    [
        ("elders/00123", True),
        ("elders/00123+les+2026", True),
        ("elders/werk van 00123.txt", True),
        ("elders/roos@school.example.txt", True),
        ("00123/les.txt", False),
        ("elders/001.html", False),
        ("elders/Roos de Vries.txt", False),  # there are two
    ],
)
def test_a_place_is_of_who_has_a_long_number_wherever_it_stands(place: str, theirs: bool) -> None:
    assert Scrubber(ROOS, CLASS).theirs(PurePosixPath(place)) is theirs


def test_a_page_of_feedback_is_found_by_the_name_that_a_file_may_have() -> None:
    odd = Student("a:1", "Ed", "Os", "")
    assert Scrubber(odd, [odd, ROOS]).theirs(PurePosixPath("terugkoppeling/les/a%3a1.html"))
    assert not Scrubber(odd, [odd, ROOS]).theirs(PurePosixPath("terugkoppeling/les/a%3a2.html"))


def test_what_an_lms_calls_somebody_counts_in_its_own_place_whether_known_from_the_list_or_from_an_answer() -> None:
    asked = Scrubber(PEETERS[0], NAMES, keys=frozenset({"canvas:777", "brightspace:888"}))
    for name in ("peetersjan_777_9001_les.ipynb", "888-1 - Jan Peeters - 1 december 2026 1000"):
        assert asked.theirs(PurePosixPath(name)), name
        assert not Scrubber(PEETERS[0], NAMES).theirs(PurePosixPath(name)), name
    assert not asked.theirs(PurePosixPath("peetersjan_778_9001_les.ipynb"))
    assert not asked.theirs(PurePosixPath("les 777.ipynb"))


# One file -------------------------------------------------------------------------------------------------------------


def scrubbed(name: str, content: str | bytes, who: Student = ROOS, klass: list[Student] = CLASS) -> bytes | None:
    """What stays of a file; the look and the act agree, and the look finds nothing in what stays."""
    raw = content if isinstance(content, bytes) else content.encode()
    path = PurePosixPath(name)
    made = Scrubber(who, klass).without(path, raw)
    assert (Scrubber(who, klass).found_in(path, raw) != (1, [])) == (made != raw), name
    if made is not None:
        assert Scrubber(who, klass).found_in(path, made) == (1, []), name
    return made


@pytest.mark.parametrize(
    ("name", "content", "left"),
    [
        # tables
        ("p.csv", "a\tb\n00123\t1\n001\t2\n", "a\tb\n001\t2\n"),
        ("p.csv", "a,b;c\n00123,1\n001,2;00123\n", "a,b;c\n001,2;[gewist]\n"),
        ("p.csv", "nummer;b\r\n 00123 ;1\r\n001;00123\r\n", "nummer;b\r\n001;[gewist]\r\n"),
        ("p.csv", 'a;b\nx;"wie\nis 00123?"\n', 'a;b\nx;"wie\nis [gewist]?"\n'),
        ("p.csv", "a;b\nroos@school.example;1\n(roos@school.example);2\n", "a;b\n"),
        ("p.csv", "a;b\nzie roos@school.example;1\n", "a;b\nzie [gewist];1\n"),
        ("p.csv", "a;b\n00123 is ziek;1\n", "a;b\n[gewist] is ziek;1\n"),
        ("p.csv", "a;b\nx;1,2,3,4\n00123;y\n", "a;b\nx;1,2,3,4\n"),
        ("p.csv", f"a;b\n{'x' * 200};1\n00123;y\n", f"a;b\n{'x' * 200};1\n"),
        # settings
        ("k.toml", 'a = 1\n[uitstel."00123"]\nb = 2\n[x]\nc = 3\n', "a = 1\n[x]\nc = 3\n"),
        ("k.toml", '[[uitstel.00123]]\nb = 2\n[[x]]\nc = "00123"\n', '[[x]]\nc = "[gewist]"\n'),
        ("k.toml", "[dagen]\na.00123 = 1\n'00123' = 2\n001 = 3\n", "[dagen]\n001 = 3\n"),
        ("k.toml", "[dagen]\nX00123 = 1\na.X00123X = 2\n00123 = 3\n", "[dagen]\nX00123 = 1\na.X00123X = 2\n"),
        ("k.toml", "# 00123 = 4\n#00123=1\n# a.00123 = 1\n", "# [gewist] = 4\n#[gewist]=1\n# a.[gewist] = 1\n"),
        ("k.toml", "\"00123\" = 'a=b'\nc = 3\n", "c = 3\n"),
        # texts
        ("x.xml", "<a>00123 &amp; ik</a><b>001 &#x27;</b>", "<a>[gewist] &amp; ik</a><b>001 &#x27;</b>"),
        ("x.rels", '<a>00123</a><b>zei "x"</b>', '<a>[gewist]</a><b>zei "x"</b>'),
        ("x.json", '{"00123": ["é", 1, "00123"]}', '{\n "[gewist]": [\n  "é",\n  1,\n  "[gewist]"\n ]\n}'),
        ("x.json", '{"00123": ["é", 1', '{"[gewist]": ["é", 1'),
        ("x.json", '["roos\\u0040school.example", 1', '["[gewist]", 1'),
        ("x.ipynb", '{"cells": "00123"}', '{\n "cells": "[gewist]"\n}'),
        ("x.ipynb", '["00123"]', '[\n "[gewist]"\n]'),
        ("x.txt", "a &#48;0123 b", "a [gewist] b"),
        ("x.txt", "niets van iemand", "niets van iemand"),
    ],
)
def test_of_every_kind_of_file_what_is_somebody_else_s_stays_as_it_was(name: str, content: str, left: str) -> None:
    made = scrubbed(name, content)
    assert made is not None
    assert made.decode() == left


def test_what_cannot_be_taken_out_is_told_or_goes_on_being_found() -> None:
    path = PurePosixPath("kalender.toml")
    with pytest.raises(CohortError) as refused:
        Scrubber(ROOS, CLASS).without(path, b'[uitstel.00123.les]\na = "b"\n')
    assert str(refused.value) == (
        "kalender.toml: hier staat 00123 op een plaats die niet vanzelf gewist kan worden. "
        "Haal de regels over deze student zelf weg en voer dit opnieuw uit."
    )
    inside = b"<a wie='00123'>00123</a>"
    for name in ("x.xml", "x.rels"):
        assert Scrubber(ROOS, CLASS).without(PurePosixPath(name), inside) == b"<a wie='00123'>[gewist]</a>"
    assert Scrubber(ROOS, CLASS).found_in(PurePosixPath("x.xml"), b"<a wie='00123'>[gewist]</a>") == (1, ["x.xml"])
    broken = b"[x\n"
    assert Scrubber(ROOS, CLASS).without(path, broken) == broken, "what names nobody is nobody's business"


def test_the_letters_of_a_file_are_read_as_they_were_written() -> None:
    for text in ("één 00123", "\ufeffeen 00123"):
        assert scrubbed("x.txt", text) == text.replace("00123", "[gewist]").encode()
    for letters in ("cp1252", "cp850", "mac_roman"):
        assert scrubbed("x.txt", "één 00123".encode(letters)) == "één [gewist]".encode(letters), letters
        assert scrubbed("x.csv", "a;b\né;ë\n00123;x\n".encode(letters)) == "a;b\né;ë\n".encode(letters), letters
    for form in ("utf-16-le", "utf-16-be"):
        assert scrubbed("x.txt", "\ufefféén 00123".encode(form)) == "\ufefféén [gewist]".encode(form), form
        assert scrubbed("x.csv", "\ufeffa;b\n00123;x\n1;é\n".encode(form)) == "\ufeffa;b\n1;é\n".encode(form), form
    assert scrubbed("x.txt", b"\x81\xe9 00123") == b"\x81\xe9 [gewist]", "signs that are in no alphabet"
    assert scrubbed("x.txt", b"\xe9 &#1605; 00123") == b"\xe9 &#1605; [gewist]"
    made = scrubbed("x.txt", b"\xff\xfe" + "00123".encode("utf-16-le") + b"x")
    assert made == "\ufeff[gewist]\ufffd".encode("utf-16-le")
    made = scrubbed("x.txt", b"\xfe\xff" + "00123".encode("utf-16-be") + b"x")
    assert made == "\ufeff[gewist]\ufffd".encode("utf-16-be")
    late = "x" * 8192 + "\0 00123"
    assert scrubbed("x.txt", late) == late.replace("00123", "[gewist]").encode()
    assert Scrubber(ROOS, CLASS).without(PurePosixPath("x.txt"), b"\0 00123") == b"\0 00123", "no text"


ZOE = Student("r0000096", "Zoë", "Ünlü", "")


@pytest.mark.parametrize("letters", ["utf-8", "cp1252", "cp850", "mac_roman"])
def test_who_has_letters_of_their_own_is_found_in_whatever_letters_a_file_is_written(letters: str) -> None:
    text = "Zoë Ünlü las r0000096.\nEen café."
    left = "[gewist] las [gewist].\nEen café."
    assert scrubbed("x.log", text.encode(letters), ZOE, [ZOE, *CLASS]) == left.encode(letters)
    damaged = text.encode() + b"\n\xff kapot\n"
    assert scrubbed("x.log", damaged, ZOE, [ZOE, *CLASS]) == left.encode() + b"\n\xff kapot\n"


def notebook(*cells: dict[str, object]) -> str:
    return json.dumps({"cells": list(cells)}, ensure_ascii=False)


def test_in_a_notebook_what_is_shown_is_made_again_of_what_was_kept() -> None:
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "**Roos** zegt roos@school.example"}
    shown = sealed(cell)
    made = scrubbed("x.ipynb", notebook(shown, cell))
    assert made is not None
    left, plain = json.loads(made)["cells"]
    assert plain["source"] == "**Roos** zegt [gewist]"
    assert left == sealed(cell | {"source": plain["source"]})
    assert made == json.dumps({"cells": [left, plain]}, ensure_ascii=False, indent=1).encode()


# Pages ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "head", "goes"),
    [
        ("terugkoppeling/les/x.html", "<main><h1>Les</h1><p>Roos · 00123 </p>", True),
        ("feedback/les/x.html", "<main><p>Roos · 00123 </p>", True),
        ("feedback/les/x.html", "<main><p>Bo · 001234 </p>", False),
        ("feedback/les/x.html", "<p>Roos · 00123 </p><main><p>Bo · 001234 </p>", False),
        ("feedback/les/x.html", f"<main><p>{'x' * 380} · 00123 </p>", True),
        ("feedback/les/x.html", f"<main><p>{'x' * 400} · 00123 </p>", False),
        ("feedback/les/x.html", f"<main>{'<b></b>' * 100}<p>&middot; 00123 </p>", True),
        ("overzicht/les/x.html", "<main><p>Bo · 001234 </p>", True),
    ],
)
def test_a_page_goes_when_it_is_this_student_s_or_of_the_whole_class(place: str, head: str, goes: bool) -> None:
    made = Scrubber(ROOS, CLASS).without(PurePosixPath(place), f"{head}<p>zie 00123 &amp; Bo</p></main>".encode())
    if goes:
        assert made is None
    else:
        assert made is not None
        assert made.decode() == f"{head}<p>zie [gewist] &amp; Bo</p></main>".replace("· 00123 ", "· [gewist] ")


@pytest.mark.parametrize(
    ("place", "stays"),
    [
        ("submitted/001/les/erbij/verslag.html", True),
        ("ontvangen/les/001/verslag.html", True),
        ("autograded/001/les/verslag.html", True),
        ("archief/inzage-001/inzendingen/les/001/leesbaar.html", True),
        ("lms.zip/001_verslag.html", True),
        ("lms.zip/001234+les+2026/verslag.html", True),
        ("lms.zip/D'Hondt Bo_4711_assignsubmission_file_/verslag.html", True),
        ("lms.zip/verslag.html", False),
        ("overzicht-001.html", False),
        ("notities/verslag.html", False),
    ],
)
def test_a_page_that_a_classmate_handed_in_stays_and_only_the_mention_goes(place: str, stays: bool) -> None:
    page = "<main><h1>Verslag</h1><p>met 00123 &amp; Bo</p></main>"
    left = page.replace("00123", "[gewist]") if stays else None
    made = scrubbed(place, page)
    assert (made and made.decode()) == left
    linked = scrubbed(place, "<a href='/wie/00123'>met 00123</a>")
    assert (linked and linked.decode()) == ("<a href='/wie/[gewist]'>met [gewist]</a>" if stays else None)


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p>di<b>ng</b></p>", None),
        ("<p><b>Ng</b>-s</p>", "<p><b>[gewist]</b>-s</p>"),
        ("<p>x<br>Ng</p>", "<p>x<br>[gewist]</p>"),
        ("<p>x<br><i><b>Ng</b></i></p>", "<p>x<br><i><b>[gewist]</b></i></p>"),
        ("<p>di<i><B class='a'>Ng</B></i></p>", None),
        ("<p><b>Ng</b></i></b>en</p>", None),
        ("<p><b>Ng</b>e.</p>", None),
        ("<p>een <b>Ng</b> en</p>", "<p>een <b>[gewist]</b> en</p>"),
        ("<p>2<b>Ng</b></p>", None),
        ("<b>Ng</b>", "<b>[gewist]</b>"),
        ("x<b>Ng</b>", None),
        (">Ng<", ">[gewist]<"),
        ("a>Ng<", "a>[gewist]<"),
        ("<p> Ng, </p><p>ng</p>", "<p>[gewist]</p><p>ng</p>"),
        (f"<p>{'.' * 198}Ng</p>", "<p>[gewist]</p>"),
        (f"<p>{'.' * 199}Ng</p>", None),
        ("<p>N&#103;</p>", "<p>[gewist]</p>"),
    ],
)
def test_a_name_of_one_word_counts_on_a_page_where_it_stands_by_itself(page: str, left: str | None) -> None:
    scrubber, path = Scrubber(NG, NG_CLASS), PurePosixPath(FEEDBACK)
    found = scrubber.found_in(path, page.encode())
    assert found == (1, [] if left is None else [FEEDBACK])
    made = scrubber.without(path, page.encode())
    assert made == (page if left is None else left).encode()
    assert scrubber.found_in(path, page.encode()) == found, "whatever was looked at before"


def test_a_name_that_was_seen_on_a_page_is_found_on_the_next_one_too() -> None:
    scrubber = Scrubber(NG, NG_CLASS)
    for number in range(3):
        path = PurePosixPath(f"pagina-{number}.html")
        assert scrubber.found_in(path, f"<p>Mila</p><p>Ng</p><p>{number}</p>".encode()) == (1, [str(path)])
        assert scrubber.found_in(path, f"<p>Mila</p><p>{number}</p>".encode()) == (1, [])


def test_the_same_bytes_are_looked_at_for_what_kind_of_file_they_are() -> None:
    scrubber = Scrubber(DEWI, NAMES)
    content = b"Dewi;1\n"
    assert scrubber.found_in(PurePosixPath("x.txt"), content) == (1, [])
    assert scrubber.found_in(PurePosixPath("x.csv"), content) == (1, ["x.csv"])
    assert scrubber.found_in(PurePosixPath("x.txt"), content) == (1, [])


def test_a_file_in_which_a_part_of_a_name_stands_is_for_a_person_to_look_at() -> None:
    scrubber = Scrubber(CLASS[2], CLASS)
    content = b"\xff Hondt zag het.\n"
    assert scrubber.found_in(PurePosixPath("x.txt"), content) == (1, [])
    assert scrubber.mentioned(content)
    assert scrubber.mentioned(content)
    assert not scrubber.mentioned(b"Mila zag het.\n")
    assert scrubber.mentioned(b"\0\xff Hondt zag het."), "also in what is no text"
    assert not scrubber.mentioned(b"\0\xff Mila zag het.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", "Mila zag het.")
        made.writestr("b.txt", "Hondt zag het. " * 20)
    assert scrubber.mentioned(packed.getvalue())


# Zips -----------------------------------------------------------------------------------------------------------------


def zipped(**members: str | bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return target.getvalue()


def members(content: bytes | None) -> dict[str, bytes]:
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_of_a_zip_what_is_theirs_goes_and_the_rest_is_written_anew() -> None:
    inner = zipped(**{"a/00123.txt": "x", "b.txt": "met 00123"})
    content = zipped(
        **{"00123/les.txt": "x", "001/les.txt": "zie 00123", "map/": b"", "z.zip": inner, "c.html": "<p>00123</p>"}
    )
    scrubber, path = Scrubber(ROOS, CLASS), PurePosixPath("alles.zip")
    number, found = scrubber.found_in(path, content)
    assert number == 6
    assert found == [
        "alles.zip/001/les.txt",
        "alles.zip/z.zip/a/00123.txt",
        "alles.zip/z.zip/b.txt",
        "alles.zip/c.html",
    ]
    made = members(scrubber.without(path, content))
    assert {name: text for name, text in made.items() if name != "z.zip"} == {
        "001/les.txt": b"zie [gewist]",
        "map/": b"",
    }
    assert members(made["z.zip"]) == {"b.txt": b"met [gewist]"}
    same = zipped(a="niets", b="van iemand")
    assert scrubber.without(path, same) is same
    with zipfile.ZipFile(io.BytesIO(scrubber.without(path, content) or b"")) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_DEFLATED}


@pytest.mark.parametrize(
    ("place", "goes"),
    [("archief.toml", True), ("klas-2026/archief.toml", True), ("a/b/archief.toml", False), ("archief.txt", False)],
)
def test_the_zip_of_an_archive_of_a_class_goes_as_a_whole(place: str, goes: bool) -> None:
    content = zipped(**{place: "x", "y.txt": "z"})
    made = Scrubber(ROOS, CLASS).without(PurePosixPath("klas.zip"), content)
    assert made == (None if goes else content)


def with_a_password(content: bytes) -> bytes:
    """As if it had one: nobody can read what is in it, and its table of contents is there."""
    raw = bytearray(content)
    for sign, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        raw[raw.index(sign) + place] |= 1
    return bytes(raw)


def test_what_cannot_be_looked_into_is_called_closed_and_is_left_as_it_is() -> None:
    locked = with_a_password(zipped(**{"a.txt": "x 00123"}))
    path = PurePosixPath("x.zip")
    assert is_closed(path, locked)
    assert Scrubber(ROOS, CLASS).without(path, locked) == locked
    assert not is_closed(path, zipped(a="x"))
    for broken in (
        zipped(**{"a.txt": "x" * 50}).replace(b"x" * 50, b"y" * 50),
        zipped(**{"archief.toml": "x"}).replace(b"PK\1\2", b"PK\7\7"),
    ):
        assert is_closed(path, broken)
        assert Scrubber(ROOS, CLASS).without(path, broken) == broken
    assert not is_closed(path, b"PK\5\6"), "that is no zip"
    for name in ("x.7z", "x.rar", "x.tar.gz", "x.bz2", "x.xz", "x.tar", "x.tgz", ".git/x", "a/.git/objects/x"):
        assert is_closed(PurePosixPath(name), b""), name
    for name in ("x.txt", "git/x", "gz"):
        assert not is_closed(PurePosixPath(name), b""), name


def test_a_picture_a_recording_and_a_pdf_are_told_as_not_searched_also_in_a_zip_and_not_when_they_are_ours() -> None:
    for name in ("submitted/5/les/foto.PNG", "notities/gesprek.m4a", "verslag.pdf", "groep.heic"):
        assert is_closed(PurePosixPath(name), b"\x89"), name
    for name in ("cursus/0-start/kaart.png", "source/les/tabel.pdf", "release/les/foto.jpg", "verslag.txt", "pdf"):
        assert not is_closed(PurePosixPath(name), b"\x89"), name
    assert is_closed(PurePosixPath("ontvangen/lms.zip"), zipped(**{"5_les/foto.jpg": "x"}))
    assert not is_closed(PurePosixPath("verslag.docx"), zipped(**{"word/media/image1.png": "x"})), (
        "a text, and searched"
    )
    assert not is_closed(PurePosixPath("herkomst/lms.zip"), zipped(**{"foto.jpg": "x"}))


# Bytes ----------------------------------------------------------------------------------------------------------------

BO = Student("r0000101", "Bo", "D'Hondt", "bo@school.example")
LONGER = Student("r0000102", "Kim", "Os", "kimbo@school.example")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\0R0000101", True),
        (b"\0r0000102", False),
        (b"\0BO@school.example", True),
        (b"\0bo D'hondt", True),
        (b"\0D'Hondt Bo", True),
        (b"\0D'Hondt, Bo", True),
        (b"\0Bo D&#x27;Hondt", True),
        (b"\0Bo%20D%27Hondt", True),
        (b"\0D'Hondt", False),
        (b"\0" + "Bo D'Hondt".encode("utf-16-le"), True),
        (b"\0" + b"kimbo@school.example", True),
        (SQLITE + b"kimbo@school.example", False),
        (SQLITE + b"kimbo@school.example bo@school.example", True),
        (SQLITE + b"r0000101", True),
        (SQLITE + b"r00001011", False),
        (SQLITE + b"Bo D'Hondt", True),
        (SQLITE, False),
    ],
)
def test_in_what_is_no_text_number_address_and_whole_name_are_looked_for(content: bytes, found: bool) -> None:
    scrubber = Scrubber(BO, [BO, LONGER, Student("r00001011", "Bo", "D'Ho", "")])
    assert scrubber.found_in(PurePosixPath("x.db"), content) == (1, ["x.db"] if found else [])


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"\0r0000001", True), (b"\0r1234", True), (b"\0canvas:99999", False), (b"\0Zo\\u00eb \\u00dcnl\\u00fc", True)],
)
def test_in_bytes_a_number_of_before_and_a_name_with_escapes_are_looked_for(content: bytes, found: bool) -> None:
    who = Student("r0000002", "Zoë", "Ünlü", "", ("r0000001", "canvas:99999", "r1234"))
    assert Scrubber(who, [who, *CLASS]).found_in(PurePosixPath("x.db"), content) == (1, ["x.db"] * found)


def test_a_number_of_figures_alone_and_a_name_of_two_stand_in_bytes_by_chance() -> None:
    twin = Student("1234567", "An", "Maes", "")
    eight = Student("12345678", "An", "Maes", "")
    for who, number in ((twin, b"\x001234567"), (twin, b"\0An Maes"), (CLASS[3], b"\x005")):
        assert Scrubber(who, [twin, eight, *CLASS]).found_in(PurePosixPath("x.db"), number) == (1, [])
    brief = Student("r12", "An", "Maes", "")
    assert Scrubber(brief, [brief, *CLASS]).found_in(PurePosixPath("x.db"), b"\0xr12y") == (1, [])
    assert Scrubber(eight, [twin, eight]).found_in(PurePosixPath("x.db"), b"\x0012345678") == (1, ["x.db"])
    assert Scrubber(CLASS[3], CLASS).found_in(PurePosixPath("x.db"), b"\0An Os") == (1, ["x.db"])
    assert Scrubber(Student("r1234", "", "Os", ""), CLASS).found_in(PurePosixPath("x.db"), b"\0Os,  Os, ") == (1, [])


# Texts ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Roos de Vries zag het.", "Roos de Vries zag het."),
        ("Zoe\u0308 zag 00123.", "Zoë zag [gewist]."),
        ("&lt;00123&gt; &#48;0123", "&lt;[gewist]&gt; [gewist]"),
        ("https://x.example/?a=roos%40school.example&b=1 en verder", "[gewist] en verder"),
        ("'https://x.example/%30%30123'>a", "'[gewist]'>a"),
        ("%30 0123 00123", "%30 0123 [gewist]"),
        ("https://x.example/%20a en https://x.example/%300123", "https://x.example/%20a en [gewist]"),
        ("\\u00e9 &#48;0123", "\\u00e9 [gewist]"),
        ("\\u00300123 en 00123", "[gewist] en [gewist]"),
    ],
)
def test_a_mention_is_masked_in_whatever_way_it_is_written(text: str, left: str) -> None:
    scrubber = Scrubber(ROOS, CLASS)
    assert scrubber.points(text) == (text != left)
    assert scrubber.mask(text) == left
    assert not scrubber.points(left)


def test_of_namesakes_the_other_one_s_number_and_the_name_of_both_stay() -> None:
    scrubber = Scrubber(PEETERS[0], NAMES)
    assert scrubber.mask("r0000051 en r0000052, Jan Peeters") == "[gewist] en r0000052, Jan Peeters"


def test_a_short_number_between_brackets_behind_the_name_goes_with_it() -> None:
    scrubber = Scrubber(CLASS[3], CLASS)
    assert scrubber.mask("An Os (5) en An Os [ 5 ], An Os (6), 5 (5)") == "[gewist] en [gewist], [gewist] (6), 5 (5)"


def test_a_short_number_is_found_where_settings_are_called_after_it() -> None:
    content = b"[uitstel.5]\na = 1\n[uitstel.55]\na = 2\n"
    scrubber, path = Scrubber(CLASS[3], CLASS), PurePosixPath("kalender.toml")
    assert scrubber.found_in(path, content) == (1, ["kalender.toml"])
    left = scrubber.without(path, content)
    assert left == b"[uitstel.55]\na = 2\n"
    assert scrubber.found_in(path, left) == (1, [])
    assert scrubber.found_in(PurePosixPath("kalender.txt"), content) == (1, [])


def test_a_part_of_a_name_is_for_a_person_to_look_at_and_is_not_masked() -> None:
    scrubber = Scrubber(CLASS[2], CLASS)
    assert (scrubber.parts("Hondt zei iets."), scrubber.parts("Vries zei iets.")) == (True, False)
    assert scrubber.mask("Hondt zei iets, Bo D'Hondt ook.") == "Hondt zei iets, [gewist] ook."
    assert not Scrubber(ROOS, CLASS).parts("Roos zei iets."), "there are two"
    assert not Scrubber(CLASS[2], CLASS, ours=frozenset({"Hondt"})).parts("Hondt zei iets.")


def test_codes_of_answers_take_a_row_or_a_page_with_them_and_only_whole_ones() -> None:
    scrubber = Scrubber(PEETERS[0], NAMES, codes=frozenset({"BCDFGHJK"}))
    rows = b"a;b\nbcdfghjk-lmnp;1\nBCDFGHJK;2\nBCDFGHJK-LMN;3\nzie BCDFGHJK-LMNP;4\n"
    assert scrubber.without(PurePosixPath("b.csv"), rows) == (b"a;b\nBCDFGHJK;2\nBCDFGHJK-LMN;3\nzie BCDFGHJK-LMNP;4\n")
    for page, goes in (("BCDFGHJK-LMNP", True), ("BCDFGHJK-LMN", False), ("BCDFGHJK-LMN XCDFGHJK-LMNP", False)):
        made = scrubber.without(PurePosixPath("b.html"), f"<p>{page}</p>".encode())
        assert made == (None if goes else f"<p>{page}</p>".encode()), page


DATA = "gemeente;inwoners;id\nA;10234;5\nB;10235,5;10234\n"


@pytest.mark.parametrize("folder", ["source", "release", "versies", "cursus", "herkomst", "x/klas/outbound"])
def test_a_figure_in_what_students_were_given_is_nobody_s_number(folder: str) -> None:
    who = Student("10234", "An", "Os", "an@school.example")
    scrubber = Scrubber(who, [who, CLASS[2]])
    for name, content in (("les/data.csv", DATA), ("les/les.ipynb", notebook({"source": "10234 inwoners"}))):
        path = PurePosixPath(folder, name)
        assert scrubber.found_in(path, content.encode()) == (1, [])
        assert scrubber.without(path, content.encode()) == content.encode()
    assert not Scrubber(CLASS[3], CLASS).theirs(PurePosixPath(folder, "les/5.html"))
    path, named = PurePosixPath(folder, "les/data.csv"), "wie;wat\nAn Os;1\nBo;2\nmail an@school.example;10234\n"
    assert scrubber.found_in(path, named.encode()) == (1, [str(path)])
    made = scrubber.without(path, named.encode())
    assert made == b"wie;wat\nBo;2\nmail [gewist];10234\n"
    assert scrubber.found_in(path, made) == (1, [])


def test_a_number_that_stands_nowhere_by_chance_goes_from_what_students_were_given_too() -> None:
    for number in ("20000001", "r1234"):
        who = Student(number, "An", "Os", "")
        made = Scrubber(who, [who]).without(PurePosixPath("source/les/data.csv"), f"a;b\n{number};1\nx;2\n".encode())
        assert made == b"a;b\nx;2\n"
    assert Scrubber(who, [who]).theirs(PurePosixPath("elders/r1234.html"))


@pytest.mark.parametrize(
    ("place", "theirs"),
    [
        ("terugkoppeling/les/3.html", True),
        ("terugkoppeling/les/r0000001.html", True),
        ("terugkoppeling/les.zip/3.html", True),
        ("lms.zip/3_1-les.ipynb", True),
        ("lms.zip/r0000001_1-les.ipynb", True),
        ("ontvangen/les/3", True),
        ("archief/inzage-3", True),
        ("submitted/6", False),
        ("terugkoppeling/les/6.html", False),
    ],
)
def test_what_is_under_a_former_number_is_theirs_unless_a_classmate_has_it_now(place: str, theirs: bool) -> None:
    who = Student("r0000002", "An", "Os", "", ("3", "r0000001", "6"))
    scrubber = Scrubber(who, [who, Student("6", "Bo", "Maes", "")], assignments=("1-les",))
    assert scrubber.theirs(PurePosixPath(place)) is theirs


def test_a_former_number_goes_from_tables_settings_and_pages() -> None:
    who = Student("r0000002", "An", "Os", "", ("3",))
    scrubber = Scrubber(who, [who, Student("6", "Bo", "Maes", "")])
    for name, content, left in (
        ("p.csv", "nummer;punt\n3;6\n6;3\n", "nummer;punt\n6;3\n"),
        ("kalender.toml", "[uitstel.3]\na = 1\n[uitstel.6]\na = 2\n", "[uitstel.6]\na = 2\n"),
        ("p.txt", "3 van de 6", "3 van de 6"),
    ):
        made = scrubber.without(PurePosixPath(name), content.encode())
        assert made is not None
        assert made.decode() == left
    page = "<main><p>Os · 3 </p><p>An Os</p></main>"
    assert scrubber.without(PurePosixPath("terugkoppeling/x.html"), page.encode()) is None


def test_a_row_of_somebody_else_stays_unless_it_is_about_an_answer_of_the_student() -> None:
    rows = b"wie;met\nr0000052;BCDFGHJK-LMNP\nr0000072;r0000051\nx;r0000051\n"
    made = Scrubber(PEETERS[0], NAMES, codes=frozenset({"BCDFGHJK"})).without(PurePosixPath("b.csv"), rows)
    assert made == b"wie;met\nr0000072;[gewist]\n"


def test_a_name_in_two_cells_is_a_name_and_letters_apart_are_not() -> None:
    mila = Student("r0000201", "Mila", "Bos", "")
    rows = b"voornaam;naam\nMila;Bos\nBos;Mila\nMila;x;Bos\nMil;aBos\nMi la;Bos\n"
    made = Scrubber(mila, [mila, *NAMES]).without(PurePosixPath("b.csv"), rows)
    assert made == b"voornaam;naam\nMila;x;Bos\n"


SHORT = [
    Student("3", "Bo", "Maes", ""),
    Student("6", "An", "Os", ""),
    Student("12", "Cé", "Vos", ""),
    Student("r0000099", "Do", "Dijk", ""),
]


SHEET = (
    '"vraag";"code";"student";"punten";"hoogstens"\n"product";"BCDFGHJK-LMNP";"Bo Maes";"6";"12"\n'
    '"product";"NPQRSTVW-LMNP";"An Os";"3";"12"\n"product";"XCDFGHJK-LMNP";"Do Dijk";"12";"12"\n'
)


MARKS = (
    '"studentnummer";"achternaam";"lesgever";"maximum"\n"3";"Maes";"6";"12"\n"6";"Os";"3";"12"\n"12";"Vos";"3";"6"\n'
)


PROOF = '"wanneer","wat","verwijderd","aangepast"\n"2026-11-28","een student","3","11"\n'


@pytest.mark.parametrize(
    ("name", "content", "left"),
    [
        ("beoordelen.csv", SHEET, SHEET.replace('"product";"BCDFGHJK-LMNP";"Bo Maes";"6";"12"\n', "")),
        ("punten.csv", MARKS, MARKS.replace('"3";"Maes";"6";"12"\n', "")),
        ("gewist.csv", PROOF, PROOF),
        ("source/les/gegevens.csv", "id;land;aantal\n3;BE;7\n4;NL;3\n", "id;land;aantal\n3;BE;7\n4;NL;3\n"),
        ("ontvangen/les/r0000099/x.csv", "nummer;aantal\n3;7\n", "nummer;aantal\n3;7\n"),
        ("onthouden.csv", '"wat";"antwoord"\n"naam:bootje";"3"\n"naam:os";"6"\n', '"wat";"antwoord"\n"naam:os";"6"\n'),
        ("lijst.csv", "nr;student\n1;3\n3;6\n", "nr;student\n3;6\n"),
        ("lijst.csv", "Klas 1A\nnummer;punt;deel\n3;6;1\n6;3;1\n", "Klas 1A\nnummer;punt;deel\n6;3;1\n"),
    ],
)
def test_a_short_number_among_points_and_counts_is_nobody_and_under_its_header_it_is_the_student(
    name: str, content: str, left: str
) -> None:
    scrubber, path = Scrubber(SHORT[0], SHORT, codes=frozenset({"BCDFGHJK"})), PurePosixPath(name)
    made = scrubber.without(path, content.encode())
    assert made is not None
    assert made.decode() == left
    assert scrubber.found_in(path, content.encode())[1] == [name] * (left != content)
    assert scrubber.found_in(path, made) == (1, [])


def test_a_classmate_with_a_short_number_keeps_no_row_of_who_is_erased() -> None:
    scrubber, path = Scrubber(SHORT[3], SHORT), PurePosixPath("punten.csv")
    content = "studentnummer;naam;punt\nr0000099;Do Dijk;12\n12;Vos;6\n"
    assert scrubber.without(path, content.encode()) == b"studentnummer;naam;punt\n12;Vos;6\n"


GROUPS = [
    Student("3", "Bo", "Maes", ""),
    Student("6", "An", "Os", ""),
    Student("r0000098", "Cé", "Vos", ""),
    Student("r0000097", "", "Dijk", ""),
]


@pytest.mark.parametrize(
    ("who", "content", "left"),
    [
        (0, "groep;lid;lid\n1;Bo Maes;An Os\n2;Cé Vos;An Os\n", "groep;lid;lid\n1;[gewist];An Os\n2;Cé Vos;An Os\n"),
        (0, '"a";"b";"c";"d"\n"Bo";"Maes";"An";"Os"\n', '"a";"b";"c";"d"\n"[gewist]";"[gewist]";"An";"Os"\n'),
        (
            0,
            "groep;student 1;student 2\n3;3;6\n3;6;r0000098\n",
            "groep;student 1;student 2\n3;[gewist];6\n3;6;r0000098\n",
        ),
        (0, "nummer;naam;punt\n2;Bo Maes;8\n3;Cé Vos;7\n", "nummer;naam;punt\n3;Cé Vos;7\n"),
        (0, "nummer;naam;buur\n3;Bo Maes;An Os\n", "nummer;naam;buur\n"),
        (0, "nummer;buur\n3;Dijk\n", "nummer;buur\n"),
        (3, "groep;lid;lid\n1;Dijk;An Os\n", "groep;lid;lid\n1;[gewist];An Os\n"),
        (3, "nummer;naam;punt\n3;Dijk ;17\n", "nummer;naam;punt\n3;[gewist];17\n"),
        (0, "nummer;naam\n3;Dijk\n", "nummer;naam\n3;Dijk\n"),
        (2, "groep;lid;;lid\n1;Cé Vos;;Bo Maes\n", "groep;lid;;lid\n1;[gewist];;Bo Maes\n"),
        (2, "nummer;buur\nr0000098;Bo Maes\n", "nummer;buur\n"),
        (0, "naam;id;nummer\nAn Os;3;6\n", "naam;id;nummer\nAn Os;3;6\n"),
    ],
)
def test_of_a_row_that_is_about_a_classmate_too_only_the_student_goes(who: int, content: str, left: str) -> None:
    scrubber, path = Scrubber(GROUPS[who], GROUPS), PurePosixPath("groepen.csv")
    made = scrubber.without(path, content.encode())
    assert made is not None
    assert made.decode() == left
    assert scrubber.found_in(path, content.encode()) == (1, ["groepen.csv"] * (content != left))
    assert scrubber.found_in(path, made) == (1, [])


@pytest.mark.parametrize("name", ["p.CSV", "p.tsv", "p.tab", "p.xls", "lms.zip/P.CSV"])
def test_a_table_is_one_whatever_its_ending(name: str) -> None:
    scrubber, path = Scrubber(SHORT[0], SHORT), PurePosixPath(name)
    assert scrubber.without(path, b"nummer\tpunt\n3\t6\n6\t3\n") == b"nummer\tpunt\n6\t3\n"


COMMENTS = '"nummer";"opmerking"\n"6";"kort, ja,\nnog, iets"\n'
LONG = '"3";"ja, nee, maar\ndan, toch, wel,\nnog, een, regel, met een ""woord"", erin"\n'


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (COMMENTS + LONG, COMMENTS),
        ("\ufeff" + COMMENTS + LONG, "\ufeff" + COMMENTS),
        ("\ufeff" + COMMENTS.replace("\n", "\r\n") + LONG, "\ufeff" + COMMENTS.replace("\n", "\r\n")),
        ('nummer,opm\n3,"a;b;\nc;d"\n6,"e;f;\ng;h"\n', 'nummer,opm\n6,"e;f;\ng;h"\n'),
        ('nummer;opm\n3;"niet gesloten\n6;goed\n', "nummer;opm\n6;goed\n"),
        ('nummer;opm\n3;5" scherm\n6;"a;b"\n', 'nummer;opm\n6;"a;b"\n'),
    ],
)
def test_what_a_comment_says_is_no_end_of_a_cell_or_of_a_row(content: str, left: str) -> None:
    scrubber, path = Scrubber(SHORT[0], SHORT), PurePosixPath("punten.csv")
    made = scrubber.without(path, content.encode())
    assert made is not None
    assert made.decode() == left
    assert scrubber.found_in(path, content.encode()) == (1, ["punten.csv"])


def spreadsheet(*cells: str) -> bytes:
    """As much of an Excel file as says what stands in its cells."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        texts = "".join(f"<si><t>{html.escape(cell)}</t></si>" for cell in cells)
        file.writestr("xl/sharedStrings.xml", f"<sst>{texts}</sst>")
    return made.getvalue()


def test_first_and_family_name_in_two_cells_of_a_spreadsheet_are_one_student() -> None:
    scrubber, path = Scrubber(CLASS[2], CLASS), PurePosixPath("punten.xlsx")
    file = spreadsheet("voornaam", "achternaam", "Bo", "D'Hondt", "An", "Os", "D'Hondt", "Bo", "Bo D'Hondt", "—")
    assert scrubber.found_in(path, file) == (1, ["punten.xlsx/xl/sharedStrings.xml"])
    made = scrubber.without(path, file)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as kept:
        texts = re.findall("<t>([^<]*)</t>", kept.read("xl/sharedStrings.xml").decode())
    gone = ["[gewist]", "[gewist]"]
    assert texts == ["voornaam", "achternaam", *gone, "An", "Os", *gone, "[gewist]", "—"]
    assert scrubber.found_in(path, made) == (1, [])


def workbook(*rows: tuple[str, ...]) -> tuple[bytes, str]:
    """An Excel file and its sheet: a figure is a value, what begins with «=» a formula, another text is shared."""
    texts, lines = list[str](), list[str]()
    for number, row in enumerate(rows, 1):
        cells = ""
        for letter, cell in zip("ABCD", row, strict=False):
            place = f'<c r="{letter}{number}" s="2"'
            if cell.startswith("="):
                cells += f"{place}><f>{cell[1:]}</f><v>9</v></c>"
            elif cell.replace(".", "").isdigit():
                cells += f"{place}><v>{cell}</v></c>"
            elif cell:
                texts += [cell] * (cell not in texts)
                cells += f'{place} t="s"><v>{texts.index(cell)}</v></c>'
        lines.append(f'<row r="{number}">{cells}</row>')
    sheet = f"<sheetData>{''.join(lines)}</sheetData>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("xl/worksheets/sheet1.xml", sheet)
        table = "".join(f"<si><t>{html.escape(text, quote=False)}</t></si>" for text in texts)
        file.writestr("xl/sharedStrings.xml", f"<sst>{table}</sst>")
    return made.getvalue(), sheet


@pytest.mark.parametrize("number", ["5", "00123", "20000001"])
def test_a_row_of_a_spreadsheet_is_emptied_with_what_only_it_said(number: str) -> None:
    who = Student(number, "An", "Os", "")
    title, head = ("Klas 1", "", "5"), ("studentnummer", "naam", "totaal", "opmerking")
    other = ("6", "Bo D'Hondt", "5", "goed")
    file, before = workbook(title, head, (number, "An Os", "=1+2", "vaak ziek"), other, (number, "An Os", "5", "goed"))
    scrubber, path = Scrubber(who, [who, CLASS[2]]), PurePosixPath("punten.xlsx")
    assert "punten.xlsx/xl/worksheets/sheet1.xml" in scrubber.found_in(path, file)[1]
    made = scrubber.without(path, file)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as kept:
        sheet, texts = kept.read("xl/worksheets/sheet1.xml").decode(), kept.read("xl/sharedStrings.xml").decode()
    old, new = ({row[:9]: row for row in re.findall(r"<row .*?</row>", each)} for each in (before, sheet))
    assert {place for place in old if old[place] != new[place]} == {'<row r="3', '<row r="5'}
    assert new['<row r="3'] == (
        '<row r="3"><c r="A3" s="2"/><c r="B3" s="2"/><c r="C3" s="2"><f>1+2</f></c><c r="D3" s="2"/></row>'
    )
    assert re.findall("<t>([^<]*)</t>", texts) == ["Klas 1", *head, "", "", "Bo D'Hondt", "goed"]
    assert scrubber.found_in(path, made) == (2, [])


REMARK = '<comment ref="{}" authorId="0"><text><t>{}</t></text></comment>'
THREAD = '<threadedComment ref="{}" id="x"><text>{}</text></threadedComment>'


@pytest.mark.parametrize(
    ("member", "remark", "emptied"),
    [
        ("xl/comments1.xml", REMARK, "<text><t></t></text>"),
        ("xl/threadedComments/threadedComment1.xml", THREAD, "<text></text>"),
    ],
)
def test_a_remark_on_a_cell_goes_with_its_row_and_another_stays(member: str, remark: str, emptied: str) -> None:
    who = Student("5", "An", "Os", "")
    file, _ = workbook(("nummer", "naam", "punt"), ("5", "An Os", "3"), ("6", "Bo D'Hondt", "4"))
    remarks = remark.format("C2", "belt nog over haar scheiding") + remark.format("C3", "mooi werk")
    target = io.BytesIO(file)
    with zipfile.ZipFile(target, "a") as more:
        more.writestr(member, f"<all>{remarks}</all>")
        more.writestr("xl/other2.xml", f"<all>{remarks}</all>")
        end = member.removeprefix("xl/")
        more.writestr("xl/worksheets/_rels/sheet1.xml.rels", f'<x><Relationship Id="r" Target="../{end}"/></x>')
    scrubber, path = Scrubber(who, [who, CLASS[2]]), PurePosixPath("punten.xlsx")
    made = scrubber.without(path, target.getvalue())
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as kept:
        left, other = kept.read(member).decode(), kept.read("xl/other2.xml").decode()
    assert "scheiding" not in left
    assert emptied in left
    assert "mooi werk" in left
    assert other == f"<all>{remarks}</all>", "of another sheet"
    assert scrubber.found_in(path, made)[1] == []


def open_sheet(*rows: str, title: str = "") -> bytes:
    """A file of LibreOffice: each row as its cells are written, after a table with a title of its own."""
    first = f'<table:table table:name="A"><table:table-row>{cell(title or "Klas 1")}</table:table-row></table:table>'
    lines = "".join(f'<table:table-row table:style-name="ro1">{row}</table:table-row>' for row in rows)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        file.writestr("Thumbnails/thumbnail.png", b"\x89PNG with names on it")
        file.writestr("content.xml", f'<x>{first}<table:table table:name="B">{lines}</table:table></x>')
    return made.getvalue()


def cell(said: str, more: str = "", remark: str = "") -> str:
    number = f' office:value-type="float" office:value="{said}"' if said.replace(".", "").isdigit() else ""
    hung = f"<office:annotation><text:p>{remark}</text:p></office:annotation>" if remark else ""
    return f'<table:table-cell table:style-name="ce1"{more}{number}>{hung}<text:p>{said}</text:p></table:table-cell>'


EMPTY = '<table:table-cell table:number-columns-repeated="2"/>'
FORMULA = ' table:formula="of:=[.C2]*2"'


@pytest.mark.parametrize("number", ["5", "20000001"])
def test_a_row_of_an_open_sheet_is_emptied_with_its_remarks_and_keeps_its_formulas(number: str) -> None:
    who = Student(number, "An", "Os", "")
    head = cell("studentnummer") + cell("naam") + EMPTY + cell("totaal")
    theirs = cell(number) + cell("An Os", remark="vaak ziek") + EMPTY + cell("12", FORMULA)
    other = cell("6") + cell("Bo D'Hondt", remark="mooi") + EMPTY + cell("5", FORMULA)
    file = open_sheet(head, theirs, other)
    scrubber, path = Scrubber(who, [who, CLASS[2]]), PurePosixPath("punten.ods")
    assert "punten.ods/content.xml/1" in scrubber.found_in(path, file)[1]
    made = scrubber.without(path, file)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as kept:
        content, first = kept.read("content.xml").decode(), kept.infolist()[0]
        assert b"with names" not in kept.read("Thumbnails/thumbnail.png")
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    bare = '<table:table-cell table:style-name="ce1"/>'
    gone = f'{bare}{bare}{EMPTY}<table:table-cell table:style-name="ce1"{FORMULA}/>'
    rows = re.findall(r'<table:table-row table:style-name="ro1">(.*?)</table:table-row>', content)
    assert rows == [head, gone, other]
    assert scrubber.found_in(path, made)[1] == []


def test_an_open_sheet_in_which_a_student_is_not_stays_as_it_is_to_the_byte() -> None:
    file = open_sheet(cell("nummer") + cell("naam"), cell("6") + cell("Bo D'Hondt"), title="5")
    scrubber = Scrubber(Student("5", "An", "Os", ""), [CLASS[2]])
    assert scrubber.without(PurePosixPath("punten.ods"), file) == file


def test_a_number_in_a_row_of_a_group_in_an_open_sheet_goes_out_of_its_cell_too() -> None:
    who, other = Student("20000001", "An", "Os", ""), Student("20000002", "Bo", "Os", "")
    file = open_sheet(cell("groep") + cell("student") + cell("student"), cell("1") + cell(who.id) + cell(other.id))
    scrubber, path = Scrubber(who, [who, other]), PurePosixPath("groepen.ods")
    made = scrubber.without(path, file)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as kept:
        content = kept.read("content.xml").decode()
    assert who.id not in content
    assert cell(other.id) in content
    assert 'office:value-type="string"><text:p>[gewist]</text:p>' in content
    assert scrubber.found_in(path, made)[1] == []


def test_a_figure_of_a_spreadsheet_that_is_masked_becomes_a_text_for_else_it_does_not_open() -> None:
    who = Student("20000001", "An", "Os", "")
    file, _ = workbook(("groep", "student", "student"), ("1", "20000001", "20000002"))
    scrubber = Scrubber(who, [who, Student("20000002", "Bo", "Os", "")])
    made = scrubber.without(PurePosixPath("groepen.xlsx"), file)
    assert made is not None
    with zipfile.ZipFile(io.BytesIO(made)) as kept:
        sheet = kept.read("xl/worksheets/sheet1.xml").decode()
    assert '<c r="B2" s="2" t="inlineStr"><is><t>[gewist]</t></is></c><c r="C2" s="2"><v>20000002</v></c>' in sheet


def test_a_part_of_the_name_in_a_spreadsheet_is_told() -> None:
    scrubber = Scrubber(CLASS[2], CLASS)
    assert scrubber.mentioned(spreadsheet("B. D'Hondt", "An Os"))
    assert not scrubber.mentioned(spreadsheet("An Os", "Roos de Vries"))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\0een plan van aanpak", False),
        ("\0een plan van aanpak".encode("utf-16-le"), False),
        ("\0een plan van aanpak".encode("utf-16-be"), False),
        ("\0zie An Van".encode("utf-16-be"), True),
        (b"\0An Van zei", True),
        (b"\0(An Van)", True),
        (b"\0wie=an%20van", True),
        (b"\0plan%20van", False),
        (b"\0plan%20van r0000094x", True),
        ("\0zie An Van".encode("utf-16-le"), True),
    ],
)
def test_a_short_whole_name_in_bytes_is_no_piece_of_other_words(content: bytes, found: bool) -> None:
    scrubber = Scrubber(Student("r0000094", "An", "Van", ""), NG_CLASS)
    assert scrubber.found_in(PurePosixPath("gradebook.db"), content) == (1, ["gradebook.db"] * found)


@pytest.mark.parametrize(("last", "found"), [("Vanhe", True), ("Vanh", False)])
def test_a_whole_name_of_eight_letters_is_found_in_a_longer_word_and_one_of_seven_is_not(
    last: str, found: bool
) -> None:
    """A letter with an accent counts as the two bytes it takes."""
    for first in ("Àn", "Ann"):
        who = Student("r0000094", first, last, "")
        content = b"\0x" + f"{first} {last}x".encode()
        assert Scrubber(who, NG_CLASS).found_in(PurePosixPath("x.db"), content) == (1, ["x.db"] * found)


@pytest.mark.parametrize("letters", ["utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_in_bytes_a_name_is_found_in_whatever_letters_and_case(letters: str, case: Callable[[str], str]) -> None:
    scrubber, path = Scrubber(ZOE, [ZOE, *CLASS]), PurePosixPath("verslag.doc")
    for name, found in (
        ("Zoë Ünlü", True),
        (unicodedata.normalize("NFD", "Zoë Ünlü"), letters.startswith("utf")),
        ("Zoé Ünlü", False),
    ):
        content = b"\1\0" + case(name).encode(letters, errors="replace") + b"\0\0"
        assert scrubber.found_in(path, content) == (1, ["verslag.doc"] * found), name


@pytest.mark.parametrize("called", [("", "Li Wang"), ("Li Wang", "")])
def test_a_whole_name_in_one_column_is_masked_in_what_others_wrote(called: tuple[str, str]) -> None:
    who = Student("r0000095", *called, "")
    scrubber, path = Scrubber(who, [who, *NG_CLASS]), PurePosixPath("brief.txt")
    made = scrubber.without(path, b"Ik sprak met Li Wang en WANG LI.")
    assert made == b"Ik sprak met [gewist] en [gewist]."
    assert scrubber.found_in(path, made) == (1, [])


def test_a_family_name_alone_that_is_an_ordinary_word_is_left_for_a_person_to_look_at() -> None:
    who = Student("r0000096", "", "De Wit", "")
    scrubber = Scrubber(who, [who, *NG_CLASS])
    text = "De Wit zag de wit geschilderde muur."
    assert scrubber.without(PurePosixPath("brief.txt"), text.encode()) == text.encode()
    assert scrubber.parts(text)


def test_a_spreadsheet_without_the_texts_that_its_cells_point_at_is_emptied_all_the_same() -> None:
    sheet = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>7</v></c></row></sheetData>'
    made = without_rows({"xl/worksheets/sheet1.xml": sheet.encode()}, {"xl/worksheets/sheet1.xml": {0}})
    assert list(made) == ["xl/worksheets/sheet1.xml"]
    assert made["xl/worksheets/sheet1.xml"] == (b'<sheetData><row r="1"><c r="A1"/><c r="B1"/></row></sheetData>')
