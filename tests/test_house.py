"""Promises about the whole: imports point one way, the package is light, HTML stands in templates."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import sowcourse
from sowcourse import errors
from sowcourse.errors import SowcourseError

PACKAGE = Path(sowcourse.__file__).parent
ROOT = PACKAGE.parents[1]
SCRIPTS = Path(sys.executable).parent


def test_imports_point_one_way_and_in_no_circle() -> None:
    """The floors and who may know which library stand as contracts in pyproject.toml."""
    run = subprocess.run([SCRIPTS / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import json, sys, sowcourse; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pandas", "ipywidgets", "anywidget", "nbgrader", "nbformat"} & set(json.loads(run.stdout))


def test_what_is_public_is_the_version_and_every_error_of_the_tree() -> None:
    raised = {
        name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, SowcourseError)
    }
    assert sowcourse.__all__ == sorted({"__version__"} | raised)
    assert all(hasattr(sowcourse, name) for name in sowcourse.__all__)


def rows(heading: str) -> list[list[str]]:
    """The cells of each row of the table in CONTRIBUTING below this first row."""
    _, _, below = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition(f"{heading}\n")
    table = below.partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_the_words_of_the_house_are_those_of_code_screen_and_disk() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    screen = "\n".join(path.read_text(encoding="utf-8").lower() for path in sorted((ROOT / "docs").glob("*.md")))
    wrong = []
    for nouns, words, places in rows("| in code | on the screen | on disk |"):
        wrong += [noun for noun in nouns.split(", ") if not re.search(rf"\b{noun.replace(' ', '_')}", code)]
        wrong += [word for word in words.split(", ") if not re.search(rf"\b{word}", screen)]
        for place in re.findall(r"`([^`]+)`", places):
            first = re.split(r"[/<]", place)[0].rstrip("-")
            wrong += [place] if first not in code and not (ROOT / place.partition("<")[0]).exists() else []
    assert wrong == []


def test_every_name_with_a_key_is_a_module() -> None:
    named = []
    for names, _ in rows("| a name that needs a key | what it is |"):
        room = ""
        for name in re.findall(r"`([^`]+)`", names):
            room = f"{name.rpartition('/')[0]}/" if "/" in name else room
            named.append(f"{room}{name.rpartition('/')[2]}")
    assert [name for name in named if not (PACKAGE / f"{name}.py").is_file()] == []
    assert {"mishap", "sandbox/stage", "identity/known"} <= set(named)


def test_the_drawing_of_the_errors_shows_each_below_what_it_is_a_kind_of() -> None:
    made = dict(
        found
        for path in PACKAGE.rglob("*.py")
        for found in re.findall(r"^class (\w+Error)\((\w+)\)", path.read_text(encoding="utf-8"), re.MULTILINE)
    )
    tree = {"SowcourseError"}
    while more := {name for name, above in made.items() if above in tree} - tree:
        tree |= more
    drawn, above = {}, [""]
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"([│├└─ ]*)(\w+Error)\b", line)
        if found:
            depth = len(found[1]) // 4
            drawn[found[2]] = above[depth]
            above[depth + 1 :] = [found[2]]
    assert drawn == {name: made[name] if name != "SowcourseError" else "" for name in tree}


def test_no_line_of_a_script_is_longer_than_one_of_python_and_none_turns_its_types_off() -> None:
    """What `make scripts` cannot see: Biome leaves a long sentence whole."""
    kinds = [f"{folder}/**/*{end}" for folder in ("src", "tests") for end in (".js", ".d.ts")]
    scripts = {file: file.read_text("utf-8") for kind in kinds for file in ROOT.glob(kind)}
    assert len(scripts) > 60
    for file, text in scripts.items():
        assert max(map(len, text.splitlines())) <= 120, file
        assert not re.search(r"@ts-|biome-ignore", text), file


ELEMENT = re.compile(
    r"</?(?:a|blockquote|body|br|caption|code|dd|del|details|div|dl|dt|em|figcaption|figure|g|h\d?|head|html|input|ins"
    r"|li|main|meta|nav|ol|p|path|pre|rect|script|section|span|strong|style|sub|summary|sup|svg|table|tbody|td|text"
    r"|th|thead|title|tr|ul)(?:[\s>/]|$)"
)
"""An element of HTML as it begins or ends; also when what follows is put in at run time."""

STILL_BY_HAND = {
    *("parts/base.py", "parts/chart/part.py", "parts/claim/part.py", "parts/collective/part.py"),
    *("parts/confidentiality/part.py", "parts/debate/part.py", "parts/ecogram/part.py", "parts/forum/part.py"),
    *("parts/ladder/part.py", "parts/mirror/part.py", "parts/note/part.py", "parts/portfolio/part.py"),
    *("parts/position/part.py", "parts/quiz/part.py", "parts/reader/part.py", "parts/reading.py"),
    *("parts/table/table.py", "parts/threshold/part.py"),
    *("hint.py", "mishap.py", "prose.py", "report/review.py", "rubric.py", "site/building.py"),
}
"""Modules in which HTML is still joined in Python. The list may only shrink: see docs/decisions/060."""

READS_HTML = {
    *("ease.py", "records/pseudonym.py", "records/scrub.py", "student/desk.py"),
    *("student/leaflet.py", "submissions/strayed.py"),
}
"""Modules with patterns for HTML that is there already."""


def test_html_stands_in_templates_and_not_in_python() -> None:
    found = {
        str(path.relative_to(PACKAGE).as_posix())
        for path in PACKAGE.rglob("*.py")
        if any(ELEMENT.search(words) for words in _strings(path))
    }
    assert found == STILL_BY_HAND | READS_HTML, "new HTML goes into a template; what left its module leaves the list"


VOUCHED = {"pages/page.py", "report/feedback.py", "site/assignment.py", "site/building.py", "student/leaflet.py"}
"""Modules that say of a text that it is HTML: of a template, the sanitiser or our own Markdown, or JSON without «<»."""


def test_few_places_say_of_a_text_that_it_is_html_and_no_template_does() -> None:
    said = {
        str(path.relative_to(PACKAGE).as_posix())
        for path in PACKAGE.rglob("*.py")
        if re.search(r"\bMarkup\((?!\)|\"\"\))", path.read_text(encoding="utf-8"))
    }
    assert said == VOUCHED
    templates = list(PACKAGE.rglob("templates/*.html"))
    assert templates
    assert not [path.name for path in templates if re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8"))]


def _strings(path: Path) -> list[str]:
    """The strings of a module that are no docstring and no note below a name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]
