"""A slip in a file that a lecturer edits is told in Dutch, with the line as it stands and how it should read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sowcourse.content import read_document, read_text, read_toml
from sowcourse.errors import ContentError
from sowcourse.misprint import find_misprint

LIST = 'lessen = [\n  "0-start",\n{}\n]\n\n[gewicht]\n"1-a" = 50\n'

SLIPS = {
    "one comment sign too many taken away": (
        '# a\nUitstel voor één student, of extra dagen\n[inleveren]\n',
        (2, "Dit is geen gegeven", "Schrijf: # Uitstel voor één student, of extra dagen"),
    ),
    "a comment with a colon": (
        "Kies uit: Vlaanderen, Noord. Hogescholen maken hun eigen kalender.\n",
        (1, "Dit is geen gegeven", "Schrijf: # Kies uit: Vlaanderen"),
    ),
    "a quote inside quotes": (
        'tekst = "Zij zei "nee" en ging."\n',
        (1, "Er staat een aanhalingsteken in de tekst zelf", """Schrijf: tekst = 'Zij zei "nee" en ging.'"""),
    ),
    "both quotes inside quotes": (
        'tekst = "d\'r "nee" ook"\n',
        (1, "in de tekst zelf", 'Schrijf: tekst = "d\'r \\"nee\\" ook"'),
    ),
    "curly quotes": ("tekst = “Mooi.”\n", (1, "gekruld", 'Schrijf: tekst = "Mooi."')),
    "curly quotes around the name": ('”5-a„ = "x"\n', (1, "gekruld", 'Schrijf: "5-a" = "x"')),
    "a quote that does not close": ('a = 1\ntekst = "Mooi\n', (2, "niet aan beide kanten", 'Schrijf: tekst = "Mooi"')),
    "a quote that does not open": ('tekst = Mooi"\n', (1, "niet aan beide kanten", 'Schrijf: tekst = "Mooi"')),
    "no quotes": ("zone = Europe/Brussels\n", (1, "tussen aanhalingstekens", 'Schrijf: zone = "Europe/Brussels"')),
    "a moment without quotes": (
        '"5-a" = 2026-12-18 23:59\n',
        (1, "Een moment staat tussen", 'Schrijf: "5-a" = "2026-12-18 23:59"'),
    ),
    "a name with a space": ('mijn les = "x"\n', (1, "De naam staat tussen", 'Schrijf: "mijn les" = "x"')),
    "a name with an accent": ('politiserend-né = "x"\n', (1, "De naam staat", 'Schrijf: "politiserend-né" = "x"')),
    "a colon": ('"5-a": "x"\n', (1, "hoort een =", 'Schrijf: "5-a" = "x"')),
    "a day as people write it": ("date = 20-11-2026\n", (1, "als jaar-maand-dag", "Schrijf: date = 2026-11-20")),
    "a moment as people write it": (
        '"5-a" = 20/11/2026 9u30\n',
        (1, "Een moment schrijf je als", 'Schrijf: "5-a" = "2026-11-20 09:30"'),
    ),
    "a moment on a day that is not there": (
        '"5-a" = 31-02-2026 23:59\n',
        (1, "tussen aanhalingstekens", 'Schrijf: "5-a" = "31-02-2026 23:59"'),
    ),
    "a day without zeros": ("date = 2026-1-5  # x\n", (1, "als jaar-maand-dag", "Schrijf: date = 2026-01-05")),
    "a day that is not there": ("date = 2026-13-20\n", (1, "Deze dag bestaat niet", "Schrijf jaar-maand-dag, zoals")),
    "31 February": ("date = 31/02/2026 # x\n", (1, "Deze dag bestaat niet", "Schrijf jaar-maand-dag, zoals")),
    "a decimal comma": ('"5-a" = 12,5\n', (1, "krijgt een punt", 'Schrijf: "5-a" = 12.5')),
    "a number with a zero before it": ("gewicht = 050\n", (1, "niet met een nul", "Schrijf: gewicht = 50")),
    "yes": ("fictional = Ja\n", (1, "true of false", "Schrijf: fictional = true")),
    "a semicolon": ('a = "x";\n', (1, "een teken te veel", 'Schrijf: a = "x"')),
    "a Windows path": ('pad = "C:\\Users\\an"\n', (1, "betekent hier iets anders", "Schrijf: pad = 'C:\\Users\\an'")),
    "a space that is none": ('a\u00a0= "x"\n', (1, "a␣= ", 'Schrijf: a = "x"')),
    "a heading that is not closed": ("[inleveren\na = 1\n", (1, "De kop wordt niet gesloten", "Schrijf: [inleveren]")),
    "a heading that is not opened": ("a = 1\ninleveren]\nb = 1\n", (2, "wordt niet geopend", "Schrijf: [inleveren]")),
    "a heading in two that is not opened": ("doel]]  # x\n", (1, "wordt niet geopend", "Schrijf: [[doel]]")),
    "a heading with a space": ("[extra dagen]\n", (1, "De naam in een kop", 'Schrijf: ["extra dagen"]')),
    "a heading with an address": (
        "[uitstel.an@s.example]\n",
        (1, "De naam achter de punt", 'Schrijf: [uitstel."an@s.example"]'),
    ),
    "signs that nobody sees": ("a = 1\n\x00\x00\n", (2, "een teken in dat je niet ziet", "Haal deze regel weg.")),
    "a key twice": ('a = 1\nb = 2\na = 3\n', (3, "De naam a staat ook al in regel 1", "Laat één van beide staan")),
    "a heading twice": ("[a]\nx = 1\n[b]\n[a]\ny = 1\n", (4, "De kop [a] staat ook al in regel 1", "haal deze")),
    "nothing after =": ("tijdzone =\n", (1, "ontbreekt de waarde", 'Schrijf: tijdzone = "…"')),
    "a list that is not closed": (
        'lessen = [\n  "0-start",\n\n[gewicht]\n',
        (1, "wordt niet gesloten", "Zet een ] op een eigen regel, vóór regel 4 ([gewicht])"),
    ),
    "a list that runs on to the end": ('lessen = ["a",\n', (1, "wordt niet gesloten", "aan het einde")),
    "a comma that is missing on a line": ('a = ["x" "y"]\n', (1, "hoort een komma", 'Schrijf: a = ["x", "y"]')),
    "a comma that is missing between lines": (LIST.format(' "1-a"\n "2-b",'), (3, "ontbreekt een", 'Schrijf: "1-a",')),
    "a line of a list without quotes": (LIST.format("  1-a,"), (3, "rechte aanhalingstekens", 'Schrijf: "1-a",')),
    "a long text that is not closed": ('tekst = """\nMooi.\n', (1, 'met """ begint', 'achter het laatste woord')),
    "a table that is not closed": ("a = {b = 1\n", (1, "De tabel wordt niet gesloten", "Schrijf: a = {b = 1}")),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_shown_with_its_line_and_what_to_write(text: str, told: tuple[int, str, str], tmp_path: Path) -> None:
    file = tmp_path / "kalender.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_toml(file)
    line, fault, remedy = told
    assert f"kalender.toml, regel {line}: " in str(caught.value)
    assert fault in caught.value.fault
    assert remedy in caught.value.remedy
    assert text.splitlines()[line - 1].strip().translate({0xA0: "␣", 0: "␣"}) in caught.value.fault
    for english in ("Invalid", "Expected", "Unclosed", "Illegal", "Cannot", "line", "column"):
        assert english not in str(caught.value)


def test_whatever_stands_there_it_is_told_in_dutch() -> None:
    """Half a file, as one that was being saved: some place, some remedy, no word of the parser's."""
    broken = 0
    for text, _ in SLIPS.values():
        for cut in range(len(text)):
            half = text[:cut] + "\n" + text[cut + 3 :]
            try:
                tomllib.loads(half)
            except tomllib.TOMLDecodeError as error:
                found = find_misprint(half, error)
                assert 1 <= found.line <= half.count("\n") + 1
                assert found.remedy
                assert str(error).partition(" (")[0] not in f"{found.fault} {found.remedy}"
                broken += 1
    assert broken > 500


def test_what_is_proposed_can_be_read() -> None:
    for text, (line, _, remedy) in SLIPS.values():
        fixed = remedy.partition("Schrijf: ")[2]
        if fixed and not fixed.endswith(",") and "Kies uit" not in fixed:
            lines = text.splitlines()
            lines[line - 1] = fixed
            tomllib.loads("\n".join(lines))


CALENDAR = '# één deadline\r\ntijdzone = "Europe/Brussels"\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_way_in_which_kladblok_saves_unicode_reads_the_same(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "kalender.toml"
    file.write_bytes(CALENDAR.encode(encoding))
    assert read_text(file) == CALENDAR.replace("\r\n", "\n")
    assert read_toml(file).data == {"tijdzone": "Europe/Brussels"}
    document = tmp_path / "casus.md"
    document.write_bytes(f"+++ \r\n{CALENDAR}+++\r\nTekst.\r\n".encode(encoding))
    assert read_document(document)[1] == "Tekst.\n"


def test_an_older_encoding_is_refused_with_the_line_and_how_to_save(tmp_path: Path) -> None:
    file = tmp_path / "kalender.toml"
    file.write_bytes("a = 1\n# één deadline\n".encode("cp1252"))
    with pytest.raises(ContentError, match=r"regel 2: .*# één deadline – Kies in Kladblok «Opslaan als»"):
        read_toml(file)


def test_a_file_of_nothing_but_zeros_was_not_synchronised(tmp_path: Path) -> None:
    file = tmp_path / "kalender.toml"
    file.write_bytes(b"\0" * 300)
    with pytest.raises(ContentError, match=r"er staat alleen leegte in.*gesynchroniseerd"):
        read_toml(file)


def test_a_slip_in_front_matter_names_the_lines_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "casus.md"
    file.write_text('+++\ntitle = "a"\ntitle = "b"\n+++\nTekst.\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"regel 3: .*De naam title staat ook al in regel 2"):
        read_document(file)
