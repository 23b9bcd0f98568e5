"""The student's logbook: what they did in the lessons, in one file of their own.

The file `logboek.json` stands in the work folder, can be read by a person, and is replaced in one
step on every change, so that a crash leaves the earlier or the new state. The state before stands
beside it as `logboek.vorige.json`. A file that cannot be read is put aside, never overwritten.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from sowcourse.durable import write_durably
from sowcourse.errors import LogbookError
from sowcourse.trouble import brief
from sowcourse.workfolder import work_folder

FILE_NAME = "logboek.json"
PREVIOUS_NAME = "logboek.vorige.json"
FORMAT = 1

_PATIENCE = 10.0
"""Seconds to wait for another lesson that is writing."""


@dataclass(frozen=True)
class Logbook:
    """One student's logbook."""

    folder: Path

    @classmethod
    def find(cls) -> Logbook:
        """The logbook of the work folder."""
        return cls(work_folder())

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return self.folder / FILE_NAME

    @property
    def owner(self) -> str:
        """Whose it is, in a few characters that tell nothing: a browser keeps drafts under it."""
        whose = f"{os.environ.get('JUPYTERHUB_USER', '')}{self.file}"  # in containers everybody has the same path
        return hashlib.sha256(whose.encode()).hexdigest()[:12]

    def modules(self) -> dict[str, Any]:
        """All of it: module → item → {value, at}.

        Raises: LogbookError when the file cannot be read, or is of a newer version.
        """
        return self._read()

    def module(self, module: str) -> dict[str, Any]:
        """Everything written in one module, item → JSON value; {} when nothing was.

        Raises: LogbookError when the file cannot be read, or is of a newer version.
        """
        return {item: entry["value"] for item, entry in self._read().get(module, {}).items()}

    def get(self, module: str, item: str) -> Any | None:
        """One item, or None when it was never written."""
        return self.module(module).get(item)

    def put(self, module: str, items: Mapping[str, Any]) -> datetime:
        """Write items (JSON values) of one module; an item with None is removed.

        Returns: the moment of writing, with the local time zone.
        Raises: LogbookError when nothing could be written; the file then holds what it held.
        """
        moment = datetime.now().astimezone().replace(microsecond=0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f".{FILE_NAME}.lock", timeout=_PATIENCE):
                try:
                    modules = self._read()
                except DamagedLogbookError:
                    self._recover()
                    modules = self._read()
                entries = modules.setdefault(module, {})
                for item, value in items.items():
                    entries.pop(item, None)
                    if value is not None:
                        entries[item] = {"value": value, "at": moment.isoformat()}
                self._write(modules)
        except Timeout as error:
            raise LogbookError(
                f"{self.file}: een andere les houdt je logboek al {_PATIENCE:.0f} seconden bezet. "
                "Sluit andere tabbladen met lessen en schrijf nog eens iets."
            ) from error
        except OSError as error:
            raise LogbookError(
                f"{self.file}: je antwoord kon niet worden bewaard ({_reason(error)}). "
                "Laat deze les open staan, maak de map schrijfbaar of maak ruimte op de schijf, "
                "en schrijf dan nog eens iets."
            ) from error
        return moment

    def join(self, content: Any, file: Path) -> int:
        """Take in another logbook, of a page or another computer: of every answer the newest stays.

        Parameters: content – the other logbook as JSON; file – where it stands, to name it.
        Returns: how many answers were taken over.
        Raises: LogbookError when it is no logbook, or nothing could be written; then nothing changed.
        """
        coming = _sound(content, file)
        taken = 0
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f".{FILE_NAME}.lock", timeout=_PATIENCE):
                modules = self._read()
                for module, entries in coming.items():
                    mine = modules.setdefault(module, {})
                    for item, entry in entries.items():
                        if item not in mine or _moment(mine[item]) < _moment(entry):
                            mine[item] = {"value": entry["value"], "at": entry["at"]}
                            taken += 1
                if taken:
                    self._write(modules)
        except (Timeout, OSError) as error:
            raise LogbookError(
                f"{self.file}: het logboek kon niet worden overgenomen ({brief(error)}). Er is niets veranderd. "
                "Sluit de lessen die open staan en probeer opnieuw."
            ) from error
        return taken

    def recover(self) -> str:
        """Put a damaged file aside and go on with the state before it.

        Returns: what was done, in a Dutch sentence; "" when nothing was damaged.
        Raises: LogbookError when it could not be done.
        """
        try:
            self._read()
        except DamagedLogbookError as error:
            try:
                with FileLock(self.folder / f".{FILE_NAME}.lock", timeout=_PATIENCE):
                    return self._recover()
            except (OSError, Timeout):
                raise error from None
        return ""

    def _write(self, modules: dict[str, Any]) -> None:
        if self.file.is_file():
            write_durably(self.folder / PREVIOUS_NAME, self.file.read_text(encoding="utf-8"))
        content = {"format": FORMAT, "modules": modules}
        write_durably(self.file, json.dumps(content, ensure_ascii=False, indent=2) + "\n")

    def _read(self) -> dict[str, Any]:
        return self._parse(self.file) or {}

    def _parse(self, file: Path) -> dict[str, Any] | None:
        try:
            text = file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LogbookError(
                f"{file}: je logboek kan niet worden gelezen ({_reason(error)}). "
                "Vraag je lesgever of de helpdesk om de rechten van dit bestand te herstellen."
            ) from error
        except UnicodeDecodeError as error:
            raise _damaged(file) from error
        try:
            content = json.loads(text)
            version = content["format"]
            modules: dict[str, Any] = content["modules"]
            sound = all("value" in entry for items in modules.values() for entry in items.values())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _damaged(file) from error
        if version != FORMAT:
            raise LogbookError(
                f"{file}: dit logboek is geschreven met een andere versie (format {version}, verwacht {FORMAT}). "
                "Werk sowcourse bij en open de les opnieuw; er is niets overschreven."
            )
        if not sound:
            raise _damaged(file)
        return modules

    def _recover(self) -> str:
        sentence = f"Je logboek was beschadigd. Het wordt apart gehouden als {self._put_aside(self.file)}"
        try:
            previous = self._parse(self.folder / PREVIOUS_NAME)
        except LogbookError:  # or the next answer but one would overwrite it
            self._put_aside(self.folder / PREVIOUS_NAME)
            previous = None
        if previous is None:
            return f"{sentence}; een vorige versie was er niet. Vraag je lesgever om mee te kijken naar dat bestand."
        self._write(previous)
        return f"{sentence}; je gaat verder met de vorige versie. Kijk na of je laatste zin er nog staat."

    def _put_aside(self, file: Path) -> str:
        aside = self.folder / f"logboek.beschadigd-{datetime.now():%Y%m%d-%H%M%S}.json"
        while aside.exists():
            aside = aside.with_stem(f"{aside.stem}-bis")
        file.rename(aside)
        return aside.name


def _sound(content: Any, file: Path) -> dict[str, Any]:
    """The lessons in what should be a logbook."""
    try:
        modules: dict[str, Any] = content["modules"]
        sound = all("value" in entry and _moment(entry) for items in modules.values() for entry in items.values())
        if sound and content["format"] == FORMAT:
            return modules
    except (KeyError, TypeError, AttributeError, ValueError):
        pass
    raise LogbookError(
        f"{file}: dit is geen logboek van deze cursus, of van een andere versie. Er is niets veranderd. "
        "Kies het bestand «logboek.json» dat je op een bladzijde of uit je werkmap bewaarde."
    )


def _moment(entry: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["at"]).astimezone()


class DamagedLogbookError(LogbookError):
    """The logbook's file is not a logbook; it will be put aside, never overwritten."""


def _damaged(file: Path) -> DamagedLogbookError:
    return DamagedLogbookError(
        f"{file}: je logboek is beschadigd en kan niet worden gelezen. "
        f"Er is niets overschreven; je vorige versie staat in {PREVIOUS_NAME}. Open de les opnieuw."
    )


def _reason(error: OSError) -> str:
    reasons: dict[int | None, str] = {
        errno.EACCES: "geen schrijfrecht",
        errno.EPERM: "geen schrijfrecht",
        errno.EROFS: "alleen-lezen",
        errno.ENOSPC: "de schijf is vol",
        errno.EDQUOT: "je schijfruimte is op",
    }
    return reasons.get(error.errno) or brief(error)
