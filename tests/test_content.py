"""Reading TOML and Markdown: every mistake says where it is and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.content import content_root, read_document, read_toml
from sowcourse.errors import ContentError


def write(folder: Path, text: str) -> Path:
    file = folder / "module.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_content_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (content_root() / "course" / "course.toml").is_file()


def test_a_missing_key_is_named_with_its_near_miss(tmp_path: Path) -> None:
    table = read_toml(write(tmp_path, 'titel = "Nabijheid"\n'))
    with pytest.raises(ContentError) as caught:
        table.text("title")
    assert str(caught.value) == (
        f"{tmp_path / 'module.toml'}, sleutel 'title': ontbreekt; verwacht wordt een tekst. "
        "Voeg 'title' toe. Staat er misschien 'titel'?"
    )


def test_an_unknown_key_is_refused_with_the_key_it_resembles(tmp_path: Path) -> None:
    table = read_toml(write(tmp_path, 'title = "Nabijheid"\nminuten = 90\n'))
    table.text("title")
    table.integer("minutes", 0)
    with pytest.raises(ContentError, match=r"sleutel 'minuten': is geen bekende sleutel\. Bedoel je 'minutes'\?"):
        table.close()


def test_a_mistake_in_a_list_of_tables_names_its_place(tmp_path: Path) -> None:
    table = read_toml(write(tmp_path, '[[question]]\n[[question.option]]\ntext = ""\n'))
    with pytest.raises(ContentError, match=r"sleutel 'question\[0\]\.option\[0\]\.text': de tekst is leeg"):
        table.tables("question")[0].tables("option")[0].text("text")


@pytest.mark.parametrize(
    ("text", "place"),
    [("title = \n", "regel 1: hier staat: title ="), ('a = 1\nb = "open\n', 'regel 2: hier staat: b = "open')],
)
def test_invalid_toml_shows_the_line(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(ContentError, match=place):
        read_toml(write(tmp_path, text))


def test_a_wrong_encoding_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "module.toml"
    file.write_bytes('a = 1\ntitle = "Mariël"\n'.encode("cp1252"))
    with pytest.raises(ContentError, match="regel 2: het bestand is niet als UTF-8 bewaard"):
        read_toml(file)


def test_true_is_not_a_whole_number(tmp_path: Path) -> None:
    table = read_toml(write(tmp_path, "minutes = true\n"))
    with pytest.raises(ContentError, match="verwacht wordt een geheel getal, gevonden true"):
        table.integer("minutes")


def test_one_pair_of_brackets_too_few_is_told_without_python(tmp_path: Path) -> None:
    table = read_toml(write(tmp_path, "[source]\nday = 2026-11-20\n"))
    with pytest.raises(ContentError) as refused:
        table.tables("source")
    assert refused.value.fault.endswith("gevonden een tabel.")
    assert refused.value.remedy == "Zet rond de kop twee rechte haken: [[source]]."


def test_a_choice_suggests_the_nearest_value(tmp_path: Path) -> None:
    table = read_toml(write(tmp_path, 'krachtlijn = "nabijhied"\n'))
    with pytest.raises(ContentError, match=r"gevonden 'nabijhied'\. Bedoel je 'nabijheid'\?"):
        table.choice("krachtlijn", ["nabijheid", "verbindend"])


def test_a_document_has_front_matter_and_markdown(tmp_path: Path) -> None:
    file = tmp_path / "casus.md"
    file.write_text('+++\ntitle = "Post"\n+++\n\nGeert kookt.\n', encoding="utf-8")
    table, text = read_document(file)
    assert table.text("title") == "Post"
    assert text == "Geert kookt.\n"


def test_a_mistake_in_front_matter_names_the_line_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "casus.md"
    file.write_text("+++\ntitle = \n+++\n", encoding="utf-8")
    with pytest.raises(ContentError, match="regel 2: hier staat: title ="):
        read_document(file)


@pytest.mark.parametrize("values", ["[0]", "[16]", '["1"]', "[true]", "[1.5]"])
def test_numbers_outside_the_range_are_refused(values: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(f"dlr = {values}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"verwacht worden nummers van 1 tot 15"):
        read_toml(tmp_path / "a.toml").integers("dlr", 1, 15)


def test_whole_numbers_are_read_and_absent_ones_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("dlr = [2, 15]\n", encoding="utf-8")
    table = read_toml(tmp_path / "a.toml")
    assert table.integers("dlr", 1, 15) == (2, 15)
    assert table.integers("lod", 1, 3) == ()
