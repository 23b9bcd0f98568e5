"""How a krachtlijn is known without its name: a sign, and a pattern that holds in grey and in print."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from sowcourse.course import load_course

SIGNS = {
    "": '<path d="M4 20V6l8-3 8 3v14l-8-3z"/><path d="M12 3v14"/>',
    "nabijheid": '<circle cx="9" cy="12" r="6"/><circle cx="15" cy="12" r="6"/>',
    "proceslogica": '<path d="M3 20h5v-5h5v-5h5V5h3"/>',
    "generalistisch": '<circle cx="12" cy="12" r="3"/>'
    '<path d="M12 3v6M12 15v6M3 12h6M15 12h6M6 6l4 4M18 18l-4-4M18 6l-4 4M6 18l4-4"/>',
    "verbindend": '<circle cx="5" cy="12" r="2.5"/><circle cx="19" cy="6" r="2.5"/><circle cx="19" cy="18" r="2.5"/>'
    '<path d="M7 11l9.5-4M7 13l9.5 4M19 8.5v7"/>',
    "politiserend": '<path d="M4 10v4h4l8 5V5L8 10z"/><path d="M19 9a4 4 0 0 1 0 6"/>',
}
"""One drawing per krachtlijn, in lines: near, step by step, whole, tied, aloud."""

_RINGS = "m2 6a5 5 0 1 0 10 0a5 5 0 1 0-10 0m7 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0"
PATTERNS = {
    "": "m0 4h14m4 0h6m-24 4h6m4 0h14",
    "nabijheid": _RINGS,
    "proceslogica": "m0 10h6v-4h6v-4h6v8h6",
    "generalistisch": "m12 1v10m-5-5h10m-8.5-3.5l7 7m0-7l-7 7",
    "verbindend": "m0 6h9m6 0h9m-15 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    "politiserend": "m3 1l6 5l-6 5m9-10l6 5l-6 5",
}
"""One motif per krachtlijn, in lines within 24 by 12, from its top left."""
_MOTIF = 24


@cache
def krachtlijn_of(assignment: str) -> str:
    """The krachtlijn that an assignment practises; "" when it is of no lesson, or of none in particular."""
    return next((module.krachtlijn for module in load_course().modules if module.assignment == assignment), "")


def sign(krachtlijn: str) -> Markup:
    """The sign of a krachtlijn, as a picture that says nothing to who does not see it: its name stands beside it."""
    drawn = SIGNS.get(krachtlijn, SIGNS[""])
    return Markup(f'<svg class="sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawn}</svg>')


def band(krachtlijn: str, motifs: int = 20) -> Markup:
    """The pattern of a krachtlijn as a strip, likewise silent.

    Parameters: motifs – how many there are at most; what does not fit is cut off.
    """
    drawn = PATTERNS.get(krachtlijn, PATTERNS[""])
    path = "".join(f"M{place * _MOTIF} 0{drawn}" for place in range(motifs))
    return Markup(
        f'<svg class="band" viewBox="0 0 {motifs * _MOTIF} 12" preserveAspectRatio="xMinYMid slice" aria-hidden="true" '
        f'focusable="false"><path d="{path}"/></svg>'
    )
