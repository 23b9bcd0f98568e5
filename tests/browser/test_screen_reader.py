"""What somebody hears who does not see: Debian's Orca reads a lesson and an assignment in Firefox, in Dutch."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.site.building import write_site
from tests.browser.orca import listening

ASSIGNMENT = "Opdracht: Nabijheid · Sterk sociaal werk"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, released: Path) -> Path:
    folder = tmp_path_factory.mktemp("gehoord") / "website"
    write_site(folder, released={"1-nabijheid": released / "1-nabijheid" / "1-nabijheid.ipynb"})
    return folder


def test_a_lesson_is_heard_by_its_headings_its_questions_and_what_became_of_an_answer(
    site: Path, tmp_path: Path
) -> None:
    address = (site / "les" / "1-nabijheid.html").as_uri()
    with listening(tmp_path, address, "Nabijheid · Sterk sociaal werk") as reader:
        reader.press("Tab", "Naar de inhoud link.", most=3)
        reader.press("h", "Nabijheid kop niveau 1.")
        reader.press("h", "Waarom dit telt kop niveau 2.")
        heard = reader.press("Tab", "alleen jij leest dit", most=6)
        assert "regio Notitie: Wacht je of duw je?" in heard
        assert "Wacht je of duw je? Schrijf op wat je vanavond tegen Geert zou zeggen. invoerveld." in heard
        reader.hear("Focus-modus")
        heard = reader.type("Ik wacht nog even.", "Opgeslagen om")
        assert not any("woord" in one for one in heard), "a count at every word drowns what is written"


def test_a_question_of_an_assignment_is_heard_with_its_choices_and_that_the_answer_is_kept(
    site: Path, tmp_path: Path
) -> None:
    address = (site / "opdracht" / "1-nabijheid.html").as_uri()
    with listening(tmp_path, address, ASSIGNMENT) as reader:
        heard = reader.press("Tab", "helemaal oneens.", most=30)
        assert "B. Je standpunt vooraf paneel." in heard
        reader.press("space", "Bewaard in deze browser om")
