"""System calls that a submission cannot make: a filter for bubblewrap, in the kernel's own small language.

Refused are other ways to hold memory than what is counted (shared memory without a file, message queues, new mounts),
new namespaces, looking into other processes, and doors of the kernel that no notebook needs.
"""

from __future__ import annotations

import platform
import struct

_PERMISSION, _NO_SUCH_CALL = 1, 38

_NEW_USER = 0x1000_0000
"""Flag of `clone` that asks for a namespace of users, in which a process would be its own administrator."""

_MACHINES = {"x86_64": (0xC000_003E, 0), "aarch64": (0xC000_00B7, 1)}
"""Machine → how the kernel names it, and the column of its numbers below."""

_NUMBERS = """
memfd_create 319 279 | shmget 29 194 | semget 64 190 | msgget 68 186 | mq_open 240 180 | memfd_secret 447 447
unshare 272 97 | setns 308 268 | mount 165 40 | open_tree 428 428 | move_mount 429 429 | fsopen 430 430
fsconfig 431 431 | fsmount 432 432 | ptrace 101 117 | process_vm_readv 310 270 | process_vm_writev 311 271
perf_event_open 298 241 | bpf 321 280 | userfaultfd 323 282 | io_uring_setup 425 425
add_key 248 217 | request_key 249 218 | keyctl 250 219 | clone 56 220 | clone3 435 435
"""
"""Calls and their numbers on x86_64 and aarch64.

Source: Linux, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""


def known_machine() -> bool:
    """Whether the numbers of calls on this machine are known."""
    return platform.machine() in _MACHINES


def refusals() -> bytes:
    """The filter, as bubblewrap's --seccomp reads it.

    Raises: KeyError on a machine that is not known.
    """
    machine, column = _MACHINES[platform.machine()]
    rows = [row.split() for line in _NUMBERS.strip().splitlines() for row in line.split("|")]
    calls = {name: int(numbers[column]) for name, *numbers in rows}
    clone, clone3 = calls.pop("clone"), calls.pop("clone3")
    steps = [_load(4), _when_equal(machine, 1, 0), _refuse(_PERMISSION), _load(0)]
    steps += [_step(0x35, 0x4000_0000, 0, 1), _refuse(_PERMISSION)]  # the calls of x32
    for number in calls.values():
        steps += [_when_equal(number, 0, 1), _refuse(_PERMISSION)]
    steps += [_when_equal(clone3, 0, 1), _refuse(_NO_SUCH_CALL)]  # glibc then asks for clone, whose flags can be read
    steps += [_when_equal(clone, 0, 3), _load(16), _step(0x45, _NEW_USER, 0, 1), _refuse(_PERMISSION)]
    return b"".join([*steps, _step(0x06, 0x7FFF_0000, 0, 0)])


def _step(code: int, value: int, then: int, otherwise: int) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)


def _load(place: int) -> bytes:
    return _step(0x20, place, 0, 0)


def _when_equal(value: int, then: int, otherwise: int) -> bytes:
    return _step(0x15, value, then, otherwise)


def _refuse(error: int) -> bytes:
    return _step(0x06, 0x0005_0000 | error, 0, 0)
