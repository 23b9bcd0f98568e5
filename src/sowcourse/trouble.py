"""What the computer refuses, in Dutch: which file or folder, why, and what to do about it.

The one place that knows the faults of operating systems, SQLite, PostgreSQL, locks, zips and encodings.
"""

from __future__ import annotations

import errno
import json
import re
import sqlite3
import zipfile
import zlib
from pathlib import Path
from types import TracebackType

_FULL = (
    "de schijf is vol. Maak ruimte (prullenbak, downloads, oude archieven) en doe dit opnieuw. "
    "Wat er al stond, is bewaard."
)
_CLOSED = (
    "hier mag je niet schrijven of lezen. De map is alleen-lezen of van iemand anders: werk in een kopie in je eigen "
    "map, of vraag de rechten. Staat het bestand open in Excel of Word, sluit het dan eerst."
)
_READ_ONLY = (
    "deze plaats is alleen-lezen (een usb-stick met slot, een gedeelde of gesynchroniseerde map). "
    "Kopieer de map naar je eigen schijf en werk daar verder."
)
_GONE = (
    "dit is er niet, of niet meer. Is de map verplaatst, hernoemd of gewist, of een schijf losgekoppeld? "
    "Ga naar de juiste map en doe dit opnieuw."
)
_AWAY = (
    "de schijf of netwerkmap antwoordt niet. Kijk of je verbonden bent (wifi, VPN, usb) en doe dit opnieuw, "
    "of kopieer de map naar je eigen schijf."
)
_CLOUD = (
    "dit bestand staat nog in de cloud en niet op deze computer. Kies in OneDrive, Dropbox of iCloud "
    "«Altijd behouden op dit apparaat» voor de hele map, wacht tot alles er is, en doe dit opnieuw."
)
_LONG = (
    "de naam of het hele pad is te lang. Zet de map dichter bij het begin van je schijf, of geef haar een kortere naam."
)
_UNLOCKABLE = (
    "op deze plaats (vaak een netwerkmap) kan niets vergrendeld worden, en dan kunnen twee mensen elkaars werk "
    "overschrijven. Zet het cohort op een eigen schijf, of zet het puntenboek in PostgreSQL."
)
_BUSY = "dit is in gebruik, in een ander venster of door iemand anders. Wacht tot dat klaar is en doe dit opnieuw."
_DAMAGED = (
    "dit bestand is beschadigd of niet helemaal aangekomen. Zet een vorige versie terug (back-up, OneDrive, Dropbox), "
    "of haal het opnieuw op."
)
_NO_SERVER = (
    "de databaseserver antwoordt niet. Kijk of je verbonden bent (VPN) en of de server draait, en doe dit opnieuw."
)

_LOST = (
    *("EIO", "ETIMEDOUT", "ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENETRESET", "ECONNRESET"),
    *("ECONNREFUSED", "ECONNABORTED", "ENODEV", "ENXIO", "EREMOTEIO", "ENOTCONN", "EPIPE"),
)
_REASONS: dict[str, str] = {
    **dict.fromkeys(("ENOSPC", "EDQUOT"), _FULL),
    "EFBIG": "dit bestand wordt groter dan hier mag. Kies een andere schijf.",
    **dict.fromkeys(("EACCES", "EPERM"), _CLOSED),
    "EROFS": _READ_ONLY,
    **dict.fromkeys(("ENOENT", "ESRCH"), _GONE),
    "ENOTDIR": "hier wordt een map verwacht, en er staat een bestand. Controleer de naam.",
    "EISDIR": "hier wordt een bestand verwacht, en er staat een map. Noem een bestand in die map.",
    **dict.fromkeys(("EEXIST", "ENOTEMPTY"), "hier staat al iets. Kies een andere naam, of verplaats wat er staat."),
    "ENAMETOOLONG": _LONG,
    **dict.fromkeys(("EINVAL", "EILSEQ"), "deze naam of waarde kan hier niet. Gebruik letters, cijfers en streepjes."),
    **dict.fromkeys(("ENOLCK", "ENOSYS", "EOPNOTSUPP", "ENOTSUP"), _UNLOCKABLE),
    **dict.fromkeys(("EBUSY", "ETXTBSY", "EAGAIN"), _BUSY),
    "EDEADLK": _CLOUD,
    "ELOOP": "deze koppeling verwijst naar zichzelf. Noem de map zelf.",
    "EXDEV": "dit kan niet over twee schijven heen. Zet beide mappen op dezelfde schijf.",
    **dict.fromkeys(("EMFILE", "ENFILE"), "er staan te veel bestanden tegelijk open. Sluit andere programma's."),
    "ENOMEM": "er is niet genoeg geheugen. Sluit andere programma's en doe dit opnieuw.",
    "EADDRINUSE": "deze poort is bezet. Sluit andere vensters van de cursus, of kies een andere met --poort.",
    **dict.fromkeys(_LOST, _AWAY),
}
_WINDOWS = {5: _CLOSED, 32: _CLOSED, 33: _BUSY, 39: _FULL, 53: _AWAY, 59: _AWAY, 64: _AWAY, 112: _FULL, 206: _LONG} | (
    dict.fromkeys((362, 389, 395, 396, 397, 398, 399, 404), _CLOUD)
)
_DATABASE: tuple[tuple[str, str], ...] = (
    (r"readonly|read-only|attempt to write", _READ_ONLY),
    (r"disk is full|No space left", _FULL),
    (r"locked|busy|lock timeout", _BUSY),
    (r"unable to open", _CLOSED),
    (r"disk I/O|locking protocol", _UNLOCKABLE),
    (r"malformed|not a database|corrupt", _DAMAGED),
    (r"no such (table|column)", "dit puntenboek is van een andere versie. Werk bij met 'sowcourse cohort upgrade'."),
    (r"password|authentication", "de databaseserver weigert je wachtwoord. Zet het juiste in ~/.pgpass of PGPASSWORD."),
    (r"database .* does not exist", "deze database is er niet. Vraag de beheerder om haar te maken."),
    (r"role .* does not exist", "deze gebruiker is niet bekend op de databaseserver. Controleer 'puntenboek'."),
    (r"connect|refused|timeout|timed out|translate host|server closed|terminat", _NO_SERVER),
)  # fmt: skip
_TEMPORARY = re.compile(r"\.(.+)-\w{6,}(?:\.tmp)?\Z|tmp\w{8}\Z")


def told(error: BaseException) -> str:
    """The fault as a Dutch sentence, culprit first; "" when it is not one that a computer or a file gives."""
    found = _reason(error)
    if found:
        return f"{_culprit(error)}: {found}"
    return told(error.__cause__) if error.__cause__ else ""


def brief(error: BaseException) -> str:
    """The fault alone, to stand between brackets: «de schijf is vol»."""
    return _reason(error).partition(".")[0]


def told_in(report: str) -> str:
    """The last fault that another program's report holds, as a Dutch sentence; "" when it holds none that we know."""
    found = re.findall(r"\[(?:Errno|WinError) (\d+)\][^:\n]*(?:: '([^'\n]+)')?", report)
    if found:
        number, name = found[-1]
        return told(OSError(int(number), "", name or None))
    base = re.findall(r"\((?:sqlite3|psycopg)[\w.]*\.\w*Error\) ([^\n]+)", report)
    return told(sqlite3.OperationalError(base[-1])) if base else ""


def _reason(error: BaseException) -> str:
    if isinstance(inner := getattr(error, "orig", None), BaseException):  # SQLAlchemy's, around the database's own
        return _reason(inner)
    kind, module, message = type(error).__name__, type(error).__module__, str(error)
    if module.startswith("filelock"):
        return _BUSY
    if kind == "Error" and module == "shutil":
        return _reason_in(message)
    if isinstance(error, OSError):
        return _of_system(error, message)
    if isinstance(error, sqlite3.Error) or module.startswith("psycopg"):
        return next((told for words, told in _DATABASE if re.search(words, message, re.IGNORECASE)), _DAMAGED)
    if isinstance(error, UnicodeDecodeError):
        return "dit bestand is niet als UTF-8 bewaard. Open het in een teksteditor en bewaar het met codering UTF-8."
    if isinstance(error, UnicodeEncodeError):
        return "in een naam of tekst staat een teken dat hier niet kan. Verander die naam en doe dit opnieuw."
    if isinstance(error, (zipfile.BadZipFile, zlib.error, EOFError, json.JSONDecodeError)) or kind == "NotJSONError":
        return _DAMAGED
    if isinstance(error, NotImplementedError) and "flock" in message:
        return _UNLOCKABLE
    if isinstance(error, MemoryError):
        return _REASONS["ENOMEM"]
    return ""


def _of_system(error: OSError, message: str) -> str:
    number = getattr(error, "winerror", None)
    if number in _WINDOWS:
        return _WINDOWS[number]
    if error.errno is None:
        return _reason_in(message) or _AWAY
    for name, reason in _REASONS.items():  # by number: some have two names
        if getattr(errno, name, None) == error.errno:
            return reason
    name = errno.errorcode.get(error.errno, str(error.errno))
    return f"de computer weigert dit (code {name}). Herstart de computer en doe dit opnieuw."


def _reason_in(message: str) -> str:
    found = re.findall(r"\[Errno (\d+)\]", message)
    return _reason(OSError(int(found[-1]), "")) if found else ""


def _culprit(error: BaseException) -> str:
    """What it is about: the file that the error names, else the one that was being worked on."""
    name = getattr(error, "filename", None) or getattr(error, "lock_file", None)
    if isinstance(name, bytes):
        name = name.decode(errors="replace")
    if isinstance(name, str) and name:
        return _shown(Path(name))
    quoted = re.findall(r"\[Errno \d+\][^']*'([^'\n]+)'", str(error))
    if quoted:
        return _shown(Path(quoted[-1]))
    inner = getattr(error, "orig", error)
    if isinstance(inner, sqlite3.Error) or type(inner).__module__.startswith("psycopg"):
        return "het puntenboek"
    if isinstance(error, FileNotFoundError):
        return "de map waarin je staat"
    found = _at_work(error.__traceback__)
    return _shown(found) if found else "deze computer"


def _at_work(trail: TracebackType | None) -> Path | None:
    """The file that the innermost function with one was busy with."""
    found = None
    while trail is not None:
        known = trail.tb_frame.f_locals
        for name in ("file", "path", "target", "self", "root", "folder", "work"):
            if isinstance(known.get(name), Path):
                found = known[name]
                break
        trail = trail.tb_next
    return found


def _shown(path: Path) -> str:
    """A path as a person knows it: not the temporary file or folder in which something is made first."""
    for part in (path, *path.parents):
        temporary = _TEMPORARY.match(part.name)
        if temporary:
            named = temporary[1] or ""
            return str(part.with_name(named) if "." in named else part.parent)
    return str(path)
