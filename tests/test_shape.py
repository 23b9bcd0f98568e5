"""What an LMS writes in the name of a file: who handed in, and when. All names are fictional."""

from __future__ import annotations

from datetime import datetime

import pytest

from sowcourse.cohort.shape import moment_in, shape_of


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Nov 18, 2026 1003 AM", datetime(2026, 11, 18, 10, 3)),
        ("November 18, 2026 12:03 AM", datetime(2026, 11, 18, 0, 3)),
        ("Nov 18, 2026 1203 PM", datetime(2026, 11, 18, 12, 3)),
        ("Nov 19, 2026 900 p.m.", datetime(2026, 11, 19, 21, 0)),
        ("19 november, 2026 2203", datetime(2026, 11, 19, 22, 3)),
        ("26 nov. 2026 1423", datetime(2026, 11, 26, 14, 23)),
        ("1 mrt 2026 9.05", datetime(2026, 3, 1, 9, 5)),
        ("3 maart 2026 905", datetime(2026, 3, 3, 9, 5)),
        ("Okt 3, 2026 905 AM", datetime(2026, 10, 3, 9, 5)),
        ("7 mei 2026 om 14:23:59", datetime(2026, 5, 7, 14, 23, 59)),
        ("2026-12-18-10-42-01", datetime(2026, 12, 18, 10, 42, 1)),
        ("2 dec. 2026 2:03 n.m.", datetime(2026, 12, 2, 14, 3)),
        ("2 dec 2026 1203 vm", datetime(2026, 12, 2, 0, 3)),
        ("2 dec 2026 14.03 uur", datetime(2026, 12, 2, 14, 3)),
        ("Dec 2, 2026 2:03 \u200ePM", datetime(2026, 12, 2, 14, 3)),
        ("2 dec 2026 2:03 nachm.", None),
        ("2 dec 2026 14:03 UTC", None),
        ("31 nov 2026 1000", None),
        ("18 brumaire 2026 1000", None),
        ("18 nov 2026 2560", None),
        ("2026-13-18-10-42-01", None),
        ("18 nov 2026", None),
    ],
)
def test_a_moment_is_read_in_both_languages_or_not_at_all(text: str, moment: datetime | None) -> None:
    assert moment_in(text) == moment


@pytest.mark.parametrize(
    ("path", "system", "number", "name", "late"),
    [
        ("zip/peetersjan_LATE_102_9002_x.ipynb", "canvas", "102", "peetersjan", True),
        ("groep3_104_9004_1-nabijheid-1.ipynb", "canvas", "104", "groep3", False),
        ("11-22 - Zoë De-Smet- Nov 18, 2026 1003 AM/x.ipynb", "brightspace", "11", "Zoë De-Smet", False),
        ("Taak_r1_poging_2026-12-18-10-42-01_x.ipynb", "blackboard", "r1", "", False),
        ("Jan Peeters_12_assignsubmission_onlinetext_/onlinetext.html", "moodle", "12", "Jan Peeters", False),
    ],
)
def test_each_lms_is_known_by_the_way_it_writes_a_name(
    path: str, system: str, number: str, name: str, late: bool
) -> None:
    shape = shape_of(path)
    assert shape is not None
    assert (shape.system, shape.id, shape.name, shape.late) == (system, number, name, late)


_DATED = ["opdracht_2026_11_18.ipynb", "verslag_2026_3_9_Bram Claes.ipynb", "claesbram_11_question_5_12_x.ipynb"]
"""A date, and a file in a quiz of Canvas, whose second number is the question's."""


@pytest.mark.parametrize("path", ["Bram Claes.ipynb", "1 - 2.ipynb", "bram_5.ipynb", "r0000001/x_1.ipynb", *_DATED])
def test_any_other_name_is_of_no_lms(path: str) -> None:
    assert shape_of(path) is None
