"""Contradictions: how often students said that the mirror was wrong. It says something of the mirror only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from markupsafe import Markup

from sowcourse.gradebook.digest import Digest
from sowcourse.pages.page import paragraph, table
from sowcourse.report.position import GROUP

MIRROR_TITLES = {
    "description": "wat er gebeurde",
    "feeling": "wat je voelde",
    "analysis": "hoe je het begrijpt",
    "assumption": "wat je zelf aannam",
    "other_perspective": "de blik van een ander",
    "power": "macht en structuur",
    "next_step": "je volgende stap",
}
"""The kinds of the mirror by their names; repeated here, so that nothing in grading imports the mirror."""


def contradiction_table(digests: Iterable[Digest]) -> Markup:
    """How often students contradicted the mirror, for groups of GROUP or more."""
    used = [digest.mirror for digest in digests if digest.mirror is not None]
    if len(used) < GROUP:
        return paragraph(f"Minder dan {GROUP} studenten gebruikten de spiegel; dan tonen we niets.")
    said = Counter(kind for kinds in used for kind in kinds)
    rows = [(title, said[name]) for name, title in MIRROR_TITLES.items()]
    caption = f"Hoe vaak {len(used)} studenten «klopt niet» zeiden"
    told = paragraph("Dit zegt iets over de spiegel, niet over studenten.")
    return table(caption, ["soort zin", "klopt niet"], rows, frozenset({1})) + told
