"""What this computer has lying around for Jupyter, and what of it reaches the course: nothing but where data are kept.

An earlier course can leave an address, a password or a closed port in `~/.jupyter`, in IPython's startup files or in
the environment. The server that we start reads settings of its own; what was found is named by `sowcourse controle`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

OURS = Path(__file__).parents[1] / "lab" / "student"
"""Settings that come before all others in a student's server."""

_NBGRADER = "SOWCOURSE_NBGRADER"
"""In the environment of our server: the folders in which the computer keeps nbgrader's settings, which do count."""

_KEPT = {"JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_PLATFORM_DIRS", "JUPYTER_USE_PROGRAMDATA"}
"""Where things are kept, not how the server works: trust is signed there, and who runs already is found there."""

_FOREIGN = re.compile(r"JUPYTER|JPY_|NBGRADER|IPYTHON|PYTHONSTARTUP\Z")
_SECRET = re.compile(r"token|password|secret|key|user|auth", re.IGNORECASE)
_LINE = re.compile(r"\s*(?!#|c\s*=\s*get_config|import |from )\S")
_MASKED = "…"
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True)
class Setting:
    """One setting that was there before the course."""

    place: str
    """File and line, or the name of a variable of the environment."""
    text: str
    """As it stands there, without secrets."""


def server_surroundings(known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The whole environment of a server of ours. Parameters: known – the environment it starts from; None for this."""
    from jupyter_core.paths import jupyter_config_dir

    before = os.environ if known is None else known
    kept = {name: value for name, value in before.items() if name in _KEPT or not _FOREIGN.match(name)}
    own = Path(jupyter_config_dir()) / "sowcourse"
    return kept | {
        "JUPYTER_CONFIG_DIR": str(own),
        "JUPYTER_CONFIG_PATH": "",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "IPYTHONDIR": str(own / "ipython"),
        _NBGRADER: os.pathsep.join(_folders()),
    }


def nbgrader_folders() -> list[str]:
    """Where nbgrader's settings of this computer and of who works here stand, the most important first."""
    from jupyter_core.paths import jupyter_config_path

    told = os.environ.get(_NBGRADER, "")
    return list(dict.fromkeys([*filter(None, told.split(os.pathsep)), *jupyter_config_path()]))


def left_behind() -> Iterator[Setting]:
    """Every setting of an earlier course or another program that stays outside the course."""
    for folder in _folders():
        yield from _in_folder(Path(folder))
    profile = Path(os.environ.get("IPYTHONDIR") or Path.home() / ".ipython") / "profile_default"
    for file in sorted([*profile.glob("ipython*_config.py"), *profile.glob("startup/*.*py")]):
        yield from _in_python(file)
    for name, value in sorted(os.environ.items()):
        foreign = _FOREIGN.match(name) and name not in _KEPT
        if value and (foreign or name.lower() in _PROXIES):
            yield Setting("omgeving", f"{name}={_MASKED if _SECRET.search(name) or '@' in value else value}")


def _folders() -> list[str]:
    """The folders with settings of who works here; not those of Python's own environment or the machine."""
    import site

    from jupyter_core.paths import jupyter_config_dir

    told = os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep)
    own = str(Path(site.getuserbase()) / "etc" / "jupyter")
    return [folder for folder in dict.fromkeys([*told, jupyter_config_dir(), own]) if folder and folder != str(OURS)]


def _in_folder(folder: Path) -> Iterator[Setting]:
    for file in sorted([*folder.glob("jupyter_*config.py"), *folder.glob("jupyter_config.py")]):
        yield from _in_python(file)
    places = ("jupyter_*config.json", "jupyter_config.json", "jupyter_*config.d/*.json", "labconfig/*.json")
    for file in sorted({file for place in places for file in folder.glob(place)}):
        text = _text(file)
        try:
            found = json.loads(text)
        except ValueError:
            yield Setting(str(file), "kan niet worden gelezen")
            continue
        for names, value in _leaves(found, ()):
            told = json.dumps(_MASKED if any(map(_SECRET.search, names)) else value, ensure_ascii=False)
            yield Setting(f"{file}, regel {_line_of(text, names[-1])}", f"{'.'.join(names)} = {told}")


def _in_python(file: Path) -> Iterator[Setting]:
    for number, line in enumerate(_text(file).splitlines(), 1):
        if _LINE.match(line):
            told = line.strip()
            name, equals, _ = told.partition("=")
            yield Setting(f"{file}, regel {number}", f"{name}= {_MASKED}" if equals and _SECRET.search(name) else told)


def _leaves(value: object, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*names, str(name)))
    elif names:
        yield names, value


def _line_of(text: str, name: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), 1) if json.dumps(name) in line), 1)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:  # not ours to read, and then not the course's either
        return ""
