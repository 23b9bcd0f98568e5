"""Is somebody of this list named in a text: number, e-mail address, name, in whatever spelling and order."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise, permutations
from typing import Any, Protocol

SHORTEST_ID = 5
"""Characters; a shorter number (001) stands in a text by chance, and is only looked for where a number belongs."""

SHORTEST_PART = 3
"""Letters; a shorter part of a name counts as part of the whole name, or with a capital when it is no word."""

_LITTLE = frozenset(
    re.findall(
        r"\w+",
        "af al be di do eg en er eu ga he hi ie ik is ja je la ma me mm na nl nr nu of oh ok om pa pc so tv uw vr we "
        "wo za ze zo",
    )
)
"""Words, days and signs of two letters: with a capital they begin a sentence, and point at nobody by themselves."""

_MOST_SHUFFLED = 4
"""Words of a name that are looked for in any order."""

_SHORTEST_SQUEEZED = 8
"""Letters of a whole name that is looked for without spaces too: AyaAmrani, but not BoTer."""

_SHORTEST_JOINED = 6
"""Letters of a short whole name that may be one without spaces: JanMaes; a first or family name may be one less."""

_SHORTEST_BARE = 7
"""Digits of a number that is looked for without the letter before it too, and without the first nought."""

_SHORTEST_ACCOUNT, _SHORTEST_FAMILY = 5, 4
"""Letters of an account name (jmaes, maesj), and of the family name in it."""

_ENDINGS = frozenset("enrst")
"""Initials that are not looked for behind a family name: with them it is an ordinary word, as bakkers and vissers."""

_SHORTEST_OWNER = 5
"""Letters of a part of a name that owns something without a capital too: lottes werk, but not dans for Dan's."""

PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "van von de den der het ten ter te op in aan bij onder over uit voor la le les du el al di da del della dos "
        "das ait ben bin ibn abu oulad mac",
    )
)
"""Little words inside family names; on their own they point at nobody."""

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0640"
"""Characters that nobody sees: a soft hyphen, a joiner, what makes an Arabic word longer; inside a word they do not
matter."""

_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
"""Accents that stand apart where a letter with it does not exist: the dot of İpek in small letters, Arabic vowels."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Letters that are written without spaces between words (Thai, Chinese, Japanese, Korean): each is a token."""

TOKEN = re.compile(rf"[^\W\d_{_UNSPACED}](?:[{_UNSEEN}{_MARKS}]*[^\W\d_{_UNSPACED}])*|\d+|[^\W\d_]")
"""What a trace is made of: a word, a letter that needs no spaces, or the digits of a number."""

_UNSPACED_NAME = re.compile(rf"[\W{_UNSPACED}]+")
_LOOSE = re.compile(r"(?:(?=[\W_])\s*_{0,2}[^\w\s]{0,3}_{0,2}(?:\s+[^\w\s]{0,3}_{0,2})*)?")
"""What may stand between two words of a name: spaces, a broken line, a comma, a hyphen, asterisks, or nothing between
letters that need no space."""
_LONGEST_GAP = 40
_LONGEST_LINE, _MOST_LINES = 2_000, 200_000
"""Characters of a line, and number of lines, of which is kept that nobody is in them."""

_HEX = frozenset("abcdef0123456789")
_FOLDING = "sowcourse-folding"
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})
_ALIKE = dict(zip("авекмнорстухіјѕԁһӏԛԝ" + "αβεζηικμνορτυχ", "abekmhopctyxijsdhlqw" + "abezhikmnoptyx", strict=True))
"""Cyrillic and Greek letters that look like a Latin one, small or as a capital: Jаn with the а of Russian."""

_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
"""How such a letter is written on a keyboard that has none: Juergen."""


class Person(Protocol):
    """Somebody on a list."""

    @property
    def id(self) -> str: ...
    @property
    def first(self) -> str: ...
    @property
    def last(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def ids(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Found:
    """A place in a text that points at one or more students."""

    start: int
    end: int
    students: tuple[str, ...]
    """Their ids; more than one when they share a part of a name."""
    sure: bool
    """Whether it is a number, an address or a whole name; False for one part of a name."""
    likely: bool = False
    """Whether it is a name cut short: J. Idrissi, Jaouad I., one of two first names with the family name."""


@dataclass
class _Node:
    """A step in the tree of traces, token by token."""

    next: dict[str, _Node] = field(default_factory=dict)
    students: list[str] = field(default_factory=list)
    gaps: tuple[str, ...] | None = None
    """What stands between the tokens, to the letter; None when that may vary, as in a name."""
    sure: bool = True
    likely: bool = False
    written: Callable[[str], bool] | None = None
    """Whether a word of a text is written as this has to be; None when it may be written in any way."""


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word without case and accents: Yılmaz and YILMAZ are yilmaz, Thảo is thao."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS | dict.fromkeys(map(ord, _UNSEEN))))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return bare if bare.isascii() else "".join(_ALIKE.get(letter, letter) for letter in bare)


def bare(text: str) -> bytes:
    """A text folded as a whole, which is as its words are: folding goes letter by letter."""
    return text.replace("\ufffd", "?").encode("ascii", _FOLDING).lower()  # what bytes that are no text are full of


def _folding(error: UnicodeError) -> tuple[bytes, int]:
    """What stands in place of letters that are not ASCII, when a text is folded as a whole."""
    assert isinstance(error, UnicodeEncodeError)
    return _folded_bytes(error.object[error.start : error.end]), error.end


@lru_cache(maxsize=10_000)
def _folded_bytes(letters: str) -> bytes:
    return folded(letters).encode("utf-8", "surrogatepass")


codecs.register_error(_FOLDING, _folding)


def spelled(student: Person) -> frozenset[str]:
    """A whole name as letters alone, in the orders in which people write it; nothing for who has no name."""
    first, last = ("".join(tokens_of(name)) for name in (student.first, student.last))
    return frozenset({first + last, last + first} - {""})


def tokens_of(name: str) -> list[str]:
    """A name in folded pieces, as a text is cut up to look for it."""
    return [folded(token) for token in TOKEN.findall(unicodedata.normalize("NFC", name))]


def _is_unspaced(name: str) -> bool:
    return bool(name) and _UNSPACED_NAME.fullmatch(name) is not None


def words(text: str) -> list[str]:
    """The words of a text, as they are spelled."""
    return re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))


def parts(student: Person) -> set[str]:
    """The parts of a name that can point at somebody, folded: amrani, berg, but not van, den."""
    first = {folded(word) for word in words(student.first)}
    last = {folded(word) for word in words(student.last)} - PARTICLES
    typed = {folded(word.casefold().translate(_TYPED)) for word in words(f"{student.first} {student.last}")}
    return {part for part in first | last | (typed - PARTICLES) if len(part) >= SHORTEST_PART}


class Traces:
    """What points at these students, found in one pass over a text."""

    def __init__(self, students: Iterable[Person], ours: frozenset[str] = frozenset()) -> None:
        """Parameters: ours – ordinary words; spelled so, they point at nobody by themselves."""
        self._root = _Node()
        self.words: dict[bool, set[frozenset[str]]] = {True: set(), False: set()}
        """The words of each trace, folded; under True of those that are a number, an address or a whole name."""
        self._ours = ours
        self._made: set[tuple[str, ...]] = set()
        """Traces that are made of a name, and are the name of nobody."""
        self._depth = 1
        """Words of the longest trace."""
        self._empty: set[str] = set()
        """Lines in which no trace begins; most lines of a cohort stand in many of its files."""
        self._odd: dict[str, tuple[_Node, ...] | None] = {}
        """Lines of which the last words may begin one, with what may follow; None where a whole one may stand."""
        self.students: dict[str, Person] = {student.id: student for student in students}
        for student in self.students.values():
            for part in parts(student):
                self._add(student, [part], None, sure=False)
            for called in _called(student):
                self._add(student, called, None, sure=False)
            for short in _shortened(student):
                self._add(student, short, None, sure=False, likely=True)
            for joined in _joined(student):
                self._add(student, [joined], None, sure=False)
            for order in _orders(student):
                self._add(student, order, None)
                squeezed = "".join(order)
                if len(squeezed) >= _SHORTEST_SQUEEZED:
                    self._add(student, [squeezed], None)
            numbers = [known.rpartition(":")[2] for known in (student.id, *student.ids)]
            for exact in (*(number for number in numbers if len(number) >= SHORTEST_ID), student.email):
                self._add_exact(student, exact, sure=True)
            for exact in (
                *(bare for number in numbers for bare in _bare_numbers(number)),
                *_accounts(student, numbers),
            ):
                self._add_exact(student, exact, sure=False)
        for student in self.students.values():  # after the names as they are: what is Peter's, is not Peters
            self._add_made(student)

    def _add_made(self, student: Person) -> None:
        """What is made of a name and may be an ordinary word, or the name of another, which goes before."""
        for account in _account_names(student) - self._ours:
            self._add_new(student, [account])
        for camel in _camels(student):
            self._add_new(student, [camel], _is_camel)
        for part in parts(student) - self._ours:
            if part[-1] not in "sxz" and part + "s" not in self._ours:
                self._add_new(student, [part + "s"], None if len(part) >= _SHORTEST_OWNER else _has_capital)
        first, last = tokens_of(student.first), tokens_of(student.last)
        if first and last and last[-1][-1] not in "sxz":
            self._add_new(student, [*first, *last[:-1], last[-1] + "s"])

    def _add_new(self, student: Person, tokens: list[str], written: Callable[[str], bool] | None = None) -> None:
        """Add a trace that no name of somebody is; several students may share it."""
        if frozenset(tokens) in self.words[False] and tuple(tokens) not in self._made:
            return
        self._add(student, tokens, None, sure=False)
        node = self._root
        for token in tokens:
            node = node.next[token]
        node.written = written if tuple(tokens) not in self._made or node.written is written else None
        self._made.add(tuple(tokens))

    def _add_exact(self, student: Person, exact: str, sure: bool) -> None:
        exact = unicodedata.normalize("NFC", exact)
        tokens = list(TOKEN.finditer(exact))
        gaps = tuple(exact[a.end() : b.start()] for a, b in pairwise(tokens))
        self._add(student, [folded(token[0]) for token in tokens], gaps, sure)

    def _add(
        self, student: Person, tokens: list[str], gaps: tuple[str, ...] | None, sure: bool = True, likely: bool = False
    ) -> None:
        if not any(tokens):
            return
        for kind in {False, sure}:
            self.words[kind].add(frozenset(tokens))
        self._depth = max(self._depth, len(tokens))
        node = self._root
        for token in tokens:
            node = node.next.setdefault(token, _Node())
        if not node.students or (sure and not node.sure):  # a whole name goes before a part of another's
            node.students, node.gaps, node.sure, node.likely = [], gaps, sure, likely
        if node.sure == sure:
            node.students += [student.id] if student.id not in node.students else []
            node.gaps = gaps if node.gaps == gaps else None

    def find(self, text: str) -> Iterator[Found]:
        """The places that point at a student, the longest where they overlap; `text` in form NFC."""
        for offset, piece in self._pieces(text):
            for found in self._search(piece):
                yield replace(found, start=found.start + offset, end=found.end + offset)

    def _search(self, text: str) -> Iterator[Found]:
        tokens = list(TOKEN.finditer(text))
        place = 0
        while place < len(tokens):
            length, node = self._longest(text, tokens, place)
            if node and not node.sure:
                length, node = self._before_a_whole_one(text, tokens, place, length, node)
            if node is None:
                place += 1
                continue
            start, end = tokens[place].start(), tokens[place + length - 1].end()
            if node.sure or not (text[start:end] in self._ours or _is_small(text[start:end])):
                yield Found(start, end, tuple(node.students), node.sure, node.likely)
            place += length

    def _before_a_whole_one(
        self, text: str, tokens: list[re.Match[str]], place: int, length: int, node: _Node
    ) -> tuple[int, _Node | None]:
        """A piece of a name as long as it can be without taking the begin of a whole one: «(met Maes) An Maes-Vos»."""
        for begin in range(place + 1, place + length):
            following = self._longest(text, tokens, begin)[1]
            if following and following.sure:
                return self._longest(text, tokens[:begin], place)
        return length, node

    def _pieces(self, text: str) -> Iterator[tuple[int, str]]:
        """The whole lines in which a trace may stand, with the place where they begin; nowhere else one can."""
        lines = text.split("\n")
        if self._empty.issuperset(lines):
            return
        begin = end = 0
        for place in [place for place, line in enumerate(lines) if line not in self._empty]:
            if self._may_begin(lines, place):
                if place >= end:
                    yield from _piece(lines, begin, end)
                    begin = place
                end = self._reach(lines, place)
        yield from _piece(lines, begin, end)

    def _may_begin(self, lines: list[str], place: int) -> bool:
        """Whether a trace may begin in a line: its words follow each other as in the tree, whatever is between."""
        line = lines[place]
        unfinished = self._odd[line] if line in self._odd else self._remembered(line)
        if not unfinished or place + 1 == len(lines):
            return unfinished is None
        rest = (TOKEN.search(lines[after]) for after in range(place + 1, len(lines)))
        following = next((found[0] for found in rest if found), "")
        return any(folded(following) in node.next for node in unfinished)

    def _remembered(self, line: str) -> tuple[_Node, ...] | None:
        unfinished = self._unfinished(line)
        if len(line) <= _LONGEST_LINE and len(self._empty) + len(self._odd) < _MOST_LINES:
            if unfinished == ():
                self._empty.add(line)
            else:
                self._odd[line] = unfinished
        return unfinished

    def _unfinished(self, line: str) -> tuple[_Node, ...] | None:
        """Where in the tree the last words of a line stand; None when a whole trace may stand in it."""
        here = [folded(token) for token in TOKEN.findall(line)]
        unfinished = []
        for place in range(0 if self._root.next.keys().isdisjoint(here) else len(here)):
            node = self._root
            for word in here[place:]:
                if word not in node.next:
                    break
                node = node.next[word]
                if node.students:
                    return None
            else:
                unfinished.append(node)
        return tuple(unfinished)

    def _reach(self, lines: list[str], place: int) -> int:
        """The line before which every trace ends that begins in this one."""
        passed = 0
        while (place := place + 1) < len(lines) and passed < self._depth:
            passed += len(TOKEN.findall(lines[place]))
        return place

    def _longest(self, text: str, tokens: list[re.Match[str]], place: int) -> tuple[int, _Node | None]:
        node, best = self._root, (1, None)
        for index in range(place, len(tokens)):
            following = node.next.get(folded(tokens[index][0]))
            if following is None:
                break
            node = following
            if node.students and _fits(text, tokens[place : index + 1], node):
                best = (index - place + 1, node)  # type: ignore[assignment]
        return best

    def replace(self, text: str, name: Callable[[Found], str], unsure: bool = True) -> str:
        """The text, in form NFC, with something else in those places.

        Parameters: unsure – whether a single part of a name is replaced too.
        """
        text = unicodedata.normalize("NFC", text)
        pieces, done = [], 0
        for found in self.find(text):
            if found.sure or unsure:
                pieces += [text[done : found.start], name(found)]
                done = found.end
        return "".join([*pieces, text[done:]])

    def __contains__(self, text: object) -> bool:
        """Whether a number, an address or a whole name stands in a text."""
        return any(found.sure for found in self.find(unicodedata.normalize("NFC", str(text))))


def _piece(lines: list[str], begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Some lines as one text, with the place where it begins, unless there are none."""
    if begin < end:
        yield sum(map(len, lines[:begin])) + begin, "\n".join(lines[begin:end])


def in_strings(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON value with every text in it changed, keys too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [in_strings(item, change) for item in value]
    if isinstance(value, dict):
        return {change(key): in_strings(item, change) for key, item in value.items()}
    return value


def strings_in(value: Any) -> list[str]:
    """Every text in a JSON value, keys too, in their order."""
    if isinstance(value, str):
        return [value]
    found: list[str] = []
    pairs = value.items() if isinstance(value, dict) else ()
    for item in (each for pair in pairs for each in pair) if pairs else value if isinstance(value, list) else ():
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, list | dict):
            found += strings_in(item)
    return found


def _called(student: Person) -> list[list[str]]:
    """How somebody is called with less than the whole name, or with a name that is very short: 小明, Mi, An, Li."""
    short = [name for name in (tokens_of(student.first), tokens_of(student.last)) if len(name) == 1]
    short = [[word] for (word,) in short if len(word) == SHORTEST_PART - 1 and word not in PARTICLES | _LITTLE]
    unspaced = [tokens_of(name) for name in (student.first, student.last) if _is_unspaced(name)]
    alone = [] if student.first and student.last else [tokens_of(student.first or student.last)]
    return [name for name in unspaced if len(name) > 1] + [name for name in alone if len(name) == 1] + short


def _joined(student: Person) -> set[str]:
    """A short whole name, and a first or family name of several words, as one word: janmaes, annesophie, dewit."""
    first, last = words(student.first), words(student.last)
    pieces = {"".join(map(folded, name)) for name in (first, last) if len(name) > 1}
    whole = {"".join(map(folded, name)) for name in (first + last, last + first) if first and last}
    return {name for name in pieces | whole if len(name) >= _SHORTEST_JOINED - (name in pieces)}


def _account_names(student: Person) -> set[str]:
    """Initials and family name as one word, as systems call people: jwvandenberg, jmaes, maesj."""
    first, last = [folded(word) for word in words(student.first)], [folded(word) for word in words(student.last)]
    family = "".join(last)
    if not first or len(family) < _SHORTEST_FAMILY or _is_unspaced(student.first + student.last):
        return set()
    initials = {first[0][0], "".join(word[0] for word in first)}
    made = {letters + family for letters in initials} | {family + letters for letters in initials - _ENDINGS}
    ends = {"".join(last[place:]) for place in range(1, len(last) - 1)}  # Benhaddou of Ait Ben Haddou
    return {name for name in made | ends if len(name) >= _SHORTEST_ACCOUNT}


def _camels(student: Person) -> set[str]:
    """A whole name that is too short to be looked for as one word, unless its capitals say so: AnLi."""
    first, last = tokens_of(student.first), tokens_of(student.last)
    short = len(first) == len(last) == 1 and len(first[0] + last[0]) < _SHORTEST_JOINED
    return {first[0] + last[0], last[0] + first[0]} if short else set()


def _is_camel(word: str) -> bool:
    return sum(map(str.isupper, word)) > 1 and not word.isupper()


def _has_capital(word: str) -> bool:
    return not word.islower()


def _bare_numbers(number: str) -> list[str]:
    """A long number without the one letter before it, as people write it, and without the nought that a sheet drops."""
    found = re.fullmatch(r"[A-Za-z](\d+)", number)
    if not found or len(found[1]) < _SHORTEST_BARE:
        return []
    return list(dict.fromkeys((found[1], found[1].removeprefix("0"))))


def _accounts(student: Person, numbers: list[str]) -> list[str]:
    """By what a computer may know somebody: what stands before the @, and a short number that has a letter in it."""
    account = student.email.partition("@")[0]
    short = [number for number in numbers if SHORTEST_PART <= len(number) < SHORTEST_ID and not number.isdigit()]
    return short + [account] * (len(account) >= SHORTEST_ID)


def _is_small(word: str) -> bool:
    """Whether a word is too short to be a name, unless it has a capital: Mi, but not mi."""
    return len(word) < SHORTEST_PART and word.islower()


def _orders(student: Person) -> list[list[str]]:
    """A whole name as people write it: first last, last first, «Vries, Roos de», without the little words."""
    first, last = tokens_of(student.first), tokens_of(student.last)
    core = [word for word in last if word not in PARTICLES] or last
    little = [word for word in last if word not in core]
    if not first or not last:
        whole = first or last
        several = len([word for word in whole if word not in PARTICLES]) > 1
        several = several and not _is_unspaced(student.first or student.last)
        return [whole, whole[-1:] + whole[:-1], whole[1:] + whole[:1]] if several else []
    if _is_unspaced(student.first + student.last):
        return [first + last, last + first]
    usual = [first + last, last + first, core + first + little, first + core, core + first]
    few = core if len(first + core) <= _MOST_SHUFFLED else []
    return usual + [list(order) for order in permutations(first + few) if few]


def _shortened(student: Person) -> list[list[str]]:
    """A name cut short: J. Idrissi, Idrissi J., Jaouad I., Jan de Boer for Jan Willem de Boer."""
    first = [folded(word) for word in words(student.first)]
    last = [folded(word) for word in words(student.last)]
    core = [word for word in last if word not in PARTICLES] or last
    little = last[: len(last) - len(core)] if last[len(last) - len(core) :] == core else []
    if not first or not core or _is_unspaced(student.first + student.last):
        return []
    family = [name for name in (last, core) if sum(map(len, name)) >= SHORTEST_PART]
    initials = [[first[0][0]], [word[0] for word in first]]
    short = [initial + name for initial in initials for name in family]
    short += [name + initial for initial in initials for name in family]
    short += [core + initial + little for initial in initials for name in family if little and name]
    if len(first[0]) >= SHORTEST_PART:
        short += [[first[0], core[0][0]], [first[0], last[0][0]]]
    pairs = [[name, *last] for name in first] + [[name, *core] for name in first]
    pairs += [[name, *little, word] for name in first for word in core] + [
        [word, name] for name in first for word in core
    ]
    whole = {tuple(order) for order in _orders(student)}
    return [name for name in short + pairs if tuple(name) not in whole]


def _fits(text: str, tokens: list[re.Match[str]], node: _Node) -> bool:
    between = [text[a.end() : b.start()] for a, b in pairwise(tokens)]
    if node.likely:
        initials = [token for token in tokens if len(token[0]) == 1]
        letters = [initial[0] for initial in initials]
        if not all(letter.isupper() for letter in letters):
            return False
        if any(text[initial.start() - 1 : initial.start()].isdigit() for initial in initials):
            return False  # "P7L student": a code ends there
        if letters and len(tokens[-1][0]) == 1 and "." in between[-1] and len(tokens[-2][0]) > 1:
            return False  # "zei Karim. O ja": a sentence ends there
        if len(tokens[-1][0]) == 1 and text[tokens[-1].end() : tokens[-1].end() + 1] in ("'", "’"):
            return False
    if node.written and not node.written(text[tokens[0].start() : tokens[-1].end()]):
        return False
    if node.gaps is None:
        return all(len(gap) <= _LONGEST_GAP and "\n\n" not in gap and _LOOSE.fullmatch(gap) for gap in between)
    start, end = tokens[0].start(), tokens[-1].end()
    if tuple(between) != node.gaps:
        return False
    if len(tokens) > 1 and not node.gaps[0] and not _HEX.issuperset(tokens[0][0].lower()):
        return True  # a letter and digits: r0123401v2, where no more digits can follow; no piece of a checksum
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
