"""A lesson's code cell shows a part of the lesson and can do nothing else."""

from __future__ import annotations

import pytest

from sowcourse.course import load_course
from sowcourse.lesson import cell_faults, with_case
from sowcourse.notebook import dump, normalise, read_notebook, source

CALL = "verwacht wordt één korte aanroep."
COMMENT = "de codecel begint niet met een opmerking."


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('# Hier.\nshow_note("a", "b", question="Wat?")', []),
        ("# Hier.\nshow_journey()", []),
        ("# Hier.\nfrom sowcourse.widgets import (\n    show_case,\n    draw_bars,\n)", []),
        ('show_note("a")', [COMMENT]),
        ("x = 1", [COMMENT, CALL]),
        ("# Hier.", [CALL]),
        ("# Hier.\nshow_note(open('x').read())", [CALL]),
        ("# Hier.\nshow_note('a') or print('x')", [CALL]),
        ("# Hier.\nshow_note('a').data", [CALL]),
        ("# Hier.\nshow_note(f'{1}')", [CALL]),
        ("# Hier.\nshow_note(['a'])", [CALL]),
        ("# Hier.\nx.show_note('a')", [CALL]),
        ("# Hier.\nshow_note = 3", [CALL]),
        ("# Hier.\nimport sowcourse.widgets", [CALL]),
        ("# Hier.\nfrom sowcourse.widgets.base import show_x", [CALL]),
        ("# Hier.\nfrom .widgets import show_x", [CALL]),
        ("# Hier.\n%run x.py", [CALL]),
        ("# Hier.\nshow_note('a'", [CALL]),
        ("# Hier.\nshow_note(" + "(" * 5000 + ")" * 5000 + ")", [CALL]),
        ("# Hier.\nshow_note('\x00')", [CALL]),
    ],
)
def test_only_an_import_of_widgets_or_one_call_with_plain_values_passes(text: str, faults: list[str]) -> None:
    assert [fault for fault, _ in cell_faults(text)] == faults


@pytest.mark.parametrize("number", range(7))
def test_a_case_fits_into_every_lesson_and_can_be_shown(number: int) -> None:
    module = load_course().modules[number]
    lesson = read_notebook(module.lesson)
    before = dump(lesson)
    added = with_case(lesson, module.id, "mijn-casus", "Mijn\ncasus")
    assert dump(lesson) == before
    code = [source(cell) for cell in added["cells"] if cell["cell_type"] == "code"]
    assert [fault for text in code for fault in cell_faults(text)] == []
    own = f'# Hier verschijnt de casus «Mijn casus».\nshow_case("{module.id}", "mijn-casus")'
    assert code.count(own) == 1
    assert "show_case" in code[0]
    assert not any("show_case(" in text for text in code[code.index(own) + 1 :])
    assert len(added["cells"]) == len(lesson["cells"]) + 1
    assert dump(normalise(added)) == dump(added)
