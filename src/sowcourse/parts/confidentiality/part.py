"""The check before handing in: what in the student's own notebook may identify somebody."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from sowcourse.parts.base import Answer, Part, escaped
from sowcourse.worksheet import Worksheet

_AROUND = 60


class ConfidentialityPart(Part):
    """Findings one by one, each with its place, a reason and a way to say that it is a false alarm."""

    call = "show_confidentiality"
    keeps = "vertrouwelijk"
    script = "confidentiality"

    def __init__(self, assignment: str) -> None:
        from sowcourse.confidentiality import find_details, pseudonym  # reads who is known, only when it is asked

        findings: list[dict[str, Any]] = []
        sheet = Worksheet.opened(assignment)
        given = sheet.given()
        for cell, written in sheet.answers():
            text = re.sub(r"[*#]+", "", written)
            for detail in find_details(text, given):
                end = detail.start + len(detail.words)
                advice = detail.advice
                if detail.kind == "naam":
                    advice += f" Bijvoorbeeld: «iemand die ik hier {pseudonym(text)} noem»."
                findings.append(
                    {
                        "id": hashlib.sha256(f"{cell}|{detail.kind}|{detail.words}".encode()).hexdigest()[:12],
                        "cell": cell,
                        "kind": detail.kind,
                        "before": text[max(0, detail.start - _AROUND) : detail.start].split("\n")[-1],
                        "words": detail.words,
                        "after": text[end : end + _AROUND].split("\n")[0],
                        "advice": advice,
                    }
                )
        unique = {finding["id"]: finding for finding in findings}
        super().__init__(
            assignment,
            "vertrouwelijk",
            "Staat er iets in dat naar een echt mens leidt?",
            {"findings": list(unique.values())},
        )

    def body(self, answer: Answer) -> str:
        if not self.data["findings"]:
            return "<p>Geen namen, adressen of nummers gevonden. Een verhaal kan ook zonder naam herkenbaar zijn.</p>"
        lines = "".join(
            f"<li>{escaped(f['words'])} (in «{escaped(f['cell'])}»): {escaped(f['advice'])}</li>"
            for f in self.data["findings"]
            if not answer.get(f"vertrouwelijk.{f['id']}")
        )
        return f"<ul>{lines}</ul>" if lines else "<p>Alles wat gevonden werd, noemde je een vals alarm.</p>"
