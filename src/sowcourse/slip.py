"""Slips of people who never programmed, found by what was typed: a forgotten quotation mark, a year as a text.

Nothing here decides whether an answer is right. It only says, of an answer that is not, which slip stands in it.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from sowcourse.column import as_column, column_of, comparisons, in_part_of, offered, parsed, plainly
from sowcourse.notebook import names_in, names_set
from sowcourse.paper import decimal_comma, spelled, without_strings
from sowcourse.visible import visible

_OF_A_COLUMN = ("mean", "median", "nunique", "unique", "count", "isna")
"""What one asks of a column and of nothing else."""


def of_another_kind(unit: str, code: str) -> str:
    """Whether percentage and percentage point were taken for each other; "" when not."""
    bare = without_strings(code)
    if unit == "procentpunt" and "/" in bare:
        return "Procentpunt is een verschil: trek het ene percentage van het andere af, zonder te delen."
    subtracted = re.search(r"[\w)\]]\s*-", bare) and "/" not in bare
    if unit == "procent" and subtracted and not re.match(r"\s*100(\.0)?\s*-", bare):
        return "Dit is een verschil; gevraagd is een percentage."
    if unit == "keer" and subtracted:
        return "Dit is een verschil; «hoeveel keer» is het ene getal gedeeld door het andere."
    return ""


def in_unit(number: float, low: float, high: float, unit: str, code: str) -> str:
    """What can be seen in a number that cannot be right in its unit; "" when nothing can."""
    if "jaar" in unit and low > 1000:
        return "Schrijf een jaartal uit de tabel, met vier cijfers en zonder aanhalingstekens."
    if low <= number * 1000 <= high and re.search(r"(?<![\w.])\d{1,3}\.\d{3}(?![\w.])", without_strings(code)):
        return "Een punt is in Python een komma: schrijf duizendtallen zonder punt."
    if low <= -number <= high:
        return "Is het teken omgekeerd? Draai dan de aftrekking om."
    return ""


def look_again(number: float, low: float, high: float, unit: str, code: str = "") -> str:
    """What to look at when a number cannot be right in its unit and nothing is certain."""
    if unit.startswith("procent"):
        if low <= number * 100 <= high and 0 < number < 1:
            return "Dit is een aandeel: doe het nog keer 100."
        if number > high and low <= number / 100 <= high and re.search(r"\*\s*100\b.*\*\s*100\b", code):
            return "Je deed het één keer te vaak keer 100."
    if unit == "keer":
        return "Kijk na welk getal je door welk deelde: «hoeveel keer» is het ene gedeeld door het andere."
    if unit == "procentpunt":
        return "Kijk na wat je van wat hebt afgetrokken."
    if unit == "procent":
        return "Kijk na welke getallen je optelde of door welk getal je deelde."
    return f"Kijk na welke getallen je gebruikte: je zoekt een aantal {unit}."


def in_choice(value: str, options: Sequence[str]) -> str:
    """A choice that only a capital, a space or a dot keeps from being one: what to write; "" for another word."""
    plain = {plainly(option): option for option in options}
    meant = plain.get(plainly(value)) or plain.get(_apart(plainly(value), plain))
    if meant is None:
        if _several_chosen(visible(value), options):
            return "Kies er één, en schrijf alleen die."
        begun = [option for option in options if re.match(rf"{re.escape(option)}\W", visible(value).strip(), re.I)]
        return f'Schrijf alleen "{begun[0]}".' if len(begun) == 1 else ""
    bare = visible(value)
    spaced, other = bare.strip() != bare or "\u00a0" in value, bare.strip() != meant
    reason = (
        "met dezelfde kleine letters en hoofdletters" if other and bare.strip().casefold() == meant.casefold() else ""
    )
    reason += f"{' en ' if reason else ''}zonder spatie ervoor of erachter" if spaced else ""
    return f'Bedoel je "{meant}"? Schrijf het precies zo{f", {reason}" if reason else ""}.'


def _apart(written: str, plain: Mapping[str, str]) -> str:
    """The one of these that differs from what was written by its spaces alone; what was written when none does."""
    joined = written.replace(" ", "")
    return next((each for each in plain if each.replace(" ", "") == joined), written)


def _several_chosen(value: str, options: Sequence[str]) -> bool:
    """Whether more than one of the options stands in what was written, also without a space between them."""
    left, found = value.casefold(), 0
    for option in sorted(options, key=len, reverse=True):
        pattern = re.escape(option.casefold())
        left, times = re.subn(pattern if len(option) > _SHORT else rf"(?<!\w){pattern}(?!\w)", " ", left)
        found += bool(times)
    return found > 1


_SHORT = 4
"""Letters up to which an option may be a piece of another word."""


def without_quotes(name: str, code: str, names: Mapping[str, object]) -> str:
    """A word that looks like a name because its quotation marks are missing: what to write; "" when it is a real name.

    Parameters: name – what Python does not know; code – the cell; names – what the notebook knows.
    """
    tree = parsed(code)
    given = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and _is_named(node.value, name)]
    compared = [c for c in comparisons(tree) if _is_named(c[2], name)]
    if not given and not compared:
        return ""
    near = get_close_matches(name, [known for known in names if not known.startswith("_")], n=1, cutoff=0.85)
    if near:
        return ""
    told = f"De naam '{name}' bestaat niet (meer). Is het een woord? Zet het tussen aanhalingstekens: \"{name}\"."
    targets = {t.id for node in given for t in node.targets if isinstance(t, ast.Name)}
    if name in targets:
        told = f"«{name}» staat al links van het teken =. Schrijf er rechts van wat je antwoordt."
    for table, column, other in comparisons(tree):
        if _is_named(other, name) or (isinstance(other, ast.Name) and other.id in targets):
            values = column_of(names.get(table), column)
            if values is not None:
                return f"{told} {offered(column, values, name)}"
    return told if name in targets else f"{told} Is het een naam? Voer dan eerst de cellen hierboven uit."


def behind(code: str, names: Mapping[str, object]) -> str:
    """Why a cell that can be read did not make a name: the slip in it; "" when there is none that we know."""
    used = {node.id for node in ast.walk(parsed(code)) if isinstance(node, ast.Name)} - names_set(code)
    unknown = sorted(word for word in used if word not in names and not hasattr(builtins, word))
    found = next((told for word in unknown if (told := unknown_name(word, code, names))), "")
    return found or next((told for line in code.split("\n") if (told := decimal_comma(line))), "")


def unknown_name(name: str, code: str, names: Mapping[str, object]) -> str:
    """What a name that Python does not know was meant to be: a column, a number, a word; "" when it may be a name."""
    tree = parsed(code)
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.keyword)]
    if any(_is_named(value, name) for value in given) and spelled(name):
        return spelled(name)
    if any(isinstance(node, ast.keyword) and _is_named(node.value, name) for node in ast.walk(tree)):
        return f'Een antwoord in woorden zet je tussen aanhalingstekens: "{name}".'
    joined = [ast.get_source_segment(code, value) or "" for value in given if isinstance(value, ast.BinOp)]
    hyphened = next((text for text in joined if re.fullmatch(r"\w+(?:-\w+)+", text) and name in text.split("-")), "")
    if hyphened and as_column(name, code, names) == "":
        return f'Een antwoord in woorden zet je tussen aanhalingstekens: "{hyphened}".'
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = any(_is_named(node.func, name) for node in calls)
    beside = next((node for node in calls if isinstance(node.func, ast.Constant)), None)
    if beside and any(_is_named(value, name) for value in beside.args):
        return f"Laat «({name})» weg: schrijf alleen het getal."
    if called and name in _IN_DUTCH:
        return _IN_DUTCH[name]
    if called and name in _OF_A_COLUMN:
        return f'Schrijf «{name}» achter de kolom, met een punt ertussen: tabel["kolom"].{name}().'
    return (
        _column_for_value(name, code, names)
        or as_column(name, code, names)
        or without_quotes(name, code, names)
        or in_part_of(name, code, names)
    )


_IN_DUTCH = {
    "som": "Optellen schrijf je met plussen: 1 + 2 + 3.",
    "gemiddelde": 'Een gemiddelde reken je zelf uit, (1 + 2 + 3) / 3, of van een kolom: tabel["kolom"].mean().',
    "aantal": "Hoeveel rijen een tabel heeft, vraag je met len(tabel).",
    "verschil": "Aftrekken schrijf je met een minteken: 25 - 12.",
}
"""What one calls in a spreadsheet."""


def _column_for_value(name: str, code: str, names: Mapping[str, object]) -> str:
    """That a column was named where one of its values belongs; "" when it was not."""
    tree = parsed(code)
    given = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_named(node.value, name)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for table, column, other in comparisons(tree):
        values = column_of(names.get(table), column)
        if values is not None and isinstance(other, ast.Name) and other.id in given and column == name:
            return f"«{name}» is de naam van de kolom; hier hoort een waarde daaruit. {offered(column, values, name)}"
    return ""


def code_of(name: str, codes: Sequence[str]) -> str:
    """The last of these cells that gives `name` a value; "" when none does."""
    return next((code for code in reversed(codes) if name in names_set(code)), "")


def expression(name: str, code: str) -> str:
    """What a cell makes of a name, as typed, and then of the names in that; "" when it cannot be read."""
    made = {
        target.id: node.value
        for node in ast.walk(parsed(code))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    wanted, found = [name], list[str]()
    while wanted:
        value = made.pop(wanted.pop(0), None)
        if value is not None:
            found.append(ast.get_source_segment(code, value) or "")
            wanted += [node.id for node in ast.walk(value) if isinstance(node, ast.Name)]
    return "\n".join(found)


def used_before_made(code: str) -> list[str]:
    """Names that a cell reads before it gives them a value itself: what it then finds comes from elsewhere."""
    tree, made, found = parsed(code), set[str](), list[str]()
    own = names_set(code)
    for step in getattr(tree, "body", []):
        plain = isinstance(step, ast.Assign | ast.AugAssign | ast.AnnAssign)
        inside = names_in(step.value) if plain and step.value else frozenset() if plain else names_in(step)
        for node in ast.walk(step):
            read = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            again = isinstance(step, ast.AugAssign) and node is step.target and isinstance(node, ast.Name)
            if (read or again) and node.id in own - made - inside:  # type: ignore[attr-defined]
                found.append(node.id)  # type: ignore[attr-defined]
        made |= names_in(step)
    return list(dict.fromkeys(found))


def of_column(name: str, column: str, code: str) -> str:
    """What a cell makes of a column of a table, as typed; "" when it makes no such column."""
    for node in ast.walk(parsed(code)):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Subscript) and ast.unparse(target) == f"{name}[{column!r}]":
                return ast.get_source_segment(code, node.value) or ""  # type: ignore[attr-defined]
    return ""


def names_used(code: str) -> list[str]:
    """The names in a cell, in the order in which they stand."""
    found = [node for node in ast.walk(parsed(code)) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(node.id for node in sorted(found, key=lambda node: (node.lineno, node.col_offset))))


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
