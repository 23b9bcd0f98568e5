"""What a student typed, and in which notebook: seen from a check that runs there."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import Any

from sowcourse import slip
from sowcourse.errors import CheckError, ContentError
from sowcourse.notebook import names_set, source
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


def from_before(name: str) -> str:
    """A name on which the cell of `name` leans and that only an earlier run of it made; "" when there is none."""
    code = cell_of(name)
    try:
        codes = [source(cell) for cell in worksheet().cells if cell.get("cell_type") == "code"]
    except CheckError:
        return ""
    makers = [each for each in codes if name in names_set(each)]
    if code not in makers and len(makers) != 1:  # it cannot be told which cell this was
        return ""
    codes.remove(code if code in makers else makers[0])
    codes += [each for each in ran() if name not in names_set(each)]
    elsewhere = frozenset().union(*map(names_set, codes))
    return next((used for used in slip.used_before_made(code) if used not in elsewhere), "")


def expression_of(name: str) -> str:
    """How the value of `name` was typed, with what its cell used for it; "" when that cannot be told."""
    return slip.expression(name, cell_of(name))
