"""The passages of a lesson, each with its margin questions, its terms and, when imported, the original."""

from __future__ import annotations

import re

from sowcourse.course import load_module
from sowcourse.errors import EssayError
from sowcourse.essay import load_essay, load_passages
from sowcourse.glossary import Term, load_glossary
from sowcourse.original import load_original
from sowcourse.parts.base import Answer, Field, Part, answer_html, escaped, rendered


class ReaderPart(Part):
    """The essay beside the margin."""

    call = "show_reader"
    told = "de passages van het essay"
    keeps = "lezen"
    script = "reader"

    def __init__(self, module: str) -> None:
        lesson = load_module(module)
        passages = load_passages()
        originals, notice = _originals()
        terms = load_glossary()
        rows = []
        for identifier in lesson.passages:
            passage = passages[identifier]
            rows.append(
                {
                    "id": passage.id,
                    "section": passage.section,
                    "html": rendered(passage.text),
                    "original": originals.get(passage.id, ""),
                    "terms": [
                        {"term": term.term, "definition": term.definition}
                        for term in terms.values()
                        if _named(term, passage.text)
                    ],
                    "margins": [
                        {"id": m.id, "question": m.question} for m in lesson.margins if m.passage == passage.id
                    ],
                }
            )
        attribution = rendered(load_essay().attribution + (f" {notice}" if notice else ""))
        super().__init__(module, "lezen", "Lezen", {"passages": rows, "attribution": attribution})

    def body(self, answer: Answer) -> str:
        parts = []
        section = ""
        for passage in self.data["passages"]:
            if passage["section"] != section:
                section = passage["section"]
                parts.append(f"<h3>{escaped(section)}</h3>")
            parts.append(f'<p class="sow-number">{passage["id"]}</p>')
            parts.append(f'<div class="sow-text">{passage["html"]}</div>')
            if passage["original"]:
                parts.append(f"<blockquote>{escaped(passage['original'])}</blockquote>")
            for margin in passage["margins"]:
                parts.append(f"<p><strong>{escaped(margin['question'])}</strong></p>")
                parts.append(answer_html(answer.get(f"lezen.{margin['id']}")))
        return "".join(parts) + str(self.data["attribution"])

    def asked(self) -> list[Field]:
        margins = [margin for passage in self.data["passages"] for margin in passage["margins"]]
        return [Field(f"lezen.{margin['id']}", "", margin["question"]) for margin in margins]


def _named(term: Term, text: str) -> bool:
    return re.search(rf"\b{re.escape(term.term)}", text, re.IGNORECASE) is not None


def _originals() -> tuple[dict[str, str], str]:
    try:
        return load_original(), ""
    except EssayError as error:
        return {}, str(error)
