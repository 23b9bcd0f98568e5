"""System calls that a submission may make: a filter for bubblewrap, in the kernel's own small language.

What is not listed does not exist inside the wall (ENOSYS: programs then do without). Some calls are refused with the
answer that programs expect from them, and some are let through for certain arguments only: nothing that takes the id
of another process, no sockets but those between one's own processes, no memory that nobody counts.
How the list was found: docs/decisions/032-calls-by-list.md.
"""

from __future__ import annotations

import platform
import struct

_NOT_PERMITTED, _INVALID, _NO_TERMINAL, _NO_SUCH_CALL, _NO_SUCH_FAMILY = 1, 22, 25, 38, 97

_MACHINES = {"x86_64": (0xC000_003E, 0), "aarch64": (0xC000_00B7, 1)}
"""Machine → how the kernel names it, and the column of its numbers below."""

_ALLOWED = """
read 0 63 | write 1 64 | readv 19 65 | writev 20 66 | pread64 17 67 | pwrite64 18 68 | preadv 295 69
pwritev 296 70 | preadv2 327 286 | pwritev2 328 287 | open 2 - | creat 85 - | openat 257 56 | openat2 437 437
close 3 57 | close_range 436 436 | lseek 8 62 | sendfile 40 71 | copy_file_range 326 285 | fadvise64 221 223
readahead 187 213 | fallocate 285 47 | truncate 76 45 | ftruncate 77 46 | fsync 74 82 | fdatasync 75 83
sync_file_range 277 84 | flock 73 32 | dup 32 23 | dup2 33 - | dup3 292 24 | pipe 22 - | pipe2 293 59
stat 4 - | fstat 5 80 | lstat 6 - | newfstatat 262 79 | statx 332 291 | statfs 137 43 | fstatfs 138 44
access 21 - | faccessat 269 48 | faccessat2 439 439 | readlink 89 - | readlinkat 267 78 | getdents 78 -
getdents64 217 61 | getcwd 79 17 | chdir 80 49 | fchdir 81 50 | mkdir 83 - | mkdirat 258 34 | rmdir 84 -
unlink 87 - | unlinkat 263 35 | rename 82 - | renameat 264 38 | renameat2 316 276 | link 86 - | linkat 265 37
symlink 88 - | symlinkat 266 36 | chmod 90 - | fchmod 91 52 | fchmodat 268 53 | fchmodat2 452 452 | umask 95 166
utime 132 - | utimes 235 - | futimesat 261 - | utimensat 280 88 | getxattr 191 8 | lgetxattr 192 9
fgetxattr 193 10 | listxattr 194 11 | llistxattr 195 12 | flistxattr 196 13
brk 12 214 | munmap 11 215 | mprotect 10 226 | mremap 25 216 | msync 26 227 | membarrier 324 283 | getrandom 318 278
fork 57 - | vfork 58 - | execve 59 221 | exit 60 93 | exit_group 231 94 | wait4 61 260 | waitid 247 95
getpid 39 172 | getppid 110 173 | gettid 186 178 | getpgid 121 155 | getpgrp 111 - | setpgid 109 154
getsid 124 156 | getuid 102 174 | geteuid 107 175 | getgid 104 176 | getegid 108 177
getresuid 118 148 | getresgid 120 150 | getgroups 115 158 | setuid 105 146 | setgid 106 144 | setgroups 116 159
setresuid 117 147 | setresgid 119 149 | capget 125 90 | getrlimit 97 163 | setrlimit 160 164 | getrusage 98 165
getpriority 140 141 | ioprio_get 252 31 | sched_yield 24 124 | sched_getaffinity 204 123 | sched_getparam 143 121
sched_getscheduler 145 120 | sched_getattr 315 275 | sched_get_priority_max 146 125
sched_get_priority_min 147 126 | sched_rr_get_interval 148 127 | getcpu 309 168 | times 100 153 | uname 63 160
sysinfo 99 179 | arch_prctl 158 - | set_tid_address 218 96 | set_robust_list 273 99 | rseq 334 293
restart_syscall 219 128
rt_sigaction 13 134 | rt_sigprocmask 14 135 | rt_sigpending 127 136 | rt_sigreturn 15 139
rt_sigsuspend 130 133 | rt_sigtimedwait 128 137 | sigaltstack 131 132 | pause 34 - | alarm 37 -
getitimer 36 102 | setitimer 38 103 | nanosleep 35 101 | clock_nanosleep 230 115 | clock_gettime 228 113
clock_getres 229 114 | gettimeofday 96 169 | time 201 -
select 23 - | pselect6 270 72 | poll 7 - | ppoll 271 73 | epoll_create 213 - | epoll_create1 291 20
epoll_ctl 233 21 | epoll_wait 232 - | epoll_pwait 281 22 | epoll_pwait2 441 441 | eventfd 284 -
eventfd2 290 19 | futex 202 98 | futex_waitv 449 449
bind 49 200 | listen 50 201 | accept 43 202 | accept4 288 242 | connect 42 203 | shutdown 48 210 | sendto 44 206
recvfrom 45 207 | sendmsg 46 211 | recvmsg 47 212 | sendmmsg 307 269 | recvmmsg 299 243 | getsockname 51 204
getpeername 52 205 | getsockopt 55 209 | setsockopt 54 208
"""
"""Calls that are let through, and their numbers on x86_64 and aarch64.

Source: Linux, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

_REFUSED = """
setxattr 188 5 | lsetxattr 189 6 | fsetxattr 190 7 | removexattr 197 14 | lremovexattr 198 15 | fremovexattr 199 16
chown 92 - | fchown 93 55 | lchown 94 - | fchownat 260 54 | mknod 133 - | mknodat 259 33
sched_setparam 142 118 | sched_setattr 314 274 | ioprio_set 251 30
mlock 149 228 | mlock2 325 284 | mlockall 151 230
"""
"""Calls that are answered with EPERM, because programs that copy a file or ask for speed go on after that."""

_IN_VAIN = """
setsid 112 157
"""
"""Calls that seem to work and do nothing. The kernel shares its processors between sessions: whoever makes fifty of
them would take the time of who is graded beside it."""

_LOOKED_AT = """
kill 62 129 | tkill 200 130 | tgkill 234 131 | prlimit64 302 261 | sched_setaffinity 203 122 | setpriority 141 140
clone 56 220 | mmap 9 222 | madvise 28 233 | fcntl 72 25 | ioctl 16 29 | prctl 157 167 | socket 41 198
socketpair 53 199 | sched_setscheduler 144 119
"""
"""Calls that are let through for some arguments; see `_looked_at`."""

_NEW_NAMESPACES = 0x7E02_0000
"""Flags of `clone` for namespaces of one's own."""

_HUGE_PAGES, _SHARED_NAMELESS = 0x4_0000, 0x21
"""Flags of `mmap` for memory that no process is seen to use: from the machine's store, or without a file and shared."""

_ADVICE = (0, 1, 2, 3, 4, 8, 10, 11, 14, 15, 16, 17, 18, 19, 22, 23)
"""What `madvise` may say. Not: write to swap, which hides how much is used, and merge with other processes."""

_DESCRIPTORS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
"""What `fcntl` may do: copies, flags, locks. Not: signals to another process, leases, notices, larger pipes."""

_TERMINAL = (
    *(0x5401, 0x5402, 0x5403, 0x5404, 0x5409, 0x540A, 0x540B, 0x540E, 0x540F, 0x5410, 0x5411, 0x5413, 0x5414),
    *(0x541B, 0x5421, 0x5422, 0x5429, 0x5441, 0x5450, 0x5451, 0x8004_5430, 0x4004_5431),
    *(0x802C_542A, 0x402C_542B, 0x402C_542C, 0x402C_542D),
)
"""What `ioctl` may do: settings and size of a terminal of one's own, bytes waiting, blocking or not, close on exec."""

_OF_ITSELF = (1, 2, 3, 4, 15, 16, 23, 38, 39, 40, 41, 42, 0x5356_4D41)
"""What `prctl` may do: name, signal at a parent's death, dumps, names of memory."""


_NETLINK = 16
"""A family of sockets, to be refused as kernels do that lack it: with another answer, ØMQ gives up."""


def known_machine() -> bool:
    """Whether the numbers of calls on this machine are known."""
    return platform.machine() in _MACHINES


def number(call: str) -> int:
    """The number of a listed call on this machine."""
    return _numbers(_ALLOWED + _REFUSED + _IN_VAIN + _LOOKED_AT)[call]


def calls() -> bytes:
    """The filter, as bubblewrap's --seccomp reads it.

    Raises: KeyError on a machine that is not known.
    """
    machine = _MACHINES[platform.machine()][0]
    steps = [_load(4), _when_equal(machine, 1, 0), _answer(_NOT_PERMITTED), _load(0)]
    looked_at = _looked_at()
    for call, place in _numbers(_LOOKED_AT).items():
        steps += [_when_equal(place, 0, len(looked_at[call])), *looked_at[call]]
    for place in _numbers(_ALLOWED).values():
        steps += [_when_equal(place, 0, 1), _ALLOW]
    for place in _numbers(_REFUSED).values():
        steps += [_when_equal(place, 0, 1), _answer(_NOT_PERMITTED)]
    for place in _numbers(_IN_VAIN).values():
        steps += [_when_equal(place, 0, 1), _answer(0)]
    return b"".join([*steps, _answer(_NO_SUCH_CALL)])


def _looked_at() -> dict[str, list[bytes]]:
    """What is asked about the arguments of a call, each ending in an answer."""
    no_server = [_argument(0), _when_equal(1, 0, 1), _answer(_NOT_PERMITTED), _ALLOW]
    itself = _among(0, (0,), _NOT_PERMITTED)
    unix = [_argument(0), _when_equal(_NETLINK, 0, 1), _answer(_INVALID), *_among(0, (1,), _NO_SUCH_FAMILY)]
    return {
        "kill": no_server,
        "tkill": no_server,
        "tgkill": no_server,
        "prlimit64": itself,
        "sched_setaffinity": itself,
        "sched_setscheduler": _among(1, (0,), _NOT_PERMITTED),  # the usual one, as ØMQ asks for each thread by its id
        "setpriority": [_argument(0), _when_equal(0, 1, 0), _answer(_NOT_PERMITTED), *_among(1, (0,), _NOT_PERMITTED)],
        "clone": [_argument(0), _when_any(_NEW_NAMESPACES, 0, 1), _answer(_NOT_PERMITTED), _ALLOW],
        "mmap": [
            _argument(3),
            _when_any(_HUGE_PAGES, 0, 1),
            _answer(_NOT_PERMITTED),
            _step(0x54, _SHARED_NAMELESS, 0, 0),  # and
            _when_equal(_SHARED_NAMELESS, 0, 1),
            _answer(_NOT_PERMITTED),
            _ALLOW,
        ],
        "madvise": _among(2, _ADVICE, _INVALID),
        "fcntl": _among(1, _DESCRIPTORS, _INVALID),
        "ioctl": _among(1, _TERMINAL, _NO_TERMINAL),
        "prctl": _among(0, _OF_ITSELF, _INVALID),
        "socket": unix,
        "socketpair": unix,
    }


def _numbers(table: str) -> dict[str, int]:
    """Call → its number on this machine; without those that this machine does not have."""
    column = _MACHINES[platform.machine()][1]
    rows = [row.split() for row in table.replace("\n", "|").split("|") if row.strip()]
    return {call: int(places[column]) for call, *places in rows if places[column] != "-"}


def _among(place: int, values: tuple[int, ...], error: int) -> list[bytes]:
    """Let a call through when its argument is one of these."""
    asked = [step for value in values for step in (_when_equal(value, 0, 1), _ALLOW)]
    return [_argument(place), *asked, _answer(error)]


def _step(code: int, value: int, then: int, otherwise: int) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)


def _load(place: int) -> bytes:
    return _step(0x20, place, 0, 0)


def _argument(place: int) -> bytes:
    """Load the lower half of an argument: all that the kernel reads of a number, a flag or an id."""
    return _load(16 + 8 * place)


def _when_equal(value: int, then: int, otherwise: int) -> bytes:
    return _step(0x15, value, then, otherwise)


def _when_any(bits: int, then: int, otherwise: int) -> bytes:
    return _step(0x45, bits, then, otherwise)


def _answer(error: int) -> bytes:
    return _step(0x06, 0x0005_0000 | error, 0, 0)


_ALLOW = _step(0x06, 0x7FFF_0000, 0, 0)
