"""What cannot be right in a class list: numbers that a spreadsheet changed, letters that were lost."""

from __future__ import annotations

import re

from sowcourse.plural import many

_ID = re.compile(r"[\w@-][\w.@+-]*\Z")


def fault_of(number: str, name: str, written: bool) -> str:
    """Why a student in a list cannot be right, a Dutch sentence; "" when nothing says so.

    Parameters: written – whether we wrote the list; then nothing in it was changed by another program.
    """
    if not written and number.casefold() in _NOTHING:
        return f"het studentnummer {number!r} kan niet worden gebruikt: er staat geen nummer. Vul het aan."
    if not written and (_SPREADSHEET.fullmatch(number) or _DATE.fullmatch(number)):
        return (
            f"het studentnummer {number} is door een rekenblad veranderd, en het echte is er niet meer uit te lezen. "
            "Download de lijst opnieuw en open haar niet in Excel, of maak er die kolom eerst «Tekst»."
        )
    if not _ID.match(number) or number.startswith("+") or ("+" in number and "@" not in number):
        return (
            f"het studentnummer {number!r} kan niet worden gebruikt. "
            "Verwacht worden letters, cijfers, punt, streepje of @. Verbeter de regel; is dit niemand, haal haar weg."
        )
    if written:
        return ""
    if not any(sign.isalpha() for sign in name):
        shown = f"«{name}», en dat is geen naam" if name else "geen naam"
        return f"bij {number} staat {shown}. Vul haar aan, of haal de regel weg als dit niemand is."
    if len(number) > _LONGEST:
        return (
            f"het studentnummer {number[:20]}… heeft {len(number)} tekens; hoogstens {_LONGEST} kan. Verbeter de regel."
        )
    changed = next((word for word in name.split() if _NO_NAME.fullmatch(word) or _DATE.fullmatch(word)), "")
    if changed:
        return (
            f"in de naam «{name}» staat «{changed}», en dat maakte een rekenblad ervan. "
            "Download de lijst opnieuw en open haar niet in Excel, of zet de naam er zelf."
        )
    if name.count('"') % 2:
        return f"in de naam «{name}» staat één aanhalingsteken. Haal het weg, of zet het andere erbij."
    meant = _mended(name)
    if meant == name and not _LOST.search(name):
        return ""
    was = f"; het was wellicht «{meant}»" if meant != name else ""
    return (
        f"in de naam «{name}» zijn letters verloren gegaan{was}. "
        "Download de lijst opnieuw, en bewaar haar als CSV UTF-8."
    )


_LONGEST = 100
"""Signs of a number or address: it becomes the name of a folder."""

_NOTHING = {"nan", "na", "n/a", "n/b", "#n/a", "null", "none", "-", "--", "true", "false", "waar", "onwaar"}
"""What programs write where there is no number."""

_SPREADSHEET = re.compile(r"\d+(?:[.,]\d+)?E\+?\d+|\d{1,3}(?:[.,\s]\d{3})+|\d+[.,]\d+|#+|[1-9]\d{14}0+", re.IGNORECASE)
"""What a spreadsheet makes of a long number: 1,23E+06, 1.234.567, ####, zeros from the sixteenth digit on."""

_MONTH = "(?:jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sept?|okt|oct|nov|dec)"

_DATE = re.compile(
    rf"\d{{1,2}}[-/. ]{_MONTH}\.?(?:[-/. ]\d{{2,4}})?|{_MONTH}[-/]\d{{1,4}}"
    r"|(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d\d-\d\d)(?: \d{1,2}:\d\d(?::\d\d)?)?",
    re.IGNORECASE,
)
"""What a spreadsheet makes of a number with a stroke in it: 03-jan, jan-26, 3/01/2026 00:00."""

_NO_NAME = re.compile(r"#(?:N/[AB]|[A-Z]+[A-Z/0]*[!?])")
"""What a spreadsheet writes where a formula went wrong: #N/B, #VERW!, #NAAM?."""

_LOST = re.compile(r"\ufffd|(?<=[^\W\d_])\?|\?(?=[^\W\d_?])|\?\?|[¹²³£¼½¾¢¤¥¦¬±¶×÷¿¡©®°¸√├┬]")
"""What stands where letters were lost: ?ukasz, ????, Zo√´; a question mark by itself is a question."""

_TURKISH = str.maketrans("ðýþÐÝÞ", "ğışĞİŞ")
"""The six letters in which a Turkish file differs from ours."""


def spoiled(text: str) -> str:
    """What in a text that somebody wrote was spoiled when it was saved: a word, or a date all by itself; "" for none.

    A question mark within a word is a sign that was lost; in an address it is one.
    """
    if _DATE.fullmatch(text):
        return text
    for word in text.split():
        lost = "\ufffd" in word or re.search(r"[^\W\d_]\?[^\W\d_]", word)
        if (lost and not re.search("[/=]", word)) or _mended_word(word) != word:
            return word
    return ""


def two_ways(name: str, mac: bool) -> str:
    """Why a name in a file without Unicode may be another one, a Dutch sentence; "" when it is not.

    Parameters: mac – whether the file may come from an old Mac: Gšran may be Göran, and Aleš is Aleš.
    """
    others = [name.translate(_TURKISH)]
    if mac:
        read = name.encode("cp1252").decode("mac_roman")
        others += [read] if _shape(read) == _shape(name) else []
    other = next((each for each in others if each != name), "")
    if not other:
        return ""
    return (
        f"deze naam kan «{name}» of «{other}» zijn: het bestand zegt niet in welk letterschrift het staat. "
        "Bewaar de lijst als CSV UTF-8."
    )


def _shape(name: str) -> list[tuple[bool, bool]]:
    return [(sign.isalpha(), sign.isupper()) for sign in name]


def _mended(text: str) -> str:
    """A text whose UTF-8 was read as something else, as it was: ZoÃ« is Zoë."""
    return " ".join(_mended_word(word) for word in text.split(" "))


def _mended_word(word: str) -> str:
    read_as = "mac_roman" if "√" in word else "cp850" if re.search("[├┬]", word) else "cp1252"
    try:
        return word if word.isascii() else word.encode(read_as).decode("utf-8")
    except UnicodeError:
        return word


def remarks_on(file: str, numbers: list[str], shortened: int) -> list[str]:
    """What a lecturer should look at in the numbers of a list, Dutch sentences.

    Parameters: shortened – how many stood there with decimals.
    """
    remarks = []
    if shortened:
        remarks.append(
            f"{file}: {many(shortened, 'nummer stond', 'nummers stonden')} er met decimalen, zoals {numbers[0]}.0; "
            "gelezen zonder. Een programma hield ze voor getallen: begonnen ze met een nul, dan is die weg. "
            "Kijk er één na."
        )
    digits = [number for number in numbers if number.isdecimal()]
    uneven = len({len(number) for number in digits}) > 1 and not any(number.startswith("0") for number in digits)
    if uneven and len(digits) == len(numbers) > 2 and len(min(digits, key=len)) > 3:
        remarks.append(
            f"{file}: niet alle nummers zijn even lang, zoals {min(digits, key=len)}. "
            "Liet een rekenblad een nul vooraan vallen? Vergelijk er één met je LMS."
        )
    return remarks
