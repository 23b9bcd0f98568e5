"""Every lesson is also one page of plain HTML, without a script and with every widget in its static form."""

from __future__ import annotations

import pytest

from sowcourse.course import load_course, load_module
from sowcourse.errors import SowcourseError
from sowcourse.logbook import Logbook
from sowcourse.student.leaflet import readable, write_leaflets
from sowcourse.student.start import choose_lesson


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Module → its page, with one answer in the logbook."""
    folder = tmp_path_factory.mktemp("bladen")
    Logbook(folder).put("1-nabijheid", {"notitie.reflectie": "Wat ik <b>toen</b> deed."})
    written = write_leaflets(choose_lesson(None), folder / "html", folder)
    return {page.stem: page.read_text(encoding="utf-8") for page in written}


def test_every_lesson_has_its_page_with_reading_debate_quiz_and_sources(pages: dict[str, str]) -> None:
    assert list(pages) == [module.id for module in load_course().modules]
    for name, page in pages.items():
        assert '<html lang="nl">' in page
        assert "<script" not in page
        assert 'class="sow"' in page
        for passage in load_module(name).passages:
            assert passage in page


def test_own_answers_are_on_the_page_as_plain_text(pages: dict[str, str]) -> None:
    assert "Wat ik &lt;b&gt;toen&lt;/b&gt; deed." in pages["1-nabijheid"]


def test_a_lesson_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(SowcourseError, match=r"1-nabij: deze les bestaat niet\. Bedoel je '1-nabijheid'\?"):
        choose_lesson("1-nabij")


def test_in_a_table_of_sentences_every_cell_knows_its_column_and_one_of_numbers_stays_a_grid() -> None:
    sentence = "recht op een menswaardig leven, dat niemand rechtstreeks kan opeisen"
    heads = "<thead><tr><th></th><th>België</th><th>Nederland</th></tr></thead>"
    told = readable(f"<table>{heads}<tbody><tr><td>Grondwet</td><td>{sentence}</td><td>geen</td></tr></tbody></table>")
    assert '<table class="stacks">' in told
    row = f'<th scope="row">Grondwet</th><td data-of="België">{sentence}</td><td data-of="Nederland">geen</td>'
    assert row in told
    numbers = readable(f"<table>{heads}<tbody><tr><td>2024</td><td>12</td><td>13</td></tr></tbody></table>")
    assert "data-of" not in numbers
    assert "stacks" not in numbers
