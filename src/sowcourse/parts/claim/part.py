"""Claims of the essay beside the evidence: judge first, then look."""

from __future__ import annotations

from sowcourse.claim import VERDICTS, load_claims
from sowcourse.parts.base import Answer, Part, answer_html, escaped
from sowcourse.source import load_sources, short_reference


class ClaimPart(Part):
    """A table of claims."""

    call = "show_claims"
    told = "de beweringen"
    keeps = "bewering"
    script = "claim"
    file = "claims.toml"
    load = load_claims

    def __init__(self, module: str) -> None:
        sources = load_sources()
        rows = [
            {
                "id": claim.id,
                "title": claim.title,
                "text": claim.text,
                "passage": claim.passage,
                "verdict": claim.verdict,
                "why": claim.why,
                "evidence": [
                    {"kind": e.kind, "text": e.text, "source": short_reference(sources[e.source].apa)}
                    for e in claim.evidence
                ],
            }
            for claim in load_claims(module)
        ]
        super().__init__(module, "bewering", "Beweringen getoetst", {"claims": rows, "verdicts": list(VERDICTS)})

    def body(self, answer: Answer) -> str:
        parts = []
        for claim in self.data["claims"]:
            parts.append(f"<h3>{escaped(claim['title'])}</h3><p>{escaped(claim['text'])} ({claim['passage']})</p>")
            parts.append(f"<p>Jouw oordeel:</p>{answer_html(answer.get('bewering.' + claim['id']))}<ul>")
            for evidence in claim["evidence"]:
                parts.append(
                    f"<li>{escaped(evidence['kind'])}: {escaped(evidence['text'])} ({escaped(evidence['source'])})</li>"
                )
            parts.append(f"</ul><p>Onze lezing: {claim['verdict']}. {escaped(claim['why'])}</p>")
        return "".join(parts)
