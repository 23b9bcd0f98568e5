"""Modules of a script are joined in the order of their needs; what cannot be joined is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.errors import SowcourseError
from sowcourse.parts.joining import joined, module, named


def written(folder: Path, **scripts: str) -> Path:
    for name, text in scripts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_what_a_script_needs_stands_above_it_once_and_shuts_in_its_own_names(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        ground='export const x = 1;\nconst own = "g";\n',
        wall='import { x } from "./ground.js";\n\nexport function y() {\n  return x;\n}\n',
        roof='import {\n  y,\n} from "./wall.js";\nimport { x } from "./ground.js";\n\ny(x);\n',
    )
    ground = 'const m0 = (() => {\nconst x = 1;\nconst own = "g";\nreturn { x };\n})();\n'
    wall = "const m1 = (() => {\nconst { x } = m0;\n\nfunction y() {\n  return x;\n}\nreturn { y };\n})();\n"
    roof = "const m2 = (() => {\nconst {\n  y,\n} = m1;\nconst { x } = m0;\n\ny(x);\nreturn {  };\n})();\n"
    assert joined(folder / "roof.js") == f"(() => {{\n{ground}{wall}{roof}}})();\n"


def test_a_module_gives_all_that_it_exports_and_a_page_finds_it_by_its_folder(tmp_path: Path) -> None:
    file = (
        written(tmp_path, part="export class A {}\nexport async function render() {}\nexport const b = 2;\n")
        / "part.js"
    )
    assert module(file).endswith("return { A, render, b };\n})();\nexport default m0;\n")
    assert f"globalThis.parts = {{ {tmp_path.name!r}: m0 }};" in named([file], "parts")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("export default {};\n", "«export default {};» kan niet in één script worden gezet"),
        ("const a = 1;\nexport { a };\n", "«export { a };» kan niet"),
        ("export let a = 1;\n", "«export let a = 1;» kan niet"),
        ('import x from "./x.js";\n', "«import x from"),
        ('import { h as x } from "./x.js";\n', "Verwacht wordt «import { naam }"),
        ('import { h } from "react";\n', "«import { h } from"),
        ("  const x = await import(name);\n", "import\\(name\\);» kan niet"),
        ('import { h } from "./weg.js";\n', "weg.js: dit script is er niet, en een ander heeft het nodig."),
        ('import { h } from "./part.js";\n', "dit script heeft zichzelf nodig, langs part.js"),
    ],
)
def test_a_script_of_another_form_is_refused_by_name(tmp_path: Path, text: str, sentence: str) -> None:
    written(tmp_path, part=text, x="export const h = 1;\n")
    with pytest.raises(SowcourseError, match=sentence):
        joined(tmp_path / "part.js")


def test_a_type_in_a_comment_is_no_import(tmp_path: Path) -> None:
    written(tmp_path, part='/** @typedef {import("./x.js").X} X */\n// import(x)\n * @type {import("./y.js").Y}\n')
    assert 'import("./x.js")' in joined(tmp_path / "part.js")
