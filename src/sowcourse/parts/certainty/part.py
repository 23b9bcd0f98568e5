"""How sure a student is of something, and what would change that."""

from __future__ import annotations

from sowcourse.parts.base import Answer, Part, answer_html, rendered, text_in

STEPS = ("helemaal niet zeker", "niet zo zeker", "half om half", "vrij zeker", "heel zeker")


class CertaintyPart(Part):
    """A statement, five steps of being sure, and what would change it."""

    call = "show_certainty"
    keeps = "zekerheid.{}"
    script = "certainty"
    fields = (("change", "Wat zou je van gedachten doen veranderen?"),)

    def __init__(self, module: str, identifier: str, statement: str) -> None:
        asked = {"statement": statement, "steps": list(STEPS), "question": self.fields[0][1]}
        super().__init__(module, f"zekerheid.{identifier}", "Hoe zeker ben je?", asked)

    def body(self, answer: Answer) -> str:
        chosen = text_in(answer, self.item, "step")
        told = f"Hoe zeker ben je? {chosen or ' · '.join(STEPS)}"
        asked = rendered(f"{self.data['statement']}\n\n{told}\n\n{self.data['question']}")
        return asked + answer_html(text_in(answer, self.item, "change"))
