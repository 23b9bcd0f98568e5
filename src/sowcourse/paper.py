"""Numbers and signs written as on paper and not as in Python: a decimal comma, a percent sign, an x for times."""

from __future__ import annotations

import re

from sowcourse.visible import visible

_STRINGS = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_COMMA = re.compile(r"(?<![\w.,\[])(\d+),(\d+)(?![\w,])")
_THOUSANDS = re.compile(r"(?<![\w.])[1-9]\d{0,2}(?:\.000|(?:\.\d{3}){2,})(?![\w.])")
_PERCENT = re.compile(r"\d\s*%")
_TIMES = re.compile(r"(?<=[\d)\]])\s*[x×X]\s*(?=[\d(])")
_DIVIDED = re.compile(r"(?<=[\d)])\s*[:÷]\s*(?=[\d(])")
_IN_WORDS = re.compile(r"(?<=[\d)\]])\s*\b(min|plus|keer|maal|gedeeld door)\b\s*(?=[\w(])", re.IGNORECASE)
_SIGNS = {"min": "-", "plus": "+", "keer": "*", "maal": "*", "gedeeld door": "/"}
_SPACED = re.compile(r"(?<![\w.])[1-9]\d{0,2}(?:[ '\u00a0\u202f]\d{3})+(?![\w.])")
_AS_IN_EXCEL = re.compile(r"^(\s*\w+\s*=)\s+=\s*(?!=)")
_WITH_RESULT = re.compile(r"^(\s*\w+\s*=\s*[^=<>!]*[-+*/][^=<>!]*?)\s*=\s*[\d.,]+\s*$")
_ABOUT = re.compile(r"^\s*\w+\s*=\s*([<>±≥≤≈€]=?\s*|(?:[^\W\d_]+(?:[.:]\s*|\s+))+)(\d[\d.]*)")
_UNIT_AFTER = re.compile(r"\d\s+(?!(?:and|or|if|else|in|is|not|for)\b)([^\W\d_]+(?: [^\W\d_]+)*)\s*$")
_BARE_WORDS = re.compile(r"^\s*\w+\s*=\s*([^\W\d_]+(?:[ -][^\W\d_]+)+)\s*(?:#.*)?$")


def in_line(line: str) -> str:
    """What in a line of code is written as on paper and not as in Python; "" when nothing is."""
    bare = without_strings(line)
    if re.search(r"[“”„‟‘’‚«»]", bare):
        straight = re.sub(r"[“”„‟‘’‚«»]", '"', bare).strip()
        return f"Er staat een gekruld aanhalingsteken, uit een ander programma. Typ rechte: {straight}"
    if re.search(r"\]\s*=\s*[^=\s][^\[]*\]\s*$", bare):
        return "Vergelijken schrijf je met twee tekens: ==. Eén = geeft een naam een waarde."
    around = _around(bare)
    if around:
        return around
    words = _BARE_WORDS.match(bare)
    spoken = _IN_WORDS.search(bare)
    if spoken:
        sign = _SIGNS[spoken[1].casefold()]
        return (
            f"«{spoken[1]}» schrijf je met een teken: {sign}. Dus: {_IN_WORDS.sub(f' {sign} ', bare, count=1).strip()}"
        )
    if words:
        return f'Een antwoord in woorden zet je tussen aanhalingstekens: "{words[1]}".'
    if _PERCENT.search(bare):
        return _percent(bare)
    if _TIMES.search(bare):
        return f"Vermenigvuldigen schrijf je met een sterretje: {_TIMES.sub(' * ', bare).strip()}"
    if _DIVIDED.search(re.sub(r"[\[{][^\[\]{}]*[\]}]?", "", bare)):
        return f"Delen schrijf je met een schuine streep: {_DIVIDED.sub(' / ', bare).strip()}"
    return _thousands(bare) or decimal_comma(bare)


def _around(bare: str) -> str:
    """A sign, a space or a word around a number that Python does not know; "" when there is none."""
    if _AS_IN_EXCEL.search(bare):
        once = _AS_IN_EXCEL.sub(r"\1 ", bare).strip()
        return f"Eén = is genoeg: {once}"
    result = _WITH_RESULT.match(bare)
    if result:
        return f"Schrijf alleen de berekening, zonder de uitkomst erachter: {result[1].strip()}"
    spaced = _SPACED.search(bare)
    if spaced:
        whole = re.sub(r"\D", "", spaced[0])
        return f"Schrijf een getal zonder spaties erin: {whole}."
    about = _ABOUT.match(bare)
    if about:
        return f"Laat «{about[1].strip()}» weg en schrijf alleen het getal: {about[2].rstrip('.')}."
    unit = _UNIT_AFTER.search(bare)
    if unit:
        return f"Laat «{unit[1]}» weg: achter een getal staat geen woord."
    return ""


def decimal_comma(code: str) -> str:
    """A number with a comma; "" when there is none. A comma between numbers of a list or a call is no such thing."""
    bare = re.sub(r"\w+\([^()]*\)?|\[[^\[\]]*\]?", "", without_strings(code))
    found = _COMMA.search(bare)
    if not found:
        return ""
    return (
        f"Een kommagetal schrijf je in Python met een punt: {found[1]}.{found[2]}. "
        f"Met een komma ({found[0]}) leest Python twee getallen."
    )


def in_number(code: str) -> str:
    """What in the code of a number that is not right is read otherwise by Python; "" when nothing is."""
    bare = without_strings(code)
    return _thousands(bare) or (_percent(bare) if _PERCENT.search(bare) else "") or decimal_comma(bare)


def in_text(value: str) -> str:
    """A number that stands between quotation marks: how to write it; "" when it is no number."""
    found = re.fullmatch(r"\s*(-?\d+(?:[.,]\d+)?)\s*(?:%|procent(?:punt)?)?\s*", visible(value))
    return f"Laat de aanhalingstekens weg: {found[1].replace(',', '.')}." if found else ""


def without_strings(code: str) -> str:
    """Code without what stands between quotation marks, and without its comments."""
    return _STRINGS.sub('""', re.sub(r"#[^\n]*", "", code))


def _percent(code: str) -> str:
    number = re.search(r"(\d+(?:[.,]\d+)?)\s*%", code)
    value = number[1].replace(",", ".") if number else "25"
    share = f"{float(value) / 100:g}"
    told = "Het teken % betekent in Python iets anders dan procent."
    return f"{told} Schrijf {value} voor {value} procent, of {share} als aandeel."


def _thousands(code: str) -> str:
    found = _THOUSANDS.search(code)
    if not found:
        return ""
    whole = found[0].replace(".", "")
    return f"Een punt is in Python een komma: {found[0]} is niet {whole}. Schrijf duizendtallen zonder punt: {whole}."
