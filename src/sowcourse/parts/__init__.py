"""What a lesson can show, one folder each; a new part costs its folder and a line here."""

from __future__ import annotations

from sowcourse.parts.base import PARTS
from sowcourse.parts.chart.part import ChartPart
from sowcourse.parts.claim.part import ClaimPart
from sowcourse.parts.collective.part import CollectivePart
from sowcourse.parts.confidentiality.part import ConfidentialityPart
from sowcourse.parts.debate.part import DebatePart
from sowcourse.parts.ecogram.part import EcogramPart
from sowcourse.parts.forum.part import ForumPart
from sowcourse.parts.ladder.part import LadderPart
from sowcourse.parts.mirror.part import MirrorPart
from sowcourse.parts.note.part import NotePart
from sowcourse.parts.portfolio.part import JourneyPart, PortfolioPart
from sowcourse.parts.position.part import PositionPart
from sowcourse.parts.quiz.part import QuizPart
from sowcourse.parts.reader.part import ReaderPart
from sowcourse.parts.reading import CasePart, GlossaryPart, OutcomesPart, SourcesPart
from sowcourse.parts.threshold.part import ThresholdPart

__all__ = [
    "PARTS",
    "CasePart",
    "ChartPart",
    "ClaimPart",
    "CollectivePart",
    "ConfidentialityPart",
    "DebatePart",
    "EcogramPart",
    "ForumPart",
    "GlossaryPart",
    "JourneyPart",
    "LadderPart",
    "MirrorPart",
    "NotePart",
    "OutcomesPart",
    "PortfolioPart",
    "PositionPart",
    "QuizPart",
    "ReaderPart",
    "SourcesPart",
    "ThresholdPart",
]
