"""sowcourse: a curriculum for social-work education that lives in Jupyter notebooks.

Everything has one home: nouns such as `sowcourse.course` and `sowcourse.debate` know nothing of
notebooks; `sowcourse.widgets` shows them; `sowcourse.cli` is what people type.
"""

from __future__ import annotations

from sowcourse.errors import CohortError, ContentError, EssayError, GradingError, LogbookError, SowcourseError

__all__ = [
    "CohortError",
    "ContentError",
    "EssayError",
    "GradingError",
    "LogbookError",
    "SowcourseError",
    "__version__",
]

__version__ = "0.1.0"
