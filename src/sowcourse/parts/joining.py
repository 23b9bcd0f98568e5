"""Join the modules of a script into one text, for hosts where a script cannot load another.

A page in a folder loads no modules, a widget and a table carry their script with them. The scripts are plain modules
(checked, tested and shown by name everywhere else); this knows the one form in which they import and export, and
refuses any other: `import { … } from "./….js";` on top, and `export` before a `const`, `function` or `class`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sowcourse.errors import SowcourseError

_IMPORT = re.compile(r'^import (?:\{(\s*\w+(?:,\s*\w+)*,?\s*)\} from )?"(\.{1,2}/[\w./-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*|^(?!\s*(?:/\*|\*|//)).*\bimport\(.*", re.MULTILINE)


class _Joined:
    """Modules in the order in which they need each other, each once and closed."""

    def __init__(self) -> None:
        self.text = ""
        self._names: dict[Path, str] = {}
        self._busy: list[Path] = []

    def name(self, file: Path) -> str:
        """Under which name a module stands in the text; it is added when it was not there yet."""
        if file in self._busy:
            raise SowcourseError(f"{file}: dit script heeft zichzelf nodig, langs {self._busy[-1].name}.")
        if file not in self._names:
            self._busy.append(file)
            text = self._closed(file)
            self._busy.pop()
            self._names[file] = f"m{len(self._names)}"
            self.text += f"const {self._names[file]} = {text};\n"
        return self._names[file]

    def _closed(self, file: Path) -> str:
        try:
            text = file.read_text("utf-8")
        except FileNotFoundError:
            raise SowcourseError(f"{file}: dit script is er niet, en een ander heeft het nodig.") from None

        def taken(found: re.Match[str]) -> str:
            name = self.name((file.parent / found[2]).resolve())
            return f"const {{{found[1]}}} = {name};" if found[1] else ""

        text = _IMPORT.sub(taken, text)
        exported = [name for _, name in _EXPORT.findall(text)]
        text = _EXPORT.sub(r"\1", text)
        if other := _OTHER.search(text):
            raise SowcourseError(
                f"{file}: «{other[0].strip()}» kan niet in één script worden gezet. Verwacht wordt "
                '«import { naam } from "./bestand.js";» en «export» voor const, function of class.'
            )
        return f"(() => {{\n{text}return {{ {', '.join(exported)} }};\n}})()"


def joined(file: Path) -> str:
    """A script that does what the module does, and leaves nothing behind.

    Raises: SowcourseError for a form that cannot be joined, a circle, or a file that is not there.
    """
    whole = _Joined()
    whole.name(file.resolve())
    return _alone(whole.text)


def module(file: Path) -> str:
    """One module whose default export is everything that this module exports."""
    whole = _Joined()
    name = whole.name(file.resolve())
    return f"{whole.text}export default {name};\n"


def named(files: Sequence[Path], variable: str) -> str:
    """A script that puts what each module exports in one global variable, under the name of its folder."""
    whole = _Joined()
    names = [(file.parent.name, whole.name(file.resolve())) for file in files]
    pairs = ", ".join(f"{folder!r}: {name}" for folder, name in names)
    return _alone(f"{whole.text}globalThis.{variable} = {{ {pairs} }};\n")


def _alone(text: str) -> str:
    return f"(() => {{\n{text}}})();\n"
