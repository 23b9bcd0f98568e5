"""Where a Dutch sentence ends, for everything that reads sentences: concepts, the mirror, names, the normal form.

A dot ends a sentence when a space follows, and the word before it is no abbreviation, initial or number of a list.
Some abbreviations also end sentences («enz.», «z.d.»): a capital tells. Students who write without capitals have
sentences too. In doubt, two sentences stay one: who reads them then reads a little more, and never half a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPEN_WORDS = """
afb afd afl art bijl bijv blz brt bv bvb ca cf cfr dd dhr dl dr drs ds dwz etm evt excl fam fig gebr hfdst
hoofdst hr ibid incl ing ir ivm ipv inz kl mbt mbv mej mevr mgr mr mw mvr nav nl nr nrs oa obv olv ong oorspr
par pag phd pp prof red resp secr st ste tov tgv tav tbv tnv uitg vb verg vert verz vgl vnl voorz vs wrsch zgn
zog geb getr opt opl gesch dmv omwv igv bep vlgs betr bekl kand mtr plm
"""
_OPEN = frozenset(_OPEN_WORDS.split())
"""Something always follows: «m.b.t. Leon», «dr. Peeters». Those with dots inside are known by their form."""

_CLOSING_WORDS = """
enz etc ed eds dgl jl ll jr sr min max sec mln mld pct str sts jan feb febr mrt apr jun jul aug sept sep okt nov
dec ex get aub svp nvt zsm zd zj nd ea cs alg inc ltd co dir med mil vrl wnd plv prov arr gew opm v km tel zn
gem lic soc psych e.d e.a e.a.v c.s z.d z.j n.d s.d s.l z.p a.u.b s.v.p n.v.t a.s p.m a.m p.p p.j p.u p.w m.i
o.i o.i.d e.v z.s.m v.chr n.chr k.k b.d i.o o.l e.t.c e.e.a n.g n.b i.m w.v.t.t.k d.w.z.m t.k n.o.t.k n.t.b
t.b.c t.b.a e.d.m
"""
_CLOSING = frozenset(_CLOSING_WORDS.split())
"""May end a sentence: they do when a capital follows."""

_STARTERS_WORDS = """
alleen als bij daar daarna daarom dan dat de deze die dit dus een eerst en er ge geen haar het hier hij hoe hun
ik iedereen in is ja je jij jullie later maar men mijn misschien na naast nee niemand niet nu ook om omdat
ondanks ons onze op over pas samen sinds soms tijdens toch toen tot u uit vanaf volgens vooral voor waar waarom
want wat we wie wij zelf zij ze zijn zo zonder
"""
_STARTERS = frozenset(_STARTERS_WORDS.split())
"""Words that begin a sentence after somebody's initial, when no name follows: «mevrouw B. Zij zweeg»."""

_SAID_WORDS = """
zei zegt riep roept vroeg vraagt dacht denk antwoordde schreef fluisterde zuchtte gilde snauwde
"""
_SAID = frozenset(_SAID_WORDS.split())

_MARKS = re.compile(r"(?P<mark>[.!?…]+)(?P<closers>[»”’\"'()\]*_]*)(?P<space>\s+|\Z)")
_BEFORE = re.compile(r"[^\s(«“‘\"'\[*/_-]+\Z")
_BULLET = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,4})?\W*\Z")
_NEXT = re.compile(r"[^\w’']*(?:[’'](?:s|t|n|k|m|r)\s+)?[^\w]*(\w[\w’'-]*)?[^\w\n]*\s*(\w[\w’'-]*)?")
_WORD = re.compile(r"[^\W_]")
_LINE_END = re.compile(r"[\n\r\v\f\u2028\u2029]+")
_ET_AL = re.compile(r"\bet al\Z")
_ADDRESS = re.compile(r"(?:www|https?)\b")
_LETTERS = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}|[^\W\d_]")
_VOWEL = re.compile(r"[aeiouyà-öø-ÿA-Z]")
_NEAR = 80
"""Characters before a dot that are looked at."""


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, as they stand; a line end also ends a sentence."""
    for line in _LINE_END.split(text):
        start = 0
        for end, after in ends(line):
            if _WORD.search(line[start:end]):
                yield line[start:end].strip()
            start = after


def ends(line: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of one line ends, and where the next one begins; the last ends with the line."""
    start = 0
    for found in _MARKS.finditer(line):
        if found["space"] and found.end() < len(line) and _ends(line, start, found):
            yield found.end("closers"), found.end()
            start = found.end()
    yield len(line), len(line)


def _ends(line: str, start: int, found: re.Match[str]) -> bool:
    first, second = _NEXT.match(line, found.end()).groups()  # type: ignore[union-attr] # it matches anywhere
    if not first:
        return True
    small = first[0].islower()
    if line[found.end()] in "([" and not first[0].isupper():  # «… met jaar en bron. (6 punten)»
        return False
    quoted = found["closers"].strip("*_")
    if found["mark"] != ".":
        return not small or not (quoted or "…" in found["mark"] or ".." in found["mark"] or first in _SAID)
    if quoted and small:
        return False
    near = line[max(start, found.start() - _NEAR) : found.start()]
    before = _BEFORE.search(near)
    word = before[0] if before else ""
    if found.start() - start < _NEAR and _BULLET.fullmatch(near):
        return False
    if word.isdecimal():  # «de 2. verdieping», «12. 3. 1987»
        return len(word) >= 4 or not (small or first[0].isdecimal())
    if not _is_abbreviated(word) and not _ET_AL.search(near):
        return True
    if quoted.startswith((")", "]")) or small or first[0].isdecimal():
        return False
    if word[-1].isupper() and (len(word) == 1 or word[-2] in ".-"):
        return first.casefold() in _STARTERS and not (second and second[0].isupper())
    return word.casefold() not in _OPEN and ("." not in word or word.casefold() in _CLOSING) and word != "p"


def _is_abbreviated(word: str) -> bool:
    """Whether a word before a dot is an abbreviation or an initial."""
    plain = word.casefold()
    if "@" in word or "/" in word or _ADDRESS.match(plain):
        return False
    if _LETTERS.fullmatch(word):
        return True
    if plain.endswith(("str", "stwg")):  # «Kerkstr. 12»
        return True
    return plain in _OPEN or plain in _CLOSING or (word.isalpha() and not _VOWEL.search(word))
