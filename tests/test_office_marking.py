"""Marking in Kantoor without a browser: what a page shows, what a click writes, and who is told when it does not."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tornado import web

from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import GradingError
from sowcourse.gradebook.code import code_of_student
from sowcourse.gradebook.gradebook import Mark, mark_all, results
from sowcourse.gradebook.pile import Piled, read_pile
from sowcourse.office.asked import Told
from sowcourse.office.desk import Desk
from sowcourse.office.mark_comment import Said, joined, taken_apart
from sowcourse.office.mark_phrases import MOST_ROWS, Row, phrases, rows_of
from sowcourse.office.mark_queue import Queue, pace
from sowcourse.report.bank import Comment
from sowcourse.report.feedback import feedback_page
from sowcourse.report.marking import write_marking
from sowcourse.report.overview import write_overview
from sowcourse.rubric import Criterion, Rubric
from tests.conftest import Made
from tests.marking import ASSIGNMENT, STUDENTS, again, graded_class
from tests.walking_office import Visitor

MARKING = f"cohort/klas/opdracht/{ASSIGNMENT}/beoordelen"
LEVELS = {"niveau-0": "3", "niveau-1": "2", "niveau-2": "4", "niveau-3": "1"}
"""Of the four parts of `product`; worth 2, 1, 3 and 0."""


@pytest.fixture(scope="module")
def made(made_once: Made) -> Workspace:
    return open_workspace(made_once("nagekeken", graded_class) / "klas")


@dataclass
class Marker(Visitor):
    """Somebody who marks, from the page that they opened."""

    opened: dict[str, dict[str, str]] = field(default_factory=dict)

    def open(self, student: str, question: str = "product", how: str = "blind") -> str:
        """Open the page of an answer, and remember what a browser would send of it."""
        path = f"{MARKING}/{how}/vraag/{question}/{code_of_student(student, question)}"
        shown = self.get(path)
        self.opened[path] = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', shown))
        return shown

    def click(
        self, student: str, question: str = "product", does: str = "bewaren", how: str = "blind", **words: str
    ) -> dict[str, Any]:
        """What a script hears of a click; what it saw is what it hears."""
        path = f"{MARKING}/{how}/vraag/{question}/{code_of_student(student, question)}"
        sent = self.opened[path] | words | {"script": "ja", "doe": does}
        asked, route = self.asked(path, sent, {})
        told = route.acts[does](asked)  # type: ignore[attr-defined]
        assert isinstance(told, Told)
        self.opened[path]["gezien"] = told.values.get("seen", self.opened[path]["gezien"])
        return dict(told.values)


@pytest.fixture
def klass(made: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(made.root.parent, tmp_path / "klassen")
    return open_workspace(tmp_path / "klassen" / "klas")


@pytest.fixture
def an(klass: Workspace) -> Marker:
    return Marker(Desk(klass.root.parent, "/user/an/kantoor"))


def stands(workspace: Workspace, student: str, question: str = "product") -> tuple[float | None, str]:
    (found,) = (cell for cell in results(workspace, ASSIGNMENT)[student].cells if cell.cell == question)
    return None if found.waiting else found.score, found.comment


# What is shown ------------------------------------------------------------------------------------------------------


def test_a_page_says_nobodys_name_until_that_is_asked_on_purpose(an: Marker) -> None:
    for path in (MARKING, f"{MARKING}/blind/vraag/product", f"{MARKING}/blind/student"):
        shown = an.get(path)
        for student, name in STUDENTS.items():
            assert name not in shown
            assert not re.search(rf"\b{student}\b", shown), path
        targets = re.findall(r'(?:href|src|action)="([^"]+)"', shown)
        assert [each for each in targets if not each.startswith(("/user/an/kantoor/", "#"))] == [], path
    assert "Mila Peeters" in an.open("s901", how="namen")
    assert "Alles van deze student" in an.open("s901")


def test_what_a_student_wrote_is_words_and_does_nothing(an: Marker) -> None:
    for path in (f"{MARKING}/blind/vraag/product/{code_of_student('s901', 'product')}", f"{MARKING}/namen/student"):
        shown = an.get(path)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
        assert "<strong>drie</strong>" in shown
        assert not re.search(r"<script(?![^>]* src=)|<img|<b>|href=\"javascript|<[^>]*\sonerror=", shown)


def test_the_question_the_levels_with_their_worth_and_the_examples_stand_beside_the_answer(an: Marker) -> None:
    shown = an.open("s902")
    assert "een signaal aan een genoemd forum" in shown
    assert "Aan de raad, zegt nummer 902." in shown
    assert len(re.findall(r'<input type="radio"[^>]* name="niveau-\d"', shown)) == 16
    assert "Noemt één forum en wat het kan doen." in shown
    assert '<span class="worth">2 punten</span>' in shown
    assert "Voorbeelden om naast te leggen (fictief)" in shown
    assert "Nog te beoordelen: hoogstens 12 punten." in shown


def test_what_waits_comes_first_and_the_next_is_one_that_waits(klass: Workspace, an: Marker) -> None:
    row = sorted(STUDENTS, key=lambda student: code_of_student(student, "product"))
    mark_all(klass, ASSIGNMENT, [Mark(row[0], "product", 4), Mark(row[2], "product", 5)])
    shown = an.get(f"{MARKING}/blind/vraag/product")
    assert f"zegt nummer {row[1][1:]}." in shown or row[1] == "s901"
    assert "2 van 4" in shown
    (onward,) = re.findall(r'data-step="n"(?: data-waits)? href="([^"]+)"', shown)
    (forward,) = re.findall(r'data-step="N" href="([^"]+)"', shown)
    assert (onward[-8:], forward[-8:]) == (code_of_student(row[3], "product"), code_of_student(row[2], "product"))
    mark_all(klass, ASSIGNMENT, [Mark(row[1], "product", 4), Mark(row[3], "product", 5)])
    assert "Klaar: naar de vragen" in an.open(row[3])


def test_how_far_the_row_is_comes_back_with_what_is_kept_also_of_the_last(klass: Workspace, an: Marker) -> None:
    students = list(STUDENTS)
    mark_all(klass, ASSIGNMENT, [Mark(student, "product", 4) for student in students[:-1]])
    assert "3 van 4" in an.open(students[-1])
    heard = an.click(students[-1], **{"niveau-0": "3"})
    assert (heard["far"]["done"], heard["far"]["most"]) == (3, 4), "not every part has a level"
    heard = an.click(students[-1], **LEVELS)
    assert heard["far"] == {"done": 4, "most": 4, "told": "4 van 4"}


def test_an_address_of_somebody_or_something_else_is_not_there(an: Marker) -> None:
    for path in (
        f"{MARKING}/blind/vraag/product/s901",
        f"{MARKING}/blind/vraag/product/{code_of_student('s901', 'reflectie')}",
        f"{MARKING}/blind/vraag/product/{code_of_student('s909', 'product')}",
        f"{MARKING}/blind/vraag/stap-1/{code_of_student('s901', 'stap-1')}",
        f"{MARKING}/blind/vraag/..%2F..%2Fklas.csv",
        f"{MARKING}/namen/student/{code_of_student('s901', 'product')}",
        f"{MARKING}/namen/student/..",
    ):
        with pytest.raises(web.HTTPError) as refused:
            an.get(path)
        assert refused.value.status_code == 404
    an.open("s901")
    with pytest.raises(web.HTTPError):
        an.press(
            f"{MARKING}/blind/vraag/product/{code_of_student('s909', 'product')}",
            "bewaren",
            gezien="x",
            code="x",
            **LEVELS,
        )


# What a click writes ------------------------------------------------------------------------------------------------


def test_each_click_is_kept_and_the_points_come_when_every_part_has_a_level(klass: Workspace, an: Marker) -> None:
    an.open("s902")
    heard = an.click("s902", **{"niveau-0": "3"})
    assert re.fullmatch(r"Bewaard om \d\d\.\d\d\.", heard["told"])
    assert heard["stands"] == "1 van 4 gekozen, hoogstens 12 punten."
    assert stands(klass, "s902") == (None, "Het forum: 3")
    heard = an.click("s902", **LEVELS, **{"bij-1": "Noem  het artikel."}, opmerking="Sterk.\r\n\r\nGa zo door. ")
    assert heard["stands"].startswith("6 van 12 punten. Door jou, ")
    told = "Het forum: 3\nHet recht: 2\nBij «Het recht»: Noem het artikel.\nHet bewijs: 4\nHet risico: 1"
    assert stands(klass, "s902") == (6, f"{told}\nSterk.\n\nGa zo door.")
    shown = an.open("s902")
    assert re.findall(r'name="niveau-(\d)" value="(\d)" checked', shown) == [
        ("0", "3"),
        ("1", "2"),
        ("2", "4"),
        ("3", "1"),
    ]
    assert 'value="Noem het artikel."' in shown
    assert "Sterk.\n\nGa zo door.</textarea>" in shown


def test_without_a_script_one_button_does_the_same(klass: Workspace, an: Marker) -> None:
    an.open("s902")
    path = f"{MARKING}/blind/vraag/product/{code_of_student('s902', 'product')}"
    assert "Bewaard om " in an.press(path, "bewaren", **an.opened[path], **LEVELS)
    assert stands(klass, "s902")[0] == 6
    an.open("s902")
    assert "Teruggezet zoals het was." in an.press(path, "terug", **an.opened[path])
    assert stands(klass, "s902") == (None, "")


def test_every_step_is_taken_back_and_an_answer_can_wait_again(klass: Workspace, an: Marker) -> None:
    an.open("s902")
    an.click("s902", **{"niveau-0": "3"})
    an.click("s902", **LEVELS)
    assert an.click("s902", does="open")["waits"]
    assert stands(klass, "s902") == (None, "")
    heard = an.click("s902", does="terug")
    assert (heard["values"]["levels"], stands(klass, "s902")[0]) == ([3, 2, 4, 1], 6)
    assert an.click("s902", does="terug")["values"]["levels"] == [3, 0, 0, 0]
    assert an.click("s902", does="terug")["values"]["levels"] == [0, 0, 0, 0]
    assert stands(klass, "s902") == (None, "")
    assert "niets om ongedaan te maken" in an.click("s902", does="terug")["told"]


def test_points_that_were_given_without_levels_stay_until_a_level_is_chosen(klass: Workspace, an: Marker) -> None:
    mark_all(klass, ASSIGNMENT, [Mark("s902", "product", 7.5, "Zonder niveaus.")])
    assert "7,5 van 12 punten." in an.open("s902")
    an.click("s902", opmerking="Met een woord erbij.")
    assert stands(klass, "s902") == (7.5, "Met een woord erbij.")
    assert an.click("s902", **{"niveau-0": "3"})["waits"], "a level says what it is worth, and the others are open"
    assert stands(klass, "s902")[0] is None
    an.click("s902", does="terug")
    assert stands(klass, "s902")[0] == 7.5


def test_what_is_no_level_or_no_points_is_refused_and_changes_nothing(klass: Workspace, an: Marker) -> None:
    an.open("s902")
    for words, told in (
        ({"niveau-0": "5"}, "Het forum: «5» is geen niveau. Verwacht wordt 1 tot en met 4."),
        ({"opmerking": "Het risico: 4"}, "In je opmerking staat een regel die Kantoor leest als een niveau"),
    ):
        heard = an.click("s902", **words)
        assert (heard["state"], told in heard["told"]) == ("geweigerd", True)
    rubric = klass.root / "rubrics" / f"{ASSIGNMENT}.toml"
    rubric.write_text(re.sub(r"(?m)^points = .*$", "", rubric.read_text("utf-8")), encoding="utf-8")
    assert "Punten (0 tot en met 12)" in an.open("s902")
    for points in ("13", "-1", "veel", "1e9", "nan"):
        assert "Verwacht wordt een getal van 0 tot en met 12." in an.click("s902", punten=points)["told"]
    assert stands(klass, "s902") == (None, "")
    an.click("s902", punten="7,5")
    assert stands(klass, "s902") == (7.5, "")
    an.click("s902", punten="")
    assert stands(klass, "s902") == (None, "")


def test_half_a_mark_is_in_no_feedback_and_in_no_sheet(klass: Workspace, an: Marker) -> None:
    an.open("s902")
    an.click("s902", **{"niveau-0": "3"}, opmerking="Nog nakijken!")
    found, rubrics = results(klass, ASSIGNMENT)["s902"], klass.rubrics(ASSIGNMENT)
    assert found.waiting
    page = feedback_page(klass, ASSIGNMENT, klass.students()["s902"], found, rubrics)
    assert "Nog nakijken!" not in page
    assert "niveau 3 van 4" not in page
    _, sheet = write_marking(klass, ASSIGNMENT, blind=False, second=False)
    (row,) = (line for line in sheet.read_text("utf-8-sig").splitlines() if "product" in line and "Noor" in line)
    assert "Nog nakijken!" not in row
    assert '"3"' not in row


# Two at once --------------------------------------------------------------------------------------------------------


def test_who_is_late_reads_what_the_other_gave_and_chooses(
    klass: Workspace, an: Marker, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = Marker(Desk(klass.root.parent, "/kantoor"))
    for marker in (an, bo):
        marker.open("s902")
    monkeypatch.setenv("LOGNAME", "bo")
    bo.click("s902", **LEVELS, opmerking="Van Bo.")
    monkeypatch.setenv("LOGNAME", "an")
    given = stands(klass, "s902")
    other = LEVELS | {"niveau-3": "4"}
    heard = an.click("s902", **other)
    assert heard["state"] == "ingehaald"
    assert re.match(r"Op .* gaf bo \(.*\) hier 6 punten \(«Het forum: 3", heard["told"])
    assert heard["values"] == {"levels": [3, 2, 4, 1], "remarks": ["", "", "", ""], "rest": "Van Bo."}
    assert stands(klass, "s902") == given
    path = f"{MARKING}/blind/vraag/product/{code_of_student('s902', 'product')}"
    shown = an.press(path, "bewaren", **an.opened[path] | other)
    assert "gaf bo (" in shown
    assert 'name="niveau-3" value="4" checked' in shown, "what was chosen is still there"
    assert stands(klass, "s902") == given
    (now,) = re.findall(r'name="staat" value="([^"]+)"', shown)
    an.press(path, "toch", **an.opened[path] | other | {"staat": now})
    assert stands(klass, "s902")[0] == 9
    assert "Door bo" not in an.open("s902")


@pytest.mark.parametrize("how", ["blind", "tweede"])
def test_a_click_of_which_the_answer_was_lost_is_not_taken_for_somebody_elses(
    klass: Workspace, an: Marker, how: str
) -> None:
    an.open("s902", how=how)
    path = f"{MARKING}/{how}/vraag/product/{code_of_student('s902', 'product')}"
    shown = an.opened[path]["gezien"]
    for words in ({"niveau-0": "3"}, {"niveau-0": "3", "niveau-1": "2"}, LEVELS):
        an.opened[path]["gezien"] = shown  # nothing was heard
        assert an.click("s902", how=how, **words)["state"] == "bewaard"
    other = Marker(an.desk)
    other.open("s902", how=how)
    other.opened[path]["gezien"] = shown
    assert other.click("s902", how=how, **{"niveau-0": "1"})["state"] == "ingehaald", "another window is not this one"


def test_a_step_is_not_taken_back_over_what_a_colleague_gave_since(
    klass: Workspace, an: Marker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "an")
    an.open("s902")
    an.click("s902", **LEVELS)
    monkeypatch.setenv("LOGNAME", "bo")
    mark_all(klass, ASSIGNMENT, [Mark("s902", "product", 11, "Van Bo.")])
    monkeypatch.setenv("LOGNAME", "an")
    heard = an.click("s902", does="terug")
    assert (heard["state"], "gaf bo (" in heard["told"]) == ("ingehaald", True)
    assert stands(klass, "s902") == (11, "Van Bo.")


def test_a_mark_for_words_that_changed_is_not_given_to_the_new_ones(klass: Workspace, an: Marker) -> None:
    an.open("s902")
    again(klass, "s902", "Aan de ombudsman, bij nader inzien.")
    heard = an.click("s902", **LEVELS)
    assert heard["state"] == "ingehaald"
    assert "Lees het opnieuw." in heard["told"]
    assert "staat" not in heard, "there is nothing to insist on"
    assert stands(klass, "s902") == (None, "")


def test_an_earlier_mark_stands_beside_the_new_words_with_what_changed(klass: Workspace, an: Marker) -> None:
    an.open("s902")
    an.click("s902", **LEVELS, opmerking="Bijna.")
    an.open("s903")
    an.click("s903", **{"niveau-0": "2"})
    for student in ("s902", "s903"):
        again(klass, student, f"Aan de ombudsman, zegt nummer {student[1:]}.")
    shown = an.open("s902")
    assert "Een vorige versie was beoordeeld: 6 punten" in shown
    assert "<del>raad,</del>" in shown
    assert "<ins>ombudsman,</ins>" in shown
    assert not re.search(r'name="niveau-\d" value="\d" checked', shown), "levels of other words are not taken over"
    assert an.click("s902", does="behoud")["values"]["rest"] == "Bijna."
    assert stands(klass, "s902")[0] == 6
    assert "Een vorige versie was half beoordeeld" in an.open("s903")
    assert an.click("s903", does="behoud")["values"]["levels"] == [2, 0, 0, 0]
    assert stands(klass, "s903") == (None, "Het forum: 2")
    overview = write_overview(klass, ASSIGNMENT, [], []).read_text("utf-8")
    assert "«product»: half beoordeeld bij vorige versie." in overview, "until it has points"
    assert "sowcourse confirm" not in overview, "there are no points to confirm"


# A second marker ----------------------------------------------------------------------------------------------------


def test_a_second_marker_sees_nothing_of_the_first_and_what_they_settle_on_counts(klass: Workspace, an: Marker) -> None:
    an.open("s902")
    an.click("s902", **LEVELS, opmerking="Van de eerste.")
    shown = an.open("s902", how="tweede")
    assert "Van de eerste." not in shown
    assert not re.search(r'name="niveau-\d" value="\d" checked', shown)
    an.click("s902", how="tweede", **{"niveau-0": "1"})
    assert "Er is niets waarover" in an.get(f"{MARKING}/verschillen")
    an.click("s902", how="tweede", **LEVELS | {"niveau-0": "1", "niveau-3": "2"})
    assert stands(klass, "s902")[0] == 6, "it does not count"
    shown = an.get(f"{MARKING}/verschillen")
    assert "Eerste: 6 · tweede" in shown
    assert shown.count("<fieldset>") == 2, "only where they differ"
    seen = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', shown))
    with pytest.raises(GradingError, match="Het risico: kies welk niveau jullie afspreken"):
        an.press(f"{MARKING}/verschillen", "afspreken", **seen, **{"niveau-0": "1"})
    shown = an.press(f"{MARKING}/verschillen", "afspreken", **seen, **{"niveau-0": "1", "niveau-3": "1"})
    assert "Afgesproken: 4 punten. Dat was 6 en 5." in shown
    assert stands(klass, "s902")[0] == 4
    assert "Van de eerste." in stands(klass, "s902")[1]
    assert "Er is niets waarover" in an.get(f"{MARKING}/verschillen")
    overview = write_overview(klass, ASSIGNMENT, [], []).read_text("utf-8")
    row = re.search(r"product</th>\s*<td[^>]*>1</td>\s*<td[^>]*>(\d+%)</td>\s*<td[^>]*>([^<]+)<", overview)
    assert row and row.groups() == ("0%", "−1"), "they did not agree before they settled it, and that stays"


def test_of_two_second_markers_the_late_one_is_told(klass: Workspace, an: Marker) -> None:
    bo = Marker(Desk(klass.root.parent, "/kantoor"))
    for marker in (an, bo):
        marker.open("s902", how="tweede")
    bo.click("s902", how="tweede", **LEVELS)
    heard = an.click("s902", how="tweede", **LEVELS | {"niveau-0": "1"})
    assert (heard["state"], heard["values"]["levels"]) == ("ingehaald", [3, 2, 4, 1])


# A student, whole ---------------------------------------------------------------------------------------------------


def test_everything_of_one_student_is_marked_on_one_page(klass: Workspace, an: Marker) -> None:
    path = f"{MARKING}/namen/student/{code_of_student('s902', ASSIGNMENT)}"
    shown = an.get(path)
    assert "<h1>Noor Claes</h1>" in shown
    names = re.findall(r'name="vraag" value="([^"]+)"', shown)
    assert names == ["product", "reflectie"] or set(names) >= {"product", "reflectie"}
    piece = shown[shown.index('name="vraag" value="product"') :]
    seen = {name: re.findall(rf'name="{name}" value="([^"]*)"', piece)[0] for name in ("code", "gezien")}
    assert "Bewaard om " in an.press(path, "bewaren", vraag="product", **seen, **LEVELS)
    assert stands(klass, "s902")[0] == 6
    with pytest.raises(web.HTTPError):
        an.press(path, "bewaren", vraag="stap-1", **seen)


# Parts ---------------------------------------------------------------------------------------------------------------


def test_a_comment_is_taken_apart_as_it_was_put_together(made: Workspace) -> None:
    rubric = made.rubrics(ASSIGNMENT)["product"]
    for said in (
        Said(),
        Said(
            {"Het forum": 1}, {"Het recht": "Noem: het artikel, «lid 3»."}, "Regel een.\n\n- punt\nBij «de brief»: mooi"
        ),
        Said({}, {}, "Bij «Het forum»"),
    ):
        assert taken_apart(joined(said, rubric), rubric) == said
    for rest in ("Het forum: 3", "  het forum = 2", "Goed.\nBij «Het recht»: ja"):
        with pytest.raises(GradingError, match="schrijf die regel anders"):
            joined(Said(rest=rest), rubric)
    assert taken_apart("Het forum: 3\r\nGoed zo.", None).rest == "Het forum: 3\nGoed zo."


def test_phrases_that_were_used_come_back_without_quotations_and_names(made: Workspace) -> None:
    rubric, class_ = made.rubrics(ASSIGNMENT)["product"], list(made.students().values())
    comments = [
        "Het forum: 3\nBij «Het recht»: Noem het artikel.\nDe bron ontbreekt.",
        "Noem het artikel.",
        "Dag Noor, sterk werk.\nBij «drie weken»: hoe weet je dat?",
        "",
        "x" * 400,
    ]
    bank = [Comment("bron", "", "Waar komt dit vandaan?")]
    found = phrases(comments, rubric, bank, class_)
    assert found == ["Noem het artikel.", "De bron ontbreekt.", "Waar komt dit vandaan?"]


def test_a_pace_is_told_from_five_answers_on_and_a_pause_is_none() -> None:
    begin = datetime(2026, 11, 27, 10, tzinfo=UTC)
    even = [begin + timedelta(seconds=30 * step) for step in range(6)]
    assert pace(even[:5]) is None
    assert pace(even) == 30
    assert pace([*even, even[-1] + timedelta(hours=2)]) == 30
    row = [Piled(f"r{n}", 1.0, n >= 6, False, "", even[n] if n < 6 else None) for n in range(86)]
    pile = {piled.student: piled for piled in row}
    queue = Queue.of("product", pile)
    assert queue.told() == "6 van 86, nog ongeveer 40 minuten"
    assert [piled.student for piled in queue.row] != list(pile), "the order says nothing of the class list"
    assert [piled.student for piled in Queue.of("product", pile, names=True).row] == list(pile)
    left = Queue.of("product", {"s901": Piled("s901", 0.0, False, True, "")})
    assert (left.row, left.first()) == ((), None)


def test_whole_rows_of_levels_come_back_those_given_most_first_and_half_ones_do_not() -> None:
    criteria = tuple(Criterion(name, ("a", "b", "c", "d"), (0.0, 1.0, 2.0, 3.0)) for name in ("Forum", "Recht"))
    rubric = Rubric("product", "Signaal", criteria)
    comments = ["Forum: 3\nRecht: 2\nMooi.", "Forum: 1\nRecht: 4", "Recht: 2\nForum: 3", "Forum: 3", "Mooi.", ""]
    assert rows_of(comments, rubric) == [Row((3, 2), 2), Row((1, 4), 1)]
    many = [f"Forum: {1 + n % 4}\nRecht: {1 + n // 4}" for n in range(16)]
    assert len(rows_of(many, rubric)) == MOST_ROWS
    assert rows_of(comments, Rubric("product", "Signaal", criteria[:1])) == [], "of one part a row says nothing"
    assert rows_of(comments, None) == []


def test_a_second_marker_gets_no_row_of_the_first(an: Marker, klass: Workspace) -> None:
    levels = "\n".join(f"{c.name}: 2" for c in klass.rubrics(ASSIGNMENT)["product"].criteria)
    first, other = sorted(STUDENTS, key=lambda student: code_of_student(student, "product"))[:2]
    mark_all(klass, ASSIGNMENT, [Mark(first, "product", 4.0, levels)])
    place = f"cohort/{klass.root.name}/opdracht/{ASSIGNMENT}/beoordelen"
    code = code_of_student(other, "product")
    assert 'data-row="2 2 2 2"' in an.get(f"{place}/blind/vraag/product/{code}")
    assert "data-row" not in an.get(f"{place}/tweede/vraag/product/{code}")
    own = code_of_student(first, "product")
    assert "data-row" not in an.get(f"{place}/blind/vraag/product/{own}"), "its own row is no other's"


def test_the_page_of_the_marks_says_who_has_none_yet_before_a_gradebook_is_asked(klass: Workspace, an: Marker) -> None:
    page = MARKING.replace("beoordelen", "punten")
    assert "Nog niemand heeft een totaal: van iedereen wacht minstens één antwoord op jou." in an.get(page)
    pile = read_pile(klass, ASSIGNMENT)
    waits = [(student, cell) for cell, given in pile.items() for student, piled in given.items() if piled.waiting]
    mark_all(klass, ASSIGNMENT, [Mark(student, cell, 1) for student, cell in waits if student == "s902"])
    shown = an.get(page)
    assert "1 student heeft een totaal. Van 3 studenten wacht nog een antwoord op jou: die komen nog niet" in shown
    assert f'href="{an.desk.place}/{MARKING}"' in shown
    mark_all(klass, ASSIGNMENT, [Mark(student, cell, 1) for student, cell in waits if student != "s902"])
    assert "wacht nog een antwoord op jou" not in an.get(page)
