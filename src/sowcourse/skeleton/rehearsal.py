"""An assignment as it would be published, behind the wall: what follows from its files, and its proofs.

Proofs run an author's code. Who writes is not always who has this server: a colleague publishes a draft, and that code
would have the rights of whoever presses the button. So it runs where the code of students runs, from text and not from
our files; where no wall can be built, only when that was asked and answered.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sowcourse.answerkey import AnswerKey, digest_of_code, key_fits
from sowcourse.content import read_text
from sowcourse.errors import ContentError
from sowcourse.lint import Problem
from sowcourse.notebook import Notebook, dump, normalise
from sowcourse.proof import without_key
from sowcourse.sandbox.wall import PATIENCE, Program, why_no_wall, why_not_here
from sowcourse.skeleton.backstage import followed

SECONDS = 300
"""After so long a proof is given up: a new key and every proof take half a minute."""

OF_ONE = 60
"""After so long answers that are tried are given up: one takes a second."""

ANYWAY = "zonder-muur"
"""The field by which somebody says that code may run with their own rights."""

_SAID = "sleutel 'sentence'"
"""Where the proofs say that a check refuses a wrong answer in other words than its file says."""


def why_unwalled() -> str:
    """Why an author's code cannot be kept apart on this computer, in Dutch; "" when it can."""
    return "dit is geen Linux" if why_not_here() else why_no_wall()


def proved(folder: Path, changed: Path, only_told: bool = False, anyway: bool = False) -> tuple[str, list[str]]:
    """The notebook of an assignment with rubrics, hints, points and answer key as its files say now.

    Parameters: folder – which stays as it is; changed – the file of it that is new; only_told – whether nothing was
    changed that a check could see, so that there is nothing to prove; anyway – whether code may run without a wall.
    Returns: with Dutch sentences about wrong answers that a check refuses in other words than before: their files can
    only be mended once those words count.
    Raises: ContentError when a proof fails, nothing came of it, or there is no wall and nobody said it may.
    """
    text, problems = settled(folder, only_told, anyway)
    looks = []
    for problem in problems:
        named = problem.file.stem
        about = "" if named == folder.name else f"«{named}»: "
        if problem.place != _SAID or problem.file == changed:
            told = f"{about}{problem.fault}" if about else f"{problem.place} {problem.fault}".strip()
            raise ContentError(changed, "", told, problem.remedy)
        looks.append(
            f"Bij het foute antwoord «{named}» zegt de controle iets anders dan daar staat. Maak daar «Wat die zegt» "
            "leeg en bewaar: dan komt de nieuwe zin er."
        )
    return text, looks


def settled(folder: Path, only_told: bool = False, anyway: bool = False) -> tuple[str, list[Problem]]:
    """The same notebook, with every problem that its proofs find. Raises: as `proved`, but for a proof that fails."""
    found = _asked("proved", folder, SECONDS, anyway, only_told)
    try:
        told = [map(str, problem) for problem in found["problems"]]
        problems = [Problem(folder / file, place, fault, remedy) for file, place, fault, remedy in told]
        return dump(_with_key(folder, found["key"])), problems
    except (KeyError, TypeError, ValueError) as error:
        raise _unfinished(folder) from error


def _with_key(folder: Path, kept: Mapping[str, Any]) -> Notebook:
    """The notebook as its files say, with the key that came over the wall: nothing else of a notebook comes from there.

    Raises: ValueError when that is no key of this assignment; ContentError when a file cannot be read.
    """
    mine = without_key(followed(folder))
    about = mine["metadata"].get("sowcourse", {})
    came = mine | {"metadata": mine["metadata"] | {"sowcourse": {**about, "key": kept}}}
    if not key_fits(came, folder) or not AnswerKey.of(came).salt:
        raise ValueError(kept)
    key = {"of": kept["of"], "cells": digest_of_code(mine), **AnswerKey.of(came).data()}
    return normalise(mine | {"metadata": mine["metadata"] | {"sowcourse": {**about, "key": key}}})


def refused_by(folder: Path, cell: str, text: str, anyway: bool = False) -> tuple[str, str]:
    """The check that a wrong answer fails, and what it says; ("", "") when every check accepts it.

    Raises: ContentError when there is no such cell, nothing came of it, or there is no wall and nobody said it may.
    """
    return verdicts(folder, [(cell, text)], anyway)[0]


def verdicts(folder: Path, answers: Sequence[tuple[str, str]], anyway: bool = False) -> list[tuple[str, str]]:
    """The same of several answers, each a cell and what stands in it. Raises: as `refused_by`."""
    found = _asked("judged", folder, OF_ONE, anyway, answers)
    try:
        for cell, _ in answers:
            if cell in found["unknown"]:
                fault = f"er is geen antwoordvak '{cell}'."
                raise ContentError(folder, "sleutel 'cell'", fault, "Kies er een uit de lijst.")
        said = [(str(check), str(sentence)) for check, sentence in found["verdicts"]]
        return [found for _, found in zip(answers, said, strict=True)]
    except (KeyError, TypeError, ValueError) as error:
        raise _unfinished(folder) from error


def refuse_unwalled(folder: Path, anyway: bool) -> None:
    """Raises: ContentError when code would run without a wall, and nobody said it may."""
    reason = why_unwalled()
    if reason and not anyway:
        raise ContentError(
            folder,
            "",
            "hiervoor moet code uit de opdracht uitgevoerd worden, en op deze computer kan die niet afgeschermd worden "
            f"({reason}). Er is nog niets uitgevoerd.",
            "Weet je wie die code schreef, zet dan een vinkje bij «Voer de code uit met mijn rechten» en druk opnieuw. "
            "Of werk op een Linux-computer waar bubblewrap werkt.",
        )


def _asked(act: str, folder: Path, seconds: int, anyway: bool, *values: object) -> Mapping[str, Any]:
    """What came of a job, which code of an author may have said itself."""
    refuse_unwalled(folder, anyway)
    job = {"act": act, "name": folder.name, "files": _files(folder), "values": values, "seconds": seconds}
    found: object = _without_wall(job, seconds) if why_unwalled() else _behind_wall(job, seconds)
    if not isinstance(found, dict):
        raise _unfinished(folder)
    if "refused" in found:
        try:
            place, key, fault, remedy = map(str, found["refused"])
        except (TypeError, ValueError) as error:
            raise _unfinished(folder) from error
        raise ContentError(folder / place, key, fault, remedy)
    if not found or "ended" in found:
        raise _unfinished(folder, str(found.get("ended", "")))
    return found


def _unfinished(folder: Path, ended: str = "") -> ContentError:
    """Nothing came of it. Parameters: ended – how a process of the wall was stopped."""
    remedy = "Kijk of er code in staat die niet eindigt of heel groot wordt, en probeer het nog eens."
    why = f" {ended.replace('Deze cel', 'De code').replace('deze cel', 'het uitvoeren')}" if ended else ""
    return ContentError(folder, "", f"de controles van de opdracht kwamen niet klaar.{why}", remedy)


def _files(folder: Path) -> dict[str, str]:
    """Every file of an assignment, place → text."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix in (".ipynb", ".toml")]
    return {file.relative_to(folder).as_posix(): read_text(file) for file in files}


def _behind_wall(job: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """What came of a job; {} when nothing did."""
    with closing(Program("skeleton.backstage", walled=True)) as program:
        if not program.wait(time.monotonic() + PATIENCE):
            return {}
        program.say(dict(job))
        return program.reply(time.monotonic() + seconds + PATIENCE)


def _without_wall(job: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """The same with our own rights, in a process of its own: proofs change the folder that they stand in."""
    command = [sys.executable, "-m", "sowcourse.skeleton.backstage"]
    told = json.dumps(job).encode() + b"\n"
    try:
        done = subprocess.run(
            command, input=told, capture_output=True, timeout=seconds, check=True, env=dict(os.environ)
        )
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.SubprocessError, ValueError, IndexError):
        return {}
    return found
