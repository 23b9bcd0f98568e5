"""The clauses of one Dutch sentence: whose each is, whether it is denied, and whether it is somebody else's words.

"Ik vraag of zij wil" has two: the first is the writer's, the second is not. This reads no grammar; it looks at the
words with which a clause begins, at pronouns and at who is named, and says "unknown" where those do not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Subject = Literal["self", "other", "general", "thing", "unknown"]

_TOKEN = re.compile(r"['’]?[^\W_]+(?:['’-][^\W_]+)*|[,;:()–—«»“”„\"‘’…]|-(?=\s)")
_OPENS, _CLOSES = '«“„‘"', '»”’"'


def _set(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


SELF = _set("ik 'k ’k k ikzelf ikke wij we wijzelf")
_OTHER = _set("hij zij ze ie zijzelf hijzelf")
_GENERAL = _set("gij ge jij je jullie u men iemand iedereen niemand sommigen velen anderen elk elkeen")
_THING = _set("het 't ’t dit dat er daar wat niets alles")
_OPENERS = _set(
    "omdat doordat zodat waardoor terwijl hoewel voordat nadat zodra want tenzij behalve alsof hoe waarom waar "
    "wie zolang sinds totdat opdat waarbij waarin waarvan waarmee wanneer ofdat naarmate aangezien mits"
)
_MAYBE = _set("en maar of dus dat als toen die wat tot voor")
"""Open a clause only when the next words show that one begins."""
_SUBORDINATE = _OPENERS - {"want"} | _set("of dat als die wat toen voor tot")
"""Open a clause that does not share the subject of the one before."""
_OPEN = _set("of hoe wat waarom wie waar wanneer als indien tenzij")
"""Open a clause that says nothing yet: «of zij dat wil»."""
DETERMINERS = _set(
    "de het een mijn haar zijn hun onze ons die deze dat dit alle elke ieder iedere geen 'n den ne m'n z'n d'r zo'n"
)
_PREPOSITIONS = _set(
    "van aan bij met voor naar tegen over op in door uit tot om onder boven naast tussen zonder volgens achter "
    "rond sinds tijdens na per ten ter via wegens dankzij namens vanuit"
)
_DENIALS = _set("niet geen nooit niets niks niemand nergens nauwelijks evenmin noch nie ni geeneens amper")
_NOT_DENIED = re.compile(
    r"\b(?:niet (?:alleen|enkel|slechts|zozeer|zomaar|eens|voor niets|te|langer dan|minder)"
    r"|nog nooit|nooit (?:eerder|meer zo)|ni(?:ets|ks|et) anders dan"
    r"|waarom niet|of niet|geen twijfel|niet waar)\b"
)
_PERSON_LINES = """
man vrouw moeder vader mama papa ouder ouders zoon dochter broer zus oma opa grootmoeder grootvader kind kinderen
jongen jongens meisje meisjes meid gezin familie koppel buur buren buurman buurvrouw vriend vriendin vrienden partner
echtgenoot cliënt cliënte cliënten client clienten bewoner bewoonster bewoners huurder huurders deelnemer deelnemers
vrijwilliger vrijwilligers vrijwilligster bezoeker bezoekers gast gasten patiënt leerling leerlingen student studente
studenten jongere jongeren tiener tieners mens mensen persoon heer dame mevrouw meneer mijnheer madam meester juf
leerkracht leraar lerares docent docente directeur directrice collega collega's begeleider begeleidster begeleiders
stagebegeleider stagebegeleidster mentor stagementor werker werkster hulpverlener hulpverleners hulpverleenster
consulent consulente ambtenaar arts huisarts dokter verpleegkundige verpleegster agent wethouder schepen burgemeester
werkgever baas chef coördinator teamleider leidinggevende teamcoach voorzitter bestuurder verhuurder huisbaas eigenaar
coach trainer kok tolk rechter advocaat voogd pleegouder pleegmoeder pleegvader tante oom neef nicht kleinzoon
kleindochter weduwe weduwnaar vluchteling nieuwkomer ervaringsdeskundige groep team klas ploeg kerel gastje manneke
vent ouderen bejaarde dienst straathoekwerker opbouwwerker jongerenwerker wijkwerker buurtwerker postbode conciërge
receptioniste baliemedewerker medewerker medewerkster bakker kapper chauffeur leverancier nonkel bomma bompa moeke
vake mémé pépé grootje ma pa mam pap mammie zusje broertje dochtertje stiefvader stiefmoeder schoonmoeder schoonvader
peuter kleuter baby puber jongeman vrouwtje mannetje ventje
"""
PEOPLE = _set(_PERSON_LINES)
_PEOPLE_ENDS = (
    "moeder", "vader", "begeleider", "begeleidster", "werker", "werkster", "consulent", "consulente",
    "medewerker", "medewerkster", "bewoner", "bewoners", "bewoonster", "man", "vrouw", "genoot", "genote",
    "genoten", "verlener", "verleners", "leider", "leidster", "dochter", "zoon", "vriend", "vriendin", "kind",
    "ouders", "mannen", "vrouwen", "jongen", "meisje", "houder", "coördinator", "coach", "docent", "ambtenaar",
    "verpleegkundige", "deskundige", "persoon",
)  # fmt: skip
_STARTS = (
    SELF | _OTHER | _GENERAL | DETERMINERS | _set("het er mevrouw meneer mensen iemand niemand iedereen daar nu dan")
)


_SUPPOSED = _STARTS - _set("een geen 'n zo'n mijn haar zijn hun onze ons elke ieder iedere")
"""After these «als» supposes; otherwise it compares: «als een kans», «als stagiair»."""
_TELLS = _set(
    "zei zegt vertelde vertelt vroeg vraagt vindt vond wilde wou wil ziet denkt hoopt hoopte vreest voelde voelt "
    "zelf ervaart ervoer legde antwoordde noemde noemt riep fluisterde schreef"
)
"""After the first word of a sentence, these make it a name: «Samira vertelde»."""


@dataclass(frozen=True)
class Word:
    """One word of a sentence and the place where it stands."""

    small: str
    begin: int
    end: int
    clause: int
    quoted: bool


@dataclass(frozen=True)
class Clause:
    """What is known of one clause."""

    subject: Subject
    denials: tuple[int, ...]
    """Places, among the words of the sentence, that deny."""
    inherits_denial: bool
    """Whether the clause before denies this one: «er is niets dat ik anders zou doen»."""
    is_open: bool
    """Whether it asks or supposes: «of zij dat wil», «als ik durf»."""


@dataclass(frozen=True)
class Parsed:
    """A sentence in words and clauses."""

    text: str
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    smalls: frozenset[str]
    """Its words, for a quick look."""

    @property
    def is_question(self) -> bool:
        return self.text.rstrip("\"'»”’)* ").endswith("?")


def parse(sentence: str) -> Parsed:
    """The words and clauses of one sentence."""
    words = tuple(_words(sentence))
    clauses: list[Clause] = []
    for number in range(words[-1].clause + 1 if words else 0):
        own = [place for place, word in enumerate(words) if word.clause == number]
        clauses.append(_clause(sentence, words, own, clauses[-1] if clauses else None))
    return Parsed(sentence, words, tuple(clauses), frozenset(word.small for word in words))


def is_person(word: str) -> bool:
    """Whether a word names a person by role or kinship."""
    return word in PEOPLE or word.endswith(_PEOPLE_ENDS)


def _words(sentence: str) -> Iterator[Word]:
    tokens = [(found[0], found.start(), found.end()) for found in _TOKEN.finditer(sentence)]
    number, quoted, fresh, said = 0, False, True, False
    for place, (token, begin, end) in enumerate(tokens):
        small = token.casefold().replace("’", "'")
        if not any(letter.isalnum() for letter in token):
            quoted = token in _OPENS if not quoted else token not in _CLOSES
            if not fresh:
                number, fresh = number + 1, True
            said = said or (
                token == ":"
                and any(t[0].casefold() in _OTHER | _GENERAL or is_person(t[0].casefold()) for t in tokens[:place])
            )
            continue
        if not fresh and _opens(
            small, [t[0].casefold().replace("’", "'") for t in tokens[place + 1 : place + 3]], tokens[place - 1][0]
        ):
            number += 1
        yield Word(small, begin, end, number, quoted or said)
        fresh = False


def _opens(word: str, after: list[str], before: str) -> bool:
    """Whether a word within a sentence begins a clause."""
    if word in _OPENERS:
        return True
    if word not in _MAYBE or not after:
        return False
    if word in {"voor", "tot"}:
        return after[0] in SELF | _OTHER or after[0] == "er"
    if word == "als":
        return after[0] in _SUPPOSED
    if word == "die":
        return is_person(before.casefold()) or before[:1].isupper()
    if word in {"en", "maar", "of", "dus"}:
        return bool((SELF | _OTHER | _GENERAL | _THING) & set(after)) or after[0] in _OPENERS | _MAYBE
    return after[0] in _STARTS or is_person(after[0])


def _clause(sentence: str, words: tuple[Word, ...], own: list[int], before: Clause | None) -> Clause:
    smalls = [words[place].small for place in own]
    joined = " ".join(smalls)
    excused = {m for found in _NOT_DENIED.finditer(joined) for m in found[0].split()}
    denials = tuple(place for place in own if words[place].small in _DENIALS and words[place].small not in excused)
    inherits = bool(before and before.denials and smalls[:1] in (["dat"], ["die"], ["wat"]))
    subject = _subject(sentence, [words[place] for place in own], before)
    return Clause(subject, denials, inherits, _is_open(smalls, is_first=before is None))


def _is_open(smalls: list[str], is_first: bool) -> bool:
    first, second = [*smalls, "", ""][:2]
    if first == "als":  # not «als stagiair»
        return second in _SUPPOSED
    if first == "wie" and is_first:  # «wie de sleutel heeft, bepaalt»
        return False
    return first in _OPEN and second not in {"was", "ben", "werd", "voelde"}  # «wat was ik blij»


def _subject(sentence: str, words: list[Word], before: Clause | None) -> Subject:
    smalls = [word.small for word in words]
    if SELF & set(smalls):
        return "other" if words[smalls.index(next(s for s in smalls if s in SELF))].quoted else "self"
    if _OTHER & set(smalls):
        return "other"
    if any(is_named(sentence, words, place) and not _prepositioned(smalls, place) for place in range(len(words))):
        return "other"
    if _GENERAL & set(smalls):
        return "general"
    if _THING & set(smalls[:3]):
        return "thing"
    return before.subject if before and smalls[:1] and smalls[0] not in _SUBORDINATE else "unknown"


def is_named(sentence: str, words: Sequence[Word], place: int) -> bool:
    """Whether a word names a person: by role, by kinship, or by a name."""
    word = words[place]
    shown = sentence[word.begin : word.end]
    after = words[place + 1].small if place + 1 < len(words) else ""
    if (
        word.begin == 0
        and shown[0].isupper()
        and after in _TELLS
        and word.small not in _STARTS | _DENIALS | _OPENERS | _MAYBE
    ):
        return True
    within = word.begin > 0 and not re.search(r"[:.!?]\W*\Z", sentence[: word.begin])
    return is_person(word.small) or (within and shown[0].isupper() and not shown.isupper() and not word.quoted)


def _prepositioned(smalls: list[str], place: int) -> bool:
    """Whether a noun hangs on a preposition: «van de moeder», «met mijn oude buurvrouw»."""
    for back in range(1, 4):
        if place - back < 0:
            return False
        if smalls[place - back] in _PREPOSITIONS:
            return True
        if smalls[place - back] in DETERMINERS and back > 1:
            return place - back > 0 and smalls[place - back - 1] in _PREPOSITIONS
    return False
