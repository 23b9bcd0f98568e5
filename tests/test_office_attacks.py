"""What is aimed at Kantoor by who gets a file, a name or a form into it; and what a coordinator cannot take back.

Forged tokens, other sessions, other hosts and addresses are in tests/browser/test_office.py: they need a server.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import threading
import zipfile
from pathlib import Path

import pytest
from tornado import web

from sowcourse.cohort.memory import remember, remembered
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.cycle import release
from sowcourse.errors import CohortError, ContentError, GradingError, SowcourseError
from sowcourse.office import job
from sowcourse.office.desk import Desk, Dropped
from sowcourse.office.icon import by_hand, entry, write_icon
from sowcourse.progress import Progress
from tests.walking_office import Visitor

ASSIGNMENT = "5-politiserend"
HERE = "cohort/2026-najaar"
ROSTER = "studentnummer,voornaam,achternaam\nr0000001,Aya,Amrani\nr0000002,Bram,Claes\nr0000003,Cleo,Dermul\n"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("aanval")
    (folder / "klas.csv").write_text(ROSTER, encoding="utf-8")
    workspace = create("2026-najaar", folder / "klas.csv", folder)
    release(workspace, ASSIGNMENT)
    return workspace


@pytest.fixture
def klass(released: Workspace, tmp_path: Path) -> Workspace:
    """A cohort for one test, with an assignment that was given out."""
    shutil.copytree(released.root, tmp_path / "klassen" / "2026-najaar")
    return open_workspace(tmp_path / "klassen" / "2026-najaar")


@pytest.fixture
def visitor(klass: Workspace) -> Visitor:
    return Visitor(Desk(klass.root.parent, "/kantoor"))


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but those that a page may write."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink()]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_a_zip_reaches_nothing_outside_and_its_names_are_text(visitor: Visitor, klass: Workspace) -> None:
    notebook = (klass.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes()
    packed, link = io.BytesIO(), zipfile.ZipInfo("r0000002_koppeling.ipynb", (2026, 9, 1, 12, 0, 0))
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("../../../buiten.ipynb", "/buiten.ipynb", "..\\..\\buiten.ipynb", "<img src=x onerror=a()>.ipynb"):
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 12, 0, 0)), notebook)
        archive.writestr(link, str(klass.root / "klas.csv"))
    before = everything(klass.root.parent)
    dropped = {"bestanden": Dropped("../../<b>in.zip", packed.getvalue())}
    visitor.press(f"{HERE}/opdracht/{ASSIGNMENT}", "ophalen", dropped)
    visitor.wait(klass.root)
    shown = visitor.get(f"{HERE}/opdracht/{ASSIGNMENT}")
    assert "Van wie is dit?" in shown
    assert "<img src=x" not in shown
    assert "<b>in.zip" not in shown
    assert not list(klass.root.parent.parent.rglob("buiten*")), "nothing climbed out of the zip"
    assert not (klass.root / "submitted" / "r0000002").exists(), "a link is nobody's answer"
    after = everything(klass.root.parent)
    assert {name: after.get(name) for name in before} == before


def test_an_answer_in_kantoor_about_any_file_is_of_the_assignment_where_it_was_asked(
    visitor: Visitor, klass: Workspace
) -> None:
    here, name = f"{HERE}/opdracht/{ASSIGNMENT}", "mijn opdracht definitief.ipynb"
    notebook = (klass.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes()
    visitor.press(here, "ophalen", {"bestanden": Dropped(name, notebook)})
    visitor.wait(klass.root)
    remember(klass.root, {f"opdracht:1-nabijheid:bestand:{name}": "r0000001", "naam:mijn": "r0000009"})
    shown = visitor.press(here, "van-wie", **{"bestand-0": name, "van-0": "r0000002"})
    assert "Dit bestand is van Bram Claes (r0000002); bij een volgende opdracht vragen we het opnieuw." in shown
    assert "1-nabijheid was gezegd" not in shown, "another assignment is left alone"
    visitor.wait(klass.root)
    assert (klass.root / "submitted" / "r0000002" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").is_file()
    assert remembered(klass.root) == {
        f"opdracht:1-nabijheid:bestand:{name}": "r0000001",
        f"opdracht:{ASSIGNMENT}:bestand:{name}": "r0000002",
    }


def test_two_files_of_one_name_are_not_given_to_one_student_by_an_answer_about_the_other(
    visitor: Visitor, klass: Workspace
) -> None:
    here, files = f"{HERE}/opdracht/{ASSIGNMENT}", [{"name": "x.ipynb", "remark": "niemand. Zeg wie het is: x"}] * 2
    visitor.desk.jobs.start(klass.root, "ophalen", ASSIGNMENT, lambda tell: {"files": files})
    visitor.wait(klass.root)
    names = {"bestand-0": "x.ipynb", "bestand-1": "x.ipynb"}
    for second in ("r0000002", ""):
        with pytest.raises(CohortError, match=r"x\.ipynb: er zijn er meer die zo heten"):
            visitor.press(here, "van-wie", **names, **{"van-0": "r0000001", "van-1": second})
    assert remembered(klass.root) == {}
    with pytest.raises(CohortError, match="Kies bij minstens één bestand"):
        visitor.press(here, "van-wie", **names)


def test_a_zip_that_swells_is_refused_before_it_fills_the_disk(visitor: Visitor, klass: Workspace) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("r0000001_groot.ipynb", b"0" * 300_000_000)
    assert len(packed.getvalue()) < 400_000
    visitor.press(f"{HERE}/opdracht/{ASSIGNMENT}", "ophalen", {"bestanden": Dropped("in.zip", packed.getvalue())})
    visitor.wait(klass.root)
    assert "(Aya Amrani): dit bestand is groter dan 50 MB" in visitor.get(f"{HERE}/opdracht/{ASSIGNMENT}")
    assert sum(len(content) for content in everything(klass.root).values()) < 100_000_000


def test_a_link_among_our_files_leads_a_browser_nowhere(visitor: Visitor, klass: Workspace) -> None:
    secret = klass.root.parent.parent / "geheim"
    secret.write_text("niet voor wie mag downloaden", encoding="utf-8")
    shelves = {
        f"{HERE}/bewaren/a.zip": klass.root / "archief" / "a.zip",
        f"{HERE}/programma/a.html": klass.root / "programma" / "a.html",
        f"{HERE}/opdracht/{ASSIGNMENT}/bestand/punten-{ASSIGNMENT}.csv": klass.root / f"punten-{ASSIGNMENT}.csv",
        f"{HERE}/opdracht/{ASSIGNMENT}/overzicht": klass.root / f"overzicht-{ASSIGNMENT}.html",
    }
    for path, file in shelves.items():
        file.parent.mkdir(exist_ok=True)
        file.symlink_to(secret)
        with pytest.raises(web.HTTPError, match="404"):
            visitor.get(path)


@pytest.mark.parametrize("name", ["..", "../a.zip", "klas.csv", "..%2fklas.csv", "..%2f..%2fcohort.toml", ""])
def test_a_file_is_asked_by_its_name_on_its_own_shelf(visitor: Visitor, name: str) -> None:
    for shelf in ("bewaren", "programma", f"opdracht/{ASSIGNMENT}/bestand"):
        with pytest.raises((web.HTTPError, SowcourseError)):
            visitor.get(f"{HERE}/{shelf}/{name}")


def test_two_who_press_at_once_get_one_piece_of_work(visitor: Visitor, klass: Workspace) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def work(tell: Progress) -> dict[str, object]:
        begun.set()
        assert go_on.wait(30)
        return {}

    visitor.desk.jobs.start(klass.root, job.DONE, ASSIGNMENT, work)
    assert begun.wait(30)
    kept = everything(klass.root)
    for path, does, words in (
        (f"{HERE}/opdracht/{ASSIGNMENT}", "nakijken", {}),
        (f"{HERE}/bewaren", "archiveren", {"namen": "met"}),
        (f"{HERE}/bewaren", "wissen", {"student": "r0000001", "nummer": "r0000001", "reden": "verzoek"}),
        (f"{HERE}/bewaren", "veel-wissen", {"wat": "alles", "cohort": "2026-najaar"}),
    ):
        with pytest.raises((GradingError, CohortError), match="bezig"):
            visitor.press(path, does, **words)
    assert everything(klass.root) == kept
    go_on.set()
    visitor.wait(klass.root)


@pytest.mark.parametrize(
    ("kind", "told"), [("archiveren", "Het archief is niet gemaakt: "), ("wissen", "Het wissen is niet af: ")]
)
def test_work_on_a_whole_cohort_is_told_as_ended_only_when_it_is(
    visitor: Visitor, klass: Workspace, kind: str, told: str
) -> None:
    path, go_on = f"{HERE}/bewaren", threading.Event()

    def work(tell: Progress) -> dict[str, object]:
        assert go_on.wait(30)
        tell("Schrijven", 1, 2)
        return {}

    visitor.desk.jobs.start(klass.root, kind, klass.root.name, work)
    shown = visitor.get(path)
    assert f"Bezig met {kind}" in shown
    assert told not in shown
    visitor.desk.jobs.cancel(klass.root)
    go_on.set()
    visitor.wait(klass.root)
    assert f"{told}dat is gestopt omdat jij het vroeg." in visitor.get(path)


def test_a_cohort_that_goes_while_its_page_is_open_is_told_of(visitor: Visitor, klass: Workspace) -> None:
    gone = threading.Event()

    def work(tell: Progress) -> dict[str, object]:
        assert gone.wait(30)
        tell("Nakijken", 1, 2)
        return {}

    visitor.desk.jobs.start(klass.root, "nakijken", ASSIGNMENT, work)
    shutil.rmtree(klass.root)
    gone.set()
    visitor.wait(klass.root)
    for path in (HERE, f"{HERE}/deadlines", f"{HERE}/opdracht/{ASSIGNMENT}"):
        with pytest.raises(web.HTTPError, match="404"):
            visitor.get(path)
    with pytest.raises(web.HTTPError, match="404"):
        visitor.press(f"{HERE}/deadlines", "bewaren")
    assert not klass.root.exists(), "nothing is made anew by asking"
    assert "Je hebt er nog geen in deze map." in visitor.get("")


@pytest.mark.parametrize("name", ["../buiten", "a/b", "2026-najaar", "", ".verborgen", "CON"])
def test_next_year_is_made_in_this_folder_or_not_at_all(visitor: Visitor, klass: Workspace, name: str) -> None:
    before = sorted(klass.root.parent.parent.iterdir()), sorted(klass.root.parent.iterdir())
    with pytest.raises(CohortError):
        visitor.press(f"{HERE}/volgend-jaar", "maken", naam=name)
    assert (sorted(klass.root.parent.parent.iterdir()), sorted(klass.root.parent.iterdir())) == before


def test_next_year_takes_nobody_along_and_shows_its_deadlines_before(visitor: Visitor, klass: Workspace) -> None:
    (klass.root / "kalender.toml").write_text(
        f'tijdzone = "Europe/Brussels"\n[inleveren]\n{ASSIGNMENT} = "2026-12-18 23:59"\n', encoding="utf-8"
    )
    assert "vr 17-12-2027 23:59" in visitor.get(f"{HERE}/volgend-jaar")
    shown = visitor.press(f"{HERE}/volgend-jaar", "maken", naam="2027-najaar")
    assert "Cohort «2027-najaar» is gemaakt uit 2026-najaar, nog zonder klaslijst" in shown
    assert 'value="2027-12-17"' in shown
    made = everything(klass.root.parent / "2027-najaar")
    assert [name for name, content in made.items() if b"r0000001" in content] == []


def test_one_student_is_not_spoken_of_as_more(visitor: Visitor, klass: Workspace) -> None:
    one = {"klaslijst": Dropped("klas.csv", b"studentnummer,voornaam,achternaam\nr0000009,Cas,Daems\n")}
    assert "is gemaakt, met 1 student." in visitor.press("nieuw", "maken", one, naam="2027-een")
    assert "<li>1 student</li>" in visitor.get("cohort/2027-een")
    assert f"<li>{len(klass.students())} studenten</li>" in visitor.get(HERE)
    assert "2027-twee» is gemaakt uit 2026-najaar, met 1 student." in visitor.press(
        f"{HERE}/volgend-jaar", "maken", one, naam="2027-twee"
    )


def test_nobody_is_erased_unless_their_number_was_typed(visitor: Visitor, klass: Workspace) -> None:
    path, before = f"{HERE}/bewaren", everything(klass.root)
    shown = visitor.press(path, "kiezen", student="r0000002")
    assert "Alles over Bram Claes (r0000002) wissen?" in shown
    assert "het LMS, de studentenadministratie en mail" in shown
    for student, typed, reason in (
        ("r0000002", "", "verzoek"),
        ("r0000002", "r0000001", "verzoek"),
        ("r0000009", "r0000009", "verzoek"),
        ("r0000002", "r0000002", "Bram wou het"),
    ):
        with pytest.raises(CohortError):
            visitor.press(path, "wissen", student=student, nummer=typed, reden=reason)
    for what, typed in (("alles", "2026"), ("klas.csv", "2026-najaar"), ("inzendingen", "")):
        with pytest.raises(CohortError):
            visitor.press(path, "veel-wissen", wat=what, cohort=typed)
    assert everything(klass.root) == before
    assert "Het wissen is begonnen." in visitor.press(
        path, "wissen", student="r0000002", nummer="r0000002", reden="verzoek"
    )
    visitor.wait(klass.root)
    shown = visitor.get(path)
    assert re.search(r"Bewijs: \d+ bestanden doorzocht op nummer, e-mailadres en hele naam.*: 0 gevonden\.", shown)
    assert [name for name, content in everything(klass.root).items() if b"r0000002" in content] == []
    assert "verzoek" in (klass.root / "gewist.csv").read_text("utf-8")
    told = visitor.press(path, "veel-wissen", wat="alles", cohort="2026-najaar")
    assert "Gewist: 2026-najaar, alles." in told
    assert not klass.root.exists()


def test_terms_are_the_schools_and_a_ground_is_only_words(visitor: Visitor, klass: Workspace) -> None:
    file = klass.root.parent / "school.toml"
    for wrong in (
        {"grondslag": "", "punten": "12"},
        {"grondslag": "OER", "punten": ""},
        {"grondslag": "OER", "punten": "-1"},
        {"grondslag": "OER", "punten": "1e3"},
    ):
        with pytest.raises((CohortError, ContentError)):
            visitor.press("bewaartermijnen", "bewaren", **wrong)
        assert not file.exists()
    ground = 'OER"\n[bewaartermijn]\npunten = 0 <b>'
    shown = visitor.press("bewaartermijnen", "bewaren", grondslag=ground, punten="24", inzendingen="")
    assert "OER&quot;\n[bewaartermijn]\npunten = 0 &lt;b&gt;" in shown
    assert "Er waren er nog geen." in shown
    assert "Eerder: punten 24 maanden." in visitor.press("bewaartermijnen", "bewaren", grondslag="OER", punten="36")


def test_what_a_programme_shows_is_made_and_read_here(visitor: Visitor, klass: Workspace) -> None:
    shown = visitor.press(f"{HERE}/programma", "studiewijzer")
    assert "De studiewijzer is gemaakt" in shown
    assert "studiewijzer.docx" in shown
    asked, route = visitor.asked(f"{HERE}/programma/studiewijzer.html", {}, {})
    assert "<h1" in route.show(asked).html  # type: ignore[attr-defined]


def test_cohorts_are_compared_by_name_and_two_at_least(visitor: Visitor) -> None:
    for names in (["2026-najaar"], ["2026-najaar", "../elders"], []):
        asked, route = visitor.asked("vergelijken", {"doe": "vergelijken"}, {})
        asked.words["cohort"] = names  # type: ignore[index]
        with pytest.raises(CohortError, match="minstens twee"):
            route.acts["vergelijken"](asked)  # type: ignore[attr-defined]


@pytest.mark.parametrize("folder", ["/klassen/najaar", '/kl "assen" 100%/$(rm x)/`id`', "/a\\b\nExec=rm"])
def test_an_icon_runs_our_program_and_nothing_that_a_folder_is_called(folder: str) -> None:
    lines = entry(Path(folder)).splitlines()
    commands = [line for line in lines if line.startswith("Exec=")]
    assert len(commands) == 1
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', commands[0].removeprefix("Exec=").replace("\\\\", "\\"))
    plain = [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]
    assert plain[1:] == ["office", folder.replace("\n", "n")]


def test_an_icon_is_put_where_there_is_a_desktop_and_told_of_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("XDG_DESKTOP_DIR", raising=False)
    with pytest.raises(CohortError, match="hier wordt het bureaublad verwacht"):
        write_icon(tmp_path)
    (tmp_path / "Bureaublad").mkdir()
    monkeypatch.setenv("XDG_DESKTOP_DIR", str(tmp_path / "Bureaublad"))
    assert by_hand(tmp_path, "linux") == []
    assert os.access(write_icon(tmp_path), os.X_OK)
    assert any('sowcourse.exe" office "' in line for line in by_hand(tmp_path, "win32"))
    assert any("Kantoor.command" in line for line in by_hand(tmp_path, "darwin"))


@pytest.mark.parametrize("where", ["in een vak", "in het adres"])
def test_a_number_that_python_does_not_read_is_refused_before_anybody_looks_at_it(visitor: Visitor, where: str) -> None:
    digits = "9" * 5000
    with pytest.raises(web.HTTPError) as caught:
        visitor.get(HERE, rij=digits) if where == "in een vak" else visitor.get(f"cohort/{digits}")
    assert caught.value.status_code == 400
    assert "<h1" in visitor.get(HERE, rij="9" * 999), "what is not that long reaches the page"
