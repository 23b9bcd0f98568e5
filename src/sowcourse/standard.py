"""What the course holds itself to: hours behind a credit, the age of figures, reading ease, fair debates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sowcourse.content import course_root, read_toml


@dataclass(frozen=True)
class Pace:
    """How long a part of a lesson takes: our own rule."""

    study_words: float
    """Words in a minute of study reading."""
    skimmed_words: float
    """Words in a minute where nobody reads every line."""
    skimmed: tuple[str, ...]
    """The parts that are read like that."""
    answers: dict[str, float]
    """Kind of part → minutes for each answer, or for the part as a whole when it asks for none."""
    most: float
    """How far lesson, headings and rule may lie apart, as a share."""


@dataclass(frozen=True)
class Standard:
    """The limits an author works within and the facts a programme cites."""

    oldest_figure: int
    """Years after which a figure asks for a newer one."""
    licences: tuple[str, ...]
    """Licences under which figures may be in the course."""
    hours_netherlands: int
    """Hours of study behind one credit in the Netherlands."""
    hours_flanders: tuple[int, int]
    """Fewest and most hours behind one credit in Flanders."""
    credit_sources: tuple[str, ...]
    pace: Pace
    lesson_ease: float
    """Lowest reading ease of a whole lesson, after Flesch and Douma."""
    paragraph_ease: float
    """Below this reading ease a single paragraph is pointed at."""
    most_words: float
    """How many times as many words one side of a debate may have."""
    most_arguments: float
    """How many times as many arguments one side of a debate may have."""
    fewest_origins: int
    """From how many places each side of a debate draws at least."""
    most_undated: float
    """Largest share of the sources that may be without a date."""
    most_untitled: float
    """Largest share of the sources that may have words of ours for a title."""
    blueprint_sources: tuple[str, ...]
    proposals: tuple[str, ...]
    """Dutch sentences: what in the blueprint is our own proposal or could not be verified."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source named here, by id."""
        return (*self.credit_sources, *self.blueprint_sources)


def load_standard(root: Path | None = None) -> Standard:
    """Read `standard.toml`.

    Raises: ContentError naming file and key; also when the Flemish hours are not a lowest and a highest.
    """
    table = read_toml((root or course_root()) / "standard.toml")
    credit, reading = table.table("credit"), table.table("reading")
    debate, blueprint = table.table("debate"), table.table("blueprint")
    cited, time = table.table("sources"), table.table("time")
    answers = time.table("answers")
    hours = credit.integers("flanders", 1, 60)
    if len(hours) != 2 or hours[0] > hours[1]:
        credit.fail(
            "flanders", f"verwacht worden het laagste en het hoogste aantal uren; gevonden {hours}.", "Verbeter."
        )
    standard = Standard(
        oldest_figure=table.integer("oldest_figure"),
        licences=table.texts("licences"),
        hours_netherlands=credit.integer("netherlands"),
        hours_flanders=(hours[0], hours[1]),
        credit_sources=credit.texts("sources"),
        pace=Pace(
            study_words=time.number("study_words"),
            skimmed_words=time.number("skimmed_words"),
            skimmed=time.texts("skimmed"),
            answers={name: answers.number(name) for name in answers.data},
            most=time.number("most"),
        ),
        lesson_ease=reading.number("lesson"),
        paragraph_ease=reading.number("paragraph"),
        most_words=debate.number("most_words"),
        most_arguments=debate.number("most_arguments"),
        fewest_origins=debate.integer("fewest_origins"),
        most_undated=cited.number("most_undated"),
        most_untitled=cited.number("most_untitled"),
        blueprint_sources=blueprint.texts("sources"),
        proposals=blueprint.texts("proposals"),
    )
    reading.text("source")
    for part in (credit, reading, debate, cited, answers, time, blueprint, table):
        part.close()
    return standard
