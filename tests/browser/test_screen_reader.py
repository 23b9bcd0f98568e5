"""What somebody hears who does not see: Debian's Orca reads a lesson and an assignment in Firefox, in Dutch."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.site.building import write_site
from tests.browser.orca import listening


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, released: Path) -> Path:
    folder = tmp_path_factory.mktemp("gehoord") / "website"
    write_site(folder, released={"1-nabijheid": released / "1-nabijheid" / "1-nabijheid.ipynb"})
    return folder


def test_a_lesson_is_heard_by_its_headings_questions_choices_and_what_became_of_an_answer(
    site: Path, tmp_path: Path
) -> None:
    address = (site / "les" / "1-nabijheid.html").as_uri()
    with listening(tmp_path, address, "Nabijheid · Sterk sociaal werk") as reader:
        reader.press("ctrl+Home", "Naar de inhoud link.")
        reader.press("h", "Nabijheid kop niveau 1.")
        reader.press("h", "Waarom dit telt kop niveau 2.")
        heard = reader.press("Tab", "Wacht je of duw je?", most=6)
        assert "regio Notitie: Wacht je of duw je? Schrijf op wat je vanavond tegen Geert zou zeggen." in heard
        assert any(one.endswith("invoerveld.") for one in heard)
        assert any("alleen jij leest dit" in one for one in heard)
        reader.type("Ik wacht.")
        reader.press("Tab", "Opgeslagen om")
