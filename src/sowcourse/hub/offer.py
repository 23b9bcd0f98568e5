"""Which debates a hall can be opened for: those of the course, with where each argument comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sowcourse.course import load_course
from sowcourse.debate import Debate, load_debates
from sowcourse.essay import load_passages, load_reactions
from sowcourse.parts.debate.part import origin_name
from sowcourse.source import load_sources


@dataclass(frozen=True)
class Offer:
    """One debate of a lesson."""

    lesson: str
    debate: Debate
    origins: Mapping[str, str]
    """Id of an argument → where it comes from."""


@cache
def offers() -> dict[str, Offer]:
    """Every debate of the course in the order of its lessons, by the names of lesson and debate."""
    reactions = {reaction.id: reaction for reaction in load_reactions()}
    passages, sources = load_passages(), load_sources()
    found = {}
    for module in load_course().modules:
        for debate in load_debates(module.id).values():
            origins = {a.id: origin_name(a.origin, reactions, passages, sources) for a in debate.arguments}
            found[f"{module.id}.{debate.id}"] = Offer(module.title, debate, origins)
    return found
