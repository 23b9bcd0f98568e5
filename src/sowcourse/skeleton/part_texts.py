"""Texts of the parts that one krachtlijn has: thresholds, an ecogram, signals and ties, forms of voice."""

from __future__ import annotations

from sowcourse.parts.collective.model import load_collective
from sowcourse.parts.ecogram.model import load_ecogram
from sowcourse.parts.forum.model import load_forum
from sowcourse.skeleton.kind import Kind
from sowcourse.skeleton.shape import Head
from sowcourse.threshold import load_walk

_THRESHOLDS, _ECOGRAM = "{}/thresholds.toml", "{}/ecogram.toml"
_COLLECTIVE, _FORUM = "{}/collective.toml", "{}/forum.toml"

PART_TEXTS = (
    Kind(
        "drempels",
        "Drempels: de inleiding",
        "inleiding bij de drempels",
        _THRESHOLDS,
        load_walk,
        "title",
        shape=Head,
        elsewhere=("threshold", "person", "figure"),
    ),
    Kind("drempelsoorten", "Drempels: welke", "drempel", _THRESHOLDS, load_walk, "name", entry="threshold"),
    Kind(
        "drempelmensen",
        "Drempels: de mensen",
        "mens met recht op steun",
        _THRESHOLDS,
        load_walk,
        "name",
        entry="person",
        flat=("thresholds",),
    ),
    Kind(
        "drempelcijfers",
        "Drempels: echte cijfers",
        "cijfer bij de drempels",
        _THRESHOLDS,
        load_walk,
        "text",
        entry="figure",
        key="",
    ),
    Kind(
        "ecogram",
        "Ecogram: de persoon",
        "inleiding bij het ecogram",
        _ECOGRAM,
        load_ecogram,
        "title",
        shape=Head,
        elsewhere=("actor",),
    ),
    Kind(
        "ecogramkring",
        "Ecogram: wie eromheen staat",
        "iemand in het ecogram",
        _ECOGRAM,
        load_ecogram,
        "name",
        entry="actor",
        flat=("domains",),
    ),
    Kind(
        "collectief",
        "Van klacht naar collectief: de inleiding",
        "inleiding bij het netwerk",
        _COLLECTIVE,
        load_collective,
        "title",
        shape=Head,
        elsewhere=("signal", "node", "tie"),
    ),
    Kind(
        "signalen",
        "Van klacht naar collectief: signalen",
        "signaal",
        _COLLECTIVE,
        load_collective,
        "text",
        entry="signal",
    ),
    Kind(
        "buren",
        "Van klacht naar collectief: wie er is",
        "mens of instelling",
        _COLLECTIVE,
        load_collective,
        "name",
        entry="node",
    ),
    Kind(
        "banden",
        "Van klacht naar collectief: banden",
        "band",
        _COLLECTIVE,
        load_collective,
        "how",
        entry="tie",
        key="between",
        flat=("between",),
        named_after=True,
    ),
    Kind(
        "forum",
        "Forum: de inleiding",
        "inleiding bij het forum",
        _FORUM,
        load_forum,
        "title",
        shape=Head,
        elsewhere=("voice", "form", "route"),
    ),
    Kind("forumstemmen", "Forum: lezers die meekijken", "lezer", _FORUM, load_forum, "name", entry="voice"),
    Kind("forumvormen", "Forum: vormen van verzet", "vorm", _FORUM, load_forum, "name", entry="form"),
    Kind("forumroutes", "Forum: andere stappen", "stap", _FORUM, load_forum, "name", entry="route"),
)
"""In the order in which a lesson shows them."""
