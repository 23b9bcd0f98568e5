"""A student's own Python error, explained in Dutch instead of a traceback."""

from __future__ import annotations

import html
import os
import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from sowcourse import paper, slip
from sowcourse.column import not_in_table, several, texts_for_columns
from sowcourse.errors import ContentError
from sowcourse.notebook import names_set, read_notebook, source
from sowcourse.worksheet import Worksheet


def explain(error: BaseException, code: str = "", names: Mapping[str, object] | None = None) -> str:
    """What went wrong and what to do, in one or two Dutch sentences.

    Parameters: code – the cell that failed, when it is known; names – what the notebook knows by then.
    """
    message = str(error)
    if "Ellipsis" in message or "ellipsis" in message:
        return "De puntjes (...) staan er nog. Vervang ze door jouw antwoord."
    found = _slip(error, code, names or {})
    if found:
        return found
    for kind, found, sentence in _SENTENCES:
        match = re.search(found, message)
        if isinstance(error, kind) and match:
            return sentence.format(*match.groups(), message=message)
    return f"Er ging iets mis ({type(error).__name__}): {message}"


def _slip(error: BaseException, code: str, names: Mapping[str, object]) -> str:
    """What was typed otherwise than Python reads it; "" when the error has another cause."""
    lines = code.split("\n")
    if isinstance(error, SyntaxError) and not isinstance(error, IndentationError):
        if re.search(r"never closed|unmatched|does not match|unterminated", str(error)):
            return ""
        number = error.lineno or 0
        line = error.text or (lines[number - 1] if 0 < number <= len(lines) else "")
        given = re.match(r"\s*(\w+)\s*=", line)
        found = paper.in_line(line)
        if "follows keyword" in str(error):
            commas = (paper.decimal_comma(each.rstrip(", ")) for each in lines)
            found = found or next((told for told in commas if told), "")
        found = _number_instead(given[1] if given else "", found)
        plain = str(error).startswith("invalid syntax") and line.strip() and not re.search(r"[()\[\]{}\"']", line)
        return found or (_UNREADABLE if plain else "")
    if isinstance(error, NameError) and error.name:
        given = re.search(rf"^\s*(\w+)\s*=\s*{re.escape(error.name)}\s*$", code, re.MULTILINE)
        found = slip.unknown_name(error.name, code, names)
        told = _number_instead(given[1] if given else "", found) or _behind(error.name, names)
        return told or _from_a_hint(error.name) or _calculated_with(error.name, code)
    if isinstance(error, ValueError) and re.search(r"[Ll]ength|aligned|identically", str(error)):
        return several(code, names)
    if isinstance(error, ValueError) and "truth value" in str(error) and _COLUMNS_JOINED.search(code):
        return _ADDED
    if isinstance(error, KeyError) and error.args:
        return not_in_table(error.args[0], code, names)
    if isinstance(error, TypeError):
        columns = texts_for_columns(code, names)
        if columns:
            return columns
        if _COLUMNS_JOINED.search(code):
            return _ADDED
        if re.search(r"for [&|]:|r(and|or)_", str(error)):
            return "Zet elke voorwaarde tussen ronde haakjes, zoals (… == …) & (… == …)."
        if (
            code
            and re.search(r"(operand|concatenate|must be)(?!.*(method|function))", str(error))
            and not re.search(r"[\"']\s*\d", code)
        ):
            found = next((found for line in lines if (found := paper.in_number(line))), "")
            return found or (
                "Deze twee soorten waarden passen niet bij elkaar. Kijk na wat er aan elke kant van het teken staat: "
                'een getal, of één kolom met getallen, zoals tabel["kolom"].'
            )
        if "argument" in str(error) and paper.comma_in_call(code):
            return paper.comma_in_call(code)
    if isinstance(error, (ZeroDivisionError, TypeError)):
        found = next((found for line in lines if (found := paper.in_number(line))), "")
        return found or (paper.divided_by_comma(code) if isinstance(error, ZeroDivisionError) else "")
    return ""


_COLUMNS_JOINED = re.compile(r"(?m)=\s*\w+\[[^\[\]=]+\]\s*(?:&|\||\band\b|\bor\b)\s*\w+\[[^\[\]=]+\]\s*$")
_ADDED = (
    "Kolommen reken je samen met + of -, met * of /. De tekens & en | en de woorden and en or zijn voor voorwaarden."
)


_UNREADABLE = (
    "Python kan deze regel niet lezen. Typ alleen een getal, een berekening, of woorden tussen aanhalingstekens."
)


def _number_instead(name: str, found: str) -> str:
    """What helps who wrote words under a name for which a check asks a number; else what was found."""
    if not re.match(r"Een antwoord in woorden|De naam .*tussen aanhalingstekens|«\w+» staat al links", found):
        return found
    try:
        cells = Worksheet.opened("").cells
    except (ContentError, OSError, KeyError, TypeError):  # no notebook of ours
        return found
    if not any(re.search(rf'check_(?:number|years)\("{name}"', source(cell)) for cell in cells):
        return found
    return "Hier hoort een getal, in cijfers. Weet je het nog niet? Open een hint: dat kost niets."


def _from_a_hint(name: str) -> str:
    """That a name was taken over from a hint, where it stands for something else; "" when it was not."""
    try:
        cells = Worksheet.opened("").cells
    except (ContentError, OSError, KeyError, TypeError):  # no notebook of ours
        return ""
    ours = {known for cell in cells if cell.get("cell_type") == "code" for known in names_set(source(cell))}
    hints = "\n".join(source(cell) for cell in cells if "<summary>Hint" in source(cell))
    shown = re.findall(r"```.*?```|`[^`\n]+`", hints, re.DOTALL)
    if name in ours or not any(re.search(rf"\b{re.escape(name)}\b", code) for code in shown):
        return ""
    return f"«{name}» komt uit een hint en staat daar voor iets anders. Vul in wat er bij deze stap hoort."


def _calculated_with(name: str, code: str) -> str:
    """That nobody can calculate with a word that the notebook never made; "" when it did, or nobody calculated."""
    word = re.escape(name)
    if not re.search(rf"=[^\n=]*(?:\b{word}\b\s*[-+*/]|[-+*/]\s*{word}\b)", paper.without_strings(code)):
        return ""
    try:
        cells = Worksheet.opened("").cells
    except (ContentError, OSError, KeyError, TypeError):  # no notebook of ours
        return ""
    if any(name in names_set(source(cell)) for cell in cells if cell.get("cell_type") == "code"):
        return ""
    return (
        f"Met het woord «{name}» kan Python niet rekenen. Schrijf het getal zelf, "
        'of een kolom met de tabel ervoor: tabel["kolom"].'
    )


def _behind(name: str, names: Mapping[str, object]) -> str:
    """Why the student's cell that should have made a name did not; "" when there is no such cell."""
    try:
        made = slip.code_of(name, Worksheet.opened("").code_above(""))
    except (ContentError, OSError, KeyError, TypeError):  # no notebook of ours
        return ""
    if not made:
        return ""
    gone = f"De naam '{name}' bestaat niet (meer)"
    try:
        compile(made, "<antwoord>", "exec")
    except SyntaxError as error:
        return f"{gone}, want Python kon jouw cel niet lezen. {explain(error, made)}"
    except (ValueError, RecursionError, MemoryError):
        return ""
    found = slip.behind(made, {known: value for known, value in names.items() if known != name})
    return found or f"{gone}: de cel die hem maakt, is niet uitgevoerd of eindigde met een fout. Kijk daar eerst."


_SENTENCES: tuple[tuple[type[BaseException], str, str], ...] = (
    (
        NameError,
        r"(?:name|local variable|free variable) '([^']+)'",
        "De naam '{}' bestaat niet (meer). Kijk na of je hem juist spelde, en voer eerst de cellen hierboven uit.",
    ),
    (
        IndentationError,
        "",
        "Deze regel staat te ver naar rechts of naar links. Zet het begin weer recht onder de regel erboven.",
    ),
    (
        SyntaxError,
        r"'([\(\[{])' was never closed",
        "Een haakje '{}' wordt geopend en nooit gesloten. Zet het haakje dat erbij hoort op zijn plaats.",
    ),
    (
        SyntaxError,
        r"unmatched '(.)'|closing parenthesis '(.)'",
        "Er staat een haakje te veel, of een ander dan waarmee je begon. Tel haakjes links en rechts.",
    ),
    (
        SyntaxError,
        r"unterminated|EOL while scanning",
        "Een tekst wordt niet gesloten. Zet hetzelfde aanhalingsteken aan het begin en aan het eind.",
    ),
    (SyntaxError, r"expected ':'", "Aan het eind van deze regel ontbreekt een dubbele punt."),
    (
        SyntaxError,
        r"[Pp]erhaps you forgot a comma",
        "Tussen twee waarden ontbreekt waarschijnlijk een komma.",
    ),
    (
        SyntaxError,
        r"cannot assign to|Maybe you meant '=='",
        "Links van het teken = hoort een naam. Wil je vergelijken? Gebruik dan == (twee keer).",
    ),
    (
        SyntaxError,
        r"invalid non-printable",
        "Er staat een teken dat je niet ziet, uit een ander programma. Wis deze regel en typ hem hier opnieuw.",
    ),
    (
        SyntaxError,
        r"invalid character",
        "Er staat een teken dat Python niet kent, vaak een gekruld aanhalingsteken uit een ander programma. "
        "Typ het hier opnieuw.",
    ),
    (
        SyntaxError,
        r"invalid decimal literal|leading zeros",
        "Dit getal kan Python niet lezen. Schrijf 9.1 met een punt, zonder spatie en zonder nul vooraan.",
    ),
    (SyntaxError, "", "Python kan deze regel niet lezen. Kijk na of elk haakje en elk aanhalingsteken ook weer sluit."),
    (
        KeyError,
        "",
        "{message} staat niet in de tabel. Kijk na hoe de kolom precies heet, met dezelfde hoofdletters.",
    ),
    (IndexError, "", "Er is geen rij op die plaats. Waarschijnlijk hield je selectie geen enkele rij over."),
    (
        AttributeError,
        r"has no attribute '([^']+)'",
        "'{}' kan hier niet. Kijk na wat er voor de punt staat en hoe je het woord spelde.",
    ),
    (
        TypeError,
        r"reduction '|agg function",
        "Van een kolom met tekst kan dat niet. Neem eerst één kolom met getallen, met haar naam tussen rechte haken.",
    ),
    (
        TypeError,
        r"'(?:builtin_function_or_)?method'|'function'",
        "Achter een opdracht horen haakjes, zoals .sum().",
    ),
    (
        TypeError,
        r"not callable",
        "Hier staan haakjes achter iets dat je niet kunt uitvoeren. "
        "Gebruik rechte haken [ ] voor een kolom, en ronde haakjes alleen achter een opdracht.",
    ),
    (
        TypeError,
        r"not subscriptable",
        "Hier staan rechte haken achter iets dat geen tabel of lijst is. Kijk na wat er voor de haken staat.",
    ),
    (
        TypeError,
        r"missing \d+ required|takes .* argument",
        "Tussen de haakjes staat te veel of te weinig. Kijk naar het voorbeeld in de hint.",
    ),
    (
        TypeError,
        "",
        "Deze twee soorten waarden passen niet bij elkaar, bijvoorbeeld een tekst en een getal. "
        "Laat aanhalingstekens weg rond getallen.",
    ),
    (
        ValueError,
        r"truth value",
        "Python weet niet of een hele kolom waar is. Zet elke voorwaarde tussen ronde haakjes en gebruik & voor «en».",
    ),
    (
        ValueError,
        r"could not convert string to float: '?([^']*)'?|invalid literal for int\(\) with base 10: '([^']*)'",
        "Deze tekst is geen getal: {0}. Schrijf een getal zonder aanhalingstekens, met een punt: 9.1.",
    ),
    (
        ValueError,
        r"[Ll]ength",
        "De twee delen zijn niet even lang. Gebruik kolommen van dezelfde tabel.",
    ),
    (
        ValueError,
        r"multiple columns|[Cc]olumns must be",
        "Hier staat een hele tabel waar één kolom hoort. Zet de naam van de kolom erachter, tussen rechte haken.",
    ),
    (ValueError, "", "Deze waarde kan hier niet: {message}"),
    (ZeroDivisionError, "", "Er wordt door nul gedeeld. Kijk na welk getal onder de streep staat."),
    (
        ModuleNotFoundError,
        r"'([^']+)'",
        "Het pakket '{}' is er niet. Voor deze opdracht heb je alleen nodig wat er al stond.",
    ),
    (FileNotFoundError, "", "Dit bestand is er niet. Voor deze opdracht hoef je zelf geen bestand te openen."),
    (
        RecursionError,
        "",
        "Deze code blijft zichzelf oproepen en is gestopt. Begin deze stap opnieuw.",
    ),
    (MemoryError, "", "Dit vraagt meer geheugen dan er is. Begin deze stap opnieuw."),
)
"""Kind of error, what its message holds, and what to say; the first that fits is used."""


def show_mishaps_in_dutch() -> None:
    """From now on, errors in this notebook are shown as Dutch sentences. Does nothing outside a notebook."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None:
        return

    def show(
        shell: Any, kind: type[BaseException], error: BaseException, trail: TracebackType | None, tb_offset: Any = None
    ) -> list[str]:
        if hasattr(error, "_render_traceback_"):
            lines = error._render_traceback_()
        else:
            ran = shell.user_ns.get("In") or [""]
            lines = [f"{_place(error, trail)}{explain(error, str(ran[-1]), shell.user_ns)}"]
        shell._showtraceback(kind, error, lines)
        if not hasattr(error, "_render_traceback_"):
            _show_technical(kind, error)
        return list(lines)

    def show_syntax(filename: Any = None, running_compiled_code: bool = False) -> None:
        import sys

        kind, error, trail = sys.exc_info()
        if kind is not None and error is not None:
            show(shell, kind, error, trail)

    shell.set_custom_exc((Exception,), show)
    setattr(shell, "showsyntaxerror", show_syntax)  # noqa: B010 (a method of one shell, not of all)


def _show_technical(kind: type[BaseException], error: BaseException) -> None:
    """Python's own words, folded away, for who helps the student."""
    from IPython.display import HTML, display

    said = html.escape(f"{kind.__name__}: {error}")
    display(HTML(f'<details lang="nl"><summary>Technische tekst</summary><code lang="en">{said}</code></details>'))


def load_ipython_extension(shell: Any) -> None:
    """Called by every kernel that starts; acts when the notebook that is open is one of ours."""
    try:
        ours = "sowcourse" in read_notebook(Path(os.environ.get("JPY_SESSION_NAME", "")))["metadata"]
    except (ContentError, OSError, KeyError, TypeError):  # no notebook at all, or not one that we could have made
        return
    if ours:
        show_mishaps_in_dutch()


def _place(error: BaseException, trail: TracebackType | None) -> str:
    if isinstance(error, SyntaxError) and error.lineno:
        return f"Regel {error.lineno}: "
    frames = [
        frame
        for frame in traceback.extract_tb(trail)
        if "ipykernel" in frame.filename or frame.filename.startswith("<ipython")
    ]
    return f"Regel {frames[-1].lineno}: " if frames else ""
