"""A student's own Python error, explained in Dutch instead of a traceback."""

from __future__ import annotations

import json
import os
import re
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any


def explain(error: BaseException) -> str:
    """What went wrong and what to do, in one or two Dutch sentences."""
    message = str(error)
    if isinstance(error, NameError):
        name = re.search(r"name '([^']+)'", message)
        return (
            f"De naam '{name[1] if name else message}' bestaat niet (meer). "
            "Kijk na of je hem juist spelde, en voer eerst de cellen hierboven uit."
        )
    if "Ellipsis" in message or "ellipsis" in message:
        return "De puntjes (...) staan er nog. Vervang ze door jouw antwoord."
    if isinstance(error, SyntaxError):
        return "Python kan deze regel niet lezen. Kijk na of elk haakje en elk aanhalingsteken ook weer sluit."
    if isinstance(error, KeyError):
        return f"{message} staat niet in de tabel. Kijk na hoe de kolom precies heet, met dezelfde hoofdletters."
    if isinstance(error, IndexError):
        return "Er is geen rij op die plaats. Waarschijnlijk hield je selectie geen enkele rij over."
    if isinstance(error, AttributeError):
        found = re.search(r"has no attribute '([^']+)'", message)
        word = found[1] if found else message
        return f"'{word}' kan hier niet. Kijk na wat er voor de punt staat en hoe je het woord spelde."
    if isinstance(error, TypeError):
        return (
            "Deze twee soorten waarden passen niet bij elkaar, bijvoorbeeld een tekst en een getal. "
            "Laat aanhalingstekens weg rond getallen."
        )
    if isinstance(error, ValueError):
        return f"Deze waarde kan hier niet: {message}"
    if isinstance(error, ModuleNotFoundError):
        return (
            f"Het pakket {message.rpartition(' ')[2]} is er niet. "
            "Voor deze opdracht heb je alleen nodig wat er al stond."
        )
    return f"Er ging iets mis ({type(error).__name__}): {message}"


def show_mishaps_in_dutch() -> None:
    """From now on, errors in this notebook are shown as Dutch sentences. Does nothing outside a notebook."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None:
        return

    def show(
        shell: Any, kind: type[BaseException], error: BaseException, trail: TracebackType | None, tb_offset: Any = None
    ) -> list[str]:
        if hasattr(error, "_render_traceback_"):
            lines = error._render_traceback_()
        else:
            lines = [f"{_place(error, trail)}{explain(error)}"]
        shell._showtraceback(kind, error, lines)
        return list(lines)

    def show_syntax(filename: Any = None, running_compiled_code: bool = False) -> None:
        import sys

        kind, error, trail = sys.exc_info()
        if kind is not None and error is not None:
            show(shell, kind, error, trail)

    shell.set_custom_exc((Exception,), show)
    setattr(shell, "showsyntaxerror", show_syntax)  # noqa: B010 (a method of one shell, not of all)


def load_ipython_extension(shell: Any) -> None:
    """Called by every kernel that starts; acts when the notebook that is open is one of ours."""
    try:
        notebook = json.loads(Path(os.environ.get("JPY_SESSION_NAME", "")).read_text(encoding="utf-8"))
        ours = "sowcourse" in notebook["metadata"]
    except (OSError, ValueError, KeyError, TypeError):  # no notebook at all, or not one that we could have made
        return
    if ours:
        show_mishaps_in_dutch()


def _place(error: BaseException, trail: TracebackType | None) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        return f"Regel {error.lineno}: "
    frames = [
        frame
        for frame in traceback.extract_tb(trail)
        if "ipykernel" in frame.filename or frame.filename.startswith("<ipython")
    ]
    return f"Regel {frames[-1].lineno}: " if frames else ""
