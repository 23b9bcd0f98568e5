"""Attacks that succeed against plain grading gain nothing here, and stop nobody else."""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import distributed
import pytest

from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.content import assignments_root
from sowcourse.cycle import collect, grade, release
from sowcourse.errors import GradingError
from sowcourse.gradebook.gradebook import results
from sowcourse.grading.graded import read_remarks
from sowcourse.grading.runner import DaskEngine, WallEngine
from sowcourse.notebook import read_notebook, source
from sowcourse.sandbox import wall
from sowcourse.sandbox import writing as cells_in_order
from sowcourse.sandbox.process import TOO_MANY, EndedError
from sowcourse.sandbox.wall import Server, why_no_wall
from sowcourse.sandbox.writing import Writing

ASSIGNMENT = "5-politiserend"


def quiet(done: int, total: int) -> None:
    pass


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    assert why_no_wall() == "", "these tests need a wall: install bubblewrap and allow user namespaces"
    server = Server()
    yield server
    server.close()


def outputs(
    server: Server,
    *cells: tuple[str, str],
    seconds: float = 5,
    judged: bool = True,
    kernel: bool = False,
    together: float = 40,
) -> list[str]:
    """What every cell said, as one text per cell; the last item is why it stopped."""
    job = {
        "name": "x",
        "notebook": '{"cells": []}',
        "cells": cells,
        "seconds": seconds,
        "together": together,
        "judged": judged,
        "kernel": kernel,
    }
    said = {}
    stopped = "gone"
    for reply in server.run(job, 60):
        if reply.get("done"):
            stopped = reply["stopped"]
        else:
            said[reply["place"]] = "".join(
                str(o.get("text") or o.get("evalue") or o.get("data", {}).get("text/plain", ""))
                for o in reply["outputs"]
            )
    return [said.get(place, "") for place in range(len(cells))] + [stopped]


SETUP = ("ours", "from sowcourse.check import check_value, check_choice\nfrom sowcourse.debate import POSITIONS")
CHECK = ("check", 'check_value("x", x, 3, "Kijk.")')


def test_a_right_and_a_wrong_answer_are_told_apart(server: Server) -> None:
    assert outputs(server, SETUP, ("answer", "x = 3"), CHECK) == ["", "", "✓ x: dit klopt.\n", ""]
    assert outputs(server, SETUP, ("answer", "x = 4"), CHECK)[2] == "x: dit is nog niet de juiste waarde. Kijk."


@pytest.mark.parametrize(
    "attack",
    [
        "check_value = print",
        "import sowcourse.check\nsowcourse.check.check_value = print\nsowcourse.check._number = lambda n, v: 3.0",
        "import builtins\nbuiltins.abs = lambda number: 0\nbuiltins.print = lambda *a: None",
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
        "import sys\nsys.modules['sowcourse.check'].CheckError = type('E', (Warning,), {})",
        "get_ipython().showtraceback = lambda *a, **k: None\nget_ipython()._showtraceback = lambda *a: None",
        "import os\nfor fd in range(3, 40):\n    try: os.write(fd, b'[]' * 50)\n    except OSError: pass",
        "class X(float):\n    def __sub__(self, other): return 0.0\n    __rsub__ = __sub__\nx = X(9)",
        "class X:\n    def __reduce__(self): return (print, ('✓ x: dit klopt.',))\nx = X()",
        "import atexit, threading\nthreading.Thread(target=lambda: None).start()\nx = [9]",
        "import json\njson.loads = lambda *a, **k: {}",
        "import gc\nfor it in gc.get_objects():\n    if type(it).__name__ == 'Sink':\n        it.outputs = []",
    ],
)
def test_no_trick_inside_the_own_process_earns_a_point(server: Server, attack: str) -> None:
    told = outputs(server, SETUP, ("answer", f"x = 9\n{attack}"), CHECK)[2]
    assert "✓" not in told
    assert told
    assert outputs(server, SETUP, ("answer", "x = 3"), CHECK)[2] == "✓ x: dit klopt.\n"


@pytest.mark.parametrize(
    "other",
    ["['zomaar']", "pd.DataFrame(columns=['zomaar'])", "pd.Series(['zomaar'])", "{'zomaar': 1}", "('zomaar',)"],
)
def test_a_name_of_ours_cannot_be_replaced(server: Server, other: str) -> None:
    check = ("check", 'check_choice("x", x, POSITIONS)')
    told = outputs(server, SETUP, ("answer", f"import pandas as pd\nPOSITIONS = {other}\nx = 'zomaar'"), check)[2]
    assert told.startswith("x: verwacht wordt een van")


FIGURES = (
    "ours",
    "from sowcourse.check import check_computed, check_value\nfrom sowcourse.dataset import load_dataset\n"
    "tabel = load_dataset('eenzaamheid').frame()",
)
COMPUTED = (
    "check",
    "def _model(tabel):\n    return tabel[tabel['procent'] > 40]\n\n"
    "check_computed(globals(), 'hoog', _model, {'tabel': ('eenzaamheid', 'procent')}, ['groep', 'soort', 'procent'],"
    " 'Boven de veertig.', 'x', 'test')",
)
RIGHT = "hoog = tabel[tabel['procent'] > 40]"
TYPED = (
    "import pandas as pd\nfrom sowcourse.dataset import load_dataset\n"
    "eerst = pd.read_csv(load_dataset('eenzaamheid').file, keep_default_na=False)\n"
    "hoog = eerst[eerst['procent'] > 40].copy()\n"
)
"""The right table, but not from the figures that lie before the student: as good as typed over."""

FRAMES = """
def walk(frame):
    global hoog
    while frame is not None:
        for found in (frame.f_locals, frame.f_globals):
            model, other = found.get('model') or found.get('_model'), found.get('other')
            if callable(model) and other:
                values = list(other.values()) if isinstance(other, dict) else list(other)
                hoog = model(*(v[0].copy() if isinstance(v, tuple) else v.copy() for v in values))
                print('GESTOLEN')
                return
        frame = frame.f_back
"""
"""Looks in every frame above for the right answer and the other figures."""


@pytest.mark.parametrize(
    "trick",
    [
        f"{FRAMES}\ntry:\n    1 / 0\nexcept ZeroDivisionError as fout:\n    walk(fout.__traceback__.tb_frame)",
        f"{FRAMES}\nimport sys\nwalk(sys._getframe())",
        f"{FRAMES}\nimport inspect\nwalk(inspect.stack()[0].frame)",
        f"{FRAMES}\nwalk((lambda: (yield))().gi_frame)",
        f"{FRAMES}\nimport gc, types\nfor found in gc.get_objects():\n"
        "    if isinstance(found, types.FrameType): walk(found)",
        "import gc, types\nfor found in gc.get_objects():\n"
        "    if isinstance(found, types.FunctionType) and found.__name__ == '_model': hoog = found(tabel)",
        "import sowcourse.check\nsowcourse.check._row_problem = lambda *a: None",
        "import sowcourse.check\nsowcourse.check._other_numbers = lambda frame, *a: frame",
        "get_ipython().displayhook(99)\nhoog['procent'] = 99",
        "if not tabel.equals(eerst):\n    import os\n    os._exit(0)",
        "if not tabel.equals(eerst):\n    raise SystemExit",
        "if not tabel.equals(eerst):\n    hoog['procent'] = float('nan')",
        "if not tabel.equals(eerst):\n    while True: pass",
        "if not tabel.equals(eerst):\n    factor = (tabel['procent'] / eerst['procent']).mean()\n"
        "    hoog = hoog.assign(procent=hoog['procent'] * factor)",
        "pd.DataFrame.equals = lambda *a: True\npd.DataFrame.__eq__ = lambda *a: True",
        "class Table(pd.DataFrame):\n    def __eq__(self, other): return True\nhoog = Table(hoog)",
        "del tabel",
        "tabel = eerst",
    ],
)
def test_a_second_run_on_other_figures_tells_nothing_and_cannot_be_deceived(server: Server, trick: str) -> None:
    seconds = 5 if trick.endswith("while True: pass") else 20  # which that one runs on
    told = outputs(server, FIGURES, ("answer", f"{TYPED}{trick}"), COMPUTED, seconds=seconds)
    assert "GESTOLEN" not in "".join(told)
    assert told[2].endswith("in plaats van getallen over te typen.") or told[2].startswith(
        ("tabel: deze tabel is onderweg veranderd", "hoog: de rijen zijn nog niet", "hoog: verwacht wordt een tabel")
    )


def test_a_table_that_was_computed_is_right_and_one_that_was_typed_is_not(server: Server) -> None:
    assert outputs(server, FIGURES, ("answer", RIGHT), COMPUTED, seconds=20)[2] == "✓ hoog: de juiste rijen.\n"
    assert "getallen over te typen" in outputs(server, FIGURES, ("answer", TYPED), COMPUTED, seconds=20)[2]


@pytest.mark.parametrize(
    "again",
    [
        "from sowcourse.dataset import load_dataset\ntabel = load_dataset('eenzaamheid').frame()\n",
        "from sowcourse import dataset\nalles = dataset.load_dataset('eenzaamheid')\ntabel = alles.frame().copy()\n",
        "import sowcourse.dataset as gegevens\ntabel = gegevens.load_dataset('eenzaamheid').frame()\n",
    ],
)
def test_who_reads_the_figures_once_more_did_not_type_them(server: Server, again: str) -> None:
    assert outputs(server, FIGURES, ("answer", again + RIGHT), COMPUTED, seconds=20)[2] == "✓ hoog: de juiste rijen.\n"


@pytest.mark.parametrize("taken", ["_", "list(Out.values())[-1]", "__"])
def test_who_goes_on_with_what_a_cell_showed_did_not_type_it(server: Server, taken: str) -> None:
    shown = ("answer", RIGHT.removeprefix("hoog = "))
    cells = (shown, ("answer", "1 + 1")) if taken == "__" else (shown,)
    told = outputs(server, FIGURES, *cells, ("answer", f"hoog = {taken}"), COMPUTED, seconds=20)
    assert told[len(cells) + 2] == "✓ hoog: de juiste rijen.\n"


def test_large_values_take_no_later_check_along(server: Server) -> None:
    much = ("answer", "x = 3\nveel = [str(number) * 900_000 for number in range(10)]")
    told = outputs(server, SETUP, much, *[CHECK] * 9, seconds=20)
    assert told[2:11] == ["✓ x: dit klopt.\n"] * 9
    large = ("answer", "x = 'a' * 12_000_000")
    assert "te groot om na te kijken" in outputs(server, SETUP, large, CHECK, seconds=20)[2]


def test_cells_that_took_too_long_or_ended_python_do_not_make_a_later_step_look_typed(server: Server) -> None:
    slow = ("answer", "grens = 40\nwhile True:\n    pass")
    ending = ("answer", "import os\nos._exit(1)")
    right = ("answer", RIGHT.replace("40", "grens"))
    said = outputs(server, FIGURES, slow, ending, right, COMPUTED, seconds=3, together=90)
    assert said[1] == "Deze cel rekende langer dan 3 seconden en is gestopt."
    assert said[2] == "Tijdens deze cel stopte Python."
    assert said[4] == "✓ hoog: de juiste rijen.\n"


SILENT = "def stil(*wat, **ook): ...\n"


@pytest.mark.parametrize(
    "trick",
    [
        "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.showtraceback = stil",
        "get_ipython().showtraceback = stil",
        "get_ipython()._showtraceback = stil",
        "type(get_ipython())._showtraceback = stil",
        "get_ipython().set_custom_exc((BaseException,), stil)",
        "get_ipython().InteractiveTB.structured_traceback = lambda *a, **k: []\nget_ipython()._showtraceback = stil",
        "from IPython.core.interactiveshell import ExecutionResult\nExecutionResult.success = True\n"
        "get_ipython().showtraceback = stil",
        "import sys\nsys.excepthook = stil\nsys.stderr = sys.stdout\nget_ipython().showtraceback = stil",
    ],
)
def test_a_mistake_that_is_not_shown_is_a_mistake_all_the_same(server: Server, trick: str) -> None:
    code = ("answer", f"x = 9\n{SILENT}{trick}")
    told = outputs(server, SETUP, code, ("check", "assert x == 3, 'x is niet 3'"), judged=False)[2]
    assert "x is niet 3" in told


def test_no_signal_from_inside_ends_the_server(server: Server) -> None:
    code = "x = 3\nimport contextlib, os, signal\nfor sort in signal.valid_signals():\n"
    code += "    with contextlib.suppress(OSError):\n        os.kill(1, sort)"
    assert outputs(server, SETUP, ("answer", code), CHECK)[2] == "✓ x: dit klopt.\n"
    assert outputs(server, SETUP, ("answer", "x = 3"), CHECK)[2] == "✓ x: dit klopt.\n"


def test_writer_and_judge_share_no_addresses(server: Server) -> None:
    look = "import numpy\nprint([id(thing) for thing in (exec, print, numpy.dtype, None)])"
    said = outputs(server, SETUP, ("answer", look), ("check", look))
    assert not set(said[1].strip("[]\n").split(", ")) & set(said[2].strip("[]\n").split(", "))


ANSWER = """import gc, types
for found in gc.get_objects():
    if isinstance(found, types.FunctionType) and found.__name__ == 'answer':
        found"""
"""The function by which a student's process answers the server."""

EVERY_ANSWER = """import os
def write(content):
    for descriptor in range(3, 40):
        try:
            os.write(descriptor, content)
        except OSError:
            pass
write"""


@pytest.mark.parametrize(
    ("attack", "sentence"),
    [
        ("import os\nos._exit(0)", "Tijdens deze cel stopte Python."),
        ("while True:\n    pass", "Deze cel rekende langer dan 2 seconden en is gestopt."),
        (
            "while True:\n    try:\n        pass\n    except BaseException:\n        pass",
            "Deze cel rekende langer dan 2",
        ),
        ("import os\nwhile True:\n    os.fork()", "Deze cel startte te veel processen en is gestopt."),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "Tijdens deze cel stopte Python."),
        ("import ctypes\nctypes.string_at(0)", "Tijdens deze cel stopte Python."),
        (f"{EVERY_ANSWER}(bytes(8))", "Tijdens deze cel stopte Python."),
        (f"{ANSWER}(b'[' * 200_000)", "Tijdens deze cel stopte Python."),
        (f"{ANSWER}(b'7')", "Tijdens deze cel stopte Python."),
        ("import os\nwhile True:\n    os.mkdir('a')\n    os.chdir('a')", "Deze cel maakte te veel bestanden"),
        ("for number in range(10**7):\n    open(f'/scratch/{number}', 'w')", "Deze cel maakte te veel bestanden"),
        (
            "import os, time\nfor _ in range(12):\n    if os.fork() == 0:\n        full = b'1' * 10**9\n"
            "        time.sleep(200)\ntime.sleep(200)",
            "Deze cel gebruikte te veel geheugen en is gestopt.",
        ),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "Deze cel rekende langer dan"),
    ],
)
def test_what_stops_python_stops_only_itself_and_every_other_step_counts(
    server: Server, attack: str, sentence: str
) -> None:
    seconds = 90 if "te veel" in sentence else 2  # to fill four billion bytes takes a busy machine long
    later = ("answer", "y = x + 1"), ("check", 'check_value("y", y, 4, "")')
    told = outputs(
        server, SETUP, ("answer", "x = 3"), CHECK, ("answer", attack), CHECK, *later, seconds=seconds, together=200
    )
    assert told[2] == "✓ x: dit klopt.\n"
    assert told[3].startswith(sentence)
    assert told[4] == "✓ x: dit klopt.\n"
    assert told[6] == "✓ y: dit klopt.\n"
    assert told[7] == ""
    assert outputs(server, SETUP, ("answer", "x = 3"), CHECK)[2] == "✓ x: dit klopt.\n"


class Bomb:
    """Answers that a cell met the limit itself, before anybody looked."""

    interrupted = False
    closed = 0

    def ask(self, request: Any, seconds: float) -> bytes:
        return json.dumps([{"output_type": "error", "ename": "BlockingIOError", "evalue": "[Errno 11]"}]).encode()

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(("excess", "told"), [(TOO_MANY, TOO_MANY), ("", "[Errno 11]")])
def test_a_cell_that_meets_a_limit_before_it_is_looked_at_is_told_of_the_limit(
    monkeypatch: pytest.MonkeyPatch, excess: str, told: str
) -> None:
    monkeypatch.setattr(cells_in_order, "too_much", lambda: excess)
    bomb, cleared = Bomb(), []
    writing = Writing(lambda: bomb, lambda: cleared.append(True), seconds=2, together=20)
    try:
        said = writing.run("answer", "while True: os.fork()")[0][0]["evalue"]
    except EndedError as error:
        said = str(error)
    assert said == told
    assert (bomb.closed, len(cleared)) == ((1, 1) if excess else (0, 0)), "what is over a limit is ended and cleared"


CALL = "import ctypes\nprint(ctypes.CDLL(None)"


@pytest.mark.parametrize(
    ("attack", "sentence"),
    [
        ("import socket\nsocket.create_connection(('127.0.0.1', PORT), 1)", "Address family not supported"),
        ("import socket\nsocket.create_connection(('1.1.1.1', 53), 1)", "Address family not supported"),
        ("open('SECRET').read()", "No such file or directory"),
        ("open('GRADEBOOK', 'a')", "No such file or directory"),
        ("open('/usr/x', 'w')", "Read-only file system"),
        ("import os\nos.listdir(os.path.expanduser('~root')) and open('/root/x', 'w')", "'bool'|Read-only|No such"),
        ("b = bytearray(10**11)", ""),
        ("with open('groot', 'wb') as f:\n    f.write(b'0' * 10**8)", "File too large|No space left"),
        ("import os\nos.kill(1, 9)", "Operation not permitted"),
        ("import os\nos.kill(-1, 9)", "No such process"),
        ("import os\nprint(sorted(os.environ))", "SOWCOURSE_WALL"),
        ("open('/dev/spoor', 'w')", "Read-only file system"),
        (f"{CALL}.unshare(0x10000000))", "-1"),
        (f"{CALL}.syscall(CLONE, 0x10000000 | 17, 0, 0, 0, 0))", "-1"),
        (f"{CALL}.memfd_create(b'x', 0))", "-1"),
        (f"{CALL}.shmget(1234, 10**6, 0o1666))", "-1"),
        (f"{CALL}.ptrace(16, 1, 0, 0))", "-1"),
        ("open('/proc/1/environ').read()", "Permission denied"),
        ("open('/proc/1/mem', 'rb').read()", "Permission denied"),
        (
            "import resource\nfor kind in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE):\n"
            "    resource.setrlimit(kind, (10**12, 10**12))",
            "not allowed to raise maximum limit",
        ),
        (
            "for folder in ('/scratch', '/dev/shm'):\n    for number in range(9):\n"
            "        with open(f'{folder}/{number}', 'wb') as file: file.write(b'0' * 19_000_000)",
            "No space left on device",
        ),
    ],
)
def test_nothing_outside_can_be_reached(server: Server, attack: str, sentence: str, tmp_path: Path) -> None:
    import re
    import socket

    secret = tmp_path / "geheim.txt"
    secret.write_text("12 voor iedereen", encoding="utf-8")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        attack = attack.replace("PORT", str(listening.getsockname()[1])).replace("SECRET", str(secret))
        attack = attack.replace("CLONE", {"x86_64": "56", "aarch64": "220"}[platform.machine()])
        told = outputs(server, ("answer", attack.replace("GRADEBOOK", str(tmp_path / "gradebook.db"))))[0]
    assert "12 voor iedereen" not in told
    assert re.search(sentence, told)
    assert secret.read_text(encoding="utf-8") == "12 voor iedereen"
    assert not (tmp_path / "gradebook.db").exists()


def test_no_answer_of_the_assignments_can_be_read_inside(server: Server) -> None:
    for folder in (assignments_root(), Path(wall.__file__).parents[3] / "tests", Path.home()):
        told = outputs(
            server,
            ("answer", f"import os\nprint(os.path.exists({str(folder / 'x')!r}), os.path.isdir({str(folder)!r}))"),
        )
        assert told[0] != "True True\n"
    told = outputs(server, ("answer", f"print(open({str(assignments_root() / ASSIGNMENT / 'rubric.toml')!r}).read())"))
    assert "No such file" in told[0]


def test_endless_output_is_cut(server: Server) -> None:
    told = outputs(
        server,
        ("answer", "for number in range(10**6):\n    print('x' * 100)"),
        ("answer", "print('daarna')"),
        seconds=30,
    )
    assert len(told[0]) < 1_100_000
    assert told[0].endswith("[De rest van de uitvoer is weggelaten.]\n")
    assert told[1] == "daarna\n"


def test_nothing_survives_from_one_submission_to_the_next(server: Server) -> None:
    leave = (
        "import os, subprocess, sys\n"
        "open('spoor.txt', 'w').write('x')\n"
        "open('/dev/shm/spoor.txt', 'w').write('x')\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], start_new_session=True)\n"
        "import sowcourse.check\nsowcourse.check.SPOOR = 1\n"
    )
    outputs(server, ("answer", leave))
    look = (
        "import os, sowcourse.check\n"
        "print(os.listdir(), os.listdir('/dev/shm'), hasattr(sowcourse.check, 'SPOOR'),"
        " sum(name.isdigit() for name in os.listdir('/proc')))"
    )
    assert outputs(server, ("answer", look))[0] == "['x.ipynb'] [] False 2\n"


SCAN = """
import ctypes, re
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # which gives a process its own memory to read
found, seen = [], 0
with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb', 0) as memory:
    for line in maps:
        span, rights = line.split()[:2]
        begin, end = (int(number, 16) for number in span.split('-'))
        if 'rw' in rights:
            try:
                memory.seek(begin)
                content = memory.read(end - begin)
            except OSError:
                continue
            seen += len(content)
            found += re.findall(b'GEHE' + b'IM[0-9] .{20}', content)
print(seen > 10_000_000, found)
"""


def test_memory_holds_no_check_before_it_runs_and_nothing_of_earlier_submissions(server: Server) -> None:
    cells = [
        (
            "answer",
            f"# GEHEIM1 {'een verhaal over iemand ' * 7 * n}\nprint('GEHEIM2 {'van mij en niemand anders ' * n}')",
        )
        for n in range(1, 60)
    ]
    hidden = ("check", 'check_value("x", x, 3, "GEHEIM3 een verborgen controle, nergens te zien")')
    assert outputs(server, SETUP, ("answer", "x = 3"), *cells, hidden)[-2] == "✓ x: dit klopt.\n"
    assert outputs(server, SETUP, ("answer", SCAN), hidden)[1] == "True []\n"
    seen = outputs(server, SETUP, ("answer", f"own = 'GEHEIM4 dit staat er wel, als proef op de som'\n{SCAN}"))[1]
    assert "GEHEIM4" in seen


def test_folders_that_are_closed_or_very_deep_do_not_survive_either(server: Server) -> None:
    leave = (
        "import os\nos.makedirs('/scratch/dicht/binnen')\nopen('/scratch/dicht/binnen/spoor', 'w').write('x')\n"
        "for number in range(3000):\n    os.mkdir('diep')\n    os.chdir('diep')\n"
        "os.chmod('/scratch/dicht/binnen', 0)\nos.chmod('/scratch/dicht', 0)"
    )
    outputs(server, SETUP, ("answer", leave), CHECK)
    look = "import os\nprint(os.listdir('/scratch'), os.listdir())"
    assert outputs(server, ("answer", look))[0] == "['werk'] ['x.ipynb']\n"


def test_slow_cells_end_together_and_the_points_before_stand(server: Server) -> None:
    slow = ("answer", "import time\ntime.sleep(0.7)")
    told = outputs(server, SETUP, ("answer", "x = 3"), CHECK, slow, slow, slow, CHECK, together=1)
    assert told[2] == "✓ x: dit klopt.\n"
    assert told[5] == told[7] == "De cellen rekenden samen langer dan 1 seconden; hier is gestopt."


FORGED = """
import gc, json, types
x = 9
for found in gc.get_objects():
    if isinstance(found, types.FunctionType) and found.__name__ == 'behave':
        found.__globals__['hand_over'] = lambda names, ours: VALUES
"""
"""A student's process that says what it likes in place of its values."""

ACTING = """
import gc, pickle, types
def pickled(value):
    return pickle.dumps(value, 3)[2:-1]
code = (
    "from IPython import get_ipython\\nnames = get_ipython().user_ns\\nfor name in list(names):\\n"
    "    if name.startswith('check_'): names[name] = lambda *a, **k: print(chr(10003))\\nnames['x'] = 9"
)
acting = (b'\\x80\\x03cnumpy._core.multiarray\\nscalar\\n(cnumpy\\ndtype\\n' + pickled(('O', False, True)) + b'R'
    + pickled((3, '|', None, None, None, -1, -1, 32)) + b'b' + pickled(id(exec).to_bytes(8, 'little'))
    + b'tR' + pickled((code,)) + b'R.')
for found in gc.get_objects():
    if isinstance(found, types.FunctionType) and found.__name__ == 'behave':
        found.__globals__['hand_over'] = lambda names, ours: pickle.dumps({'q': ('int', acting)})
"""
"""What gave an empty notebook every point when values crossed as pickles: a number type made of an address."""


def test_no_type_or_address_crosses_to_a_check(server: Server) -> None:
    told = outputs(server, SETUP, ("answer", ACTING), CHECK)
    assert told[1] == "", "the attack itself went well"
    assert "✓" not in told[2]
    assert told[2]


@pytest.mark.parametrize(
    "values",
    [
        """json.dumps([['check_choice', 'x', '["thing","x"]'], ['x', 'int', '9']]).encode()""",
        """json.dumps([['x', 'x', '["frozenset",["list"]]']]).encode()""",
        """json.dumps([['POSITIONS', 'list', '["list","zomaar"]'], ['x', 'str', '"zomaar"']]).encode()""",
        """json.dumps([['POSITIONS', 'DataFrame', ''], ['x', 'str', '"zomaar"']]).encode()""",
        """json.dumps([['__builtins__', 'dict', '["dict"]'], ['x', 'int', '9']]).encode()""",
        """json.dumps([['isinstance', 'x', ''], ['type', 'x', ''], ['x', 'a' + chr(0) + 'b', '']]).encode()""",
        """json.dumps([['x', 'str', '"zomaar"'], ['x', 'int', '9']]).encode()""",
        """json.dumps([['x', chr(0xd800), '["raw","object","AAAAAAAAAAA="]']]).encode()""",
        "b'cos\\nsystem\\n(S\"echo x\"\\ntR.'",
        "b'[' * 100_000",
        "b'[1, 2]'",
        "b'null'",
    ],
)
def test_values_that_were_forged_earn_nothing(server: Server, values: str) -> None:
    check = ("check", 'check_choice("x", x, POSITIONS)\nprint("✓")')
    told = outputs(server, SETUP, ("answer", FORGED.replace("VALUES", values)), check)
    assert told[1] == "", "the forgery itself went well"
    assert "✓" not in told[2]
    assert told[2]


def test_a_huge_value_does_not_take_the_others_along(server: Server) -> None:
    answer = ("answer", "x = 3\nveel = 'a' * 10**8")
    assert outputs(server, SETUP, answer, CHECK)[2] == "✓ x: dit klopt.\n"


@pytest.mark.parametrize("judged", [True, False], ids=["ours", "made by a lecturer"])
def test_a_warning_of_a_right_answer_is_a_hint(server: Server, judged: bool) -> None:
    check = ("check", 'import warnings\nwarnings.warn("oud")\ncheck_value("x", x, 3, "")')
    told = outputs(server, SETUP, ("answer", "x = 3"), check, judged=judged)[2]
    assert "✓ x: dit klopt." in told
    assert "Let op: " in told


def test_values_of_every_usual_kind_reach_the_checks(server: Server) -> None:
    answer = (
        "import numpy as np, pandas as pd\nfrom fractions import Fraction\n"
        "a = np.float64(1.5); b = Fraction(1, 2); c = pd.DataFrame({'x': ['é', None], 'y': [1.5, float('nan')]})\n"
        "d = c['y']; e = c.groupby('x')['y'].sum(); f = {2019, 2020}; g = ...; h = lambda: 1\n"
        "i = c.astype({'x': 'category'}); j = c.convert_dtypes(); k = pd.Index([1, 2]); l = c.set_index('x')"
    )
    check = "print(a, b, c.shape, d.sum(), list(e.index), sorted(f), g, type(h).__name__)"
    check += "\nprint(i.shape, j.shape, len(k), l.shape)"
    assert outputs(server, ("answer", answer), ("check", check))[1] == (
        "1.5 1/2 (2, 2) 1.5 ['é'] [2019, 2020] Ellipsis function\n(2, 2) (2, 2) 2 (2, 1)\n"
    )


def test_without_a_wall_grading_refuses_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sowcourse.grading.runner.why_no_wall", lambda: "bubblewrap is niet geïnstalleerd")
    with pytest.raises(GradingError, match=r"bubblewrap is niet geïnstalleerd.*--zonder-afscherming"):
        WallEngine()
    assert not WallEngine(walled=False).walled


# A full kernel ----------------------------------------------------------------------------------------------------


def test_a_full_kernel_runs_what_needs_one_and_its_values_reach_the_checks(server: Server) -> None:
    code = "import ipywidgets\nslider = ipywidgets.IntSlider(value=3)\nx = slider.value * bool(slider.comm.comm_id)"
    said = outputs(server, SETUP, ("answer", code), CHECK, seconds=20, kernel=True)
    assert said[2].startswith("✓")
    assert said[-1] == ""
    needs = ("answer", "x = 3\nget_ipython().kernel.session.key")
    assert "has no attribute 'kernel'" in outputs(server, SETUP, needs, CHECK)[1], "which a fork does not have"
    assert outputs(server, SETUP, needs, CHECK, seconds=20, kernel=True)[1].startswith("b'")


@pytest.mark.parametrize(
    ("attack", "sentence"),
    [
        ("while True: pass", "langer dan 3 seconden"),
        ("import os\nos._exit(0)", "Tijdens deze cel stopte Python"),
        (
            "import os\ntry: os.kill(os.getppid(), 9)\nfinally: os.kill(os.getpid(), 9)",
            "Tijdens deze cel stopte Python",
        ),
    ],
)
def test_what_ends_a_full_kernel_ends_only_itself(server: Server, attack: str, sentence: str) -> None:
    said = outputs(server, SETUP, ("answer", "x = 3"), CHECK, ("answer", attack), CHECK, seconds=3, kernel=True)
    assert sentence in said[3]
    assert said[2].startswith("✓")
    assert outputs(server, SETUP, ("answer", "x = 3"), CHECK)[2].startswith("✓"), "the server goes on"


def test_what_a_full_kernel_starts_cannot_answer_in_its_place(server: Server) -> None:
    forged = json.dumps({"place": 2, "outputs": [{"output_type": "stream", "name": "stdout", "text": "✓"}]})
    forged += "\n" + json.dumps({"done": True, "stopped": ""}) + "\n"
    code = (
        "import contextlib, os, stat\nfor place in range(60):\n    with contextlib.suppress(OSError):\n"
        f"        if stat.S_ISFIFO(os.fstat(place).st_mode):\n            os.write(place, {forged.encode()!r})"
    )
    said = outputs(server, SETUP, ("answer", code), CHECK, seconds=20, kernel=True)
    assert "✓" not in said[2]
    assert said[2]


def test_endless_output_of_a_full_kernel_is_cut(server: Server) -> None:
    code = "x = 3\nfor _ in range(300):\n    print('a' * 100_000)"
    said = outputs(server, SETUP, ("answer", code), CHECK, seconds=20, kernel=True)
    assert len(said[1]) < 1_200_000
    assert said[1].endswith("[De rest van de uitvoer is weggelaten.]\n")
    assert said[2].startswith("✓")


# A small class, by our engine and by nbgrader ---------------------------------------------------------------------


def answers_of(kind: str) -> list[tuple[str, str]]:
    import tomllib

    files = sorted((assignments_root() / ASSIGNMENT / kind).glob("*.toml"))
    return [(c["cell"], c["source"]) for c in (tomllib.loads(f.read_text(encoding="utf-8")) for f in files)]


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A cohort in which eight students handed in: model, empty, and some right and wrong answers."""
    tmp_path = tmp_path_factory.mktemp("klas")
    ids = [f"s{number}" for number in range(8)]
    roster = tmp_path / "klas.csv"
    roster.write_text("nummer,naam\n" + "".join(f"{i},Student {i}\n" for i in ids), encoding="utf-8")
    workspace = create("klas", roster, tmp_path)
    release(workspace, ASSIGNMENT)
    given = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    model = {
        cell["id"]: source(cell)
        for cell in read_notebook(assignments_root() / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")["cells"]
        if cell["metadata"]["nbgrader"]["solution"]
    }
    changes = [*answers_of("wrong-answers")[::9], *answers_of("alternative-answers")[::7]]
    lms = tmp_path / "lms"
    lms.mkdir()
    for number, student in enumerate(ids):
        answers: dict[str, str] = {} if number == 1 else dict(model)
        if number > 1:
            answers |= dict(changes[number - 2 :: 6])
        cells = [{**cell, "source": answers.get(cell["id"], source(cell))} for cell in given["cells"]]
        (lms / f"{student}.ipynb").write_text(json.dumps(given | {"cells": cells}), encoding="utf-8")
    collect(workspace, ASSIGNMENT, lms)
    return workspace


@pytest.fixture(scope="module")
def graded_once(handed_in: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same class, graded as the product does it by itself, with enough different results to compare."""
    workspace = another(handed_in, tmp_path_factory.mktemp("nagekeken"))
    assert grade(workspace, ASSIGNMENT, quiet).graded == 8
    assert len({tuple(rows) for rows in records(workspace).values()}) >= 5
    return workspace


def another(workspace: Workspace, folder: Path) -> Workspace:
    """A copy of a class, to do something with."""
    return open_workspace(shutil.copytree(workspace.root, folder / workspace.name))


@pytest.fixture
def classroom(handed_in: Workspace, tmp_path: Path) -> Workspace:
    """The class as it handed in."""
    return another(handed_in, tmp_path)


@pytest.fixture
def graded(graded_once: Workspace, tmp_path: Path) -> Workspace:
    """The class after it was graded."""
    return another(graded_once, tmp_path)


def records(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    return {
        student: [(c.cell, c.score, c.points, c.waiting, c.manual) for c in result.cells]
        for student, result in results(workspace, ASSIGNMENT).items()
    }


def plainly(workspace: Workspace, students: str = "*") -> None:
    """nbgrader's own autograding: student code runs with the rights of whoever grades."""
    command = [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT, "--force", f"--student={students}"]
    subprocess.run(command, cwd=workspace.root, stderr=subprocess.DEVNULL)


def test_our_records_are_those_of_nbgrader(graded: Workspace) -> None:
    ours = records(graded)
    plainly(graded)
    assert records(graded) == ours


SECRET = "Iets over een cliënt dat niemand anders mag lezen."
TRICKS = {
    "s2": "import sowcourse.check\nfor name in dir(sowcourse.check):\n    if name.startswith('check_'):\n"
    "        globals()[name] = print",
    "s3": "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])",
    "s4": "from pathlib import Path\nprint([f.read_text() for f in Path('/').glob('PLACE/*/*/*.ipynb')])",
}


def test_what_works_against_plain_grading_gains_nothing_here(classroom: Workspace) -> None:
    work = classroom.root / "submitted"
    other = work / "s0" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = read_notebook(other)
    notebook["cells"][-1]["source"] = SECRET
    other.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    empty = read_notebook(work / "s1" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    for student, trick in TRICKS.items():
        code = trick.replace("PLACE", str(work).lstrip("/"))
        cells = [
            {**c, "source": code}
            if c["metadata"].get("nbgrader", {}).get("solution") and c["cell_type"] == "code"
            else c
            for c in empty["cells"]
        ]
        (work / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(empty | {"cells": cells}), "utf-8")
    plainly(classroom, "s[234]")
    plain = {s: results(classroom, ASSIGNMENT)[s].score(False) for s in TRICKS}
    graded = classroom.root / "autograded" / "s4" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert min(plain["s2"], plain["s3"]) > 0
    assert SECRET in graded.read_text(encoding="utf-8")
    grade(classroom, ASSIGNMENT, quiet, again=True)
    assert [results(classroom, ASSIGNMENT)[s].score(False) for s in TRICKS] == [0, 0, 0]
    assert SECRET not in graded.read_text(encoding="utf-8")
    assert any(remark.look for remark in read_remarks(classroom.root, ASSIGNMENT, "s3"))


def test_a_full_kernel_gives_the_same_records(graded: Workspace) -> None:
    forked = records(graded)
    report = grade(graded, ASSIGNMENT, quiet, again=True, engine=WallEngine(kernel=True))
    assert report.graded == 8
    assert records(graded) == forked


def test_a_cluster_of_two_gives_the_same_records(graded: Workspace) -> None:
    alone = records(graded)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        engine = DaskEngine(cluster.scheduler_address)
        report = grade(graded, ASSIGNMENT, quiet, again=True, engine=engine)
    assert report.graded == 8
    assert records(graded) == alone


def test_an_address_without_a_cluster_is_refused_in_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GradingError, match=r"tcp://127\.0\.0\.1:9: hier antwoordt geen Dask-cluster"):
        DaskEngine("tcp://127.0.0.1:9")


def test_killed_at_any_moment_and_started_again_the_gradebook_is_the_same(graded: Workspace) -> None:
    undisturbed = records(graded)
    for folder in (graded.root / "autograded").iterdir():
        for file in sorted(folder.rglob("*"), reverse=True):
            file.unlink() if file.is_file() else file.rmdir()
    code = (
        "import sys; from pathlib import Path\n"
        "from sowcourse.cohort.workspace import open_workspace\nfrom sowcourse.cycle import grade\n"
        f"grade(open_workspace(Path(sys.argv[1])), {ASSIGNMENT!r}, lambda done, total: None)"
    )
    autograded = graded.root / "autograded"
    done = []
    for begun in (1, 2, 4):  # so many stand there, or are being put there, when it is killed
        process = subprocess.Popen([sys.executable, "-c", code, str(graded.root)], start_new_session=True)
        until = time.monotonic() + 120
        while len(list(autograded.glob("*/*"))) < begun:
            assert time.monotonic() < until
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        done.append(len(list(autograded.glob(f"*/{ASSIGNMENT}"))))
    assert min(done) < 8, "never cut off while it was busy"
    grade(graded, ASSIGNMENT, quiet)
    assert records(graded) == undisturbed
    assert not list((graded.root / "autograded").glob("*/.*"))


def test_a_file_that_is_no_notebook_and_a_hostile_one_stop_nobody(classroom: Workspace) -> None:
    broken = classroom.root / "submitted" / "s0" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    broken.write_bytes(b"PK\x03\x04 word/document.xml")
    hostile = classroom.root / "submitted" / "s2" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = read_notebook(hostile)
    for cell in notebook["cells"]:
        if cell["id"] == "stap-4":
            cell["source"] = "import os\nos.kill(os.getppid(), 9)\nget_ipython()"
    hostile.write_text(json.dumps(notebook), encoding="utf-8")
    report = grade(classroom, ASSIGNMENT, quiet)
    assert report.graded == 8, "what somebody broke after it came in is put back"
    assert any(remark.startswith("Student s0 (s0): de inzending was niet meer te lezen") for remark in report.remarks)
    looked = [remark for remark in read_remarks(classroom.root, ASSIGNMENT, "s2") if remark.look]
    assert any("grijpt naar de machinerie zelf (get_ipython, os.kill)" in remark.sentence for remark in looked)
    assert records(classroom)["s3"]
