"""Words over the border: read once, told on a page and in every lesson."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.errors import ContentError
from sowcourse.lint.words import _without_addresses, _without_citations
from sowcourse.widgets import show_glossary
from sowcourse.word import Words, load_words, words_page

KEPT = '[[kept]]\nshorts = ["NL"]\nreason = "Een landcode."\n'
LOOKALIKES = 'lookalikes = ["Awb"]\n'


def written(folder: Path, text: str) -> Words:
    (folder / "words.toml").write_text(LOOKALIKES + text + KEPT, encoding="utf-8")
    return load_words(folder)


def test_every_lesson_lists_the_abbreviations_in_full() -> None:
    shown = show_glossary("3-generalistisch").data
    assert "Afkortingen voluit" in shown
    assert "<li>OCMW: Openbaar Centrum voor Maatschappelijk Welzijn (België)</li>" in shown


def test_a_course_without_the_file_has_no_words_and_no_list(tmp_path: Path) -> None:
    assert load_words(tmp_path) == Words((), ())


def test_a_word_of_one_country_without_explanation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"words\.toml, sleutel 'pair\[0\]\.explained'.*Zeg welke woorden"):
        written(tmp_path, '[[pair]]\nflemish = "goesting"\ndutch = "zin"\nonly_flemish = ["goesting"]\n')


def test_an_abbreviation_that_stands_twice_is_refused(tmp_path: Path) -> None:
    row = '[[abbreviation]]\nshort = "ABC"\nfull = ["Alles Bij Cijfers"]\ncountry = "België"\n'
    with pytest.raises(ContentError, match=r"'ABC' komt twee keer voor"):
        written(tmp_path, row * 2)


def test_the_page_shows_both_words_the_note_and_the_full_name(tmp_path: Path) -> None:
    words = written(
        tmp_path,
        '[[abbreviation]]\nshort = "ABC"\nfull = ["Alles Bij Cijfers", "Anders"]\ncountry = "België"\n'
        '[[pair]]\nflemish = "goesting"\ndutch = "zin"\nnote = "of trek"\n',
    )
    page = words_page(words)
    assert "| goesting | zin | of trek |" in page
    assert "| ABC | Alles Bij Cijfers | België |" in page
    assert "Anders" not in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Het ABC's loket en de Wabo.", {"ABC", "Wabo"}),
        ("De ABC-raad van NL.", {"ABC"}),
        ("Dat staat vast (XYZ, 2020) en (QRS en RST, z.j.).", set()),
        ('Lees [dit](https://voorbeeld.nl/GHI) of `JKL`. Typ `"MNO"`.', {"MNO"}),
        ("De GRB&H en A. Vos.", {"GRB&H"}),
        ("Volgens de Jw, de Zvw en de Awb; met een pgb.", {"Jw", "Zvw", "Awb", "pgb"}),
        ("Zij zag ZonMw en SyRI op WhatsApp.", {"ZonMw", "SyRI"}),
        ("Er was een Acht. Als het In Of Wim is, mag An mee.", set()),
        ("De EU-ABC meet; de ABC ook.", {"EU-ABC", "ABC"}),
    ],
)
def test_what_has_the_shape_of_an_abbreviation_is_one_unless_it_is_kept_a_source_or_an_address(
    tmp_path: Path, text: str, found: set[str]
) -> None:
    rows = "".join(
        f'[[abbreviation]]\nshort = "{short}"\nfull = ["x y"]\ncountry = "België"\n'
        for short in ("ABC", "Wabo", "EU-ABC")
    )
    assert written(tmp_path, rows).shorts(_without_citations(_without_addresses(text))) == found


def test_what_is_never_written_out_says_why(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"kept\[0\]\.reason"):
        written(tmp_path, '[[kept]]\nshorts = ["XYZ"]\n')
