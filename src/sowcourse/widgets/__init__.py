"""One accessible view per noun; the only place that knows ipywidgets and anywidget."""

from __future__ import annotations

from sowcourse.widgets.chart import draw_bars, show_chart
from sowcourse.widgets.claim import show_claims
from sowcourse.widgets.collective import show_collective
from sowcourse.widgets.confidentiality import show_confidentiality
from sowcourse.widgets.debate import show_debate
from sowcourse.widgets.ecogram import show_ecogram
from sowcourse.widgets.forum import show_forum
from sowcourse.widgets.ladder import show_ladder
from sowcourse.widgets.mirror import show_mirror
from sowcourse.widgets.note import show_note
from sowcourse.widgets.portfolio import show_journey, show_portfolio
from sowcourse.widgets.position import show_position
from sowcourse.widgets.quiz import show_quiz
from sowcourse.widgets.reader import show_reader
from sowcourse.widgets.table import show_table
from sowcourse.widgets.text import show_case, show_glossary, show_outcomes, show_sources
from sowcourse.widgets.threshold import show_thresholds

__all__ = [
    "draw_bars",
    "show_case",
    "show_chart",
    "show_claims",
    "show_collective",
    "show_confidentiality",
    "show_debate",
    "show_ecogram",
    "show_forum",
    "show_glossary",
    "show_journey",
    "show_ladder",
    "show_mirror",
    "show_note",
    "show_outcomes",
    "show_portfolio",
    "show_position",
    "show_quiz",
    "show_reader",
    "show_sources",
    "show_table",
    "show_thresholds",
]
