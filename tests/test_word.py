"""Words over the border: read once, told on a page and in every lesson."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.errors import ContentError
from sowcourse.lint.words import _shorts, _without_sources
from sowcourse.widgets import show_glossary
from sowcourse.word import Words, load_words, words_page

HEAD = '[names]\nknown = ["NL"]\n'


def written(folder: Path, text: str) -> Words:
    (folder / "words.toml").write_text(text + HEAD, encoding="utf-8")
    return load_words(folder)


def test_every_lesson_lists_the_abbreviations_in_full() -> None:
    shown = show_glossary("3-generalistisch").data
    assert "Afkortingen voluit" in shown
    assert "<li>OCMW: Openbaar Centrum voor Maatschappelijk Welzijn (België)</li>" in shown


def test_a_course_without_the_file_has_no_words_and_no_list(tmp_path: Path) -> None:
    assert load_words(tmp_path) == Words((), (), frozenset())


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
        ("Lees [dit](https://voorbeeld.nl/GHI) of `JKL`.", set()),
        ("De GRB&H en dhr. A. Vos.", {"GRB&H"}),
    ],
)
def test_capitals_are_abbreviations_unless_they_are_a_name_a_source_or_an_address(
    tmp_path: Path, text: str, found: set[str]
) -> None:
    rows = "".join(
        f'[[abbreviation]]\nshort = "{short}"\nfull = ["x y"]\ncountry = "België"\n' for short in ("ABC", "Wabo")
    )
    assert _shorts(_without_sources(text), written(tmp_path, rows)) == found
