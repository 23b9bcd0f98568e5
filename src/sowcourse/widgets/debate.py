"""A debate case, step by step: position, reaction, arguments, lot, counter-argument, position again."""

from __future__ import annotations

from sowcourse.debate import POSITIONS, SIDES, load_debate
from sowcourse.essay import Reaction, load_passages, load_reactions
from sowcourse.source import load_sources, short_reference
from sowcourse.widgets.base import LessonWidget, answer_html, escaped, rendered


class DebateWidget(LessonWidget):
    """One debate case."""

    script = "debate.js"

    def __init__(self, module: str, identifier: str) -> None:
        debate = load_debate(module, identifier)
        reactions = {reaction.id: reaction for reaction in load_reactions()}
        reaction = reactions[debate.reaction]
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
                    "origin": origin_name(a.origin, reactions),
                    "rebuttal": a.rebuttal,
                    "ours": a.ours,
                }
                for a in debate.arguments
            ],
            "questions": list(debate.questions),
        }
        super().__init__(module, f"debat.{identifier}", f"Debat: {debate.title}", data)

    def static_body(self) -> str:
        data = self.data
        given = self.answer.get(data["item"], {})
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


def origin_name(origin: str, reactions: dict[str, Reaction]) -> str:
    """How an argument's origin is shown to a reader."""
    if origin == "eigen":
        return "voor dit debat bedacht"
    if origin in reactions:
        return f"reactie van {reactions[origin].author}"
    if origin in load_passages():
        for reaction in reactions.values():
            if any(passage.id == origin for passage in reaction.passages):
                return f"reactie van {reaction.author}, {origin}"
        return f"essay, {origin}"
    return short_reference(load_sources()[origin].apa)


def show_debate(module: str, identifier: str) -> DebateWidget:
    """A debate case; the answer is kept as `debat.<identifier>`."""
    return DebateWidget(module, identifier)
