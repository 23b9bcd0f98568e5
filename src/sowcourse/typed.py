"""What a student typed, and in which notebook: seen from a check that runs there."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import Any

from sowcourse import slip
from sowcourse.errors import CheckError, ContentError
from sowcourse.worksheet import Worksheet


def notebook_names() -> Mapping[str, Any]:
    """What the notebook knows whose cell called a check."""
    frame = sys._getframe(1)
    while frame.f_back and str(frame.f_globals.get("__name__", "")).startswith("sowcourse."):
        frame = frame.f_back
    return frame.f_globals


def ran() -> list[str]:
    """The cells that ran in this notebook, the running one last; empty outside a notebook."""
    told = notebook_names().get("In")
    return [code for code in told if type(code) is str] if type(told) is list else []


def worksheet(assignment: str = "") -> Worksheet:
    """The notebook that calls a check, as last saved.

    Raises: CheckError when it cannot be read.
    """
    names, codes = notebook_names(), ran()
    told = (str(names.get("__vsc_ipynb_file__", "")), codes[-1] if codes else "")
    if "NBGRADER_EXECUTION" in os.environ:  # then a name is only what the student made of it
        told = ("", told[1])
    try:
        return Worksheet.opened(assignment, *told)
    except ContentError as error:
        raise CheckError(
            f"{error.file.name}: dit notebook kan niet worden gelezen. Bewaar het (Ctrl+S) en probeer opnieuw."
        ) from None


def cell_of(name: str) -> str:
    """The student's cell that gives `name` a value, as it last ran, or else as it was saved; "" when there is none."""
    codes = ran()
    with contextlib.suppress(CheckError):
        codes = [*worksheet().code_above(""), *codes]
    return slip.code_of(name, codes)


def expression_of(name: str) -> str:
    """How the value of `name` was typed, with what its cell used for it; "" when that cannot be told."""
    return slip.expression(name, cell_of(name))
