"""Numbers and signs written as on paper and not as in Python: a decimal comma, a percent sign, an x for times."""

from __future__ import annotations

import re

from sowcourse.visible import visible

_STRINGS = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_COMMA = re.compile(r"(?<![\w.,\[])(\d+),(\d+)(?![\w,])")
_POINTS_AND_COMMA = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:\.\d{3})+,\d+(?![\w.,])")
_LISTED = re.compile(r"\[\s*(\d+,\d{1,2})(?:,\s+\d+,\d{1,2})+\s*\]")
_THOUSANDS = re.compile(r"(?<![\w.])[1-9]\d{0,2}(?:\.000|(?:\.\d{3}){2,})(?![\w.])")
_PERCENT = re.compile(r"\d\s*%")
_TIMES = re.compile(r"(?<=[\d)\]])\s*[x×X]\s*(?=[\d(])")
_DIVIDED = re.compile(r"(?<=[\d)])\s*[:÷]\s*(?=[\d(])")
_SIGNS = {"min": "-", "minus": "-", "plus": "+", "keer": "*", "maal": "*", "gedeeld door": "/"}
_COLUMNS_DIVIDED = re.compile(r"\]\s*[:÷]\s*(?=\w+\[)")
_IN_WORDS = re.compile(rf"(?<=[\w)\]])\s+({'|'.join(_SIGNS)})\s+(?!zo\b)(?=[\w(])", re.IGNORECASE)
_SPACED = re.compile(r"(?<![\w.])[1-9]\d{0,2}(?:[ '\u00a0\u202f]\d{3})+(?![\w.])")
_AS_IN_EXCEL = re.compile(r"^(\s*\w+\s*=)\s+=\s*(?!=)")
_WITH_RESULT = re.compile(r"^(\s*\w+\s*=\s*[^=<>!]*[-+*/][^=<>!]*?)\s*=\s*[\d.,]+\s*$")
_ABOUT = re.compile(r"^\s*\w+\s*=\s*([<>±≥≤≈€]=?\s*|(?:[^\W\d_]+(?:[.:]\s*|\s+))+)(\d[\d.]*)")
_TWO_NUMBERS = re.compile(r"(?<![\w.])(\d[\d.]*)\s+(\d[\d.]*)(?![\w.])")
_TWO_POINTS = re.compile(r"(?<![\w.])\d+(?:\.\d*){2,}(?![\w.])")
_DASH = re.compile(r"[\u2012-\u2015\u2212]")
_UNIT_AFTER = re.compile(r"\d\s*(?!(?:and|or|if|else|in|is|not|for)\b)([^\W\d_]+(?: [^\W\d_]+)*)\s*$")
_SPELLED = (
    *("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"),
    *("dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien", "twintig"),
)
_WORDS = {word: number for number, word in enumerate(_SPELLED)} | {"een": 1, "vijftig": 50, "honderd": 100}
_NAMED = r"[^\W\d_]+(?:[ -][^\W\d_]+)*"
_TWO_IN_WORDS = re.compile(r"(?<![\w.])(\d[\d.]*)\s+en\s+(\d[\d.]*)(?![\w.])", re.IGNORECASE)
_NO_IDEA = re.compile(
    r"\W*(?:(?:dat |ik )?weet (?:ik |het |dit |dat |nog )*niet|(?:ik heb )?geen (?:flauw )?idee)\W*|\?+", re.IGNORECASE
)
_OTHER_WORD = re.compile(r"(?<=[\w)\]])\s+(?!(?:and|or|if|else|in|is|not|for)\b)([^\W\d_]+)\s+(?=[\w(])")
_BARE_WORDS = re.compile(rf"^\s*\w+\s*=\s*((?=[^\W\d_]+[ -]){_NAMED}(?:\s*\([^()]*\))?)\s*,?\s*(?:#.*)?$")
_WITH_STOP = re.compile(r"^\s*\w+\s*=\s*([^\W\d_]{2,}[.!]|%)\s*,?\s*$")
_TWO_TEXTS = re.compile(r"\"\"\s+(?:en|of)\s+\"\"", re.IGNORECASE)
_PERCENT_BEHIND = re.compile(r"[\])]\s*%\s*(?:$|[-+*/),])")
_BARE_SENTENCE = re.compile(r"^\s*\w+\s*=\s*([^\W\d_]\w*,?[^\S\n]+\w[\w\s.,;:?!’-]*?)\s*,?\s*$")


def in_line(line: str) -> str:
    """What in a line of code is written as on paper and not as in Python; "" when nothing is."""
    bare, whole = without_strings(line), re.sub(r"#[^\n\"']*$", "", line).strip()
    if re.search(r"[“”„‟‘’‚«»]", bare):
        straight = re.sub(r"[“”„‟‘’‚«»]", '"', whole)
        return f"Er staat een gekruld aanhalingsteken, uit een ander programma. Typ rechte: {straight}"
    if _DASH.search(bare):
        return f"Er staat een lang streepje, uit een ander programma. Typ een gewoon: {_DASH.sub('-', whole)}"
    if re.search(r"\]\s*=\s*[^=\s][^\[]*\]\s*$", bare):
        return "Vergelijken schrijf je met twee tekens: ==. Eén = geeft een naam een waarde."
    if _AS_IN_EXCEL.search(bare):
        once = _AS_IN_EXCEL.sub(r"\1 ", whole).strip()
        return f"Eén = is genoeg: {once}"
    around = no_idea(re.sub(r"^\s*\w+\s*=\s*|,\s*$", "", bare)) or _around(bare)
    if around:
        return around
    words = _BARE_WORDS.match(bare)
    spoken = _IN_WORDS.search(bare)
    if spoken:
        signs = _IN_WORDS.sub(lambda found: f" {_SIGNS[found[1].casefold()]} ", whole)
        return f"«{spoken[1]}» schrijf je met een teken: {_SIGNS[spoken[1].casefold()]}. Dus: {signs}"
    if words:
        number = spelled(words[1].split()[0])
        return number or f'Een antwoord in woorden zet je tussen aanhalingstekens: "{words[1]}".'
    if _TWO_TEXTS.search(bare):
        return "Hier hoort één antwoord. Kies er één, tussen aanhalingstekens."
    if _PERCENT_BEHIND.search(bare):
        return "Het teken % betekent in Python iets anders dan procent. Laat het weg."
    sentence = _WITH_STOP.match(bare) or _BARE_SENTENCE.match(bare)
    if sentence:
        return f'Een antwoord in woorden zet je tussen aanhalingstekens: "{sentence[1].strip(" .!")}".'
    if _PERCENT.search(bare):
        return _percent(bare)
    divided = _DIVIDED.search(re.sub(r"[\[{][^\[\]{}]*[\]}]?", "", bare)) or _COLUMNS_DIVIDED.search(bare)
    if divided:
        whole = _DIVIDED.sub(" / ", _COLUMNS_DIVIDED.sub("] / ", whole))
    if _TIMES.search(bare):
        both = ", en delen met een schuine streep" if divided else ""
        return f"Vermenigvuldigen schrijf je met een sterretje{both}: {_TIMES.sub(' * ', whole)}"
    if divided:
        return f"Delen schrijf je met een schuine streep: {whole}"
    return _thousands(bare) or decimal_comma(bare) or _between(bare)


def _around(bare: str) -> str:
    """A sign, a space or a word around a number that Python does not know; "" when there is none."""
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
    if unit and not re.search(r"[\"'\[]", bare):
        told = _in_full(bare) or f"Laat «{unit[1]}» weg: achter een getal staat geen woord."
        value = bare.partition("=")[2].strip()
        named = re.search(r"\d\s*-\s*\d", value)
        return (
            f'{told} Of is het een naam uit de tabel? Zet dan alles tussen aanhalingstekens: "{value}".'
            if named
            else told
        )
    return ""


def _in_full(bare: str) -> str:
    """A number in thousands or millions, written in full; "" when it is none."""
    found = re.search(r"(?<![\w.])(\d+(?:[.,]\d+)?)\s*(duizend|miljoen)\s*$", bare, re.IGNORECASE)
    if not found:
        return ""
    times = 1_000 if found[2].casefold() == "duizend" else 1_000_000
    return f"Schrijf het getal voluit, in cijfers: {round(float(found[1].replace(',', '.')) * times)}."


def _between(bare: str) -> str:
    """What Python cannot read between two numbers or in one, or what is missing there; "" when there is nothing."""
    if re.search(r"\[[^\]]*;|\d\s*;\s*\d", bare):
        return "Tussen twee waarden van een lijst staat een komma."
    named = _TWO_IN_WORDS.search(bare)
    if named and not all(re.fullmatch(r"(?:19|20)\d\d", number) for number in named.groups()):
        both = f"{named[1]} + {named[2].rstrip('.')}"
        return f"Tel je op? Schrijf dan een plus: {both}. Schrijf anders één getal."
    if named:
        return f"Is er meer dan één nodig? Zet er dan een komma tussen: {named[1]}, {named[2]}. Schrijf er anders één."
    plain = re.sub(r"\w+\([^()]*\)?|\[[^\[\]]*\]?", "", bare)
    points, two, word = _TWO_POINTS.search(plain), _TWO_NUMBERS.search(plain), _OTHER_WORD.search(bare)
    if points:
        return f"Een getal heeft in Python hoogstens één punt, voor de cijfers na de komma; hier staat {points[0]}."
    if two:
        return f"Tussen {two[1]} en {two[2]} ontbreekt een teken: + of -, * of /, of een komma."
    return f"Het woord «{word[1]}» kent Python hier niet. Zet daar een teken: + of -, * of /." if word else ""


def decimal_comma(code: str) -> str:
    """A number with a comma; "" when there is none. A comma between numbers of a list or a call is no such thing."""
    bare = re.sub(r"\w+\([^()]*\)?|\[[^\[\]]*\]?", "", without_strings(code))
    both = _POINTS_AND_COMMA.search(bare)
    if both:
        written = both[0].replace(".", "").replace(",", ".")
        return f"Schrijf duizendtallen zonder punt, en een kommagetal met een punt: {written}."
    listed = _LISTED.search(without_strings(code))
    found = _COMMA.search(bare) or (_COMMA.search(f" {listed[1]}") if listed else None)
    if not found:
        return ""
    if len(found[2]) == 3 and found[1] != "0":
        return (
            f"Een komma scheidt in Python twee getallen. Bedoel je een kommagetal? Schrijf {found[1]}.{found[2]}. "
            f"Bedoel je duizendtallen? Schrijf {found[1]}{found[2]}."
        )
    return (
        f"Een kommagetal schrijf je in Python met een punt: {found[1]}.{found[2]}. "
        f"Met een komma ({found[0]}) leest Python twee getallen."
    )


def comma_in_call(code: str) -> str:
    """A number with a comma between the brackets of a call that got too much; "" when there is none."""
    found = re.search(r"\b(?:round|abs|int|float|sum)\([^()]*?(?<![\w.,])(\d+),(\d+)(?!\w|,\S)", without_strings(code))
    return decimal_comma(f"{found[1]},{found[2]}") if found else ""


def in_number(code: str) -> str:
    """What in the code of a number that is not right is read otherwise by Python; "" when nothing is."""
    bare = without_strings(code)
    return _thousands(bare) or (_percent(bare) if _PERCENT.search(bare) else "") or decimal_comma(bare)


def divided_by_comma(code: str) -> str:
    """A division by a number with a comma, also within a call; "" when there is none."""
    found = re.search(r"/\s*\(?(0),(\d+)", without_strings(code))
    return decimal_comma(f"{found[1]},{found[2]}") if found else ""


def in_text(value: str) -> str:
    """A number that stands between quotation marks: how to write it."""
    found = re.fullmatch(r"\s*(-?\d+(?:[.,]\d+)?)\s*(?:%|procent(?:punt)?)?\s*", visible(value))
    if found:
        return f"Laat de aanhalingstekens weg: {found[1].replace(',', '.')}."
    other = no_idea(value) or spelled(value.strip())
    return other or "Schrijf alleen een getal, in cijfers en zonder aanhalingstekens."


def no_idea(text: str) -> str:
    """What helps somebody who writes that they do not know; "" for any other text."""
    known = len(text) > _LONGEST_NO_IDEA or not _NO_IDEA.fullmatch(visible(text).strip())
    return "" if known else "Weet je het nog niet? Open een hint: dat kost niets."


_LONGEST_NO_IDEA = 60


def spelled(word: str) -> str:
    """How to write a number that was written as a word; "" for another word."""
    number = _WORDS.get(word.casefold())
    return "" if number is None else f"Schrijf een getal in cijfers: {number}."


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
