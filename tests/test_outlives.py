"""No submission reaches another one: not by a system call, not by a right, not by what it leaves behind.

Everything runs twice where the tests run as root: for somebody who grades as root, and for an ordinary user.
"""

from __future__ import annotations

import json
import os
import platform
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import Any

import psutil
import pytest

from sowcourse.errors import GradingError
from sowcourse.grading.graded import Executed
from sowcourse.grading.runner import GONE, WallEngine, Work, Worker
from sowcourse.sandbox import syscalls, wall
from sowcourse.sandbox.wall import Server, find_bwrap
from sowcourse.submissions.assignment_version import Version

ORDINARY = 65534
"""A user of every Linux machine that owns nothing."""

LOOP = """
import json, sys
from sowcourse.sandbox.wall import Server, why_no_wall
assert why_no_wall() == "", why_no_wall()
server = Server()
for line in sys.stdin:
    if server.changed:
        server.close()
        server = Server()
    replies = list(server.run(json.loads(line), 100))
    print(json.dumps([replies, server.changed, server.process.pid]), flush=True)
server.close()
"""


def as_ordinary() -> list[str]:
    """What runs a command as an ordinary user who can read this Python and this package, wherever they stand."""
    folders = [str(folder) for folder in wall._folders()]
    above = {str(parent) for folder in folders for parent in Path(folder).parents if not parent.stat().st_mode & 0o001}
    command = [find_bwrap(), "--dev-bind", "/", "/", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    for closed in sorted(above):
        command += ["--perms", "0755", "--tmpfs", closed]
        for folder in folders:
            if folder.startswith(f"{closed}/"):
                for parent in reversed(Path(folder).parents[:-1]):
                    command += ["--dir", str(parent)]
                command += ["--ro-bind", folder, folder]
    become = f"import os, sys; os.setgroups([]); os.setgid({ORDINARY}); os.setuid({ORDINARY}); os.execv(sys.argv[1], "
    return [*command, "--chdir", "/", sys.executable, "-ISc", become + "sys.argv[1:])"]


class Yard:
    """Somebody who grades, in a process of their own."""

    def __init__(self, prefix: list[str]) -> None:
        command = [*prefix, sys.executable, "-c", LOOP]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.changed: list[str] = []
        self.server = 0

    def run(self, *cells: str, check: str = "", kernel: bool = False) -> list[str]:
        """What each cell of one submission said; the last item is why it stopped."""
        job = {
            "name": "x",
            "notebook": "{}",
            "cells": [("answer", cell) for cell in cells] + ([("check", check)] if check else []),
            "seconds": 20,
            "together": 60,
            "judged": True,
            "kernel": kernel,
        }
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(job), file=self.process.stdin, flush=True)
        replies, self.changed, self.server = json.loads(self.process.stdout.readline())
        said = {reply["place"]: reply["outputs"] for reply in replies if "place" in reply}
        stopped = next((str(reply["stopped"]) for reply in replies if reply.get("done")), "gone")
        texts = ["".join(map(_text, said.get(place, []))) for place in range(len(job["cells"]))]
        return [*texts, stopped]


def _text(output: dict[str, Any]) -> str:
    return str(output.get("text") or output.get("evalue") or output.get("data", {}).get("text/plain", ""))


@pytest.fixture(scope="module", params=["who runs the tests", "an ordinary user"])
def yard(request: pytest.FixtureRequest) -> Iterator[Yard]:
    if request.param == "an ordinary user" and os.geteuid():
        pytest.skip("who runs the tests is an ordinary user already")
    yard = Yard(as_ordinary() if request.param == "an ordinary user" else [])
    yield yard
    assert yard.process.stdin
    yard.process.stdin.close()
    assert yard.process.wait(30) == 0


PREPARE = f"""
import ctypes, fcntl, mmap, os, resource, signal, socket, struct, sys, time
X86 = {platform.machine() == "x86_64"}
libc = ctypes.CDLL(None, use_errno=True)
def call(x86, arm, *arguments):
    if libc.syscall(x86 if X86 else arm, *arguments) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return 'done'
"""
"""Runs before the attacks: how to make a system call that Python does not know."""

REFUSED = "Operation not permitted|Permission denied"
MISSING = "Function not implemented"
CLOSED = "Read-only file system"

CALLS = {
    # as they succeeded before
    "limit of the server's time": ("resource.prlimit(1, resource.RLIMIT_CPU, (1, 1))", REFUSED),
    "limit of the server's files": ("resource.prlimit(1, resource.RLIMIT_NOFILE, (3, 3))", REFUSED),
    "priority of the server": ("os.setpriority(os.PRIO_PROCESS, 1, 19)", REFUSED),
    "processors of the server": ("os.sched_setaffinity(1, {0})", REFUSED),
    "scheduler of the server": ("os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0))", REFUSED),
    "who dies first": ("open('/proc/1/oom_score_adj', 'w').write('1000')", f"{CLOSED}|{REFUSED}"),
    "sockets to the host": ("socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)", "not supported"),
    "sockets to the kernel": ("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)", "Invalid argument"),
    "notices of files": ("call(294, 26, 0)", MISSING),
    # and variants
    "interrupt the server": ("os.kill(1, signal.SIGINT)", REFUSED),
    "interrupt a thread of the server": ("call(234, 131, 1, 1, 2)", REFUSED),
    "interrupt with a value": ("call(129, 138, 1, 2, ctypes.create_string_buffer(128))", MISSING),
    "interrupt by a handle": ("call(434, 434, 1, 0)", MISSING),
    "interrupt by a socket": (
        "a, b = socket.socketpair()\nfcntl.fcntl(a, fcntl.F_SETOWN, 1)",
        "Invalid argument",
    ),
    "interrupt by a pipe": (
        "r, w = os.pipe()\nfcntl.ioctl(r, 0x8901, struct.pack('i', 1))",
        "Inappropriate ioctl",
    ),
    "priority of the user": ("os.setpriority(os.PRIO_USER, 0, 19)", REFUSED),
    "priority of the server's group": ("os.setpriority(os.PRIO_PGRP, os.getpgid(1) or 1, 19)", REFUSED),
    "turn at the disk": ("call(251, 30, 1, 1, 3 << 13)", REFUSED),
    "batch with a reset on fork": (
        "os.sched_setscheduler(1, os.SCHED_RESET_ON_FORK, os.sched_param(0))",
        REFUSED,
    ),
    "attributes of the scheduler": ("call(314, 274, 1, ctypes.create_string_buffer(48), 0)", REFUSED),
    "raw packets": ("socket.socket(socket.AF_PACKET, socket.SOCK_RAW)", "not supported"),
    "a server for others": ("socket.socket(socket.AF_INET, socket.SOCK_STREAM)", "not supported"),
    "the kernel's cipher": ("socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)", "not supported"),
    "bluetooth": ("socket.socket(31, socket.SOCK_RAW, 1)", "not supported"),
    "requests that outlive": ("call(206, 0, 60_000, ctypes.create_string_buffer(8))", MISSING),
    "rings": ("call(425, 425, 8, ctypes.create_string_buffer(120))", MISSING),
    "watch everything": ("call(300, 262, 0, 0)", MISSING),
    "clocks with a handle": ("call(283, 85, 1, 0)", MISSING),
    "memory without a file": ("mmap.mmap(-1, 10**6)", REFUSED),
    "memory of a device": ("open('/dev/zero', 'r+b')", REFUSED),
    "memory of the machine": ("mmap.mmap(-1, 2**21, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000)", REFUSED),
    "write to swap": ("m = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE)\nm.madvise(21)", "Invalid argument"),
    "a filter of its own": ("call(157, 167, 22, 2, 0, 0, 0)", "Invalid argument"),
    "a name on the folder": ("os.setxattr('/scratch', 'user.merk', b'hoi')", REFUSED),
    "a name on memory": ("os.setxattr('/dev/shm', 'user.merk', b'hoi')", REFUSED),
    "a flag on the folder": (
        "fd = os.open('/scratch', os.O_RDONLY)\nfcntl.ioctl(fd, 0x40086602, struct.pack('q', 0x40))",
        "Inappropriate ioctl",
    ),
    "a lease on a file": (
        "f = open('eigen', 'w')\nfcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_WRLCK)",
        "Invalid argument",
    ),
    "a shared segment": ("call(29, 194, 1, 4096, 0o1666)", MISSING),
    "a queue": ("call(240, 180, b'merk', 0o102, 0o666, 0)", MISSING),
    "keys": ("call(248, 217, b'user', b'merk', b'x', 1, -3)", MISSING),
    "the server's memory": ("call(310, 270, 1, 0, 0, 0, 0, 0)", MISSING),
    "the server's files": ("os.listdir('/proc/1/fd')", REFUSED),
    # and being root
    "core pattern": ("open('/proc/sys/kernel/core_pattern', 'r+')", f"{CLOSED}|{REFUSED}"),
    "host name in /proc": ("open('/proc/sys/kernel/hostname', 'w').write('hoi')", f"{CLOSED}|{REFUSED}"),
    "host name": ("socket.sethostname('hoi')", MISSING),
    "layout of memory": ("open('/proc/sys/kernel/randomize_va_space', 'r+')", f"{CLOSED}|{REFUSED}"),
    "caches of the machine": ("open('/proc/sys/vm/drop_caches', 'w').write('1')", f"{CLOSED}|{REFUSED}"),
    "most processes": ("open('/proc/sys/kernel/pid_max', 'r+')", f"{CLOSED}|{REFUSED}"),
    "net": ("open('/proc/sys/net/unix/max_dgram_qlen', 'r+')", f"{CLOSED}|{REFUSED}|No such file"),
    "the magic key": ("open('/proc/sysrq-trigger', 'w').write('h')", f"{CLOSED}|{REFUSED}|No such file"),
    "who dies first, itself": ("open('/proc/self/oom_score_adj', 'w').write('1000')", CLOSED),
    "become root": ("os.setuid(0)", f"{REFUSED}|Invalid argument"),
    "become root after all": ("os.setresuid(0, 0, 0)", f"{REFUSED}|Invalid argument"),
    "join root's group": ("os.setgroups([0])", REFUSED),
    "a user namespace": ("call(56, 220, 0x10000000 | 17, 0, 0, 0, 0)", REFUSED),
    "a user namespace by the new call": ("call(435, 435, ctypes.create_string_buffer(88), 88)", MISSING),
    "another root folder": ("os.chroot('/scratch')", MISSING),
    "a mount": ("call(165, 40, b'/usr', b'/scratch/werk', 0, 4096, 0)", MISSING),
    "another namespace": ("call(308, 268, os.open('/proc/self/ns/user', 0), 0)", MISSING),
    "a device": ("os.mknod('schijf', 0o60666, os.makedev(8, 0))", REFUSED),
    "mode of a device": ("os.chmod('/dev/null', 0)", f"{CLOSED}|{REFUSED}"),
    "owner of a file": ("open('eigen', 'w').close()\nos.chown('eigen', 0, 0)", REFUSED),
    "writing in Python": ("open(os.__file__, 'a')", f"{CLOSED}|{REFUSED}"),
}
"""Each attack, and what it is told instead."""


@pytest.fixture(scope="module")
def told(yard: Yard) -> dict[str, str]:
    """What each attack was told, all in one submission, and how the server was afterwards."""
    before = yard.run("1", check="print('✓')")
    server = yard.server
    attacks = [
        f"try:\n{indent(code, '    ')}\nexcept Exception as error:\n    print(error)" for code, _ in CALLS.values()
    ]
    said = yard.run(PREPARE, *attacks, check="print('✓')")
    assert before == ["1", "✓\n", ""]
    assert said[-2:] == ["✓\n", ""], "the submission itself goes on to its end"
    after = yard.run("import os\nprint(os.getpriority(0, 1), os.sched_getscheduler(1), len(os.sched_getaffinity(1)))")
    host = os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0), len(os.sched_getaffinity(0))
    assert after == ["{} {} {}\n".format(*host), ""]
    assert (yard.server, yard.changed) == (server, []), "and the server is the same, unchanged"
    return dict(zip(CALLS, said[1:], strict=False))


@pytest.mark.parametrize("attack", CALLS)
def test_no_call_reaches_the_server_the_machine_or_who_comes_after(told: dict[str, str], attack: str) -> None:
    assert re.search(CALLS[attack][1], told[attack]), told[attack]


def test_nobody_inside_is_root_or_may_do_what_root_may(yard: Yard) -> None:
    look = (
        "import os\n"
        "for process in (1, 'self'):\n"
        "    lines = dict(l.split(':\\t', 1) for l in open(f'/proc/{process}/status').read().splitlines())\n"
        "    print([int(i) for k in ('Uid', 'Gid', 'Groups') for i in lines[k].split()].count(0),"
        " int(lines['CapEff'], 16), int(lines['CapPrm'], 16), lines['NoNewPrivs'], lines['Seccomp'])"
    )
    assert yard.run(look) == ["0 0 0 1 2\n0 0 0 1 2\n", ""]
    users = [_line_of(process, "Uid") for process in _below(yard.server)]
    assert users, "a server is seen from outside"
    assert not [user for user in users if "0" in user.split()]


def _below(process: int) -> list[int]:
    """The processes that a process started, and so on, as the machine sees them."""
    children = [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]
    return [*children, *(below for child in children for below in _below(child))]


def _line_of(process: int, name: str) -> str:
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(line.partition("\t")[2] for line in lines if line.startswith(f"{name}:"))


HONEST = """
import asyncio, concurrent.futures, multiprocessing, os, shutil, sqlite3, subprocess, tempfile, threading
def double(number): return 2 * number
with concurrent.futures.ProcessPoolExecutor(2) as pool: print(list(pool.map(double, [1, 2])))
with multiprocessing.Pool(2) as pool: print(pool.map(double, [3]))
print(multiprocessing.Value('i', 5).value, asyncio.run(asyncio.sleep(0.01, 6)))
base = sqlite3.connect('a.db'); base.execute('create table a(b)'); base.execute('insert into a values (7)')
base.commit(); print(base.execute('select b from a').fetchone())
open('a', 'w').write('x'); shutil.copy2('a', 'b'); shutil.move('b', 'c'); print(os.path.getsize('c'))
print(subprocess.run(['echo', '8'], capture_output=True, text=True).stdout.strip())
thread = threading.Thread(target=print, args=(9,)); thread.start(); thread.join()
import numpy as np, pandas as pd
frame = pd.DataFrame({'a': ['x', 'y', 'x'], 'b': [1.5, 2.5, 3.5]})
frame.to_csv('f.csv'); print(pd.read_csv('f.csv').groupby('a')['b'].sum().tolist())
print(np.linalg.inv(np.eye(3)).trace(), np.memmap('m', dtype='int64', mode='w+', shape=3).sum())
"""


def test_no_submission_gets_a_share_of_the_processors_beside_the_one_of_its_wall(yard: Yard) -> None:
    code = (
        "import os\nbefore = os.getsid(0)\nos.setsid()\ninside = os.fork()\n"
        "if not inside:\n    os.setsid()\n    os._exit(os.getsid(0) != before)\n"
        "print(os.getsid(0) == before, os.waitpid(inside, 0)[1])"
    )
    assert yard.run(code) == ["True 0\n", ""]


def test_honest_work_goes_on_and_leaves_no_trace(yard: Yard) -> None:
    said = yard.run(HONEST, "!echo tien")
    assert said == ["[2, 4]\n[6]\n5 6\n(7,)\n1\n8\n9\n[5.0, 2.5]\n3.0 0\n", "tien\n", ""]
    assert yard.changed == []


def test_a_full_kernel_still_works_and_leaves_no_trace(yard: Yard) -> None:
    cells = ("x = 3\nget_ipython().kernel.session.key[:0]", "!echo tien")
    assert yard.run(*cells, check="print(x)", kernel=True) == ["b''", "tien\n", "3\n", ""]
    assert yard.changed == []


@pytest.mark.parametrize(
    ("bomb", "sentence"),
    [
        (
            "import socket, os, time\nheld = []\nfor _ in range(11): os.fork()\n"
            "for _ in range(110):\n    pair = socket.socketpair()\n    pair[0].setblocking(False)\n    held += pair\n"
            "    try: pair[0].send(b'0' * 200_000)\n    except OSError: pass\ntime.sleep(60)",
            "te veel",
        ),
        (
            "import socket, array, time\n"
            "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
            "while True:\n    c, d = socket.socketpair()\n"
            "    try: a.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [c.fileno()]))])\n"
            "    except OSError: a, b = keep = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
            "",
        ),
        (
            "import fcntl, os\nfor name in range(200):\n    f = os.open(str(name), os.O_RDWR | os.O_CREAT)\n"
            "    for place in range(200): fcntl.lockf(f, fcntl.LOCK_EX, 1, 2 * place)\n"
            "import time; time.sleep(60)",
            "te veel verbindingen of vergrendelde bestanden",
        ),
    ],
    ids=["sockets of many processes", "sockets that were sent away", "locks"],
)
def test_memory_of_the_kernel_is_bounded(yard: Yard, bomb: str, sentence: str) -> None:
    told = yard.run(bomb)
    assert sentence in told[0]
    assert yard.run("3", check="print('✓')") == ["3", "✓\n", ""]


TRACES = {
    "mode of a terminal": "os.chmod('/dev/pts/ptmx', 0o600)",
    "moment of a terminal": "os.utime('/dev/pts/ptmx', (5, 5))",
    "moment of the folder": "os.utime('/scratch', (5, 5))\nos.utime('/dev/shm', (5, 5))",
    "mode of the folder": "os.chmod('/scratch', 0o700)",
    "a file in memory": "_ = open('/dev/shm/spoor', 'w').write('x')",
    "a process": "if not os.fork():\n    os.setsid()\n    if os.fork(): os._exit(0)\n    time.sleep(60)",
    "own limits": "resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))\nos.nice(5)\nos.sched_setaffinity(0, {0})",
    "a lock": "import fcntl\nf = open(os.__file__)\nfcntl.flock(f, fcntl.LOCK_EX)",
    "a nameless socket": "import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0merk')\ns.listen()",
}
LOOK = """
import os, resource
def seen(path):
    found = os.stat(path)
    return oct(found.st_mode), 5 in (int(found.st_mtime), int(found.st_atime))
print([seen(path) for path in ('/dev/pts/ptmx', '/scratch', '/dev/shm')], os.listdir('/dev/shm'), os.listdir())
print([resource.getrlimit(kind) for kind in range(16) if kind != resource.RLIMIT_CPU], os.nice(0))
print(sum(name.isdigit() for name in os.listdir('/proc')), sorted(os.sched_getaffinity(0)))
print(open('/proc/net/unix').read().count('merk'), open('/proc/locks').read(), os.listxattr('/scratch'))
"""


@pytest.mark.parametrize("trace", TRACES)
def test_what_a_submission_sets_is_gone_for_the_next(yard: Yard, trace: str) -> None:
    fresh = yard.run(LOOK)
    assert fresh[1] == ""
    attempt = yard.run(f"import os, resource, time\n{TRACES[trace]}")
    assert attempt[0] == "" or re.search(REFUSED, attempt[0])
    assert yard.run(LOOK) == fresh
    assert yard.run("3", check="print('✓')") == ["3", "✓\n", ""]


def test_a_server_that_is_not_as_it_was_says_so_and_is_replaced(yard: Yard) -> None:
    """An ordinary user owns the terminals of the wall; who grades as root gives them to nobody."""
    yard.run("3")
    server = yard.server
    said = yard.run("import os\nos.chmod('/dev/pts/ptmx', 0o600)", check="print('✓')")
    assert said[-2:] == ["✓\n", ""], "what it earned stands"
    refused = "Operation not permitted" in said[0]
    assert yard.changed == ([] if refused else ["devices"])
    assert yard.run("import os\nprint(oct(os.stat('/dev/pts/ptmx').st_mode))") == ["0o20666\n", ""]
    assert (yard.server == server) == refused


# Whose fault it was -------------------------------------------------------------------------------------------------


def work(code: str) -> Work:
    """A submission of one answer and one check."""
    marks = {"schema_version": 3, "grade": False, "solution": True, "locked": False, "task": False}
    answer = {"id": "antwoord", "cell_type": "code", "source": code, "outputs": [], "execution_count": None}
    check = {**answer, "id": "controle", "source": "assert x == 3\nprint('✓')"}
    answer["metadata"] = {"nbgrader": {**marks, "grade_id": "antwoord"}}
    check["metadata"] = {
        "nbgrader": {**marks, "grade_id": "controle", "grade": True, "solution": False, "locked": True, "points": 1}
    }
    notebook = {
        "cells": [answer, check],
        "metadata": {"sowcourse": {"kind": "assignment"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return Work("s7", "x", json.dumps(notebook).encode(), (Version("1", notebook, notebook),), True)


def checked(done: Executed) -> str:
    """What the check of a submission said."""
    return "".join(_text(output) for output in done.notebook["cells"][1]["outputs"])


def end(server: Server) -> None:
    """End a server from outside, and wait until nothing in it can answer any more."""
    below = [psutil.Process(process) for process in _below(server.process.pid)]
    for process in below:
        process.kill()
    psutil.wait_procs(below, 20)
    server.process.wait(20)


def test_when_who_grades_is_killed_nothing_goes_on_inside() -> None:
    code = (
        "import sys\nfrom sowcourse.sandbox.wall import Server\nserver = Server()\n"
        "job = {'name': 'x', 'notebook': '{}', 'cells': [('answer', '1'), ('answer', 'while True: pass')]}\n"
        "job |= {'seconds': 300, 'together': 300, 'judged': True, 'kernel': False}\n"
        "for reply in server.run(job, 300):\n    print(server.process.pid, flush=True)"
    )
    grading = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert grading.stdout
    inside = [psutil.Process(process) for process in _below(int(grading.stdout.readline()))]
    assert len(inside) == 2, "the server, and a cell that never ends"
    grading.kill()
    assert psutil.wait_procs(inside, 20)[1] == []


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


def test_whose_server_ended_is_run_once_more_and_loses_nothing(worker: Worker) -> None:
    assert checked(worker.run(work("x = 3"))) == "✓\n"
    first = worker.server
    assert first

    def ended(job: dict[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
        end(first)
        yield from Server.run(first, job, seconds)

    first.run = ended  # type: ignore[method-assign]
    done = worker.run(work("x = 3"))
    assert (done.stopped, checked(done)) == ("", "✓\n")
    assert worker.server is not first


def test_blame_is_said_when_a_fresh_server_ended_too(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    real, ended = Server.run, []

    def ends(self: Server, job: dict[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
        self._wait()  # it ends while it runs a submission, not while it starts
        end(self)
        ended.append(self.process.pid)
        return real(self, job, seconds)

    monkeypatch.setattr(Server, "run", ends)
    done = worker.run(work("x = 3"))
    assert done.stopped == GONE
    assert len(set(ended)) == 2
    monkeypatch.undo()
    assert checked(worker.run(work("x = 3"))) == "✓\n", "and the next one has a server"


def test_after_a_trace_the_next_submission_has_another_server(worker: Worker) -> None:
    worker.run(work("x = 3"))
    first = worker.server
    assert first
    first.run = lambda job, seconds: _with_a_trace(first, job, seconds)  # type: ignore[method-assign]
    assert checked(worker.run(work("x = 3"))) == "✓\n"
    assert worker.server is None
    assert checked(worker.run(work("x = 3"))) == "✓\n"


def _with_a_trace(server: Server, job: dict[str, Any], seconds: float) -> Iterator[dict[str, Any]]:
    yield from Server.run(server, job, seconds)
    server.changed = ["devices"]


# The list itself ----------------------------------------------------------------------------------------------------


def answer_of(machine: str, call: int, *arguments: int) -> int:
    """What the filter answers to a call, worked out step by step as the kernel does; 0 when it lets it through."""
    seen = struct.pack("<IIQ6Q", call, syscalls._MACHINES[machine][0], 0, *arguments, *[0] * (6 - len(arguments)))
    steps = list(struct.iter_unpack("=HBBI", syscalls.calls()))
    place = held = 0
    while True:
        code, then, otherwise, value = steps[place]
        if code == 0x06:
            return 0 if value == 0x7FFF_0000 else value & 0xFFFF
        if code == 0x20:
            held = struct.unpack_from("<I", seen, value)[0]
        elif code == 0x54:
            held &= value
        else:
            hit = held == value if code == 0x15 else bool(held & value)
            place += then if hit else otherwise
        place += 1


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_list_says_the_same_on_both_machines(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: machine)
    number = syscalls.number
    assert answer_of(machine, number("read")) == 0
    assert answer_of(machine, number("prlimit64"), 0, 7) == 0
    assert answer_of(machine, number("prlimit64"), 1, 7) == 1
    assert answer_of(machine, number("kill"), 2, 9) == 0
    assert answer_of(machine, number("kill"), 1, 2) == 1
    assert answer_of(machine, number("kill"), 2**32 + 1, 2) == 1, "the kernel reads the lower half"
    assert answer_of(machine, number("socket"), 1, 1) == 0
    assert [answer_of(machine, number("socket"), family) for family in (2, 10, 16, 17, 40)] == [97, 97, 22, 97, 97]
    assert answer_of(machine, number("mmap"), 0, 4096, 3, 0x22) == 0
    assert answer_of(machine, number("mmap"), 0, 4096, 3, 0x21) == 1
    assert answer_of(machine, number("clone"), 17) == 0
    assert answer_of(machine, number("clone"), 0x1000_0000 | 17) == 1
    assert {answer_of(machine, call) for call in range(460, 2000)} == {38}
    assert answer_of("x86_64" if machine == "aarch64" else "aarch64", number("read")) == 1, "another machine's calls"


def test_numbers_are_those_of_the_kernel() -> None:
    """Twice the same number, or one number for two calls, would open another call than was meant."""
    table = syscalls._ALLOWED + syscalls._REFUSED + syscalls._IN_VAIN + syscalls._LOOKED_AT
    rows = [row.split() for row in table.replace("\n", "|").split("|") if row.strip()]
    for column in (1, 2):
        places = [row[column] for row in rows if row[column] != "-"]
        assert len(places) == len(set(places))
    assert len({row[0] for row in rows}) == len(rows) > 200


def test_as_root_a_file_of_the_course_that_only_root_can_read_is_refused_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed = tmp_path / "module.toml"
    closed.touch(mode=0o600)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(wall, "_folders", list)
    monkeypatch.setattr(wall, "shipped_course", lambda: tmp_path)
    assert wall._closed() == str(closed)
    closed.chmod(0o644)
    assert wall._closed() == ""


def test_as_root_a_python_that_only_root_can_read_is_refused_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    closed = tmp_path / "dicht"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(wall, "_folders", lambda: [closed])
    wall.why_no_wall.cache_clear()
    try:
        with pytest.raises(GradingError, match=f"{closed} is alleen voor root leesbaar.*chmod -R"):
            WallEngine()
    finally:
        wall.why_no_wall.cache_clear()
