"""sowcourse: a curriculum for social-work education that lives in Jupyter notebooks.

Everything has one home: nouns such as `sowcourse.course` and `sowcourse.debate` know nothing of
notebooks; `sowcourse.parts` is what a lesson can show, `sowcourse.widgets` shows it in a kernel;
`sowcourse.cli` is what people type. CONTRIBUTING.md draws the whole house.
"""

from __future__ import annotations

from sowcourse.errors import (
    CohortError,
    ContentError,
    EssayError,
    GradingError,
    LogbookError,
    PacketError,
    SowcourseError,
)

__all__ = [
    "CohortError",
    "ContentError",
    "EssayError",
    "GradingError",
    "LogbookError",
    "PacketError",
    "SowcourseError",
    "__version__",
]

__version__ = "0.1.0"
