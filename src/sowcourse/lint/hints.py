"""House rules about hints: every step with data has three, they are shown, and none of them is the answer."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

from sowcourse.check import check_value
from sowcourse.content import assignments_root
from sowcourse.hint import PLACE, Hints, is_step, load_hints
from sowcourse.lint.problem import Problem, unknown_ids
from sowcourse.notebook import Cell, markers, read_notebook, source

_TOLERANCE = inspect.signature(check_value).parameters["tolerance"].default
_OF_A_FORM = {0.0, 1.0, 100.0}
"""Numbers that belong to a way of calculating (a per cent, a first row) and not to the figures."""
_WORDS = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"]
_THOUSANDS = r"(?<!\d)\d{1,3}(?:[. ]\d{3})+(?:,\d+)?(?![.,]?\d)"


def hints_are_given() -> Iterator[Problem]:
    """Every step that is done with data has three hints, word for word as in hints.toml; none gives the answer."""
    for folder in sorted(assignments_root().glob("*/")):
        notebook, file = folder / f"{folder.name}.ipynb", folder / "hints.toml"
        cells = read_notebook(notebook)["cells"]
        steps = {str(cell["id"]): cell for cell in cells if is_step(cell)}
        hints = load_hints(file) if file.is_file() else {}
        yield from unknown_ids(file, "step", hints, set(steps))
        shown = {str(cell.get("id")): source(cell) for cell in cells}
        for name, cell in steps.items():
            if name not in hints:
                remedy = "Voeg een [[step]] toe met 'cell', 'where', 'form' en 'example'."
                yield Problem(file, name, "deze stap heeft geen drie hints.", remedy)
                continue
            if shown.get(f"{PLACE}{name}") != hints[name].markdown():
                remedy = f"Voer 'sowcourse format' uit: dat zet de cel '{PLACE}{name}' boven de stap."
                yield Problem(notebook, name, "de hints boven deze stap zijn niet die van hints.toml.", remedy)
            checks = "\n".join(source(check) for check in _checks(cells, cell))
            stub = str(cell["metadata"].get("sowcourse", {}).get("stub", ""))
            try:
                found = list(told_too_much(hints[name], source(cell), stub, checks))
            except SyntaxError as error:
                fault = f"deze stap of haar controle is geen Python (regel {error.lineno}: {error.text or ''})."
                yield Problem(notebook, name, fault, "Verbeter de code; dan worden ook de hints nagekeken.")
                continue
            for number, told in found:
                remedy = "Laat de student dat zelf vinden; een voorbeeld gaat over andere gegevens."
                yield Problem(file, f"{name}, hint {number}", f"deze hint verklapt het antwoord: {told}.", remedy)


def told_too_much(hints: Hints, model: str, stub: str, checks: str) -> Iterator[tuple[int, str]]:
    """What a hint gives away: its number, and a Dutch phrase that names it.

    Parameters: model – the model answer; stub – what a student gets instead; checks – code of the checks.
    Raises: SyntaxError when one of these is no Python.
    """
    answers = list(answers_of(model, stub))
    accepted = list(_accepted(checks))
    for number, (_, text) in enumerate(hints.levels(), start=1):
        for answer in answers:
            if _holds(text, answer):
                yield number, f"er staat «{ast.unparse(answer)}», uit het modelantwoord"
            elif number == len(hints.levels()) and (borrowed := _borrowed(text, answer)):
                yield number, f"het voorbeeld gebruikt «{borrowed}», uit het modelantwoord"
        for low, high in accepted:
            for value in sorted(numbers(text)):
                if low <= value <= high:
                    yield number, f"er staat {value:g}, en dat keurt de controle goed"


def answers_of(model: str, stub: str) -> Iterator[ast.expr]:
    """What a student has to write: values that the model answer gives to a name or an argument and the stub does not.

    A list of values is each of them.
    """
    given = {(name, ast.unparse(value)) for name, value in _values(stub)}
    for name, value in _values(model):
        if (name, ast.unparse(value)) not in given:
            constants = isinstance(value, ast.List | ast.Tuple | ast.Set)
            yield from value.elts if constants else [value]  # type: ignore[attr-defined]


def _values(code: str) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Assign):
            yield ", ".join(map(ast.unparse, node.targets)), node.value
        elif isinstance(node, ast.keyword):
            yield f"{node.arg}=", node.value


def _holds(text: str, answer: ast.expr) -> bool:
    """Whether a text says this value: as code however it is spaced and quoted, or, for a value alone, as a word."""
    match answer:
        case ast.Constant(value=str(words)):
            return re.search(rf"(?<!\w){re.escape(_plain(words))}(?!\w)", _plain(text)) is not None
        case ast.Constant(value=int() | float() as value):
            return float(value) in numbers(text)
    if _squeezed(ast.unparse(answer)) in _squeezed(text):
        return True
    own = _figures(answer) - _OF_A_FORM
    named = any(isinstance(node, ast.Name) for node in ast.walk(answer))
    return not named and bool(own) and own <= numbers(text)


def _borrowed(text: str, answer: ast.expr) -> str:
    """What an example takes from the model answer: a table, a column, a value; "" when it is on other data."""
    plain = _plain(text)
    for node in ast.walk(answer):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _holds(text, node):
            return node.value
        if isinstance(node, ast.Name) and re.search(rf"(?<!\w){re.escape(node.id.casefold())}(?:\[|\.\w)", plain):
            return node.id
    return next((f"{value:g}" for value in sorted(_figures(answer) - _OF_A_FORM) if value in numbers(text)), "")


def _accepted(checks: str) -> Iterator[tuple[float, float]]:
    """Between which numbers each check takes an answer for right; a choice among a few is not a number."""
    for node in ast.walk(ast.parse(checks)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or len(node.args) < 3:
            continue
        expected = node.args[2]
        if node.func.id == "check_years":
            yield from ((value, value) for value in sorted(_figures(expected)))
        elif node.func.id == "check_value" and not _is_choice(node.args[1]) and _is_sum(expected):
            others = {word.arg: word.value for word in node.keywords}
            margin = _number(others["tolerance"]) if "tolerance" in others else _TOLERANCE
            value = _number(expected)
            yield value - margin, value + margin


def _is_choice(value: ast.expr) -> bool:
    return isinstance(value, ast.Subscript) and isinstance(value.value, ast.Dict)


def _is_sum(expression: ast.expr) -> bool:
    """Whether it is plain numbers only, such as `37.2 / 79.6 * 100`; of anything else the model answer tells."""
    plain = ast.BinOp | ast.UnaryOp | ast.operator | ast.unaryop | ast.Constant
    return all(isinstance(node, plain) for node in ast.walk(expression))


def _number(expression: ast.expr) -> float:
    """The value of a sum."""
    return float(eval(compile(ast.Expression(expression), "", "eval"), {"__builtins__": {}}))


def _figures(expression: ast.expr) -> set[float]:
    constants = (node.value for node in ast.walk(expression) if isinstance(node, ast.Constant))
    return {float(value) for value in constants if isinstance(value, int | float) and not isinstance(value, bool)}


def numbers(text: str) -> set[float]:
    """The numbers in a text, as Python or as Dutch writes them; those up to twelve also in words, except «een»."""
    found = {float(number.replace(",", ".")) for number in re.findall(r"\d+(?:[.,]\d+)?", text)}
    found |= {float(re.sub("[. ]", "", number).replace(",", ".")) for number in re.findall(_THOUSANDS, text)}
    words = set(re.findall(r"\w+", text.casefold()))
    return found | {float(value) for value, word in enumerate(_WORDS) if word in words and word != "een"}


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[`*]|</?code>", "", text)).casefold()


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", re.sub('[“”„‘’"]', "'", re.sub("[–−]", "-", _plain(text))))


def _checks(cells: list[Cell], step: Cell) -> Iterator[Cell]:
    for below in cells[cells.index(step) + 1 :]:
        if markers(below).get("solution"):
            return
        if below["cell_type"] == "code" and markers(below).get("grade"):
            yield below
