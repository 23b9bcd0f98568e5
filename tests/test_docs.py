"""What the guides say exists: pictures, links, and every command with its options."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
import typer.core

import sowcourse
from sowcourse.cli import app
from sowcourse.commands.reference import commands, reference, write_reference

ROOT = Path(sowcourse.__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "UPGRADING.md", ROOT / "release" / "LEESMIJ.md"])
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
COMMAND = typer.main.get_command(app)
COMMANDS = dict(commands(COMMAND))
GUIDES = sorted([*DOCS.glob("handleiding-*.md"), *DOCS.glob("hulp*.md"), *DOCS.glob("hulp/*.md")])
FOREIGN = {"--before", "--check", "--editable", "--force-reinstall", "--help", "--install"}
"""Options in our pages of what is no command of ours (benchmarks, pip, wsl, sha256sum), and the one that each has."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def prose(text: str) -> str:
    return re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The places in a page that can be linked to, as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", prose(page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def typed(text: str) -> list[str]:
    """Every command in a page: lines of fenced blocks and of inline code that begin with `sowcourse`."""
    fenced = [line.strip() for block in re.findall(r"```.*?```", text, re.DOTALL) for line in block.splitlines()]
    inline = re.findall(r"`([^`\n]+)`", prose(text))
    return [line for line in [*fenced, *inline] if re.match(r"sowcourse [a-z-]", line)]


def fault(line: str) -> str:
    """What is wrong with a command; "" when it exists with these options and enough arguments."""
    words = shlex.split(line, comments=True)[1:]
    command: Any = COMMAND
    while isinstance(command, typer.core.TyperGroup) and words and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return f"there is no command '{words[0]}'"
        command = command.commands[words.pop(0)]
    parameters = [p for p in command.params if p.param_type_name == "option"]
    options = {name: p for p in parameters for name in (*p.opts, *p.secondary_opts)}
    given = 0
    while words:
        word = words.pop(0)
        if word == "--help":
            return ""
        if not word.startswith("-"):
            given += 1
        elif word not in options:
            return f"there is no option {word}"
        elif not options[word].is_flag:
            if not words:
                return f"{word} lacks its value"
            words.pop(0)
    places = [p for p in command.params if p.param_type_name == "argument"]
    unlimited = any(place.nargs == -1 for place in places)
    return "too many arguments" if given > len(places) and not unlimited else ""


@each_page
def test_every_command_in_the_guides_exists_with_its_options(page: Path) -> None:
    found = {line: fault(line) for line in typed(page.read_text(encoding="utf-8"))}
    assert {line: told for line, told in found.items() if told} == {}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("sowcourse grade 5-politiserend --opnieuw", ""),
        ("sowcourse cohort new NAAM --roster klas.csv", ""),
        ("sowcourse graad 5-politiserend", "there is no command 'graad'"),
        ("sowcourse cohort niew x", "there is no command 'niew'"),
        ("sowcourse grade --again", "there is no option --again"),
        ("sowcourse cohort new x --roster", "--roster lacks its value"),
        ("sowcourse check nog iets", "too many arguments"),
    ],
)
def test_a_command_that_does_not_exist_is_found(line: str, told: str) -> None:
    assert fault(line) == told


def test_commands_are_found_in_blocks_in_lists_and_in_sentences() -> None:
    text = "1. Typ `sowcourse start`.\n\n   ```\n   sowcourse demo\n   ```\n\nEn `pip install .` ook.\n"
    assert typed(text) == ["sowcourse demo", "sowcourse start"]


@each_page
def test_every_option_that_a_page_names_alone_exists(page: Path) -> None:
    named = {
        word for line in re.findall(r"`([^`\n]+)`", prose(page.read_text(encoding="utf-8"))) for word in line.split()
    }
    ours = {name for command in COMMANDS.values() for name in options_of(command)} | set(COMMAND.params[0].opts)
    assert {word for word in named if re.fullmatch(r"--[a-z-]+", word)} - ours - FOREIGN == set()


def options_of(command: Any) -> set[str]:
    options = [parameter for parameter in command.params if parameter.param_type_name == "option"]
    return {name for option in options for name in (*option.opts, *option.secondary_opts)}


def pieces(text: str) -> list[str]:
    """What is read together: what stands under one heading; a row of a table that types a command is one by itself."""
    found = []
    for section in re.split(r"^#+ ", text, flags=re.MULTILINE):
        rows = [line for line in section.splitlines() if line.startswith("|") and typed(line)]
        found += [*rows, "\n".join(line for line in section.splitlines() if line not in rows)]
    return found


def untold(name: str, texts: list[str]) -> set[str]:
    """Which options of a command stand in no piece that types it; the command itself when no piece does."""
    together = [text for text in texts if any(f"{line} ".startswith(f"{name} ") for line in typed(text))]
    told = {word for text in together for word in re.findall(r"--[a-z-]+", text)}
    return options_of(COMMANDS[name]) - told if together else {name}


def test_every_command_stands_in_a_guide_with_each_of_its_options() -> None:
    texts = [piece for guide in GUIDES for piece in pieces(guide.read_text(encoding="utf-8"))]
    missing = {name: sorted(untold(name, texts)) for name in COMMANDS}
    assert {name: options for name, options in missing.items() if options} == {}


def test_a_command_or_an_option_that_no_guide_tells_is_found() -> None:
    row = "| `--cohort` | `sowcourse feedback` |"
    texts = pieces(f"# Een\n\nTyp `sowcourse check`.\n\n{row}\n\n# Twee\n\n`--koppelingen`\n")
    assert untold("sowcourse check", texts) == {"--koppelingen"}
    assert untold("sowcourse feedback", texts) == set()
    assert untold("sowcourse grade", texts) == {"sowcourse grade"}


def test_the_page_of_commands_is_made_of_the_command_line_as_it_is() -> None:
    page = (DOCS / "terminal.md").read_text(encoding="utf-8")
    assert page == reference(COMMAND), "Run 'sowcourse format'."
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(COMMANDS)


def test_an_old_page_of_commands_is_written_again_and_a_project_without_it_gets_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sowcourse.commands.reference.checkout", lambda: tmp_path)
    write_reference(COMMAND)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "terminal.md").write_text("oud", encoding="utf-8")
    write_reference(COMMAND)
    assert (tmp_path / "docs" / "terminal.md").read_text(encoding="utf-8") == reference(COMMAND)


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for _, _, target in LINK.findall(prose(page.read_text(encoding="utf-8"))):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        file = page.parent / path if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_every_picture_is_used_and_described() -> None:
    used = {}
    for page in DOCS.rglob("*.md"):
        for mark, words, target in LINK.findall(page.read_text(encoding="utf-8")):
            if mark:
                used[(page.parent / target).resolve()] = words
    assert set(used) == {path.resolve() for path in (DOCS / "beelden").iterdir()}
    assert [path.name for path, words in used.items() if len(words.split()) < 3] == []
    assert [path.name for path in used if path.read_bytes()[:8] != b"\x89PNG\r\n\x1a\n"] == []


def test_every_trouble_has_a_page_and_the_list_names_them_all() -> None:
    named = re.findall(r"\]\(hulp/(.+?)\)", (DOCS / "hulp-student.md").read_text(encoding="utf-8"))
    assert sorted(named) == [page.name for page in sorted((DOCS / "hulp").glob("*.md"))]
