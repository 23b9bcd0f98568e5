"""The quizzes as an LMS reads them: every reference leads somewhere, and each question is the one of the lesson."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from sowcourse.cli import app
from sowcourse.course import load_course
from sowcourse.quiz import load_quiz
from sowcourse.site.qti import quizzes

SPACES = {"q": "http://www.imsglobal.org/xsd/imsqti_v2p1", "c": "http://www.imsglobal.org/xsd/imscp_v1p1"}
ORDER = ["responseDeclaration", "outcomeDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing"]
"""What the schema wants of a question, in this order; then the feedback."""


@pytest.fixture(scope="module")
def packages() -> dict[str, dict[str, ElementTree.Element]]:
    """Package → place in it → what stands there."""
    found = {}
    for name, content in quizzes():
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found[name] = {place: ElementTree.fromstring(packed.read(place)) for place in packed.namelist()}
    return found


def test_every_lesson_has_a_package_in_which_every_reference_leads_to_a_file(
    packages: dict[str, dict[str, ElementTree.Element]],
) -> None:
    assert list(packages) == [f"toets-{module.id}.qti.zip" for module in load_course().modules]
    for files in packages.values():
        manifest, test = files["imsmanifest.xml"], files["toets.xml"]
        assert {found.get("href") for found in manifest.findall(".//c:file", SPACES)} == set(files) - {
            "imsmanifest.xml"
        }
        assert manifest.findtext(".//c:schema", namespaces=SPACES) == "QTIv2.1 Package"
        resources = {found.get("identifier"): found for found in manifest.findall(".//c:resource", SPACES)}
        kinds = {found.get("href"): found.get("type") for found in resources.values()}
        assert kinds.pop("toets.xml") == "imsqti_test_xmlv2p1"
        assert set(kinds.values()) == {"imsqti_item_xmlv2p1"}
        needed = [found.get("identifierref") for found in manifest.findall(".//c:dependency", SPACES)]
        asked = [found.get("href") for found in test.findall(".//q:assessmentItemRef", SPACES)]
        assert [resources[name].get("href") for name in needed] == asked == list(kinds)
        names = [found.get("identifier", "") for tree in files.values() for found in (tree, *tree.iter())]
        assert all(name == "" or not name[0].isdigit() for name in names), "an identifier begins with a letter"


def test_every_question_stands_as_in_the_lesson_with_its_right_answer_and_all_its_feedback(
    packages: dict[str, dict[str, ElementTree.Element]],
) -> None:
    for module in load_course().modules:
        files = packages[f"toets-{module.id}.qti.zip"]
        for question in load_quiz(module.id):
            item = files[f"vragen/{question.id}.xml"]
            parts = [part.tag.partition("}")[2] for part in item]
            assert parts == ORDER + ["modalFeedback"] * len(question.options)
            assert item.findtext(".//q:prompt", namespaces=SPACES) == question.text
            choices = {found.get("identifier"): found.text for found in item.findall(".//q:simpleChoice", SPACES)}
            assert choices == {option.id: option.text for option in question.options}
            told = {found.get("identifier"): found.text for found in item.findall("q:modalFeedback", SPACES)}
            assert told == {option.id: option.feedback for option in question.options}
            right = item.findtext("q:responseDeclaration/q:correctResponse/q:value", namespaces=SPACES)
            assert question.option(str(right)).correct
            declared = {found.get("identifier") for found in item if found.tag.endswith("Declaration")}
            used = {found.get("identifier") for found in item.find("q:responseProcessing", SPACES).iter()} - {None}  # type: ignore[union-attr]
            assert used == declared == {"RESPONSE", "SCORE", "FEEDBACK"}


def test_no_question_stands_twice_in_an_lms_that_took_all_packages(
    packages: dict[str, dict[str, ElementTree.Element]],
) -> None:
    names = [
        tree.get("identifier") for files in packages.values() for place, tree in files.items() if "vragen/" in place
    ]
    assert len(names) == len(set(names)) == sum(len(load_quiz(module.id)) for module in load_course().modules)


def test_site_writes_the_packages_beside_the_pages_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sowcourse.site.building.pages", lambda sheets: iter([("index.html", b"x")]))
    run = CliRunner().invoke(app, ["site", "--qti"])
    assert "Toetsen voor een LMS: website/toetsen, één bestand per les." in " ".join(run.output.split())
    assert sorted(file.name for file in (tmp_path / "website" / "toetsen").iterdir())[0] == "toets-0-start.qti.zip"
    assert "toetsen" not in CliRunner().invoke(app, ["site"]).output
    assert not (tmp_path / "website" / "toetsen").exists()
