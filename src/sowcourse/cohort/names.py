"""Names compared as sets of words, in any script and any order; found at a cost that does not grow with the class."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

PARTICLES = frozenset(
    {"van", "von", "vanden", "vander", "de", "den", "der", "ter", "ten", "te", "t", "s", "d", "v", "vd", "het"}
)
"""Little words before a family name that are nobody's first name."""

_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n", "ə": "e"}
)
"""Letters that Unicode does not take apart into a plain letter and a sign."""

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
"""What a keyboard without these letters makes of them."""

_STRETCH = "\u0640"
"""A stroke that Arabic draws between letters; it says nothing."""

_SHORTEST = 3
"""Letters of a word by which a name may go on."""

_MOST_WORDS = 9
"""Words of a name that are compared in every order."""


def words(text: str) -> list[str]:
    """The words of a text, without regard to capitals; a sign stays with its letter, a digit is no part of a word."""
    letters = []
    for sign in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()):
        kind = unicodedata.category(sign)
        if sign == _STRETCH or kind == "Cf":
            continue
        letters.append(sign if kind[0] in "LM" else " ")
    return "".join(letters).split()


def plain(word: str) -> str:
    """A word without signs on its letters: thảo is thao, yılmaz is yilmaz."""
    taken = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(letter for letter in taken if not unicodedata.combining(letter)) or word


def same_name(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two names have the same words, in any order, some of them perhaps run together."""
    a, b = sorted(one), sorted(other)
    if a == b:
        return True
    if max(len(a), len(b)) > _MOST_WORDS:
        return False
    return _made_of(tuple(a), tuple(b)) or _made_of(tuple(b), tuple(a))


class Names:
    """Who is called so."""

    def __init__(self, people: Mapping[str, str]) -> None:
        """Parameters: people – id → name."""
        self._words = {person: words(name) for person, name in people.items()}
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._loose: dict[str, list[str]] = defaultdict(list)
        self._of_word: dict[str, list[str]] = defaultdict(list)
        for person, own in self._words.items():
            if own:
                self._exact[_letters(own)].append(person)
                for spelled in {tuple(form) for form in _spellings(own)}:
                    self._loose[_letters(spelled)].append(person)
                for word in {plain(each) for each in own}:
                    self._of_word[word].append(person)

    def called(self, text: str) -> list[str]:
        """Everybody whose whole name a text is.

        Signs on letters decide where the text has them; where it has none they may have been lost on the way.
        """
        return self._called(words(text))

    def within(self, text: str) -> list[str]:
        """Everybody whose name stands in a text; not who is part of a longer name there.

        A name of one word counts only where it stands by itself: as a part of more it may be anybody's. So may a name
        that goes on in a word of another's: «Anne Marie Peeters» beside Lies Peeters. Who has the same words and
        others that stand apart in the text may be meant as well: «Sara Peeters (Maes)».
        """
        found: list[tuple[int, int, str]] = []
        segments = list(_segments(text))
        for begin, segment in segments:
            for start in range(len(segment)):
                for end in range(start + 1, min(len(segment), start + _MOST_WORDS) + 1):
                    for person in self._called(segment[start:end]):
                        if len(self._words[person]) > 1 or end - start == len(segment):
                            found.append((begin + start, begin + end, person))
        apart = [
            (start, end, person)
            for start, end, person in found
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in found)
        ]
        named = {place for start, end, _ in apart for place in range(start, end)}
        beside = {begin + n: word for begin, segment in segments for n, word in enumerate(segment)}
        beside = {place: word for place, word in beside.items() if place not in named}
        ends = {begin for begin, _ in segments}
        whole = [
            person
            for start, end, person in apart
            if not (
                (start not in ends and self._is_anothers(beside.get(start - 1, ""), person))
                or (end not in ends and self._is_anothers(beside.get(end, ""), person))
            )
        ]
        told = {plain(word) for word in words(text)}
        return list(dict.fromkeys([*whole, *(other for person in whole for other in self._longer(person, told))]))

    def _is_anothers(self, word: str, person: str) -> bool:
        """Whether a word is part of the name of another, and of no importance to a person's own."""
        bare = plain(word)
        having = self._of_word.get(bare, ()) if len(bare) >= _SHORTEST and bare not in PARTICLES else ()
        return bool(having) and person not in having

    def _longer(self, person: str, told: set[str]) -> list[str]:
        """Who has every word of a person's name and more, all of which stand in a text."""
        own = {plain(word) for word in self._words[person]}
        near = [self._of_word.get(word, []) for word in own]
        return [
            other
            for other in min(near, key=len, default=[])
            if own < (longer := {plain(word) for word in self._words[other]}) and longer <= told
        ]

    def tells(self, told: Collection[str], person: str) -> bool:
        """Whether words without signs hold some of a person's name, and together those of nobody else's."""
        own = {plain(word) for word in self._words[person]}
        shared = {word for word in own & set(told) if len(word) > 1}
        return bool(shared) and not any(
            other != person and shared <= {plain(word) for word in self._words[other]}
            for other in self._of_word.get(min(shared), ())
        )

    def near(self, text: str, most: int = 3) -> list[str]:
        """Whose names have most words in common with a text, to ask about."""
        shared: Counter[str] = Counter()
        told = {plain(each) for each in words(text)}
        told |= {part for word in told for n in range(4, len(word) - 1) for part in (word[:n], word[-n:])}
        for word in told:
            people = self._of_word.get(word, [])
            if word not in PARTICLES and len(word) > 1 and len(people) <= most:
                shared.update(people)
        return [person for person, _ in shared.most_common(most)]

    def _called(self, told: list[str]) -> list[str]:
        if not told:
            return []
        if not all(word.isascii() for word in told):
            exact = [p for p in self._exact.get(_letters(told), ()) if same_name(told, self._words[p])]
            if exact:
                return exact
        bare = [plain(word) for word in told]
        return [
            person
            for person in dict.fromkeys(self._loose.get(_letters(bare), ()))
            if any(same_name(bare, form) for form in _spellings(self._words[person]))
        ]


def _spellings(own: list[str]) -> Iterator[list[str]]:
    yield [plain(word) for word in own]
    yield [plain(word.translate(_GERMAN)) for word in own]


def _letters(own: Iterable[str]) -> str:
    """What all orders and joinings of the same words have in common."""
    return "".join(sorted("".join(own)))


def _segments(text: str) -> Iterator[tuple[int, list[str]]]:
    """Stretches of words that may be one name, each with the place of its first word."""
    place = 0
    for part in re.split(r"/|\d+|[()\[\];&+]| [-–] |\b(?:en|and)\b", text):
        found = words(part)
        if found:
            yield place, found
        place += len(found)


def _made_of(tokens: tuple[str, ...], pieces: tuple[str, ...]) -> bool:
    """Whether the tokens are made of the pieces, each used once."""
    if not tokens:
        return not pieces
    return any(_made_of(tokens[1:], left) for left in _ways(tokens[0], pieces))


def _ways(token: str, pieces: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What is left of the pieces after some of them made the token."""
    if not token:
        yield pieces
        return
    for piece in sorted(set(pieces)):
        if token.startswith(piece):
            place = pieces.index(piece)
            yield from _ways(token[len(piece) :], pieces[:place] + pieces[place + 1 :])
