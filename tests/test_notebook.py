"""The normal form of notebooks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sowcourse.errors import ContentError
from sowcourse.notebook import dump, normalise, one_sentence_per_line, read_notebook

RUN = {
    "cells": [
        {
            "cell_type": "code",
            "id": "lezen",
            "metadata": {"tags": ["widget"], "collapsed": True, "execution": {"iopub.status.busy": "x"}},
            "source": "# Lezen\nshow_reader('x')\n",
            "execution_count": 3,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}],
        },
        {"cell_type": "markdown", "id": "intro", "metadata": {}, "source": ["Eén zin. Nog een zin.\n"]},
    ],
    "metadata": {"widgets": {"state": {}}, "sowcourse": {"kind": "lesson"}},
    "nbformat": 4,
    "nbformat_minor": 4,
}


def test_normal_form_drops_outputs_counts_and_unknown_metadata() -> None:
    notebook = normalise(RUN)
    code, prose = notebook["cells"]
    assert code["outputs"] == []
    assert code["execution_count"] is None
    assert code["metadata"] == {"tags": ["widget"]}
    assert prose["source"] == ["Eén zin.\n", "Nog een zin."]
    assert notebook["metadata"]["sowcourse"] == {"kind": "lesson"}
    assert "widgets" not in notebook["metadata"]
    assert notebook["nbformat_minor"] == 5


def test_normal_form_is_stable() -> None:
    once = normalise(RUN)
    assert dump(normalise(json.loads(dump(once)))) == dump(once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dat is zo. En dat ook.", "Dat is zo.\nEn dat ook."),
        ("Zie M. Spierts. Dan verder.", "Zie M. Spierts.\nDan verder."),
        ("Dat geldt bijv. In Gent.", "Dat geldt bijv. In Gent."),
        ("- Eerst dit. Dan dat.", "- Eerst dit.\n  Dan dat."),
        ("«Waarom niet?» Dat vroeg zij.", "«Waarom niet?»\nDat vroeg zij."),
        ("## Kop. Met punt", "## Kop. Met punt"),
        ("| a. B | c. D |", "| a. B | c. D |"),
        ("```\nprint('a. B')\n```", "```\nprint('a. B')\n```"),
        ("In 2018. Daarna niet.", "In 2018.\nDaarna niet."),
    ],
)
def test_prose_gets_one_sentence_per_line(text: str, expected: str) -> None:
    assert one_sentence_per_line(text) == expected
    assert one_sentence_per_line(expected) == expected


def test_a_word_document_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "les.ipynb"
    file.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(ContentError, match=r"les\.ipynb: dit is geen notebook\. Bewaar het als \.ipynb"):
        read_notebook(file)
