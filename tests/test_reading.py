"""A class list is read as people have it, or refused with the line and what to do. All names are fictional."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.cohort.order import FIRST, LAST
from sowcourse.cohort.reading import TwoReadings
from sowcourse.cohort.roster import KNOWN_AS, Student, read_class_list, read_roster, write_roster
from sowcourse.errors import CohortError


def listed(tmp_path: Path, text: str | bytes, order: str = "") -> list[tuple[str, str, str]]:
    file = tmp_path / "klas.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(student.id, student.first, student.last) for student in read_class_list(file, order).students]


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("Stamnummer;Naam;Voornaam", "r1;Van den Berg;Daan", ("r1", "Daan", "Van den Berg")),
        ("Stamnummer;Naam;Voornaam", "r1;Daan Van den Berg;Daan", ("r1", "Daan", "Van den Berg")),
        ("Stamnummer;Naam;Voornaam", "r1;Maes An;An", ("r1", "An", "Maes")),
        ("studentennummer;Familienaam;Voornaam", "r1;De Smet;Lien", ("r1", "Lien", "De Smet")),
        ("Student Nummer;Roepnaam;Tussenvoegsel(s);Naam", "1234;Wout;van den;Berg", ("1234", "Wout", "van den Berg")),
        ("ID-nummer,Voornaam,Achternaam", '1234,Wout,"Berg, van den"', ("1234", "Wout", "van den Berg")),
        ("Student,ID,SIS User ID,Section", '"Berg, Wout van den",101,s7,A', ("s7", "Wout", "van den Berg")),
        ("Student,ID,SIS User ID,Section", "Madonna,101,s7,A", ("s7", "Madonna", "")),
        ("nummer,naam", "r1,Zoë van Dijk", ("r1", "Zoë", "van Dijk")),
        ("nummer,naam", "r1,Van Dijk Zoë", ("r1", "Zoë", "Van Dijk")),
        ("nummer,naam", "r1,Sade", ("r1", "Sade", "")),
        ("nummer;Naam en voornaam", "r1;Maes An", ("r1", "An", "Maes")),
        ("nummer;Voornaam + naam", "r1;An Maes", ("r1", "An", "Maes")),
        ("rolnummer\tvoornaam\tnaam", "r1\tAn\tMaes", ("r1", "An", "Maes")),
        ("E-mailadres;Voornaam;Achternaam", "a+les@s.example;An;Maes", ("a+les@s.example", "An", "Maes")),
        ("id;voornaam;achternaam", 'r1;An;"Van den\r\nBerg"', ("r1", "An", "Van den Berg")),
        ("id;voornaam;achternaam", '="00123";An;Maes', ("00123", "An", "Maes")),
    ],
)
def test_the_words_of_both_countries_and_every_lms_are_known(
    tmp_path: Path, header: str, row: str, found: tuple[str, str, str]
) -> None:
    assert listed(tmp_path, f"{header}\n{row}\n") == [found]


def test_a_list_that_can_be_read_in_two_ways_is_shown_in_both_and_never_guessed(tmp_path: Path) -> None:
    text = "nummer,naam\nr1,Thomas Maarten\nr2,Bo Smit\nr3,Sade\n"
    with pytest.raises(TwoReadings) as asked:
        listed(tmp_path, text)
    assert str(asked.value) == (
        "klas.csv: de kolom «naam» kan op twee manieren gelezen worden."
        "\n  voornaam-eerst: voornaam «Thomas», achternaam «Maarten»; voornaam «Bo», achternaam «Smit»"
        "\n  achternaam-eerst: voornaam «Maarten», achternaam «Thomas»; voornaam «Smit», achternaam «Bo»"
        "\nTyp er bij wat klopt: --naam voornaam-eerst of --naam achternaam-eerst."
    )
    assert listed(tmp_path, text, FIRST)[:1] == [("r1", "Thomas", "Maarten")]
    assert listed(tmp_path, text, LAST) == [("r1", "Maarten", "Thomas"), ("r2", "Smit", "Bo"), ("r3", "Sade", "")]
    with pytest.raises(TwoReadings):
        listed(tmp_path, text + "r4,Van Dijk Zoë\nr5,Zoë van Dijk\n")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1,23E+06,An,Maes", "deze regel heeft meer vakken dan de kop"),
        ('"1,23E+06",An,Maes', "het studentnummer 1,23E.06 is door een rekenblad veranderd"),
        ("1.23E+06,An,Maes", "het studentnummer 1.23E.06 is door een rekenblad veranderd"),
        ("1.234.567,An,Maes", "het studentnummer 1.234.567 is door een rekenblad veranderd"),
        ("1234567.5,An,Maes", "het studentnummer 1234567.5 is door een rekenblad veranderd"),
        ("########,An,Maes", "het studentnummer ####### is door een rekenblad veranderd"),
        ("nan,An,Maes", "er staat geen nummer"),
        (",An,Maes", "het studentnummer '' kan niet worden gebruikt"),
        ("a+b,An,Maes", "het studentnummer 'a\\+b' kan niet worden gebruikt"),
        ("+an@s.example,An,Maes", "kan niet worden gebruikt"),
        ("r1,,", "bij r1 staat geen naam"),
        ("r1,ZoÃ«,Maes", "in de naam «ZoÃ« Maes» zijn letters verloren gegaan; het was wellicht «Zoë Maes»"),
        ("r1,Zo\ufffd,Maes", "zijn letters verloren gegaan"),
        ("r1,Th?o,Maes", "zijn letters verloren gegaan"),
        ("r1,?ukasz,Maes", r"in de naam «\?ukasz Maes» zijn letters verloren gegaan"),
        ("r1,Mehmet,????", r"in de naam «Mehmet \?\?\?\?» zijn letters verloren gegaan"),
        ("r1,Zo√´,Maes", "zijn letters verloren gegaan; het was wellicht «Zoë Maes»"),
        ("r1,Zo├½,Maes", "zijn letters verloren gegaan; het was wellicht «Zoë Maes»"),
        ("r1,Å\x81ukasz,Maes", "in de naam «Å\ufffdukasz Maes» zijn letters verloren gegaan"),
        ('r1,"An,Maes', "bij «An» begint een aanhalingsteken dat niet sluit"),
        ('r1,"An,Maes\nr2,Bo",Smit', "regel 4: bij «An,Maes» begint een aanhalingsteken dat niet sluit"),
        ("r0,Bo,Smit", "het studentnummer r0 komt twee keer voor"),
        *((date + ",An,Maes", f"het studentnummer {date} is door een rekenblad") for date in ("03-jan", "1 mrt 2026")),
        *((date + ",An,Maes", f"het studentnummer {date} is door") for date in ("okt-26", "3-1-2026", "2026-01-03")),
        ("WAAR,An,Maes", "er staat geen nummer"),
        ("1\u00a0234\u202f567,An,Maes", "is door een rekenblad veranderd"),
        ("r1,An,3-mei", "in de naam «An 3-mei» staat «3-mei», en dat maakte een rekenblad ervan"),
        ("r1,#N/B,Maes", "in de naam «#N/B Maes» staat «#N/B»"),
        ("r1,ZoÃ«,Müller", "zijn letters verloren gegaan; het was wellicht «Zoë Müller»"),
        ("r1,An,£ukasz", "zijn letters verloren gegaan"),
        ('r1,An "Annie,Maes', 'in de naam «An "Annie Maes» staat één aanhalingsteken'),
        ("id,achternaam,voornaam", r"hier begint een tweede tabel \(id, achternaam, voornaam\)"),
    ],
)
def test_what_is_not_right_is_refused_with_its_line_and_what_to_do(tmp_path: Path, row: str, told: str) -> None:
    text = f"\nKlas 2SW\nid,voornaam,achternaam\n{row}\nr0,Cé,Dijk\n"
    with pytest.raises(CohortError, match=told) as refused:
        listed(tmp_path, text)
    assert str(refused.value).startswith(f"klas.csv, regel {5 if 'twee keer' in told else 4}: ")


def test_a_second_table_below_is_refused_and_a_second_group_is_read(tmp_path: Path) -> None:
    first = "id,voornaam,achternaam,rol\nr1,An,Rol,Student\n\n"
    with pytest.raises(CohortError, match=r"regel 4: hier begint een tweede tabel \(opdracht, deadline\)"):
        listed(tmp_path, first + "opdracht,deadline\n1-nabijheid,20-11-2026\n")
    assert listed(tmp_path, first + "id,voornaam,achternaam,rol\nr2,Bo,Smit,Student\n")[1:] == [("r2", "Bo", "Smit")]
    names = "id,voornaam,achternaam\nan,An,Maes\n\nbo,Bo,Smit\n"
    assert listed(tmp_path, names) == [("an", "An", "Maes"), ("bo", "Bo", "Smit")]


def test_two_columns_of_one_name_are_refused_when_they_do_not_say_the_same(tmp_path: Path) -> None:
    assert listed(tmp_path, "id,voornaam,naam,id\nr1,An,Maes,r1\n") == [("r1", "An", "Maes")]
    with pytest.raises(CohortError, match=r"regel 1: de kolom «Naam» staat er twee keer, en op regel 2 .*«An» en «"):
        listed(tmp_path, "id,naam,Naam\nr1,An,Maes\n")


def test_signs_without_a_shape_are_no_part_of_a_number(tmp_path: Path) -> None:
    assert listed(tmp_path, "id,voornaam,achternaam\n\u200br1\u200e,An,Maes\n") == [("r1", "An", "Maes")]


def test_letters_that_can_be_read_in_two_ways_are_asked_and_not_where_the_file_says_it(tmp_path: Path) -> None:
    text = "id;voornaam;achternaam\nr1;Ayşe;Yılmaz\n"
    with pytest.raises(CohortError, match="regel 2: deze naam kan «Ayþe Yýlmaz» of «Ayşe Yılmaz» zijn"):
        listed(tmp_path, text.encode("cp1254"))
    assert listed(tmp_path, text) == [("r1", "Ayşe", "Yılmaz")]
    assert listed(tmp_path, "id;voornaam;achternaam\nr1;Guðrún;Þórsdóttir\n") == [("r1", "Guðrún", "Þórsdóttir")]


def test_our_own_list_saved_by_a_spreadsheet_is_doubted_as_any_other(tmp_path: Path) -> None:
    header = f"studentnummer;voornaam;achternaam;e-mail;{KNOWN_AS}\n"
    file = tmp_path / "klas.csv"
    file.write_text(f"{header}r1;'=An;Maes;;canvas:7 amaes\n", encoding="utf-8")
    assert read_roster(file) == [Student("r1", "=An", "Maes", "", ("canvas:7", "amaes"))]
    for row, told in (("1,2E+07;An;Maes;;", "is door een rekenblad veranderd"), ("r1;An;De;Smet;;x", "meer vakken")):
        file.write_text(header + row + "\n", encoding="utf-8")
        with pytest.raises(CohortError, match=f"regel 2: .*{told}"):
            read_roster(file)


def test_numbers_that_a_program_saved_with_decimals_are_read_and_said(tmp_path: Path) -> None:
    file = tmp_path / "klas.csv"
    file.write_text(
        "studentnummer;voornaam;achternaam\n1234567.0;Aya;Amrani\n234567,0;Bram;Claes\n1234569,00;Cé;Dijk\n"
    )
    found = read_class_list(file)
    assert [student.id for student in found.students] == ["1234567", "234567", "1234569"]
    first, second = found.remarks
    assert "3 nummers stonden er met decimalen, zoals 1234567.0; gelezen zonder." in first
    assert "niet alle nummers zijn even lang, zoals 234567. Liet een rekenblad een nul vooraan vallen?" in second


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_with_titles_above_and_a_total_below_is_read_to_the_letter(
    tmp_path: Path, encoding: str, end: str
) -> None:
    rows = ["Klaslijst 2SW, groep A", "", "Studentnummer;Voornaam;Achternaam", "r1;Zoë;D’Hondt", "r2;René;Müller", ";;"]
    assert listed(tmp_path, end.join(rows).encode(encoding)) == [("r1", "Zoë", "D’Hondt"), ("r2", "René", "Müller")]


@pytest.mark.parametrize("name", ["Zoë", "Müller", "Chloë", "Jérôme", "Anaïs", "Andreï D’Hondt"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_one_name_with_an_accent_is_enough_to_tell_a_mac_from_windows(tmp_path: Path, name: str, encoding: str) -> None:
    assert listed(tmp_path, f"id;voornaam;naam\nr1;{name};Maes\n".encode(encoding)) == [("r1", name, "Maes")]


def test_a_name_that_reads_as_well_on_an_old_mac_is_refused_and_not_guessed(tmp_path: Path) -> None:
    text = "id;voornaam;naam\nr1;Göran;Maes\n"
    with pytest.raises(CohortError, match=r"regel 2: deze naam kan «Gšran Maes» of «Göran Maes» zijn"):
        listed(tmp_path, text.encode("mac_roman"))
    assert listed(tmp_path, f"{text}r2;Jérôme;Vos\n".encode("mac_roman"))[0] == ("r1", "Göran", "Maes")
    assert listed(tmp_path, "id;voornaam;naam\nr1;Aleš;Žižka\nr2;Jérôme;Vos\n".encode("cp1252"))[0][1:] == (
        "Aleš",
        "Žižka",
    )


@pytest.mark.parametrize(
    "name", ["Berg, van den, Daan", "Berg, Daan, van den", "Berg, Daan van den", "van den Berg, Daan"]
)
def test_particles_between_commas_belong_to_the_family_name(tmp_path: Path, name: str) -> None:
    text = f'"Achternaam, voornaam";Stamnr.\n"{name}";r1\n"Amrani, Aya";r2\n'
    assert listed(tmp_path, text) == [("r1", "Daan", "van den Berg"), ("r2", "Aya", "Amrani")]


def test_every_number_of_a_list_is_kept_and_an_old_list_opens_as_it_was(tmp_path: Path) -> None:
    file, ours = tmp_path / "cijferboek.csv", tmp_path / "klas.csv"
    file.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,x (4451)\n    Points Possible,,,,,40\n"
        '"Peeters, Jan",101,r11,jan@s.example,A,\n"Student, Test",9,,,A,\n'
    )
    (student,) = read_roster(file)
    assert student == Student("r11", "Jan", "Peeters", "", ("jan@s.example", "canvas:101"))
    write_roster(ours, [student])
    assert ours.read_text().splitlines()[0].endswith(f'"{KNOWN_AS}"')
    assert read_roster(ours) == [student]
    old = '"studentnummer","voornaam","achternaam","e-mail"\n"1234567.0","An","Maes",""\n"12E4","Bo","?","x"\n'
    ours.write_text(old)
    assert [s.id for s in read_roster(ours)] == ["1234567.0", "12E4"], "written by us: nothing is changed or refused"
    write_roster(ours, read_roster(ours))
    assert ours.read_text() == old


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stud.nr;Roepnaam;Tussenv.;Achternaam\n0123456;Daan;van den;Berg\n0123457;An;;Maes\n", "Daan / van den Berg"),
        ("Stamnr;Klas;Geslacht;Roepnaam;Tv;Naam\n12345;1A;v;Daan;van den;Berg\n", "Daan / van den Berg"),
        ("Stamnr;Geslacht;Roepnaam;Naam\n12345;v;Daan;Berg\n", "Daan / Berg"),
        ('Studentnummer;Naam\n1234567;"Berg, D.J. van den (Daan)"\n', "Daan / van den Berg"),
        ('Studentnummer;Naam\n1234567;"Jansen, A. (Anouk)"\n', "Anouk / Jansen"),
        ('nummer;naam\n1001;"Berg, van den Daan"\n', "Daan / van den Berg"),
        ("nummer;naam\n1001;Maes,An\n", "An / Maes"),
        ("nummer;achternaam;voornaam\n1001;Berg (van den);Daan\n", "Daan / van den Berg"),
        ("nummer;achternaam;voornaam\n1001;Berg van den;Daan\n", "Daan / van den Berg"),
        ("nummer;achternaam;voornaam\n1001;Berg v.d.;Daan\n", "Daan / v.d. Berg"),
        ("nummer;voorletters;tussenvoegsel;achternaam\n1001;D.J.;van den;Berg\n", "D.J. / van den Berg"),
        ('Student Name,Student ID,Student SIS ID\n"Berg, Daan van den",101,1234567\n', "Daan / van den Berg"),
        ('Weergavenaam,UserPrincipalName,Rol\n"Berg, Daan van den",a@b.example,Lid\n', "Daan / van den Berg"),
        ("Studentnummer / Student number;Voornaam / First name;Achternaam (officieel)\n1;Daan;Berg\n", "Daan / Berg"),
        ('"studentnummer;voornaam;achternaam"\n"1001;Daan;van den Berg"\n', "Daan / van den Berg"),
        ('"nummer,naam"\n"1001,""Maes, An"""\n', "An / Maes"),
        ('Student,ID,SIS Login ID,Section\n    Punten mogelijk,,,\n"Maes, An",101,an,A\n', "An / Maes"),
        ("nummer;voornaam;achternaam\n1001;Daan\u00a0;De\u00a0Smet\n", "Daan / De Smet"),
        ("nummer;naam\n1001;D.J. (Daan) van den Berg\n1002;L. (Li) Ng\n", "Daan / van den Berg"),
        ('nummer;naam;roepnaam\n1001;"Berg, D.J. van den";Daan\n1002;"Ng, L.";Li\n', "Daan / van den Berg"),
        ("nummer;naam;roepnaam\n1001;D.J. van den Berg;Daan\n", "Daan / van den Berg"),
        ("nummer;naam;roepnaam\n1001;St. John;Oli\n", "Oli / St. John"),
        ("nummer;voorl.;tussenv.;achternaam\n1001;D.J.;van den;Berg\n1002;L.;;Ng\n", "D.J. / van den Berg"),
        ("nummer;naam\n1001;Dhr. D. van den Berg\n1002;Mevr. L. Ng\n", "D. / van den Berg"),
        ("nummer;voornaam;achternaam\n1001;mw. An;Maes\n", "An / Maes"),
        ("nummer,voornaam,achternaam\n1001,Zo&euml;,D&#039;Hondt\n", "Zoë / D'Hondt"),
        ("nummer;voornaam;achternaam\n1001;Mwamba;De Heer\n", "Mwamba / De Heer"),
    ],
)
def test_what_student_administrations_write_is_read_to_the_letter(tmp_path: Path, text: str, found: str) -> None:
    assert " / ".join(listed(tmp_path, text)[0][1:]) == found


def test_of_two_numbers_from_canvas_that_of_the_school_is_known_first(tmp_path: Path) -> None:
    text = 'Student Name,Student ID,Student SIS ID\n"Maes, An",101,1234567\n'
    assert listed(tmp_path, text) == [("1234567", "An", "Maes")]


@pytest.mark.parametrize(
    ("name", "row"), [("René", ""), ("Loïc", "r2;André;Vos\n"), ("Zoë", "r2;Hélène;Vos\n"), ("Jürgen", "")]
)
def test_a_list_that_excel_saved_as_msdos_is_read_to_the_letter(tmp_path: Path, name: str, row: str) -> None:
    text = f"id;voornaam;naam\nr1;{name};Maes\n{row}"
    assert listed(tmp_path, text.encode("cp850"))[0] == ("r1", name, "Maes")


@pytest.mark.parametrize(
    ("name", "letters", "told"),
    [
        ("Zoë", "cp850", "«Zoâ» of «Zoë»"),
        ("Grâce", "mac_roman", "«Grâce» of «Grëce»"),
        ("Håkan", "mac_roman", "«Håkan» of «Hîkan»"),
        ("Élise", "mac_roman", "«Élise» of «âlise»"),
    ],
)
def test_a_list_that_reads_as_well_in_the_letters_of_two_systems_is_refused(
    tmp_path: Path, name: str, letters: str, told: str
) -> None:
    with pytest.raises(CohortError) as caught:
        listed(tmp_path, f"id;voornaam;naam\nr1;{name};Maes\n".encode(letters))
    assert f"regel 2: hier kan {told} staan" in str(caught.value)
    assert "Bewaar het opnieuw als CSV UTF-8." in str(caught.value)


def test_a_file_of_four_bytes_a_letter_is_read(tmp_path: Path) -> None:
    text = "id;voornaam;naam\nr1;Zoë;Maes\n"
    assert listed(tmp_path, text.encode("utf-32")) == [("r1", "Zoë", "Maes")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\r\n<html><table><tr><td>studentnummer</td></tr></table></html>", "dit is een webpagina, ook als ze .xls"),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "een bestand van LibreOffice"),
        (b"PK\x03\x04....Index/Document.iwa", "een bestand van Numbers"),
        (b"%PDF-1.7\n", "dit is een pdf, geen tabel"),
        (b"{\\rtf1 studentnummer}", "dit is een rtf-bestand, geen tabel"),
        (b"studentnummer|voornaam|naam\n1|An|Maes\n", "regel 1: tussen de kolommen wordt een puntkomma, komma of tab"),
        (b"id;voornaam;naam\nTotaal;12;\n", "regel 2: bij Totaal staat «12», en dat is geen naam"),
        (b"id;naam;voornaam\n123456789012345000000;Maes;An\n", "regel 2: het studentnummer .* door een rekenblad"),
        (b"id;naam;voornaam\n" + b"9" * 300 + b";Maes;An\n", "regel 2: het studentnummer 9+… heeft 300 tekens"),
        (b"id;naam\nAfgedrukt op 27/11;\n", "Verbeter de regel; is dit niemand, haal haar weg"),
    ],
)
def test_what_is_no_class_list_or_no_student_says_what_it_is_and_what_to_do(
    tmp_path: Path, content: bytes, told: str
) -> None:
    with pytest.raises(CohortError, match=told):
        listed(tmp_path, content)


def test_who_is_in_two_groups_is_one_student_and_who_is_somebody_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "klas.csv"
    file.write_text(
        'Student,ID,SIS User ID,SIS Login ID,Section\n"Maes, An",101,1234567,an,A\n"Maes, An",101,1234567,an,B\n'
    )
    found = read_class_list(file)
    assert [(student.id, student.ids) for student in found.students] == [("1234567", ("an", "canvas:101"))]
    assert found.remarks == ["klas.csv: wie op regel 3 staat, stond er al met dat nummer en die naam; als één geteld."]
    file.write_text("id;naam;voornaam\n1234567;Maes;An\n1234567;Maes;Bo\n")
    with pytest.raises(CohortError, match="regel 3: het studentnummer 1234567 komt twee keer voor"):
        read_class_list(file)


def test_who_stays_out_by_a_role_or_may_have_left_is_said(tmp_path: Path) -> None:
    file = tmp_path / "klas.csv"
    file.write_text(
        "nummer;naam;voornaam;rol;status\n1001;Maes;An;Student;Actief\n1002;Vos;Bo;Toehoorder;Actief\n"
        "1003;Smit;Cé;Docent;Actief\n1004;Dijk;Do;Student;Uitgeschreven\n"
    )
    found = read_class_list(file)
    assert [student.id for student in found.students] == ["1001", "1004"]
    assert found.remarks == [
        "klas.csv: niet in de klas wegens hun rol: regel 3 («Toehoorder»). Is dit een student? Zet er «Student».",
        "klas.csv: met een andere status, en toch in de klas: regel 5 («Uitgeschreven»). "
        "Haal die regels weg als het moet.",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nummer;voornaam;achternaam\nr1;An;Maes [uitgeschreven 1/10]\nr2;Bo;Vos\n", ("r1", "An", "Maes")),
        ('nummer;naam\nr1;"Maes (gestopt), An"\nr2;"Vos, Bo"\n', ("r1", "An", "Maes")),
        ('nummer;naam\nr1;"Maes, An (uitgeschreven)"\nr2;"Vos, Bo"\n', ("r1", "An", "Maes")),
        ("nummer;voornaam;achternaam\nr1;An (Annie);Maes\nr2;Bo;Vos\n", ("r1", "An (Annie)", "Maes")),
        ("Stud.nr;Tussenv.;Voornaam;Achternaam\nr1;v.d.;Daan;Berg\nr2;;Bo;Vos\n", ("r1", "Daan", "v.d. Berg")),
        ("Stud.nr;Vv;Voornaam;Achternaam\nr1;v.d.;Daan;Berg\nr2;;Bo;Vos\n", ("r1", "Daan", "v.d. Berg")),
        ("nummer;Achternaam;Voorletters;Roepnaam\nr1;Maes;A.;\nr2;Vos;B.;Bo\n", ("r1", "A.", "Maes")),
    ],
)
def test_no_name_is_dropped_and_a_note_on_who_left_is_no_name(
    tmp_path: Path, text: str, found: tuple[str, str, str]
) -> None:
    assert listed(tmp_path, text)[0] == found
    assert len(listed(tmp_path, text)) == 2


def test_nobody_is_known_by_the_number_of_a_directory_while_there_is_another(tmp_path: Path) -> None:
    file, account = tmp_path / "klas.csv", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
    file.write_text(f"id,userPrincipalName,givenName,surname\n{account},r1@s.example,An,Maes\n")
    assert read_class_list(file).students == [Student("r1@s.example", "An", "Maes", "r1@s.example", (account,))]
    file.write_text(f"id,studentnummer,userPrincipalName,givenName,surname\n{account},r1,r1@s.example,An,Maes\n")
    assert read_class_list(file).students == [Student("r1", "An", "Maes", "r1@s.example", (account,))]
    file.write_text(f"id,givenName,surname\n{account},An,Maes\n")
    assert listed(tmp_path, file.read_bytes()) == [(account, "An", "Maes")]


def test_a_space_that_does_not_break_is_no_want_of_a_number(tmp_path: Path) -> None:
    file = tmp_path / "klas.csv"
    file.write_text("studentnummer;voornaam;achternaam\nr1;An;Maes\nr2\u00a0;Bo;Vos\n")
    found = read_class_list(file)
    assert [student.id for student in found.students] == ["r1", "r2"]
    assert found.remarks == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Voornaam,Achternaam,ID-nummer,E-mailadres\nAn,Maes,,an@s.example\nBo,Vos,1002,bo@s.example\nCé,Dijk,,cé@s.nl\n",
            "klas.csv: geen bruikbaar nummer onder «ID-nummer», en daarom bekend bij wat er wel staat: "
            "regel 2 («an@s.example»), regel 4 («cé@s.nl»). Zo kent het cohort nu iedereen: bij «E-mailadres». "
            "Vul het nummer aan als je het hebt.",
        ),
        (
            "Studentnummer;Achternaam;Beschikbaarheid\n1001;Maes;Ja\n1002;Vos;Nee\n",
            "klas.csv: met een andere status, en toch in de klas: regel 3 («Nee»). Haal die regels weg als het moet.",
        ),
        (
            "Studentnummer;Voornaam;Achternaam;Uitschrijfdatum\n1001;An;Maes;\n1002;Bo;Vos;12-10-2026\n",
            "klas.csv: met een andere status, en toch in de klas: regel 3 («12-10-2026»). "
            "Haal die regels weg als het moet.",
        ),
        (
            "Studentnummer;Achternaam;Geslacht\n1001;Maes;v\n1002;Vos;m\n",
            "klas.csv: niemand heeft er een voornaam. Staat die in een andere kolom? Noem die kolom «voornaam».",
        ),
        (
            "nummer;voornaam;achternaam\n1001;An;Maes (uitgeschreven)\n1002;Bo (gestopt 1/10);Vos\n",
            "klas.csv: met een andere status, en toch in de klas: regel 2 («uitgeschreven»), "
            "regel 3 («gestopt 1/10»). Haal die regels weg als het moet.",
        ),
        (
            'nummer;naam\n1001;"Maes, An"\n1002;Bo Smit\n1003;Sade\n',
            "klas.csv: gelezen als familienaam, zonder voornaam: regel 3 («Bo Smit»). Zet de voornaam erbij.",
        ),
    ],
)
def test_a_list_that_does_not_say_everything_of_everybody_is_read_and_that_is_said(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "klas.csv"
    file.write_text(text, encoding="utf-8")
    assert told in read_class_list(file).remarks


def test_a_column_that_is_empty_for_everybody_is_no_reason_for_a_remark(tmp_path: Path) -> None:
    file = tmp_path / "klas.csv"
    file.write_text("Voornaam,Achternaam,ID-nummer,E-mailadres\nAn,Maes,,an@s.example\nSade,,,sade@s.example\n")
    assert read_class_list(file).remarks == []


@pytest.mark.parametrize(
    ("text", "ids", "told"),
    [
        (
            "Naam;E-mail;Studentnummer\nAn Maes;an@s.nl;1001\nBo van Dijk;bo@s.example;\nCé Vos;ce@s.nl;1003\n",
            [("1001", ()), ("bo@s.example", ()), ("1003", ())],
            "klas.csv: geen bruikbaar nummer onder «Studentnummer», en daarom bekend bij wat er wel staat: "
            "regel 3 («bo@s.example»). Vul het nummer aan als je het hebt.",
        ),
        (
            'Student,ID,SIS User ID,SIS Login ID,Section\n"Maes, An",101,,an,A\n"Vos, Bo",102,1002,bo,A\n',
            [("an", ("canvas:101",)), ("1002", ("bo", "canvas:102"))],
            "klas.csv: geen bruikbaar nummer onder «SIS User ID», en daarom bekend bij wat er wel staat: "
            "regel 2 («an»). Vul het nummer aan als je het hebt.",
        ),
    ],
)
def test_one_empty_cell_gives_nobody_else_another_number(
    tmp_path: Path, text: str, ids: list[tuple[str, tuple[str, ...]]], told: str
) -> None:
    file = tmp_path / "klas.csv"
    file.write_text(text, encoding="utf-8")
    found = read_class_list(file, FIRST)
    assert [(student.id, student.ids) for student in found.students] == ids
    assert found.remarks == [told]
