"""How a krachtlijn is known without its name: a sign and a pattern, drawn in `templates/krachtlijn.html`."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from sowcourse.course import load_course
from sowcourse.pages.page import macro

_DRAWN = "krachtlijn.html"


@cache
def krachtlijn_of(assignment: str) -> str:
    """The krachtlijn that an assignment practises; "" when it is of no lesson, or of none in particular."""
    return next((module.krachtlijn for module in load_course().modules if module.assignment == assignment), "")


def sign(krachtlijn: str) -> Markup:
    """The sign of a krachtlijn, as a picture that says nothing to who does not see it: its name stands beside it."""
    return macro(_DRAWN, "sign", krachtlijn)


def band(krachtlijn: str, most: int = 20) -> Markup:
    """The pattern of a krachtlijn as a strip of at most so many motifs, likewise silent."""
    return macro(_DRAWN, "band", krachtlijn, most)
