"""A lesson packet: one file with the lessons, cases and deadlines that a lecturer chose for a class.

It comes from outside, so nothing of it is believed: names and sizes are looked at here, what stands in it by `trust`.
It stands in the work folder whole or not at all.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sowcourse import __version__
from sowcourse.content import read_toml
from sowcourse.course import load_course
from sowcourse.errors import ContentError, PacketError
from sowcourse.student.trust import check_course
from sowcourse.trouble import brief
from sowcourse.workfolder import PACKET, packet_course

ABOUT = "lespakket.toml"
FORMAT = 1
MOST_FILES = 500
MOST_BYTES = 10_000_000
"""Unpacked; the whole course is less than half a megabyte."""

_WORD = "[a-z0-9][a-z0-9-]*"
_NAME = re.compile(rf"lespakket\.toml|course/(?:{_WORD}/)?{_WORD}\.(?:toml|ipynb)|course/{_WORD}/cases/{_WORD}\.md")
_UNREADABLE = "dit lespakket kan niet worden gelezen; er is niets veranderd"


@dataclass(frozen=True)
class Packet:
    """The packet in a work folder."""

    cohort: str
    version: str
    """Version of sowcourse that the lessons are from."""
    deadlines: dict[str, datetime]
    """Assignment → deadline, UTC."""


def read_packet(work: Path) -> Packet | None:
    """The packet in a work folder; None when there is none.

    Raises: ContentError or PacketError when it was damaged since it was put there.
    """
    return _read_about(work / PACKET) if packet_course(work) else None


def use_packet(work: Path, file: Path | None, own: bool) -> list[str]:
    """Put a packet in a work folder, or leave the one that is there; Dutch sentences that say what counts now.

    Raises: PacketError when the packet is refused, or the one that is there does not go with this version.
    """
    told = []
    if own:
        told.append("Het lespakket is weg." if leave(work) else "Er was geen lespakket.")
        told.append("Je hebt alle lessen van de cursus. Wat je schreef, staat nog in je logboek.")
    if file:
        install(file.expanduser(), work)
        told.append("Het lespakket staat in je werkmap. Wat je al schreef, is gebleven.")
    root = packet_course(work)
    if root:
        try:
            load_course(root)
            cohort = _read_about(work / PACKET).cohort
        except ContentError as error:
            raise PacketError(
                f"Het lespakket in {work} kan niet meer worden gelezen ({error.file.name}: {error.fault}) "
                f"{_remedy(work / PACKET)} Of neem weer alle lessen: sowcourse start --zonder-lespakket"
            ) from error
        told.append(f"Je ziet de lessen van {cohort}. Alle lessen terug? sowcourse start --zonder-lespakket")
    return told


def install(file: Path, work: Path) -> Packet:
    """Put a packet in a work folder, in place of the one that was there. Nothing else in the folder is touched.

    Raises: PacketError with a Dutch sentence when it is not ours, not whole, not safe, or of a version that does not
    go with this one; nothing is changed then.
    """
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=work, prefix=".lespakket-") as temporary:
        fresh, old = Path(temporary) / "nieuw", Path(temporary) / "oud"
        _unpack(file, fresh)
        try:
            packet = _read_about(fresh)
            check_course(fresh / "course")
        except ContentError as error:
            fault = f"{error.file.name}: {error.fault}"
            raise PacketError(f"{file.name}: {_UNREADABLE} ({fault}) {_remedy(fresh)}") from error
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
            raise PacketError(f"{file.name}: {_UNREADABLE}. {_remedy(fresh)}") from error
        except PacketError as error:
            raise PacketError(f"{file.name}: dit lespakket is geweigerd; er is niets veranderd. {error}") from error
        if (work / PACKET).exists():
            (work / PACKET).rename(old)
        try:
            fresh.rename(work / PACKET)
        except OSError:
            if old.exists():
                old.rename(work / PACKET)
            raise
    return packet


def leave(work: Path) -> bool:
    """Take the packet out of a work folder, so that the course's own lessons come back; False when there was none."""
    if not (work / PACKET).exists():
        return False
    with tempfile.TemporaryDirectory(dir=work, prefix=".lespakket-") as temporary:
        (work / PACKET).rename(Path(temporary) / "oud")
    return True


def _unpack(file: Path, target: Path) -> None:
    refused = f"{file.name}: dit is geen lespakket van sowcourse. Vraag je lesgever om het bestand lespakket-….zip."
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = [entry.filename for entry in entries]
            if ABOUT not in names:
                raise PacketError(refused)
            odd = next((name for name in names if not _NAME.fullmatch(name)), None)
            if odd is not None or len(set(names)) < len(names):
                name = odd or "twee keer hetzelfde bestand"
                raise PacketError(
                    f"{file.name}: in dit lespakket zit iets wat er niet hoort ({name}). "
                    "Er is niets veranderd. Vraag je lesgever om het opnieuw te maken."
                )
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise PacketError(
                    f"{file.name}: dit bestand is veel te groot voor een lespakket. Er is niets veranderd. "
                    "Vraag je lesgever of je het juiste bestand hebt."
                )
            for entry in entries:
                place = target / entry.filename
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as stream:
                    content = stream.read(entry.file_size + 1)
                if len(content) != entry.file_size:
                    raise zipfile.BadZipFile
                place.write_bytes(content)
    except FileNotFoundError:
        raise PacketError(f"{file}: dit bestand is er niet. Controleer de naam en de map.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise PacketError(
            f"{file.name}: dit bestand is geen zip, of het is beschadigd. Er is niets veranderd. "
            "Download het lespakket opnieuw."
        ) from error
    except OSError as error:
        raise PacketError(
            f"{file}: het lespakket kan niet worden gelezen of uitgepakt ({brief(error)}). Er is niets veranderd. "
            "Kies een map waarin je mag schrijven."
        ) from error


def _read_about(folder: Path) -> Packet:
    table = read_toml(folder / ABOUT)
    found = table.integer("formaat")
    if found != FORMAT:
        raise PacketError(f"Het heeft vorm {found}, en deze sowcourse kent vorm {FORMAT}. Werk sowcourse bij.")
    cohort, version = table.text("cohort"), table.text("versie")
    if not re.fullmatch(r"[\w.+-]{1,30}", version):
        table.fail("versie", f"dit is geen versie: {version!r}.", "Verwacht wordt iets als 0.1.0.")
    due = table.table("inleveren", {})
    table.close()
    deadlines = {}
    for name in due.data:
        try:
            deadlines[name] = datetime.fromisoformat(due.text(name))
        except ValueError:
            due.fail(name, f"dit is geen moment: {due.data[name]!r}.", "Verwacht wordt 2026-12-18T22:59:00+00:00.")
        if deadlines[name].tzinfo is None:
            due.fail(name, "dit moment heeft geen tijdzone.", "Verwacht wordt 2026-12-18T22:59:00+00:00.")
    return Packet(cohort, version, deadlines)


def _remedy(folder: Path) -> str:
    """What to do about a packet that cannot be read; another version is the likeliest cause."""
    try:
        version = _read_about(folder).version
    except (ContentError, PacketError, AttributeError, RecursionError, TypeError, ValueError):
        version = __version__
    if version == __version__:
        return "Vraag je lesgever om het opnieuw te maken."
    return (
        f"Het is gemaakt met versie {version} van sowcourse en jij hebt {__version__}: "
        f'installeer die versie met pip install "sowcourse=={version}", of vraag je lesgever om een nieuw lespakket.'
    )
