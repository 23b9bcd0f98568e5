"""Claims are judged against evidence of both kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.claim import VERDICTS, load_claims
from sowcourse.errors import ContentError

CLAIM = """
[[claim]]
id = "bank"
title = "De bank"
text = "Wie op de bank zit, hoort erbij."
passage = "p01"
verdict = "gemengd"
why = "Soms wel."

[[claim.evidence]]
kind = "steun"
text = "Een buur zegt het."
source = "buur"
"""


def test_every_claim_of_the_course_has_support_and_nuance() -> None:
    claims = load_claims("0-start")
    assert len(claims) == 7
    assert {claim.verdict for claim in claims} <= set(VERDICTS)
    assert len({claim.verdict for claim in claims}) > 1, "then nothing would be left to weigh"
    for claim in claims:
        assert {evidence.kind for evidence in claim.evidence} == {"steun", "nuance"}


def test_one_sided_evidence_is_refused(tiny_course: Path) -> None:
    (tiny_course / "1-nabijheid" / "claims.toml").write_text(CLAIM, encoding="utf-8")
    with pytest.raises(ContentError, match=r"er is geen bewijs van de soort 'nuance'\. Zoek ook de andere kant\."):
        load_claims("1-nabijheid", tiny_course)
