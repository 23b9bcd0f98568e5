"""Texts that the whole course shares: what students can do, words and sources, routes, the study guide."""

from __future__ import annotations

from sowcourse.concept import load_concepts
from sowcourse.course import load_course, load_outcomes
from sowcourse.glossary import load_glossary
from sowcourse.lint import load_exemptions
from sowcourse.programme.studyguide import load_words as load_guide
from sowcourse.skeleton.kind import Kind
from sowcourse.skeleton.shape import Head, Sections
from sowcourse.source import load_sources
from sowcourse.word import load_words

_WORDS = "words.toml"

COURSE_TEXTS = (
    Kind(
        "cursus",
        "Over de cursus",
        "blad van de cursus",
        "course.toml",
        lambda _, root: load_course(root),
        "title",
        shape=Head,
        elsewhere=("version", "route", "activity"),
    ),
    Kind(
        "routes",
        "Routes",
        "route",
        "course.toml",
        lambda _, root: load_course(root),
        "title",
        entry="route",
        flat=("parts",),
        open=("assignments",),
    ),
    Kind(
        "activiteiten",
        "Wat studenten er nog bij doen",
        "activiteit",
        "course.toml",
        lambda _, root: load_course(root),
        "title",
        entry="activity",
        open=("each",),
    ),
    Kind(
        "leerresultaten",
        "Leerresultaten",
        "leerresultaat",
        "outcomes.toml",
        lambda _, root: load_outcomes(root),
        "text",
        entry="outcome",
        flat=("dublin",),
    ),
    Kind(
        "begrippen",
        "Woordenlijst",
        "begrip",
        "glossary.toml",
        lambda _, root: load_glossary(root),
        "term",
        entry="term",
    ),
    Kind("bronnen", "Bronnen", "bron", "sources.toml", lambda _, root: load_sources(root), "apa", entry="source"),
    Kind(
        "concepten",
        "Begrippen in een antwoord",
        "begrip in een antwoord",
        "concepts.toml",
        lambda _, root: load_concepts(root),
        "name",
        entry="concept",
        key="name",
        flat=("forms", "others"),
        named_after=True,
    ),
    Kind(
        "afkortingen",
        "Afkortingen",
        "afkorting",
        _WORDS,
        lambda _, root: load_words(root),
        "short",
        entry="abbreviation",
        key="short",
        flat=("full",),
        named_after=True,
    ),
    Kind(
        "woordparen",
        "Woorden over de grens",
        "woord over de grens",
        _WORDS,
        lambda _, root: load_words(root),
        "flemish",
        entry="pair",
        key="",
        flat=("only_flemish", "only_dutch", "explained"),
    ),
    Kind(
        "rechtswoorden",
        "Woorden van recht",
        "groep woorden van recht",
        _WORDS,
        lambda _, root: load_words(root),
        "words",
        entry="law",
        key="",
        flat=("words", "also"),
    ),
    Kind(
        "onvertaald",
        "Afkortingen die zo blijven",
        "groep afkortingen die zo blijft",
        _WORDS,
        lambda _, root: load_words(root),
        "shorts",
        entry="kept",
        key="",
        flat=("shorts",),
    ),
    Kind(
        "woordvormen",
        "Afkortingen die op een woord lijken",
        "lijst",
        _WORDS,
        lambda _, root: load_words(root),
        "lookalikes",
        shape=Head,
        elsewhere=("abbreviation", "pair", "law", "kept"),
    ),
    Kind(
        "studiewijzer-opening",
        "Studiewijzer: de opening",
        "opening van de studiewijzer",
        "studyguide.toml",
        lambda _, root: load_guide(root),
        "opening",
        shape=Head,
    ),
    Kind(
        "studiewijzer",
        "Studiewijzer: de onderdelen",
        "onderdeel van de studiewijzer",
        "studyguide.toml",
        lambda _, root: load_guide(root),
        "title",
        shape=Sections.of,
    ),
    Kind(
        "uitzonderingen",
        "Uitzonderingen op huisregels",
        "uitzondering",
        "exceptions.toml",
        lambda _, root: load_exemptions(root),
        "reason",
        entry="exception",
        key="",
    ),
)
"""In the order in which somebody looks for them."""

NO_FORM = {
    "essay/essay.toml": (
        "Het essay in onze woorden: elke passage hangt met een vingerafdruk aan een alinea van het origineel. "
        "Wie haar verandert, doet dat met het essay ernaast."
    ),
    "essay/reactions.toml": (
        "De reacties van lezers in onze woorden: ook die hangen met een vingerafdruk aan wat de schrijvers schreven."
    ),
    "mirror.toml": (
        "Waar de spiegel in een reflectie naar zoekt. Gemeten aan teksten van andere schrijvers: een woord erbij of "
        "eraf vraagt een nieuwe meting."
    ),
    "names.toml": "De namen waaraan herkenbare mensen herkend worden: lijsten uit registers, met hun herkomst.",
    "standard.toml": (
        "Waar de huisregels de cursus aan meten. Wie een maat verandert, verandert wat er van elke les gevraagd wordt, "
        "en schrijft er een beslissing bij."
    ),
}
"""Files of the course without a form → why, for who looks for them."""
