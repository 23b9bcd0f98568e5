"""Thresholds stack: taking away the most frequent one helps nobody who meets another."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sowcourse.errors import ContentError
from sowcourse.threshold import load_walk


def test_the_most_frequent_threshold_never_stands_alone() -> None:
    walk = load_walk("1-nabijheid")
    ((most, times),) = Counter(name for person in walk.people for name in person.thresholds).most_common(1)
    assert (most, times) == ("digitaal", 6)
    assert not [person.name for person in walk.people if person.thresholds == (most,)]


def test_ten_people_of_whom_one_receives_already() -> None:
    people = load_walk("1-nabijheid").people
    assert len(people) == 10
    assert [person.id for person in people if not person.thresholds] == ["hilde"]


def test_a_threshold_that_does_not_exist_is_refused(tiny_course: Path) -> None:
    (tiny_course / "1-nabijheid" / "thresholds.toml").write_text(
        'introduction = "x"\n[[threshold]]\nid = "taal"\nname = "Taal"\nremedy = "tolk"\n'
        '[[person]]\nid = "a"\nname = "A"\nabout = "a"\nthresholds = ["tal"]\n',
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"de drempel 'tal' bestaat niet\. Kies uit: taal\."):
        load_walk("1-nabijheid", tiny_course)
