"""Numbers and places that lead to one person: what is built like the real thing, or stands behind its own word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sowcourse.identity.register import UPPER

_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    r"|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)"
)
_DATE = re.compile(
    r"(?<![\d./-])(?:(?:0?[1-9]|[12]\d|3[01])\s?[/.-]\s?(?:0?[1-9]|1[0-2])\s?[/.-]\s?(?:(?:19|20)\d{2}|['’]?\d{2})"
    r"|(?:19|20)\d{2}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])"
    rf"|(?:0?[1-9]|[12]\d|3[01])(?:e|ste|de)?[\s-]{_MONTH}\.?[\s-]['’]?(?:(?:19|20)\d{{2}}|\d{{2}}))(?![\d/-])",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\bgeb\.|geboren\b|geboorte|verjaar|\bjarig\b|ter wereld|[°º]|\bDOB\b|bevallen", re.IGNORECASE)
_IS_OF = re.compile(r"\b(?:hij|zij|ze|die) (?:is|was) (?:zelf )?van \Z|\bik ben (?:zelf )?van \Z", re.IGNORECASE)
"""As one says it of somebody: «Ze is van 14 mei 2001»."""
_NEAR = 45
"""Letters around a date in which a word for birth is looked for, within its sentence."""

_CAP = rf"[{UPPER}][\w’'-]*\.?"
_SUFFIX = (
    r"(?:straat|strt?\.?|laan|weg|plein|lei|dreef|steenweg|stwg\.?|kade|kaai|gracht|singel|hof|pad|baan|markt|dijk"
    r"|kouter|park|plantsoen|vest|ring|steeg|wal|haven|brug|poort|veld|berg|heuvel|akker|erf|oord|hoek|burg"
    r"|horst|kamp|weide|beemd|zoom|boulevard|allee|vaart)"
)
_HOUSE = r"\s+(?:nr\.?\s?|nummer\s)?\d{1,4}(?:\s?(?:bis|hs|huis|[a-zA-Z]{1,2}))?(?:\s?(?:bus\s?|-|/)\s?\w{1,4})?\b"
_UNIT = (
    r"(?!\s?(?:%|euro|uur|jaar|keer|mensen|kramen|bomen|huizen|kinderen|minuten|meter|km|bewoners|procent|dagen|weken"
    rf"|leden|plaatsen|{_MONTH})\b)"
)
_LIVES = re.compile(
    r"woon|adres|huisbezoek|kamer|verbl|logeer|ingeschreven|huur|verhuis|thuis|\bbel\b|aangebeld|gehuisvest", re.I
)
_PLACED = re.compile(rf"\b(?:[Oo]p|[Aa]an|[Ii]n|[Nn]aar)\s+(?:de\s|het\s)?((?:{_CAP}\s)?{_CAP}{_HOUSE}){_UNIT}")
_PATTERNS = {
    "e-mailadres": r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+",
    "rekeningnummer": r"\b(?:(?i:NL\d{2}[\s-]?[A-Z]{4}(?:[\s-]?\d){10}|BE\d{2}(?:[\s-]?\d){12})"
    r"|(?:DE|FR|LU|ES|IT|PT|PL|RO|BG|GB|IE|AT|GR|TR|MA)\d{2}(?:\s?[A-Z0-9]{4}){3,6}(?:\s?[A-Z0-9]{1,4})?)\b",
    "rijksregisternummer": r"(?<!\d)\d{2}[. ]?\d{2}[. ]?\d{2}[- .]?\d{3}[. -]?\d{2}(?!\d)",
    "bsn": r"(?<![\d.,-])\d{4}[. ]?\d{2}[. ]?\d{3}(?![\d.,]\d|\d)|(?<![\d.,-])\d{3}[. ]\d{3}[. ]\d{3}(?!\d)",
    "telefoonnummer": r"(?<![\d.])(?:(?:\+|00)3[12][\s./-]?(?:\(0\))?[\s./-]?|\(0\)|0)[1-9](?:[\s./-]?\d){7,8}(?!\d)",
    "adres": rf"\b(?:{_CAP}[\s-]){{0,3}}(?:[{UPPER}][\w’'-]*?)?(?<![a-z]\s){_SUFFIX}(?<!\s){_HOUSE}{_UNIT}"
    rf"|\b[a-z]{{3,30}}(?:straat|laan|steenweg|dreef|gracht|singel|kade){_HOUSE}{_UNIT}"
    rf"|\b(?:Grote|Oude|Nieuwe|Kleine|Korte|Lange|Hoge|Groene)\s{_CAP}{_HOUSE}{_UNIT}"
    r"|\b(?:[Rr]ue|Avenue|Av\.|Boulevard|Bd\.?|Chaussée|Place|Quai|Square|Clos|Impasse|Allée)\s(?:(?:de|du|des|la|le|l[’'])"
    rf"\s?)*{_CAP}(?:\s{_CAP})*,?{_HOUSE}",
    "postcode": r"\b(?!(?:19|20)\d\d\s?(?:EU|WK|EK|NL|BE|VN|TV)\b)[1-9]\d{3}\s?(?!S[ADS]\b)[A-Z]{2}\b|\bB-\d{4}\b"
    rf"|\b(?!(?:19|20[0-3])\d)[1-9]\d{{3}}\s(?={_CAP})[\w’'-]+"
    r"|\b(?:20[0-6]0|20[0-3]\d)\s(?=(?:Antwerpen|Deurne|Hoboken)\b)\w+",
    "profiel": r"\b(?:facebook|fb|instagram|linkedin|tiktok|twitter|snapchat|threads)\.com/@?[\w./-]*\w"
    r"|(?<=[\w:,(])\s?(?<![\w.@])@[A-Za-z_][\w.]{2,}\b",
    "school": rf"\b(?i:basisschool|lagere school|kleuterschool|middelbare school|peuterspeelzaal|kinderdagverblijf"
    rf"|crèche|woonzorgcentrum|rusthuis|verpleeghuis)\s(?:(?:[Dd]e|[Hh]et|['’]t)\s)?{_CAP}(?:\s{_CAP})*"
    rf"|\b(?:Koninklijk\s)?Atheneum\s{_CAP}|\b(?:{_CAP}[\s-])?{_CAP[:-3]}?(?:college|lyceum|gymnasium)(?:\s(?:in|van)\s{_CAP})?",
    "functie": r"\b(?:pastoor|burgemeester|huisarts|imam|dokter|notaris|schepen|wethouder|dominee|priester|vroedvrouw"
    r"|verloskundige|wijkagent|apotheker|apothekeres|bakker|slager|directeur|directrice|koster|veearts|tandarts|cafébaas|voorzitter)"
    rf"\s(?:van|in|uit|te)\s{_CAP}",
}
_NAMED = {
    "bsn": r"\b(?:bsn|burgerservicenummer|sofinummer)\W{0,3}(?:(?:is|was|van|nr|nummer)\W{1,2})?"
    r"((?:\d[. ]?){7,8}\d)(?!\d)",
    "rijksregisternummer": r"\b(?:rijksregisternummer|rijksregister|insz|rrn)\W{0,3}(?:(?:is|was|nr|nummer)\W{1,2})?"
    r"((?:\d[. -]{0,2}){10}\d)(?!\d)",
}
_COMPILED = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS.items()]
_BEHIND_WORD = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _NAMED.items()]


_NO_DIGIT = re.compile(r"[^\d]")
_GOES_ON = re.compile(r"\b(?:geb|dat|nr|str)\Z", re.IGNORECASE)
"""A dot behind it ends no sentence."""
_STOP = re.compile(r"[.!?]\s|\n")


def numbers(text: str, elsewhere: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Kind, begin and end of what leads to one person and is no name.

    Parameters: elsewhere – capitals that are no village and no street: big cities, peoples, months.
    """
    for kind, pattern in _COMPILED:
        for found in pattern.finditer(text):
            if _real(kind, found[0], elsewhere):
                yield kind, found.start(), found.start() + len(found[0].rstrip("."))
    for kind, pattern in _BEHIND_WORD:
        for found in pattern.finditer(text):
            yield kind, found.start(1), found.end(1)
    for found in _PLACED.finditer(text):
        if _LIVES.search(_sentence(text, found.start(), found.end(), 60)) and found[1].split()[0] not in elsewhere:
            yield "adres", found.start(1), found.end(1)
    for found in _DATE.finditer(text):
        if _IS_OF.search(text[max(0, found.start() - 24) : found.start()]) or _BIRTH.search(
            _sentence(text, found.start(), found.end(), _NEAR)
        ):
            yield "geboortedatum", found.start(), found.end()


def _real(kind: str, words: str, elsewhere: frozenset[str]) -> bool:
    digits = _NO_DIGIT.sub("", words)
    if kind == "bsn":
        return sum((9 - place) * int(digit) for place, digit in enumerate(digits[:8])) % 11 == int(digits[8])
    if kind == "rijksregisternummer":
        check = int(digits[9:])
        return len(digits) == 11 and check in (97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97)
    last = words.split()[-1].rstrip(".")
    if kind == "postcode" and words[0].isdigit() and not words[-2:].isupper():
        return last not in elsewhere or last in _CITIES
    return kind != "functie" or last not in elsewhere


_CITIES = frozenset(
    re.findall(
        r"\S+",
        "Gent Antwerpen Brussel Leuven Brugge Hasselt Mechelen Aalst Kortrijk Oostende Genk Roeselare Sint-Niklaas "
        "Turnhout Dendermonde Ninove Ieper Diest Tienen Vilvoorde Halle Lokeren Molenbeek Schaarbeek Anderlecht Luik "
        "Namen Charleroi",
    )
)


def _sentence(text: str, start: int, end: int, near: int) -> str:
    before, after = text[max(0, start - near) : start], text[end : end + near]
    for stop in (". ", "! ", "? ", "\n"):
        place = before.rfind(stop)
        if place >= 0 and not _GOES_ON.search(before[:place]):
            before = before[place + 1 :]
    after = _STOP.split(after, maxsplit=1)[0]
    return f"{before} {after}"
