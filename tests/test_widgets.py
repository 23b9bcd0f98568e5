"""Widgets keep answers, show what went wrong, and have a form without a kernel."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sowcourse.dataset import load_dataset
from sowcourse.errors import ContentError
from sowcourse.logbook import Logbook
from sowcourse.part_widget import PartWidget
from sowcourse.parts.base import outward, rendered
from sowcourse.parts.chart.part import dutch_number
from sowcourse.source import short_reference
from sowcourse.widgets import (
    draw_bars,
    show_case,
    show_chart,
    show_debate,
    show_forum,
    show_glossary,
    show_note,
    show_outcomes,
    show_quiz,
    show_reader,
    show_sources,
)

MODULE = "5-politiserend"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOWCOURSE_WORKFOLDER", str(tmp_path))
    return tmp_path


def fill_in(widget: PartWidget, **items: object) -> None:
    """What the browser does: answer and count in one message."""
    answer = widget.answer | {name.replace("__", ".").replace("_", "-"): value for name, value in items.items()}
    widget.set_state({"answer": answer, "count": widget.count + 1})


def html(widget: PartWidget) -> str:
    bundle = widget._repr_mimebundle_()
    return (bundle[0] if isinstance(bundle, tuple) else bundle)["text/html"]


def test_an_answer_is_written_acknowledged_and_back_on_another_day(folder: Path) -> None:
    widget = show_note(MODULE, "reflectie", question="Waar ligt de grens?")
    fill_in(widget, notitie__reflectie="Bij de deur.")
    assert Logbook(folder).get(MODULE, "notitie.reflectie") == "Bij de deur."
    assert widget.saved["count"] == 1
    assert widget.saved["error"] == ""
    assert re.fullmatch(r"\d\d:\d\d", widget.saved["time"])
    again = show_note(MODULE, "reflectie", question="Waar ligt de grens?")
    assert again.answer == {"notitie.reflectie": "Bij de deur."}
    assert "Bij de deur." in html(again)


def test_a_widget_reads_only_its_own_part(folder: Path) -> None:
    Logbook(folder).put(MODULE, {"notitie.a": "x", "notitie.ab": "y", "toets.espresso": "b", "toetsen": 1})
    assert show_note(MODULE, "a", question="?").answer == {"notitie.a": "x"}
    assert show_quiz(MODULE).answer == {"toets.espresso": "b"}


def test_a_logbook_that_cannot_be_written_is_said_and_tried_again(folder: Path, tmp_path: Path) -> None:
    widget = show_note(MODULE, "a", question="?")
    widget._logbook = Logbook(tmp_path / "geen-map")
    (tmp_path / "geen-map").write_text("", encoding="utf-8")
    fill_in(widget, notitie__a="eerste zin")
    assert "kon niet worden bewaard" in widget.saved["error"]
    (tmp_path / "geen-map").unlink()
    fill_in(widget, notitie__a="eerste zin")
    assert widget.saved["error"] == ""
    assert widget._logbook.get(MODULE, "notitie.a") == "eerste zin"


def test_a_damaged_logbook_is_told_in_the_widget(folder: Path) -> None:
    (folder / "logboek.json").write_text("kapot", encoding="utf-8")
    widget = show_note(MODULE, "a", question="?")
    assert "Je logboek was beschadigd" in widget.saved["error"]


def test_what_a_student_writes_is_text_and_never_markup(folder: Path) -> None:
    Logbook(folder).put(MODULE, {"notitie.a": "<script>alert(1)</script>"})
    assert "<script>alert" not in html(show_note(MODULE, "a", question="<b>?</b>"))
    assert "&lt;script&gt;" in html(show_note(MODULE, "a", question="?"))
    assert rendered("a <img src=x onerror=y> b") == "<p>a &lt;img src=x onerror=y&gt; b</p>\n"


@pytest.mark.parametrize(
    ("widget", "sentence"),
    [
        (lambda: show_reader(MODULE), "hun beweringen"),
        (lambda: show_debate(MODULE, "in-gesprek-blijven"), "reactie van Joost van Hienen, r4-5"),
        (lambda: show_debate(MODULE, "niet-namens-bewoners"), "voor dit debat bedacht"),
        (lambda: show_forum(MODULE), "Mopperen bij de koffie"),
        (lambda: show_quiz(MODULE), "Wat bedoelt het essay met espresso-kritiek?"),
    ],
)
def test_every_widget_has_a_form_without_a_kernel(widget: object, sentence: str) -> None:
    found = html(widget())  # type: ignore[operator]
    assert 'lang="nl"' in found
    assert sentence in found


def test_a_debate_names_the_origin_of_every_argument() -> None:
    origins = {argument["origin"] for argument in show_debate(MODULE, "in-gesprek-blijven").data["arguments"]}
    assert {"Gazet van Antwerpen, 2017", "essay, p14", "Het Parool, 2022"} <= origins


@pytest.mark.parametrize(
    ("reference", "cited"),
    [
        ("Baart, A. (2001). *Een theorie*.", "Baart, 2001"),
        ("Hermans, K. e.a. (2014). *De signaalfunctie*.", "Hermans e.a., 2014"),
        ("Friesen, G. & Otto, H.-U. (2007). *Over grenzen*.", "Friesen en Otto, 2007"),
        ("Roose, R., Bie, M. & De Wit, J. W. (Red.). (2019). *Een boek*.", "Roose e.a., 2019"),
        ("Focus & WTV. (2026, 2 februari). *Een bericht*.", "Focus & WTV, 2026"),
        ("Gemeente.nu. (2025a, 15 oktober). *Een wet*.", "Gemeente.nu, 2025a"),
        ("*Een wet*. (1992).", "Een wet, 1992"),
        ("SAM vzw. (z.j.). *Een thema*.", "SAM vzw, z.j."),
    ],
)
def test_a_source_is_named_as_a_text_cites_it(reference: str, cited: str) -> None:
    assert short_reference(reference) == cited


def test_a_rule_that_comes_in_phases_says_when_it_is_whole() -> None:
    shown = show_case("6-synthese", "nieuwe-regels-oude-brief").data
    assert "(gaat in fasen in, helemaal vanaf 1-1-2027; Binnenlands Bestuur, 2025)" in shown


def test_the_original_stands_beside_our_rendering_once_imported(folder: Path) -> None:
    (folder / "origineel.json").write_text('{"format": 1, "paragraphs": {"p07": "De oude tekst."}}', encoding="utf-8")
    originals = {passage["id"]: passage["original"] for passage in show_reader(MODULE).data["passages"]}
    assert originals["p07"] == "De oude tekst."
    assert originals["p14"] == ""


def test_the_quiz_gives_feedback_for_every_option() -> None:
    for question in show_quiz(MODULE).data["questions"]:
        assert all(option["feedback"] for option in question["options"])


def test_a_chart_has_a_description_and_the_same_figures_in_a_table() -> None:
    found = show_chart("voedselhulp", "belgie-per-maand").data
    assert "role='img'" in found
    for row in load_dataset("voedselhulp").rows():
        if row["land"] == "BE" and row["maat"] == "gemiddeld aantal personen per maand":
            assert f"<td>{dutch_number(row['aantal'])}</td>" in found
    assert "92.200" not in found


def test_only_the_chart_with_a_trap_explains_one() -> None:
    assert "Wat klopt er niet" in show_chart("voedselhulp", "nederland-in-een-lijn").data
    assert "Wat klopt er niet" not in show_chart("voedselhulp", "belgie-per-maand").data


@pytest.mark.parametrize(("value", "text"), [(175402, "175.402"), (7.5, "7,5"), (1000.0, "1.000"), (None, "ontbreekt")])
def test_numbers_are_written_in_dutch(value: float | None, text: str) -> None:
    assert dutch_number(value) == text


def test_reading_parts_show_case_outcomes_terms_and_sources() -> None:
    assert "Deze casus is fictief." in show_case(MODULE, "veertien-dossiers").data
    assert "Je bepleit in een debat ook de kant" in show_outcomes(MODULE).data
    assert "tegensprakelijkheid" in show_glossary(MODULE).data
    sources = show_sources(MODULE).data
    assert sources.index("ANP. (2025") < sources.index("Mills, C. W.")


def test_a_link_to_another_website_is_its_name_and_on_paper_its_whole_address() -> None:
    assert outward("https://www.sociaal.net/verhaal/a?b=1&c") == (
        '<a href="https://www.sociaal.net/verhaal/a?b=1&amp;c" rel="noreferrer"><span class="sow-off">https://www.</span>'
        'sociaal.net<span class="sow-off">/verhaal/a?b=1&amp;c</span></a>'
    )
    assert '<span class="sow-off"></span>bibliotheek<span' in outward("bibliotheek")


def test_a_slip_in_a_call_names_the_nearest_id() -> None:
    with pytest.raises(ContentError, match="Bedoel je 'veertien-dossiers'"):
        show_case(MODULE, "veertien-dosiers")
    with pytest.raises(ContentError, match="Bedoel je 'in-gesprek-blijven'"):
        show_debate(MODULE, "in-gesprek")
    with pytest.raises(ContentError, match="er is geen grafiek 'x'"):
        show_chart("voedselhulp", "x")


def test_a_students_bars_show_the_distortion_they_chose_and_the_same_figures_in_a_table() -> None:
    table = pd.DataFrame({"groep": ["jong", "oud"], "procent": [14.1, 7.2]})
    honest = draw_bars(table, "groep", "procent", "Titel", "procent", "CBS", start=0)._repr_html_()
    twisted = draw_bars(table, "groep", "procent", "Titel", "procent", "CBS", start=7)._repr_html_()

    def widths(page: str) -> list[float]:
        return [float(width) for width in re.findall(r"<rect [^>]*?width='([\d.]+)'", page)]

    assert widths(honest)[0] / widths(honest)[1] == pytest.approx(14.1 / 7.2, rel=0.01)
    assert widths(twisted)[0] / widths(twisted)[1] == pytest.approx(7.1 / 0.2, rel=0.1)
    assert "<th scope='row'>jong</th><td>14,1</td>" in honest
    assert "staven vanaf 7: jong 14,1, oud 7,2." in twisted


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": ...}, "titel: verwacht wordt een tekst tussen aanhalingstekens."),
        ({"start": "0"}, "begin van de staven: verwacht wordt een getal, zonder aanhalingstekens."),
        ({"value": "procenten"}, "de kolom 'procenten' staat niet in de tabel. Kies uit: groep, procent."),
        ({"value": "groep"}, "kolom 'groep': verwacht worden getallen, in elke rij één."),
        ({"start": 99}, "er is niets te tekenen"),
    ],
)
def test_bars_that_cannot_be_drawn_say_what_is_missing(changed: dict[str, Any], sentence: str) -> None:
    table = pd.DataFrame({"groep": ["jong", "oud"], "procent": [14.1, 7.2]})
    asked = {
        "label": "groep",
        "value": "procent",
        "title": "T",
        "unit": "procent",
        "source": "CBS",
        "start": 0,
    } | changed
    with pytest.raises(ValueError, match=re.escape(sentence)):
        draw_bars(table, **asked)
