"""The class in pictures, on a page of Kantoor and as a file: the same, ordered and narrowed without a script."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sowcourse.cohort.workspace import Workspace, open_workspace
from sowcourse.office.asked import Asked, Download
from sowcourse.office.desk import Desk
from sowcourse.office.picture_page import keep_assignment, keep_cohort
from sowcourse.report.grid import DOUBT
from sowcourse.submissions.received import UNSURE, keep, read_received
from tests.walking_office import Visitor

ASSIGNMENT = "5-politiserend"


@pytest.fixture(scope="module")
def visitor(demo: tuple[Workspace, Path], tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    folder = tmp_path_factory.mktemp("beeld")
    shutil.copytree(demo[0].root, folder / "demo")
    open_workspace(folder / "demo")
    return Visitor(Desk(folder, "/kantoor"))


PAGE = f"cohort/demo/opdracht/{ASSIGNMENT}/beeld"


def names(page: str) -> list[str]:
    table = page.partition('id="klas"')[2].partition("</table>")[0]
    return re.findall(r'<th scope="row">\s*(?:<a[^>]*>)?([^<]+)', table)


def test_every_picture_stands_with_its_table_and_leads_to_the_answers(visitor: Visitor) -> None:
    shown = visitor.get(PAGE)
    for name in ("klas", "spreiding", "tijd", "vragen", "fout", "standpunten", "gelijk"):
        part = shown.partition(f'id="{name}"')[2].partition("</section>")[0]
        assert "<svg role=" in part, name
        assert "<table>" in part, name
    assert f"/kantoor/{PAGE.removesuffix('beeld')}voorbeeld?student=r0000014" in shown
    assert "/beoordelen/blind/vraag/reflectie" in shown
    assert not re.search(r"<script|\sstyle=|\son[a-z]+=", shown)


def test_a_column_orders_the_class_and_once_more_turns_it_round(visitor: Visitor) -> None:
    whole = names(visitor.get(PAGE))
    assert len(whole) == 24
    up = visitor.get(PAGE, tabel="klas", kolom="5")
    down = visitor.get(PAGE, tabel="klas", kolom="5", om="1")
    assert 'aria-sort="ascending"' in up
    assert 'aria-sort="descending"' in down
    assert sorted(names(up)) == sorted(names(down)) == sorted(whole)
    assert names(up)[0] == "Pauline Maes", "who has nothing of 40 stands first, and who has no total last"
    assert names(down)[-1] == names(up)[-1]


def test_words_leave_only_the_rows_that_have_them_and_what_is_odd_changes_nothing(visitor: Visitor) -> None:
    assert names(visitor.get(PAGE, tabel="klas", zoek="te laat")) == ["Rania Haddad", "Sten Vermeulen"]
    assert "Geen rij met «&lt;b&gt;»." in visitor.get(PAGE, tabel="klas", zoek="<b>")
    whole = names(visitor.get(PAGE))
    for odd in ("99", "-1", "twee", "1" * 50, "²"):
        assert names(visitor.get(PAGE, tabel="klas", kolom=odd)) == whole


def test_the_file_holds_the_same_pictures_and_needs_nothing_else(visitor: Visitor) -> None:
    shown = visitor.get(PAGE)
    asked = Asked(visitor.desk, ("demo", ASSIGNMENT))
    kept = keep_assignment(asked)
    assert isinstance(kept, Download)
    assert kept.name == f"overzicht-{ASSIGNMENT}.html"
    html = kept.content.decode()
    drawn = re.findall(r"<svg.*?</svg>", shown, re.DOTALL)
    assert drawn
    assert [each for each in drawn if each not in html] == []
    assert "<script" not in html
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', html) == []
    whole = keep_cohort(Asked(visitor.desk, ("demo",)))
    assert isinstance(whole, Download)
    drawn = re.findall(r"<svg.*?</svg>", visitor.get("cohort/demo/beeld"), re.DOTALL)
    assert len(drawn) == 1
    assert drawn[0] in whole.content.decode()


def test_a_moment_that_nobody_knows_is_explained_wherever_it_stands_and_nowhere_else(visitor: Visitor) -> None:
    versions = f"cohort/demo/opdracht/{ASSIGNMENT}/versies"
    whole = Asked(visitor.desk, ("demo", ASSIGNMENT))
    student, told = "r0000014", DOUBT.partition(":")[0]

    def explained() -> list[bool]:
        kept = keep_assignment(whole)
        assert isinstance(kept, Download)
        pages = (visitor.get(PAGE), kept.content.decode("utf-8"), visitor.get(versions, student=student))
        return [f"{told}:" in page for page in pages]

    assert explained() == [False, False, False]
    workspace = whole.workspace
    (piece, *_), content = read_received(workspace, ASSIGNMENT, student).pieces, b"{}"
    keep(workspace, ASSIGNMENT, student, replace(piece, unsure=True, code="0000-0000"), content)
    (workspace.root / "submitted" / student / ASSIGNMENT / UNSURE).write_text("onzeker", encoding="utf-8")
    assert explained() == [True, True, True]
    assert "moment onzeker" in visitor.get(PAGE)


def test_a_class_of_which_nothing_came_is_shown_as_such(visitor: Visitor) -> None:
    shown = visitor.get("cohort/demo/opdracht/1-nabijheid/beeld")
    assert "<title>niet ingeleverd: 24</title>" in shown
    assert 'id="vragen"' not in shown
