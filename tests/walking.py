"""Walk through every command there is, in one process, in whatever state a folder is: what each said, as JSON.

Started by test_walk.py with a JSON object: folder (which holds klassen/, project/ and werk/), place (where to stand),
and perhaps faults (what the system refuses), gone (whether that place is taken away first) and only (which commands).
"""

from __future__ import annotations

import errno
import importlib
import inspect
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

PATIENCE = 120
"""Seconds for one command."""

WORDS = {
    "OPDRACHT": "1-nabijheid",
    "MODULE": "1-nabijheid",
    "LES": "1-nabijheid",
    "STUDENT": "s1",
    "VRAAG": "reflectie",
    "CEL": "stap-1",
    "--titel": "Een titel",
    "--reactie": "reactie-1",
    "--dataset": "niet_gebruik",
    "--land": "VL",
    "--naam": "fout",
    "NAAM": "9-nieuw",
    "NIEUW": "2027-najaar",
}
"""What a person types where a command asks for this; anything else is a word that nothing is called."""

OWN: dict[str, list[str]] = {
    "collect": ["1-nabijheid --van {klassen}/download.zip", "1-nabijheid"],
    "mark": [
        "1-nabijheid --geen-browser",
        "1-nabijheid --van {klassen}/blad.csv",
        "1-nabijheid --tweede-beoordelaar --van {klassen}/blad.csv",
    ],
    "choose": ["1-nabijheid s1", "1-nabijheid s1 1"],
    "cohort archive": ["", "--pseudoniem"],
    "cohort erase": ["s1 --ja"],
    "cohort compare": ["{klassen}/2026-najaar {klassen}/2026-najaar¶-¶kopie --geen-browser"],
    "cohort list": ["{klassen}"],
    "cohort retention": ["{klassen}"],
    "extend": ["s1 --dagen 3"],
    "lesson html": ["1-nabijheid"],
    "marks": ["1-nabijheid", "--alles"],
    "report": ["--geen-browser", "1-nabijheid --geen-browser"],
    "start": ["{werk} --geen-browser", "{werk} --geen-browser --lespakket {klassen}/download.zip"],
    "controle": ["{werk}"],
}
"""How these are typed; every other command is typed from what it asks for. ¶ is a space in a name."""


def commands() -> Iterator[tuple[str, Any]]:
    """Name and command of every leaf."""
    from sowcourse.cli import command_line

    def leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        if hasattr(command, "commands"):
            for key, part in command.commands.items():
                yield from leaves(f"{name} {key}".strip(), part)
        else:
            yield name, command

    yield from leaves("", command_line())


def kinds(command: Any) -> dict[str, str]:
    """Parameter → the kind of value it takes, as the code says it."""
    return {name: str(kind) for name, kind in get_type_hints(inspect.unwrap(command.callback)).items()}


def about_a_folder(command: Any) -> bool:
    """Whether it has a cohort or a file to do with; the others are about the project or this computer."""
    return any("Path" in kind for kind in kinds(command).values())


def typed(command: Any, folder: Path) -> list[str]:
    """What to type behind a command: all that it asks for, and no question back."""
    words: list[str] = []
    for parameter in command.params:
        option = parameter.param_type_name == "option"
        words += ["--ja"] if "--ja" in parameter.opts else []
        words += ["--geen-browser"] if "--geen-browser" in parameter.secondary_opts else []
        if not parameter.required and not (parameter.metavar or "").startswith("OPDRACHT"):
            continue
        named = parameter.opts[0] if option else (parameter.metavar or parameter.name)
        value = WORDS.get(named, "iets")
        kind = kinds(command).get(parameter.name, "")
        if "Path" in kind:
            value = str(folder / "klassen" / ("2026-najaar" if named == "OUD" else "klas.csv"))
        elif "int" in kind:
            value = "1"
        words += [named, value] if option else [value]
    return words


def run(words: list[str], place: Path, setting: dict[str, Any]) -> tuple[int, str]:
    """Status and words of one command, in a process of its own."""
    said = os.memfd_create("said")
    child = os.fork()
    if child == 0:
        try:
            os.dup2(said, 1)
            os.dup2(said, 2)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            signal.alarm(PATIENCE)
            os.chdir(place)
            if setting.get("gone"):
                place.rmdir()
            _obey(words, setting)
        finally:
            os._exit(99)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if setting.get("gone"):
        place.mkdir()
    os.lseek(said, 0, os.SEEK_SET)
    with os.fdopen(said, "rb") as stream:
        return status, stream.read().decode()


def _obey(words: list[str], setting: dict[str, Any]) -> None:
    from sowcourse.cli import main
    from sowcourse.student import start

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    start._wait = stop  # type: ignore[assignment]  # a server that came this far is stopped as a person does
    _refuse(setting.get("faults", ""))
    sys.argv = ["sowcourse", *words]
    try:
        main()
    except SystemExit as ended:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ended.code if isinstance(ended.code, int) else 0)


def _refuse(faults: str) -> None:
    """Let the system refuse what cannot be arranged here: locks on a network share, a file still in the cloud."""
    if faults == "no locks":
        import fcntl

        def refuse(*_: object) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        fcntl.flock = refuse  # type: ignore[assignment]
    elif faults == "in the cloud":
        read = Path.read_bytes

        def read_bytes(self: Path) -> bytes:
            if self.name in ("klas.csv", "kalender.toml"):
                raise OSError(errno.EDEADLK, "Resource deadlock avoided", str(self))
            return read(self)

        Path.read_bytes = read_bytes  # type: ignore[method-assign]


def walk(setting: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every command in a setting: its name, what was typed, status, words."""
    from sowcourse import content

    for module in ("sowcourse.cycle", "typer._adapters"):  # what most of them load, once for all that follow
        importlib.import_module(module)
    if not isinstance(setting.get("only"), list):
        importlib.import_module("nbgrader.apps")
    folder, place = Path(setting["folder"]), Path(setting["place"])
    content._CHECKOUT = folder / "project"
    tempfile.tempdir = setting.get("temporary")
    for name, command in commands():
        if name in setting.get("skip", []):
            continue
        if setting.get("only") == "folders" and not about_a_folder(command):
            continue
        if isinstance(setting.get("only"), list) and name not in setting["only"]:
            continue
        places = {part: str(folder / part) for part in ("klassen", "werk")}
        own = setting.get("own", {}).get(name) or OWN.get(name, [])
        ways = [[w.replace("¶", " ").format(**places) for w in way.split()] for way in own]
        for words in ways or [typed(command, folder)]:
            status, said = run([*name.split(), *words], place, setting)
            yield {"name": name, "typed": " ".join([name, *words]), "status": status, "said": said}


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    sys.stdout.write(json.dumps(list(walk(asked))))
