"""Join scripts into one file that a browser also reads from a folder, where it loads no modules.

It knows two forms, and refuses any other: the scripts of parts (`export default …`, on top of `dom.js`) and scripts
that import and export nothing, in the order in which they are given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sowcourse.errors import SowcourseError


def joined(folder: Path, names: Sequence[str] = ()) -> str:
    """One script of the modules named, or of all parts in the folder."""
    if names:
        return "".join(_closed(_plain(folder / name)) for name in names)
    parts = []
    for file in sorted(folder.glob("*/part.js")):
        text = file.read_text("utf-8")
        if text.count("export default ") != 1 or re.search(r"^\s*import\b", text, re.MULTILINE):
            raise SowcourseError(f"{file}: verwacht wordt een script met één «export default» en zonder import.")
        parts.append(
            f"parts[{file.parent.name!r}] = (() => {{\n{text.replace('export default ', 'return ', 1)}}})();\n"
        )
    return _closed(
        f"{(folder / 'dom.js').read_text('utf-8')}\nconst parts = (globalThis.sowcourseParts = {{}});\n{''.join(parts)}"
    )


def _plain(file: Path) -> str:
    text = file.read_text("utf-8")
    if re.search(r"^\s*(import|export)\b", text, re.MULTILINE):
        raise SowcourseError(f"{file}: verwacht wordt een script zonder import en export.")
    return text


def _closed(text: str) -> str:
    return f"(() => {{\n{text}}})();\n"
