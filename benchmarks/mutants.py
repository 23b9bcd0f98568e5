"""How many small faults the tests find: `python benchmarks/mutants.py [MODULE…]`.

mutmut puts one fault at a time in what gives points, keeps work or erases it, and runs the tests that come near it.
`mutants.toml` says which files are looked at and which tests must find their faults; each entry takes minutes. What
was decided stays in `.mutants/`, so a second run looks only at what changed. A survivor is a fault that nobody would
notice: it gets a test, or a line in `mutants.toml` that says why it is no fault.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".mutants"
ENOUGH = 0.9
"""Part of the faults that must be found, of every entry."""

CHILDREN = "2"
"""How many faults are tried at once."""

LIGHT = ["unraisableexception", "threadexception", "faulthandler", "cacheprovider"]
"""What pytest does at every start and end that tells nothing here: half of the time of a fault."""

FRAMES = "mutmut_frames"
"""What lets mutmut's own calls, between ours, pass for ours: a check goes up past them to the cell of a student."""

SURVIVED, UNTESTED = 0, (5, 33)
"""What mutmut keeps of a fault: the tests passed; no test came near it. All else was found."""


@dataclass
class Entry:
    """Some files and the tests that must find their faults."""

    name: str
    files: list[str]
    tests: list[str]
    without: list[str] = field(default_factory=list)
    """Tests of these files that take too long to be asked about every fault."""
    bare: list[str] = field(default_factory=list)
    """Decorators that are taken away first, for mutmut passes over what has one; the tests hold without them."""
    equal: dict[str, str] = field(default_factory=dict)
    """A fault that is none → why: what it does is the same."""


@dataclass
class Score:
    """What became of the faults of one entry."""

    name: str
    made: int
    equal: int
    """Of those, how many are no faults."""
    doubtful: int
    """How many of those a test found all the same: then what is told of the others is not to be trusted either."""
    survivors: list[str]
    seconds: float

    @property
    def found(self) -> int:
        """How many faults a test found."""
        return self.made - self.equal - len(self.survivors)

    @property
    def rate(self) -> float:
        """The part that was found."""
        return self.found / (self.made - self.equal)


def main(wanted: list[str]) -> int:
    """Run the entries with these names, or all of them; 1 when one finds too little, or what is no fault."""
    told = tomllib.loads((ROOT / "benchmarks/mutants.toml").read_text("utf-8"))
    entries = [Entry(**one) for one in told["entry"]]
    if unknown := set(wanted) - {entry.name for entry in entries}:
        raise SystemExit(f"No entry {', '.join(sorted(unknown))} in benchmarks/mutants.toml.")
    scores = [run(entry, told["equal"]) for entry in entries if entry.name in wanted or not wanted]
    print(f"\n{'entry':<12} {'made':>6} {'equal':>6} {'found':>6} {'left':>5} {'rate':>6} {'doubt':>6} {'minutes':>8}")
    for one in scores:
        counts = f"{one.made:>6} {one.equal:>6} {one.found:>6} {len(one.survivors):>5}"
        print(f"{one.name:<12} {counts} {one.rate:>6.1%} {one.doubtful:>6} {one.seconds / 60:>8.1f}")
    return int(any(score.rate < ENOUGH or score.doubtful for score in scores))


def run(entry: Entry, anywhere: Iterable[str] = ()) -> Score:
    """Let mutmut look for one entry, in a folder that looks like this one.

    Parameters: anywhere – what a changed line holds when it is no fault, whatever entry it is of.
    """
    work = PLACE / entry.name
    _lay_out(entry, work)
    mutants = work / "mutants"
    (mutants / "src").mkdir(parents=True, exist_ok=True)  # else Python remembers from its start that they are not there
    shutil.copytree(ROOT / "tests", mutants / "tests", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    named = "from mutmut.mutation import trampoline\n\ntrampoline.__name__ = 'sowcourse.trampoline'\n"
    (mutants / f"{FRAMES}.py").write_text(named, encoding="utf-8")
    verdicts = [mutants / "src/sowcourse" / f"{file}.meta" for file in entry.files]
    _ask_again(verdicts)
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-P", "-m", "mutmut", "run", "--max-children", CHILDREN],
        cwd=work,
        env=_around(work),
        check=True,
    )
    decided: dict[str, int | None] = {}
    for kept in verdicts:
        decided |= json.loads(kept.read_text("utf-8"))["exit_code_by_key"]
    return _score(entry, anywhere, decided, work, time.monotonic() - started)


def _lay_out(entry: Entry, work: Path) -> None:
    """Let a folder look like this one, but for the settings, and for what is taken away of the files of an entry."""
    work.mkdir(parents=True, exist_ok=True)
    for each in ROOT.iterdir():
        place = work / each.name
        if each.name in ("pyproject.toml", "node_modules") or each.name.startswith("."):
            continue
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        if each.name == "src" and entry.bare:
            shutil.copytree(each, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            place.symlink_to(each)
    for file in entry.files if entry.bare else ():
        ours, bare = ROOT / "src/sowcourse" / file, work / "src/sowcourse" / file
        taken = {f"@{name}" for name in entry.bare}
        lines = ours.read_text("utf-8").splitlines(keepends=True)
        bare.write_text("".join(line for line in lines if line.strip() not in taken), encoding="utf-8")
        shutil.copystat(ours, bare)  # or every fault is new
    (work / "pyproject.toml").write_text(_settings(entry), encoding="utf-8")


def _ask_again(verdicts: list[Path]) -> None:
    """Let survivors of an earlier run be tried once more: mutmut takes them for decided, whatever test was added."""
    for file in filter(Path.is_file, verdicts):
        kept = json.loads(file.read_text("utf-8"))
        codes = kept["exit_code_by_key"].items()
        kept["exit_code_by_key"] = {
            name: None if code == SURVIVED or code in UNTESTED else code for name, code in codes
        }
        file.write_text(json.dumps(kept), encoding="utf-8")


def _around(work: Path) -> dict[str, str]:
    """The environment of a run: what is mutated goes first, compiled tests are kept, folders of tests stay apart.

    What tests make once is made by the sound program, for all faults: to them every fault is a worker of one run.
    """
    mutants, scratch = work / "mutants", work / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    paths = os.pathsep.join([str(mutants / "src"), str(mutants)])
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ours = {"PYTEST_DEBUG_TEMPROOT": str(scratch), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_XDIST_WORKER": "gw0"}
    return kept | ours | {"PYTHONPATH": paths}


def _settings(entry: Entry) -> str:
    ours = (ROOT / "pyproject.toml").read_text("utf-8")
    others = [each.name for each in ROOT.iterdir() if each.is_dir() and not each.name.startswith(".")]
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/sowcourse/{file}" for file in entry.files],
        "pytest_add_cli_args_test_selection": entry.tests,
        "pytest_add_cli_args": [
            f"-p{FRAMES}",
            *(f"-pno:{plugin}" for plugin in LIGHT),
            "--override-ini=tmp_path_retention_policy=failed",  # a folder per test and fault fills a disk
            *(f"--deselect={test}" for test in entry.without),
        ],
        "timeout_constant": 4.0,  # × 15 seconds: a busy machine is no fault that is found
        "also_copy": sorted(set(others) - {"src", "tests", "node_modules", "dist"}),
    }
    return "\n".join([ours, "[tool.mutmut]", *(f"{key} = {json.dumps(value)}" for key, value in settings.items()), ""])


def _score(entry: Entry, anywhere: Iterable[str], decided: dict[str, int | None], work: Path, seconds: float) -> Score:
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    survivors, equal, doubtful = [], 0, 0
    with contextlib.chdir(work):
        for name, code in decided.items():
            place = f"src/{name.rpartition('.')[0].replace('.', '/')}.py"
            lines = get_diff_for_mutant(name, path=place).splitlines()
            changed = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
            line = changed[-1][1:].strip() if changed else ""
            none = line in entry.equal or any(part in line for part in anywhere)
            left = code == SURVIVED or code in UNTESTED
            equal += none and left
            doubtful += none and not left
            if left and not none:
                survivors.append(name)
            if left != none:
                print("\n".join([name if left else f"{name}: found, though it is no fault", *changed]))
    return Score(entry.name, len(decided), equal, doubtful, survivors, seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
