"""No run of eight words comes from the essay or a reaction, apart from names, titles and set terms."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sowcourse.shingle import load_shingles, shingles
from tests.content.overlap import RUN, SET_TERMS, overlaps, prose

ROOT = Path(__file__).parents[2]

READABLE = {".cfg", ".css", ".csv", ".ipynb", ".js", ".json", ".md", ".py", ".toml", ".txt"}


def held_files() -> list[Path]:
    """Every readable file that git holds, or would hold."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in sorted(set(names)) if Path(name).suffix in READABLE and (ROOT / name).is_file()]


def test_no_file_repeats_the_originals() -> None:
    files = held_files()
    assert len(files) > 150
    found = {str(file.relative_to(ROOT)): runs for file in files if (runs := overlaps(prose(file), load_shingles()))}
    assert found == {}


def test_the_hashes_are_those_of_the_originals() -> None:
    """A set term is only on the list because the originals hold it, so its hash must be there."""
    assert len(load_shingles()) == 2854
    for term in SET_TERMS:
        assert set(shingles(term)) <= load_shingles(), term


@pytest.mark.parametrize(
    "copy",
    [
        "De kat van de buren zat gisteren weer op ons dak.",
        "de KAT van de buren\nzat *gisteren* weer op ons dak",
        "Eerst iets anders. De kat van de buren zat gisteren weer, en dan verder.",
    ],
)
def test_a_copied_run_is_found_whatever_its_dress(copy: str) -> None:
    original = frozenset(shingles("De kat van de buren zat gisteren weer op ons dak."))
    assert "de kat van de buren zat gisteren weer" in overlaps(copy, original)


def test_seven_words_in_a_row_are_not_yet_a_run() -> None:
    original = frozenset(shingles("De kat van de buren zat gisteren weer op ons dak."))
    assert RUN == 8
    assert overlaps("Wij zagen de kat van de buren zat gisteren en ook vandaag.", original) == []
