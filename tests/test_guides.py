"""The student's guides: every link leads somewhere, every picture is made by the script, every trouble has its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
GUIDES = [
    DOCS / "handleiding-student.md",
    DOCS / "hulp-student.md",
    DOCS / "toegankelijkheid.md",
    *sorted((DOCS / "hulp").glob("*.md")),
]


def anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_link_leads_to_a_page_that_is_there(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("http"):
            continue
        file, _, part = target.partition("#")
        there = (guide.parent / file) if file else guide
        assert there.is_file(), target
        if part:
            headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert part in map(anchor, headings), target


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_picture_says_what_is_on_it_and_is_made_by_the_script(guide: Path) -> None:
    script = (DOCS / "pictures.py").read_text(encoding="utf-8")
    for told, name in re.findall(r"!\[(.*?)\]\((?:\.\./)?beelden/(.+?)\.png\)", guide.read_text(encoding="utf-8")):
        assert len(told) > 10
        assert f'keep(page, "{name}")' in script


def test_every_trouble_has_a_page_and_the_list_names_them_all() -> None:
    named = re.findall(r"\]\(hulp/(.+?)\)", (DOCS / "hulp-student.md").read_text(encoding="utf-8"))
    assert sorted(named) == [page.name for page in sorted((DOCS / "hulp").glob("*.md"))]
