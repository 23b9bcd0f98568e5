"""Marks straight to a learning platform: shown first, sent once, and whatever the platform answers nothing is lost."""

from __future__ import annotations

import csv
import re
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from html import unescape
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from sowcourse.cohort.lms_course import COURSES, MEMBERS, LmsCourse, keep_launch, lms_courses, lms_members
from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.errors import CohortError, GradingError
from sowcourse.gradebook import passback
from sowcourse.gradebook.gradebook import mark, results
from sowcourse.gradebook.marks import FinalMark
from sowcourse.gradebook.passback import Column as Place
from sowcourse.gradebook.passback import Line, Pass, Platform, UnreachableError, hub_pass, is_at, send
from sowcourse.hub.deep_link import CLAIM, DeepLink
from sowcourse.hub.grant import granted
from sowcourse.office import passback_page
from sowcourse.office.desk import Desk
from sowcourse.office.given import is_current
from sowcourse.records.archive import write_export
from sowcourse.records.erasure import erase_cohort, erase_student, erase_submissions
from tests import lms_platform
from tests.lms_platform import AGS, COURSE, SCOPES, Column, standing
from tests.lms_platform import Platform as Theirs
from tests.walking_office import Visitor

ASSIGNMENT = "5-politiserend"
PAGE = f"cohort/demo/opdracht/{ASSIGNMENT}/punten/leeromgeving"
AYA, BRAM, CHIARA = "r0000001", "r0000002", "r0000003"


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Theirs]:
    """A platform with a column for the assignment, one that holds something, and one more than stands on one page."""
    with standing(tmp_path) as platform:
        monkeypatch.setenv("SSL_CERT_FILE", str(platform.certificate))
        platform.columns = {
            "1": Column("Aanwezigheid"),
            "2": Column("5-Politiserend", 40),
            "3": Column("Eindwerk", 100),
        }
        yield platform


@pytest.fixture
def visitor(demo: tuple[Workspace, Path], tmp_path: Path, theirs: Theirs, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody in Kantoor on a hub; of the class everybody but Chiara came in from the platform."""
    root = tmp_path / "klassen" / "demo"
    shutil.copytree(demo[0].root, root)
    for student in open_workspace(root).students():
        keep_launch(root, course_of(theirs), student if student != CHIARA else "", f"sub-{student}")
    monkeypatch.setenv("JUPYTERHUB_API_URL", "http://127.0.0.1:1/hub/api")
    monkeypatch.setattr(passback_page, "hub_pass", lambda: Pass(theirs.open_token(), theirs.address))
    return Visitor(Desk(root.parent, "/kantoor"))


def course_of(theirs: Theirs) -> LmsCourse:
    return LmsCourse(COURSE, "Sterk sociaal werk", f"{theirs.address}/courses/{COURSE}/lineitems?type=lti", {})


def root_of(visitor: Visitor) -> Path:
    return visitor.desk.folder / "demo"


def seal(page: str) -> dict[str, str]:
    """What the form gives back."""
    found = dict(re.findall(r'<input type="hidden" name="(cursus|kolom|gezien)" value="([^"]*)">', page))
    assert found["gezien"]
    return {name: unescape(value) for name, value in found.items()}


def rows(page: str) -> dict[str, list[str]]:
    """Student → what stands there, what comes, whether it changes."""
    found = re.findall(r"<tr><th scope=\"row\">[^<]*</th><td>([^<]*)</td>(.*?)</tr>", page)
    return {student: re.findall(r"<td[^>]*>([^<]*)</td>", cells) for student, cells in found}


def posts(theirs: Theirs) -> int:
    return sum(method == "POST" for method, _ in theirs.asked)


def sent(visitor: Visitor) -> dict[str, str]:
    """Student → what the file says that happened."""
    file = root_of(visitor) / f"punten-{ASSIGNMENT}-leeromgeving.csv"
    lines = list(csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    return {line[0]: line[5] for line in lines[1:]}


# Shown, then sent -----------------------------------------------------------------------------------------------------


def test_every_student_is_shown_and_nothing_is_sent_before_the_button(visitor: Visitor, theirs: Theirs) -> None:
    theirs.columns["2"].scores = {
        f"sub-{AYA}": {"scoreGiven": 18, "scoreMaximum": 20},
        f"sub-{BRAM}": {"scoreGiven": 1, "scoreMaximum": 40},
    }
    page = visitor.press(PAGE, "bekijken")
    assert "Dit verandert er in de kolom «5-Politiserend»" in page
    assert "16 van 18 punten gaan naar de leeromgeving; 1 komt in de plaats van een ander punt." in page
    found = rows(page)
    assert found[AYA] == ["36 op 40", "36 op 40", "nee"], "the same, whatever it was counted out of"
    assert found[BRAM] == ["1 op 40", "34 op 40", "anders"]
    assert found["r0000021"] == ["–", "32 op 40", "nieuw"]
    assert found[CHIARA] == ["–", "34,5 op 40", "kan niet"]
    assert f"niet te versturen: Chiara D'Hondt ({CHIARA})" in unescape(page)
    assert posts(theirs) == 0


def test_what_was_shown_is_sent_to_whom_it_is_of_and_a_second_time_nothing_goes(
    visitor: Visitor, theirs: Theirs
) -> None:
    page = visitor.press(PAGE, "versturen", **seal(visitor.press(PAGE, "bekijken")))
    assert "17 punten zijn verstuurd naar de kolom «5-Politiserend»." in page
    column = theirs.columns["2"]
    assert len(column.scores) == 17
    score = column.scores[f"sub-{BRAM}"]
    assert (score["scoreGiven"], score["scoreMaximum"]) == (34, 40)
    assert f"sub-{CHIARA}" not in column.scores
    assert theirs.columns["1"].scores == theirs.columns["3"].scores == {}
    assert sent(visitor)[AYA] == "verstuurd"
    assert sent(visitor)[CHIARA] == "kwam nooit vanuit de leeromgeving binnen"
    workspace = open_workspace(root_of(visitor))
    assert is_current(workspace.root, ASSIGNMENT, "punten", results(workspace, ASSIGNMENT))
    before = posts(theirs)
    again = visitor.press(PAGE, "bekijken")
    assert "0 van 18 punten gaan naar de leeromgeving." in again
    assert 'value="versturen"' not in again
    visitor.press(PAGE, "versturen", **seal(again))
    assert posts(theirs) == before


@pytest.mark.parametrize("where", ["here", "there", "class", "column"])
def test_what_changed_since_it_was_shown_is_not_sent(
    visitor: Visitor, theirs: Theirs, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = seal(visitor.press(PAGE, "bekijken"))
    if where == "there":
        theirs.columns["2"].scores[f"sub-{AYA}"] = {"scoreGiven": 5, "scoreMaximum": 40}
    elif where == "class":
        keep_launch(root_of(visitor), course_of(theirs), BRAM, "sub-anders")
    elif where == "column":
        theirs.columns["2"].maximum = 10
    else:
        real = passback_page.complete
        mark = FinalMark(Decimal(1), Decimal(40))
        monkeypatch.setattr(passback_page, "complete", lambda found: real(found) | {AYA: mark})
    with pytest.raises(GradingError, match="Sinds je keek, veranderde er iets"):
        visitor.press(PAGE, "versturen", **seen)
    assert posts(theirs) == 0


def test_without_what_was_shown_nothing_is_sent(visitor: Visitor, theirs: Theirs) -> None:
    for words in ({}, {"gezien": ""}, {"gezien": "0" * 64}):
        with pytest.raises(GradingError, match="Er is niets verstuurd"):
            visitor.press(PAGE, "versturen", **words)
    assert posts(theirs) == 0


def test_the_column_of_the_assignments_own_link_goes_before_one_that_is_called_so(
    visitor: Visitor, theirs: Theirs
) -> None:
    own = replace(course_of(theirs), columns={ASSIGNMENT: theirs.column_address("3")})
    keep_launch(root_of(visitor), own)
    page = visitor.press(PAGE, "bekijken")
    assert "Dit verandert er in de kolom «Eindwerk»" in page
    assert "Het maximum is daar 100 en hier 40: de leeromgeving rekent zelf om." in page


def test_when_no_column_is_called_after_the_assignment_one_is_chosen(visitor: Visitor, theirs: Theirs) -> None:
    theirs.columns["2"].label = "Iets anders"
    page = visitor.press(PAGE, "bekijken")
    assert "Geen kolom heet naar de opdracht. Kies er een." in page
    assert re.findall(r"<option value=\"https[^>]*>([^<]*)</option>", page) == [
        "Aanwezigheid",
        "Iets anders",
        "Eindwerk",
    ]
    assert '<option value="">Kies een kolom</option>' in page, "none is chosen beforehand"
    assert "Kies er een" in visitor.press(PAGE, "bekijken", kolom="")
    chosen = visitor.press(PAGE, "bekijken", kolom=theirs.column_address("1"))
    assert "in de kolom «Aanwezigheid»" in chosen
    other = visitor.press(PAGE, "bekijken", kolom="https://elders.example/lineitems/1")
    assert "Kies er een" in other, "only a column that the course has"


def test_of_two_courses_one_is_chosen(visitor: Visitor, theirs: Theirs) -> None:
    keep_launch(root_of(visitor), replace(course_of(theirs), id="ander", title="Ander vak"))
    assert '<option value="">Kies een cursus</option>' in visitor.get(PAGE), "none of two is chosen beforehand"
    for none in ({}, {"cursus": ""}):
        with pytest.raises(GradingError, match="Kies de cursus"):
            visitor.press(PAGE, "bekijken", **none)
    page = visitor.press(PAGE, "bekijken", cursus=COURSE)
    assert "in de kolom «5-Politiserend» van «Sterk sociaal werk»" in page
    assert "Kies een" not in page


def test_a_course_without_columns_says_what_to_make(visitor: Visitor, theirs: Theirs) -> None:
    theirs.columns.clear()
    assert "nog geen kolom voor punten. Maak in je leeromgeving" in visitor.press(PAGE, "bekijken")


def test_away_from_a_hub_or_before_anybody_came_in_nothing_is_offered(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = PAGE.removesuffix("/leeromgeving")
    assert "Punten doorgeven" in visitor.get(marks)
    assert "Bekijk wat er verandert" in visitor.get(PAGE)
    (root_of(visitor) / COURSES).unlink()
    assert "Punten doorgeven" not in visitor.get(marks)
    assert "zodra een student vanuit de leeromgeving binnenkwam" in visitor.get(PAGE)
    with pytest.raises(GradingError, match="zodra een student vanuit de leeromgeving binnenkwam"):
        visitor.press(PAGE, "bekijken")
    monkeypatch.delenv("JUPYTERHUB_API_URL")
    assert "Punten doorgeven" not in visitor.get(marks)


# What a platform may answer -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (400, "weigert dit zoals het is (400)"),
        (403, "geeft ons hier geen recht toe"),
        (404, "kent dit niet (meer): de student is uit de cursus daar, of de kolom is weg (404)"),
        (409, "heeft al een nieuwer punt (409)"),
        (422, "weigert dit punt (422)"),
        (500, "heeft zelf een storing. Probeer het straks opnieuw (500)"),
        (418, "weigert dit (418)"),
        (302, "stuurt ons door naar een ander adres. Dat doen we niet (302)"),
    ],
)
def test_a_mark_that_is_refused_is_told_by_name_and_the_others_arrive(
    visitor: Visitor, theirs: Theirs, status: int, why: str
) -> None:
    theirs.faults["/scores"] = lambda who: status if who == f"sub-{BRAM}" else 0
    page = visitor.press(PAGE, "versturen", **seal(visitor.press(PAGE, "bekijken")))
    assert "16 punten zijn verstuurd" in page
    assert "1 punt is niet aangekomen. Hier is niets verloren" in page
    assert f"Bram Claes ({BRAM}): De leeromgeving (127.0.0.1) {why}" in unescape(page)
    assert why in sent(visitor)[BRAM]
    theirs.faults.clear()
    again = visitor.press(PAGE, "bekijken")
    assert "1 van 18 punten gaat naar de leeromgeving." in again
    assert "1 punt is verstuurd" in visitor.press(PAGE, "versturen", **seal(again))
    assert theirs.columns["2"].scores[f"sub-{BRAM}"]["scoreGiven"] == 34


@pytest.mark.parametrize(("status", "why"), [(401, "aanvaardt onze sleutel niet"), (429, "krijgt te veel ineens")])
def test_what_the_next_student_would_hear_too_is_not_asked_for_everybody(
    visitor: Visitor, theirs: Theirs, status: int, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passback, "_AT_ONCE", 1)
    theirs.faults["/scores"] = lambda who: status if len(theirs.columns["2"].scores) == 3 else 0
    page = visitor.press(PAGE, "versturen", **seal(visitor.press(PAGE, "bekijken")))
    assert "3 punten zijn verstuurd" in page
    assert "14 punten zijn niet aangekomen" in page
    assert why in sent(visitor)["r0000021"]
    assert posts(theirs) == 4
    workspace = open_workspace(root_of(visitor))
    assert not is_current(workspace.root, ASSIGNMENT, "punten", results(workspace, ASSIGNMENT)), "there is more to do"


@pytest.mark.parametrize("path", ["/lineitems", "/results"])
@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_platform_that_shows_nothing_is_sent_nothing(
    visitor: Visitor, theirs: Theirs, path: str, status: int
) -> None:
    theirs.faults[path] = lambda who: status
    with pytest.raises(GradingError, match=rf"^De leeromgeving \(127\.0\.0\.1\) .*\({status}\)\.$"):
        visitor.press(PAGE, "bekijken")
    assert posts(theirs) == 0


def test_a_platform_that_does_not_answer_in_time_is_left_alone(
    visitor: Visitor, theirs: Theirs, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = Event()
    monkeypatch.setattr(passback, "_PATIENCE", 1)
    theirs.faults["/scores"] = lambda who: not let_go.wait(30)
    page = visitor.press(PAGE, "versturen", **seal(visitor.press(PAGE, "bekijken")))
    let_go.set()
    assert "0 punten zijn verstuurd" in page
    assert "antwoordt niet binnen 1 seconden" in page


def test_a_platform_that_is_gone_is_said_so(visitor: Visitor, theirs: Theirs) -> None:
    keep_launch(root_of(visitor), replace(course_of(theirs), lineitems="https://127.0.0.1:1/lineitems"))
    passback_page.hub_pass = lambda: Pass("x", "https://127.0.0.1:1")  # put back by the fixture
    with pytest.raises(UnreachableError, match="is niet te bereiken"):
        visitor.press(PAGE, "bekijken")


def test_a_certificate_that_nobody_vouches_for_is_not_believed(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(UnreachableError, match="is niet te bereiken"):
        visitor.press(PAGE, "bekijken")


def test_a_page_in_place_of_a_list_is_refused(
    visitor: Visitor, theirs: Theirs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theirs, "_paged", lambda *_: (200, "<p>Meld je aan</p>", {}))
    with pytest.raises(GradingError, match="antwoordt met iets anders dan een lijst"):
        visitor.press(PAGE, "bekijken")


ROW = {"userId": f"sub-{AYA}", "resultScore": 5, "resultMaximum": 40}


def answers(theirs: Theirs, monkeypatch: pytest.MonkeyPatch, end: str, rows: list[dict[str, Any]]) -> None:
    """Have the platform answer with these rows at a path."""
    real = theirs._paged
    monkeypatch.setattr(
        theirs, "_paged", lambda path, *rest: (200, rows, {}) if path.endswith(end) else real(path, *rest)
    )


@pytest.mark.parametrize("score", ["1e999999", "NaN", [1], True, 1e308, 10**400, "<b>1</b>", {"a": 1}])
def test_what_cannot_be_a_mark_is_told_and_not_taken_for_one(
    visitor: Visitor, theirs: Theirs, monkeypatch: pytest.MonkeyPatch, score: object
) -> None:
    answers(theirs, monkeypatch, "/results", [ROW | {"resultScore": score}])
    with pytest.raises(GradingError, match=r"zegt dat er in «5-Politiserend» «.{1,40}» staat, en dat is geen punt"):
        visitor.press(PAGE, "bekijken")
    assert posts(theirs) == 0


@pytest.mark.parametrize("maximum", ["1e999999", 0, -5, "veel"])
def test_a_maximum_that_cannot_be_is_that_of_the_column(
    visitor: Visitor, theirs: Theirs, monkeypatch: pytest.MonkeyPatch, maximum: object
) -> None:
    answers(theirs, monkeypatch, "/results", [ROW | {"resultMaximum": maximum}])
    assert rows(visitor.press(PAGE, "bekijken"))[AYA] == ["5 op 40", "36 op 40", "anders"]
    answers(theirs, monkeypatch, "/lineitems", [{"id": theirs.column_address("2"), "scoreMaximum": maximum}])
    page = visitor.press(PAGE, "bekijken", kolom=theirs.column_address("2"))
    assert "Het maximum is daar" not in page


def test_a_result_of_somebody_who_is_in_no_class_is_not_shown_and_not_touched(visitor: Visitor, theirs: Theirs) -> None:
    theirs.columns["2"].scores = {"sub-onbekend": {"scoreGiven": 7, "scoreMaximum": 40}}
    page = visitor.press(PAGE, "bekijken")
    assert ">7 op 40<" not in page
    visitor.press(PAGE, "versturen", **seal(page))
    assert theirs.columns["2"].scores["sub-onbekend"]["scoreGiven"] == 7


def test_a_page_in_place_of_a_confirmation_is_no_mark_that_arrived(
    visitor: Visitor, theirs: Theirs, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = seal(visitor.press(PAGE, "bekijken"))
    real = theirs._marks
    monkeypatch.setattr(
        theirs,
        "_marks",
        lambda method, *rest: (200, " <!doctype html>Meld je aan", {}) if method == "POST" else real(method, *rest),
    )
    page = visitor.press(PAGE, "versturen", **seen)
    assert "0 punten zijn verstuurd" in page
    assert "17 punten zijn niet aangekomen" in page
    assert "antwoordt met een bladzijde in plaats van met een bevestiging" in sent(visitor)[AYA]
    assert posts(theirs) <= passback._AT_ONCE + 1, "the others would hear the same"


@pytest.mark.parametrize(
    ("pieces", "why"),
    [
        (lambda: (b" " for _ in range(50)), "antwoordt niet binnen 1 seconden"),
        (lambda: [b"[" + b" " * 70_000], "antwoordt met veel meer dan nodig is"),
        (lambda: [b"[" * 60_000], "antwoordt met iets anders dan een lijst"),
        (lambda: [b"[]"], "is niet te bereiken"),  # shorter than it said
    ],
)
def test_a_platform_that_drips_pours_or_stops_halfway_is_let_go(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, pieces: Callable[[], Iterable[bytes]], why: str
) -> None:
    def answer(handler: lms_platform._Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "60000" if "iets anders" in why else "100000")
        handler.end_headers()
        handler.close_connection = True
        with suppress(OSError):  # nobody listens any more
            for piece in pieces():
                handler.wfile.write(piece)
                Event().wait(0.1 if "binnen" in why else 0)

    monkeypatch.setattr(passback, "_PATIENCE", 1)
    monkeypatch.setattr(passback, "_MUCH", 65_000)
    monkeypatch.setattr(lms_platform._Handler, "do_GET", answer)
    with pytest.raises(GradingError, match=why):
        visitor.press(PAGE, "bekijken")


@pytest.mark.parametrize("more", ["&a=" + "a" * 70_000, "#x y"])
def test_a_column_whose_address_cannot_be_asked_is_no_column(
    visitor: Visitor, theirs: Theirs, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    answers(theirs, monkeypatch, "/lineitems", [{"id": theirs.column_address("2") + more, "label": ASSIGNMENT}])
    assert "nog geen kolom voor punten" in visitor.press(PAGE, "bekijken")


def test_a_mark_that_changed_while_others_were_sent_is_still_to_be_given(visitor: Visitor, theirs: Theirs) -> None:
    workspace, changed = open_workspace(root_of(visitor)), Event()

    def meanwhile(_who: str) -> int:
        if not changed.is_set():
            changed.set()
            cell = next(cell for cell in results(workspace, ASSIGNMENT)[AYA].cells if cell.manual)
            mark(workspace, ASSIGNMENT, AYA, cell.cell, 0)
        return 0

    seen = seal(visitor.press(PAGE, "bekijken"))
    theirs.faults["/scores"] = meanwhile
    visitor.press(PAGE, "versturen", **seen)
    assert theirs.columns["2"].scores[f"sub-{AYA}"]["scoreGiven"] == 36, "what was shown"
    assert not is_current(workspace.root, ASSIGNMENT, "punten", results(workspace, ASSIGNMENT))


def test_pressed_by_two_at_once_everybody_gets_the_mark_that_was_shown(visitor: Visitor, theirs: Theirs) -> None:
    seen, said = seal(visitor.press(PAGE, "bekijken")), []

    def press() -> None:
        try:
            said.append(visitor.press(PAGE, "versturen", **seen))
        except GradingError as error:
            said.append(str(error))

    theirs.faults["/scores"] = lambda who: 1000 if Event().wait(0.1) else 0
    both = [Thread(target=press) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert all("17 punten zijn verstuurd" in each or "Sinds je keek, veranderde er iets" in each for each in said)
    assert theirs.columns["2"].scores[f"sub-{BRAM}"]["scoreGiven"] == 34
    assert len(theirs.columns["2"].scores) == 17


# Where it may go ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "fine"),
    [
        ("https://lms.school.example/a?b=1", True),
        ("https://LMS.school.example:443/", True),
        ("http://lms.school.example/a", False),
        ("https://lms.school.example:8443/a", False),
        ("https://lms.school.example:0/a", False),
        ("https://lms.school.example/" + "a" * 2000, False),
        ("https://lms.school.example.elders.example/a", False),
        ("https://lms.school.example@elders.example/a", False),
        ("https://elders.example\\@lms.school.example/a", False),
        ("https://127.0.0.1/a", False),
        ("//lms.school.example/a", False),
        ("https://lms.school.example/a\r\nX: y", False),
        ("https://[bad/a", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_marks_go_only_to_the_machine_of_the_settings_and_over_https(place: str, fine: bool) -> None:
    assert is_at(place, "https://lms.school.example/lti") is fine


def test_a_list_or_column_that_leads_elsewhere_is_not_followed(theirs: Theirs, monkeypatch: pytest.MonkeyPatch) -> None:
    entry, course = Pass(theirs.open_token(), theirs.address), course_of(theirs)
    with pytest.raises(GradingError, match="hoort niet bij de leeromgeving uit de instellingen"):
        Platform(entry, replace(course, lineitems="https://10.0.0.1/lineitems")).columns()
    strange = [{"id": "https://10.0.0.1/1", "label": "x"}, {"id": None}, {}]
    monkeypatch.setattr(theirs, "_paged", lambda *_: (200, strange, {}))
    assert Platform(entry, course).columns() == []
    line = Line(AYA, "sub", None, FinalMark(Decimal(1), Decimal(2)))
    told = send(Platform(entry, course), Place("https://10.0.0.1/1", "x", Decimal(2)), [line])
    assert "hoort niet bij de leeromgeving" in told[AYA]
    monkeypatch.setattr(theirs, "_paged", lambda *_: (200, [], {"Link": '<https://10.0.0.1/2>; rel="next"'}))
    with pytest.raises(GradingError, match=r"10\.0\.0\.1/2: dit adres hoort niet"):
        Platform(entry, course).columns()
    monkeypatch.setattr(theirs, "_paged", lambda *_: (200, [], {"Link": '<https://[bad>; rel="next"'}))
    with pytest.raises(GradingError, match=r"\[bad: dit adres hoort niet"):
        Platform(entry, course).columns()
    monkeypatch.setattr(theirs, "_paged", lambda path, *_: (200, [], {"Link": f'<{path}?type=lti>; rel="next"'}))
    with pytest.raises(GradingError, match="een lijst zonder einde"):
        Platform(entry, course).columns()


def test_a_hub_that_does_not_answer_is_told() -> None:
    with pytest.raises(UnreachableError, match="De hub van je school antwoordt niet"):
        hub_pass({"JUPYTERHUB_API_URL": "http://127.0.0.1:1/hub/api", "JUPYTERHUB_API_TOKEN": "x"})


# What is kept ---------------------------------------------------------------------------------------------------------


def claims(**more: Any) -> dict[str, Any]:
    endpoint = {"scope": [*SCOPES, f"{AGS}scope/lineitem"], "lineitems": "https://lms.school.example/7/lineitems"}
    found = {
        f"{CLAIM}context": {"id": "7", "title": "SW2"},
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": endpoint | more.pop("endpoint", {}),
        "name": "Aya Amrani",
        "email": "aya@school.example",
    }
    return found | more


MARKS = "https://lms.school.example"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        (claims(), ""),
        ({f"{CLAIM}context": {"id": "7"}}, MARKS),
        (claims(endpoint={"scope": SCOPES[:2]}), MARKS),
        (claims(endpoint={"scope": None}), MARKS),
        (claims(endpoint={"lineitems": "https://elders.example/lineitems"}), MARKS),
        (claims(endpoint={"lineitems": "http://lms.school.example/lineitems"}), MARKS),
        (claims(**{f"{CLAIM}context": {"title": "SW2"}}), MARKS),
        (claims(**{f"{CLAIM}context": None}), MARKS),
    ],
)
def test_a_launch_that_allows_no_marks_leaves_nothing(said: dict[str, Any], address: str) -> None:
    assert granted(said, DeepLink(), address) is None


def test_of_a_launch_only_course_and_column_are_taken() -> None:
    column = "https://lms.school.example/7/lineitems/3"
    told = claims(endpoint={"lineitem": column})
    found = granted(told, DeepLink(assignment=ASSIGNMENT), MARKS)
    assert found == LmsCourse("7", "SW2", "https://lms.school.example/7/lineitems", {ASSIGNMENT: column})
    without = granted(told, DeepLink(), MARKS)
    assert without
    assert without.columns == {}, "whose column it is, is not known"
    elsewhere = granted(
        claims(endpoint={"lineitem": "https://elders.example/3"}), DeepLink(assignment=ASSIGNMENT), MARKS
    )
    assert elsewhere
    assert elsewhere.columns == {}


def test_what_is_kept_is_for_its_owner_alone_and_one_name_is_one_person(tmp_path: Path) -> None:
    course = LmsCourse("7", "SW2", f"{MARKS}/7", {"1-a": f"{MARKS}/7/1"})
    keep_launch(tmp_path, course, AYA, "sub-a")
    keep_launch(tmp_path, replace(course, title="SW twee", columns={"2-b": f"{MARKS}/7/2"}), BRAM, "sub-b")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in (COURSES, MEMBERS)]
    assert modes == [0o600, 0o600]
    (kept,) = lms_courses(tmp_path)
    assert (kept.title, sorted(kept.columns)) == ("SW twee", ["1-a", "2-b"])
    assert lms_members(tmp_path) == {AYA: "sub-a", BRAM: "sub-b"}
    keep_launch(tmp_path, course, CHIARA, "sub-a")
    assert lms_members(tmp_path) == {BRAM: "sub-b", CHIARA: "sub-a"}, "marks of one never go to another"
    before = {file.name: file.stat().st_ino for file in tmp_path.iterdir()}
    keep_launch(tmp_path, kept, BRAM, "sub-b")
    assert {file.name: file.stat().st_ino for file in tmp_path.iterdir()}[MEMBERS] == before[MEMBERS]


def test_a_damaged_file_says_that_it_comes_back(tmp_path: Path) -> None:
    (tmp_path / MEMBERS).write_text(f'"studentnummer","x"\n"{AYA}","{"s" * 200_000}"\n', encoding="utf-8")
    with pytest.raises(CohortError, match=r"leeromgeving\.csv: dit bestand is beschadigd"):
        lms_members(tmp_path)
    for content in ("{", "[1]", '[{"id": "7"}]'):
        (tmp_path / COURSES).write_text(content, encoding="utf-8")
        with pytest.raises(CohortError, match="dit bestand is beschadigd"):
            lms_courses(tmp_path)


def test_who_is_erased_goes_from_it_and_with_a_class_all_of_it(visitor: Visitor) -> None:
    visitor.press(PAGE, "versturen", **seal(visitor.press(PAGE, "bekijken")))
    root = root_of(visitor)
    assert b"sub-r0000002" in (root / MEMBERS).read_bytes()
    erase_student(open_workspace(root), BRAM, "verzoek")
    left = {file.name: file.read_bytes() for file in root.glob("*leeromgeving*")}
    assert len(left) == 3
    assert not any(b"r0000002" in content for content in left.values())
    assert len(lms_members(root)) == 22
    erase_submissions(open_workspace(root))
    assert lms_members(root) == {}, "marks are sent no more"
    keep_launch(root, lms_courses(root)[0], AYA, "sub-aya")
    assert lms_members(root) == {}, "who comes in later is not written down again"
    erase_cohort(open_workspace(root))
    keep_launch(root, LmsCourse("7", "SW2", "https://lms.school.example/7", {}))
    assert not root.exists()


def test_who_asks_what_is_kept_reads_what_the_platform_calls_them(visitor: Visitor, tmp_path: Path) -> None:
    made = write_export(open_workspace(root_of(visitor)), BRAM, tmp_path / "inzage")
    text = (made.folder / MEMBERS).read_text(encoding="utf-8-sig")
    assert "sub-r0000002" in text
    assert "sub-r0000001" not in text
