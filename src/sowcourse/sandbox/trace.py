"""What a submission could leave inside the wall: looked at before the first and after each; a server that differs ends.

Not here: what only counts up, such as process numbers, and the clock.
"""

from __future__ import annotations

import ctypes
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sowcourse.sandbox.syscalls import number

FOLDERS = (Path("/scratch"), Path("/dev/shm"))
"""Where a submission can write, inside the wall."""

LIMITS = range(16)
"""The kinds of limit that Linux has."""

_STATUS = ("Umask", "Uid", "Gid", "Groups", "SigBlk", "SigIgn", "SigCgt", "CapEff", "Seccomp", "Cpus_allowed")

_OF_THE_KERNEL = (
    *("/proc/self/oom_score_adj", "/proc/self/coredump_filter", "/proc/self/timerslack_ns", "/proc/self/autogroup"),
    *("/proc/self/mountinfo", "/proc/sys/kernel/hostname", "/proc/sys/kernel/domainname", "/proc/locks"),
    *("/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg"),
)

_A_PROCESS = 1
"""Whose turn at the disk is asked for, in the kernel's words."""


def traces() -> dict[str, Any]:
    """All that must be the same after a submission as before, by what it is about."""
    return {
        "limits": [resource.getrlimit(kind) for kind in LIMITS],
        "turns": {_turns(int(thread.name)) for thread in Path("/proc/self/task").iterdir()},
        "status": _status(),
        "kernel": [_read(place) for place in _OF_THE_KERNEL],
        "devices": sorted(_devices()),
        "folders": [_folder(folder) for folder in FOLDERS],
        "processes": [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit()],
        "sockets": sorted(_sockets()),
    }


def _turns(thread: int) -> tuple[Any, ...]:
    """When a thread gets its turn, at the processor and at the disk."""
    disk = ctypes.CDLL(None).syscall(number("ioprio_get"), _A_PROCESS, thread)
    kind, rank = os.sched_getscheduler(thread), os.sched_getparam(thread).sched_priority
    return os.getpriority(os.PRIO_PROCESS, thread), kind, rank, disk, frozenset(os.sched_getaffinity(thread))


def _status() -> list[str]:
    """Who this process is and which signals it listens to, but for those by which the C library reaches its threads."""
    told = dict(line.split(":\t", 1) for line in _read("/proc/self/status").splitlines())
    told["SigCgt"] = f"{int(told['SigCgt'], 16) & ~(3 << 31):x}"
    return [told.get(name, "") for name in _STATUS]


def _read(place: str) -> str:
    """What the kernel says in one of its files; "" where it does not have that file."""
    try:
        return Path(place).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _devices() -> Iterator[tuple[Any, ...]]:
    """Mode and owner of every device, and of terminals the moments too."""
    for folder in (Path("/dev"), Path("/dev/pts")):
        for place in (folder, *folder.iterdir()):
            found = place.lstat()
            times = (found.st_mtime_ns, found.st_ctime_ns) if Path("/dev/pts") in (place, folder) else ()
            yield str(place), found.st_mode, found.st_uid, found.st_gid, *times


def _folder(folder: Path) -> tuple[Any, ...]:
    """An empty folder: its mode and owner, what hangs on it, and what it takes."""
    found, space = folder.stat(), os.statvfs(folder)
    own = (found.st_atime_ns,) if found.st_uid == os.geteuid() else ()
    taken = (space.f_files - space.f_ffree, space.f_blocks - space.f_bfree, sorted(folder.iterdir()))
    return found.st_mode, found.st_uid, found.st_gid, *own, os.listxattr(folder), *taken


def _sockets() -> set[str]:
    """Sockets that are still there, though nothing in this process holds them."""
    there = {line.split()[6] for line in _read("/proc/net/unix").splitlines()[1:]}
    held = map(_link, Path("/proc/self/fd").iterdir())
    return there - {link.removeprefix("socket:[").rstrip("]") for link in held}


def _link(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except FileNotFoundError:  # the one by which the list itself was read
        return ""
