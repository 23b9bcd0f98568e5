"""Cards for class: every argument with its origin, every case with its words, four on a sheet, none left out."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from sowcourse import cli
from sowcourse.cards.card import SMALL_LINES, SMALL_WIDTH, Block, Card, Run, blocks_of, fitted, lines, plain
from sowcourse.cards.deck import Deck, deck_of
from sowcourse.cards.printing import page_text
from sowcourse.cards.word import word_bytes
from sowcourse.cohort.workspace import create
from sowcourse.course import load_cases, load_course
from sowcourse.debate import load_debates


@pytest.fixture(scope="module")
def decks() -> dict[str, Deck]:
    return {module.id: deck_of(module) for module in load_course().modules}


def words(card: Card) -> str:
    return " ".join("".join(run.text for run in block.runs) for block in card.blocks)


def cards(deck: Deck) -> list[Card]:
    return [card for pack in deck.packs for card in pack.cards]


def run(monkeypatch: pytest.MonkeyPatch, *typed: str) -> int:
    monkeypatch.setattr(sys, "argv", ["sowcourse", *typed])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return int(caught.value.code or 0)


def test_every_argument_is_a_card_of_its_side_with_its_origin_and_what_is_ours_told_apart(
    decks: dict[str, Deck],
) -> None:
    card = next(card for card in cards(decks["1-nabijheid"]) if card.label == "Tegen 1")
    assert card.look == "contra"
    assert card.origin == "Herkomst: reactie van Joost van Hienen, r4-7"
    assert words(card).startswith("Deuren gaan volgens Van Hienen pas open")
    assert card.blocks[1].runs[0].text == "Van ons erbij: "
    invented = [card for card in cards(decks["1-nabijheid"]) if card.origin == "Herkomst: voor dit debat bedacht"]
    assert {"Voor 4", "Tegen 4"} <= {card.label for card in invented}


def test_every_debate_and_every_case_of_the_course_is_on_the_cards_word_for_word(decks: dict[str, Deck]) -> None:
    debates = 0
    for name, deck in decks.items():
        said = " ".join(words(card) for card in cards(deck))
        for debate in load_debates(name).values():
            debates += 1
            for argument in debate.arguments:
                assert argument.text in said
                assert argument.ours in said
                assert argument.rebuttal in said
        for case in load_cases(name):
            for question in case.questions:
                assert question in said
            for rule in case.rules:
                assert rule.text in said
            told = re.sub(r"\W+", " ", said)
            assert all(re.sub(r"\W+", " ", line).strip() in told for line in case.text.splitlines())
    assert debates == 6


def test_a_rebuttal_names_the_card_that_it_answers(decks: dict[str, Deck]) -> None:
    for deck in decks.values():
        labels = [card.label for card in cards(deck) if card.label.startswith(("Voor ", "Tegen ")) and card.origin]
        answers = [card.label for card in cards(deck) if card.label.startswith("Tegenwerping")]
        assert answers == [f"Tegenwerping bij {label.lower()}" for label in labels]


def test_four_lots_make_one_sheet_with_two_on_each_side_who_change_sides(decks: dict[str, Deck]) -> None:
    roles = decks["3-generalistisch"].packs[0].cards
    assert [card.label for card in roles] == ["Lot: voor 1", "Lot: voor 2", "Lot: tegen 1", "Lot: tegen 2"]
    assert "Je pleit voor, wat je ook zelf denkt." in words(roles[0])
    assert "pleit nu zelf tegen" in words(roles[0])
    assert "pleit nu zelf voor" in words(roles[3])


def test_a_lesson_without_debate_and_case_has_no_cards(decks: dict[str, Deck]) -> None:
    assert decks["0-start"].packs == ()


def test_words_that_fill_a_card_stay_on_it_and_one_line_more_makes_two() -> None:
    full = tuple(plain("x" * SMALL_WIDTH) for _ in range(int(SMALL_LINES / 1.5)))
    assert lines(full, SMALL_WIDTH) <= SMALL_LINES < lines([*full, plain("y")], SMALL_WIDTH)
    assert [card.label for card in fitted(Card("Casus", "t", full))] == ["Casus"]
    pieces = fitted(Card("Casus", "t", (*full, plain("y"))))
    assert [card.label for card in pieces] == ["Casus (1 van 2)", "Casus (2 van 2)"]
    assert {card.large for card in pieces} == {False}


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"Zin {number} gaat over de deur." for number in range(120)),
        " ".join(["woord"] * 700),
        "a" * 3000,
    ],
)
def test_a_paragraph_longer_than_a_card_goes_on_with_no_word_lost(text: str) -> None:
    pieces = fitted(Card("Casus", "t", (Block((Run(text, italic=True),)),)))
    assert len(pieces) > 1
    assert max(lines(card.blocks, SMALL_WIDTH) for card in pieces) <= SMALL_LINES
    assert {run.italic for card in pieces for block in card.blocks for run in block.runs} == {True}
    assert re.sub(r"\s", "", "".join(words(card) for card in pieces)) == re.sub(r"\s", "", text)


def test_markdown_of_a_case_keeps_its_letters_its_lists_and_every_word() -> None:
    found = blocks_of(
        "# De deur\n\nBo zei *nee* en **ging**\nweg.\n\n- een\n- twee\n\n3. drie\n4. vier\n\n"
        "<b>x</b>\n\n    kale regel\n"
    )
    assert [(block.mark, "".join(run.text for run in block.runs)) for block in found] == [
        ("", "De deur"),
        ("", "Bo zei nee en ging weg."),
        ("•", "een"),
        ("•", "twee"),
        ("3.", "drie"),
        ("4.", "vier"),
        ("", "<b>x</b>"),
        ("", "kale regel"),
    ]
    assert found[0].runs == (Run("De deur", bold=True),)
    assert Run("nee", italic=True) in found[1].runs
    assert Run("ging", bold=True) in found[1].runs


def test_page_and_word_file_hold_the_same_cards_four_on_a_sheet(decks: dict[str, Deck]) -> None:
    deck = decks["6-synthese"]
    page = page_text(deck)
    assert page.count("<article") == deck.number == 10
    assert page.count('<div class="sheet">') == 3
    assert "<script" not in page
    document = Document(io.BytesIO(word_bytes(deck)))
    assert document.core_properties.title == "Kaarten: Synthese"
    (table,) = document.tables
    cells = [cell.text.split("\n") for row in table.rows for cell in row.cells]
    assert len(cells) == 12
    assert [lines[0] for lines in cells] == [*(card.label for card in cards(deck)), "", ""]
    assert {round(row.height.cm, 1) for row in table.rows if row.height} == {13.8}
    assert "Welk recht staat hier op het spel" in "".join(cells[2])


def test_dashes_run_only_where_scissors_go(decks: dict[str, Deck]) -> None:
    document = Document(io.BytesIO(word_bytes(decks["6-synthese"])))
    drawn = []
    for row in document.tables[0].rows[:2]:
        for cell in row.cells:
            borders = cell._tc.tcPr.find(qn("w:tcBorders"))
            drawn.append({line.tag.split("}")[1] for line in borders if line.get(qn("w:val")) == "dashed"})
    assert drawn == [{"bottom", "right"}, {"bottom", "left"}, {"top", "right"}, {"top", "left"}]


def test_a_lecturer_gets_own_cases_on_the_cards_beside_ours_or_in_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = tmp_path / "klas.csv"
    roster.write_text("studentnummer,voornaam,achternaam\nr1,An,Maes\n", encoding="utf-8")
    cohort = create("2026-najaar", roster, tmp_path).root
    folder = cohort / "eigen" / "casussen" / "4-verbindend"
    folder.mkdir(parents=True)
    for name, title in (("de-lege-wachtzaal", "De <i>lege</i> wachtzaal"), ("de-warmtemeter", "Onze eigen meter")):
        (folder / f"{name}.md").write_text(
            f'+++\ntitle = "{title}"\ncountry = "NL"\nfictional = true\nquestions = ["En nu?"]\n+++\n'
            "Fictief. <script>alert(1)</script>\n",
            encoding="utf-8",
        )
    monkeypatch.chdir(cohort)
    assert run(monkeypatch, "lesson", "cards", "4-verbindend") == 0
    said = capsys.readouterr().out
    assert "36 kaarten bij Verbindend werken" in said
    assert sorted(file.name for file in (cohort / "kaarten").iterdir()) == [
        "kaarten-4-verbindend.docx",
        "kaarten-4-verbindend.html",
    ]
    page = (cohort / "kaarten" / "kaarten-4-verbindend.html").read_text(encoding="utf-8")
    assert "De &lt;i&gt;lege&lt;/i&gt; wachtzaal" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "Onze eigen meter" in page
    assert load_cases("4-verbindend")[0].title not in page
    assert load_cases("4-verbindend")[1].title in page


@pytest.mark.parametrize(
    ("lesson", "told"),
    [
        ("0-start", "0-start: deze les heeft geen debat en geen casus, dus ook geen kaarten. Kies een andere les"),
        ("6-sinthese", "6-sinthese: deze les bestaat niet. Bedoel je '6-synthese'?"),
    ],
)
def test_a_lesson_that_has_none_or_is_not_there_is_named_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lesson: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "lesson", "cards", lesson) == 1
    assert told in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


def test_without_a_lesson_every_lesson_that_has_cards_gets_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "lesson", "cards", "--naar", "weg") == 0
    assert "ware grootte (100%)" in capsys.readouterr().out
    assert len(list((tmp_path / "weg").glob("*.html"))) == len(list((tmp_path / "weg").glob("*.docx"))) == 6
