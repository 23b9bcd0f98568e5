"""House rules about names: what is named exists, and what exists is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sowcourse.claim import load_claims
from sowcourse.content import course_root, datasets_root
from sowcourse.course import load_course, load_outcomes
from sowcourse.dataset import load_dataset
from sowcourse.debate import load_debates
from sowcourse.essay import load_essay, load_reactions
from sowcourse.glossary import load_glossary
from sowcourse.lab.known import KNOWN_FILE, known_text
from sowcourse.lint.exceptions import FILE as EXCEPTIONS_FILE
from sowcourse.lint.problem import Problem, unknown_ids
from sowcourse.quiz import load_quiz
from sowcourse.source import load_sources
from sowcourse.standard import load_standard
from sowcourse.threshold import load_walk


def ids_exist() -> Iterator[Problem]:
    """Every id that a module, debate, question or term names stands for something."""
    essay = load_essay()
    reactions = load_reactions()
    passages = {p.id for p in essay.passages} | {p.id for r in reactions for p in r.passages}
    reaction_ids = {reaction.id for reaction in reactions}
    sources = set(load_sources())
    outcomes = set(load_outcomes())
    for module in load_course().modules:
        file = module.folder / "module.toml"
        yield from unknown_ids(file, "passages", module.passages, passages)
        yield from unknown_ids(file, "reactions", module.reactions, reaction_ids)
        yield from unknown_ids(file, "outcomes", module.outcomes, outcomes)
        yield from unknown_ids(file, "terms", module.terms, set(load_glossary()))
        yield from unknown_ids(file, "sources", module.sources, sources)
        for dataset in module.datasets:
            load_dataset(dataset)
        for debate in load_debates(module.id).values():
            origins = [a.origin for a in debate.arguments if a.origin != "eigen"]
            known = passages | reaction_ids | sources
            yield from unknown_ids(module.folder / "debate.toml", f"debat '{debate.id}'", origins, known)
            yield from unknown_ids(module.folder / "debate.toml", "reaction", [debate.reaction], reaction_ids)
        if (module.folder / "claims.toml").exists():
            claims = load_claims(module.id)
            yield from unknown_ids(module.folder / "claims.toml", "passage", [c.passage for c in claims], passages)
            named = [evidence.source for claim in claims for evidence in claim.evidence]
            yield from unknown_ids(module.folder / "claims.toml", "source", named, sources)
        if (module.folder / "thresholds.toml").exists():
            named = [figure.source for figure in load_walk(module.id).figures]
            yield from unknown_ids(module.folder / "thresholds.toml", "source", named, sources)
        names = [question.passage for question in load_quiz(module.id)]
        yield from unknown_ids(module.folder / "quiz.toml", "passage", names, passages | reaction_ids | sources)
    standard = load_standard()
    yield from unknown_ids(course_root() / "standard.toml", "sources", standard.sources, sources)
    names = [term.source for term in load_glossary().values()]
    yield from unknown_ids(course_root() / "glossary.toml", "source", names, passages | sources)


def sources_are_used() -> Iterator[Problem]:
    """Every source is named somewhere; every outcome belongs to a module."""
    file = course_root() / "sources.toml"
    silent = (file, course_root() / EXCEPTIONS_FILE)  # an exception for a source does not use it
    texts = [p.read_text(encoding="utf-8") for p in course_root().rglob("*") if is_text(p) and p not in silent]
    texts += [p.read_text(encoding="utf-8") for p in datasets_root().rglob("dataset.toml")]
    words = set(re.findall(r"[\w-]+", " ".join(texts)))
    for identifier in load_sources():
        if identifier not in words:
            yield Problem(file, identifier, "deze bron wordt nergens genoemd.", "Gebruik de bron of haal haar weg.")
    used = {outcome for module in load_course().modules for outcome in module.outcomes}
    for identifier in load_outcomes():
        if identifier not in used:
            file = course_root() / "outcomes.toml"
            yield Problem(file, identifier, "geen enkele module heeft dit leerresultaat.", "Koppel of schrap het.")


def is_text(path: Path) -> bool:
    return path.suffix in {".toml", ".md", ".ipynb"} and ".ipynb_checkpoints" not in path.parts


def known_cells_are_listed() -> Iterator[Problem]:
    """The cells that the extension may run are those of the lessons as they are."""
    if KNOWN_FILE.read_text(encoding="utf-8") != known_text():
        yield Problem(
            KNOWN_FILE, "", "de lijst hoort niet bij de lessen zoals ze nu zijn.", "Voer 'sowcourse format' uit."
        )
