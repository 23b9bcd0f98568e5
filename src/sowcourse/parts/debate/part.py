"""A debate case, step by step: position, reaction, arguments, lot, counter-argument, position again."""

from __future__ import annotations

from pathlib import Path

from sowcourse.course import load_module
from sowcourse.debate import POSITIONS, SIDES, load_debate, load_debates
from sowcourse.errors import ContentError
from sowcourse.essay import Passage, Reaction, load_passages, load_reactions
from sowcourse.parts.base import Answer, Field, Part, answer_html, escaped, rendered
from sowcourse.source import Source, load_sources, short_reference


class DebatePart(Part):
    """One debate case."""

    call = "show_debate"
    told = "een debat"
    keeps = "debat.{}"
    script = "debate"

    @classmethod
    def offered(cls, module: str, course: Path) -> list[tuple[str, ...]]:
        held = (course / module / "debate.toml").is_file()
        return [(module, name) for name in load_debates(module, course)] if held else []

    def __init__(self, module: str, identifier: str, root: Path | None = None) -> None:
        debate = load_debate(module, identifier, root)
        reactions = {reaction.id: reaction for reaction in load_reactions(root)}
        if debate.reaction not in reactions:
            raise ContentError(
                load_module(module, root).folder / "debate.toml",
                f"debat '{debate.id}', sleutel 'reaction'",
                f"er is geen reactie '{debate.reaction}'.",
                f"Kies uit: {', '.join(reactions)}.",
            )
        reaction = reactions[debate.reaction]
        passages, sources = load_passages(root), load_sources(root)

        def origin(named: str) -> str:
            return origin_name(named, reactions, passages, sources)

        data = {
            "title": debate.title,
            "motion": debate.motion,
            "reader": reaction.author,
            "introduction": debate.introduction,
            "reaction": [rendered(passage.text) for passage in reaction.passages],
            "positions": list(POSITIONS),
            "arguments": [
                {
                    "id": a.id,
                    "side": a.side,
                    "text": a.text,
                    "origin": origin(a.origin),
                    "rebuttal": a.rebuttal,
                    "ours": a.ours,
                }
                for a in debate.arguments
            ],
            "questions": list(debate.questions),
        }
        super().__init__(module, f"debat.{identifier}", f"Debat: {debate.title}", data)

    def body(self, answer: Answer) -> str:
        data = self.data
        given = answer.get(data["item"], {})
        parts = [f"<h4>{escaped(data['title'])}</h4><p class='sow-motion'>{escaped(data['motion'])}</p>"]
        parts.append(f"<p>Je standpunt vooraf:</p>{answer_html(given.get('before'))}{answer_html(given.get('why'))}")
        parts.append(f"<h5>De reactie van {escaped(data['reader'])}</h5>")
        parts += [f"<div class='sow-text'>{text}</div>" for text in data["reaction"]]
        for side, name in zip(SIDES, ("voor", "tegen"), strict=True):
            parts.append(f"<h5>Argumenten {name}</h5><ul>")
            for argument in data["arguments"]:
                if argument["side"] == side:
                    chosen = " — door jou gekozen" if given.get(side) == argument["id"] else ""
                    added = f" Van ons erbij: {escaped(argument['ours'])}" if argument["ours"] else ""
                    parts.append(f"<li>{escaped(argument['text'])} ({escaped(argument['origin'])}){added}{chosen}</li>")
            parts.append("</ul>")
        parts.append(f"<p>Je pleidooi:</p>{answer_html(given.get('plea'))}")
        parts.append(f"<p>Je antwoord op een tegenargument:</p>{answer_html(given.get('reply'))}")
        parts.append(f"<p>De andere kant, in drie zinnen:</p>{answer_html(given.get('other'))}")
        parts.append(f"<p>Een zin die beide kanten kunnen tekenen:</p>{answer_html(given.get('joint'))}")
        parts.append(
            f"<p>Je standpunt achteraf:</p>{answer_html(given.get('after'))}{answer_html(given.get('whyAfter'))}"
        )
        return "".join(parts)

    def asked(self) -> list[Field]:
        return [Field(self.item, key, f"{self.data['title']}: {title}") for key, title in FIELDS.items()]


FIELDS = {
    "why": "waarom ik daar vooraf stond",
    "plea": "mijn pleidooi",
    "plea2": "het pleidooi van wie naast me zat",
    "reply": "mijn antwoord op een tegenargument",
    "other": "de andere kant, bepleit door mij",
    "other2": "de andere kant, bepleit door wie naast me zat",
    "joint": "een zin die beide kanten kunnen tekenen",
    "whyAfter": "wat de doorslag gaf",
}
"""Field to write in → what the portfolio calls it, in the order of writing."""


def origin_name(
    origin: str, reactions: dict[str, Reaction], passages: dict[str, Passage], sources: dict[str, Source]
) -> str:
    """How an argument's origin is shown to a reader."""
    if origin == "eigen":
        return "voor dit debat bedacht"
    if origin in reactions:
        return f"reactie van {reactions[origin].author}"
    if origin in passages:
        for reaction in reactions.values():
            if any(passage.id == origin for passage in reaction.passages):
                return f"reactie van {reaction.author}, {origin}"
        return f"essay, {origin}"
    return short_reference(sources[origin].apa)
