"""What the course holds itself to is read whole, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.content import course_root
from sowcourse.errors import ContentError
from sowcourse.standard import load_standard


def test_a_credit_is_28_hours_in_the_netherlands_and_25_to_30_in_flanders() -> None:
    standard = load_standard()
    assert (standard.hours_netherlands, standard.hours_flanders) == (28, (25, 30))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[25, 30]", "[30, 25]", "verwacht worden het laagste en het hoogste aantal uren; gevonden (30, 25)"),
        ("[25, 30]", "[25]", "gevonden (25,)"),
        ("oldest_figure = 5", 'oldest_figure = "vijf"', "verwacht wordt een geheel getal, gevonden 'vijf'"),
        ("most_words", "most_wrods", "Staat er misschien 'most_wrods'?"),
    ],
)
def test_a_slip_is_named_with_its_place(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    text = (course_root() / "standard.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "standard.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_standard(tmp_path)
    assert "standard.toml" in str(refused.value)
    assert sentence in str(refused.value)
