"""Names of people whom nobody listed: by a list of names, and by what stands beside a name.

Somebody acts («Mykola zei»), is somebody's («buurvrouw Yordanos»), has something («Fatima's moeder») or is called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sowcourse.identity.known import folded
from sowcourse.identity.register import STARTERS, UPPER, Names
from sowcourse.sentence import sentences

_WORD = rf"[{UPPER}](?:[^\W\d_]|[’'-](?=[^\W\d_]))*"
_PARTICLE = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Tt]e|[Vv]ande|[Ee]l|[Aa]l|[Bb]en|[Aa]it|[Dd]a|[Dd]os|[Dd]u"
    r"|[Ll]a|[Ll]e|[Bb]in|[Ii]bn|’t|'t)(?:[^\S\n]+|\n|-))"
)
_SPACE = r"(?:[^\S\n]+|[^\S\n]*\n(?!\n))"
_NAME = re.compile(rf"(?<![\w@./’'-]){_WORD}(?:{_SPACE}{_PARTICLE}{{0,3}}{_WORD})*")
_TOKEN = re.compile(rf"{_WORD}")
_TITLE = re.compile(
    rf"\b(?:[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|[Mm]evr\.|[Mm]w\.?|[Dd]hr\.?|[Dd]e heer|[Ff]amilie|[Gg]ezin|[Dd]okter"
    r"|[Jj]uf)\s+"
    rf"((?:{_PARTICLE}){{0,3}}{_WORD}(?:\s{_WORD})?)"
)
_INITIALS = re.compile(rf"(?<![\w.])(?:[{UPPER}]\.\s?){{1,4}}(?:{_PARTICLE}){{0,3}}({_WORD})(?:\s{_WORD})*")

_ROLES = (
    r"(?:moeder|vader|ouders?|mama|papa|mams|paps|zus(?:je)?|zuster|broer(?:tje)?|zoon(?:tje)?|dochter(?:tje)?|kind(?:je)?"
    r"|baby|oma|opa|bomma|bompa|grootmoeder|grootvader|tante|oom|nonkel|nicht(?:je)?|neef(?:je)?|kleinzoon|kleindochter"
    r"|schoonmoeder|schoonvader|schoonzus|schoonbroer|stiefvader|stiefmoeder|peter|meter|man|vrouw|vriend(?:in|je|innetje)?"
    r"|partner|ex|echtgenoot|echtgenote|buurman|buurvrouw|buurjongen|buurmeisje|cliënte?|clienten?|client|collega|patiënte?"
    r"|jongen|meisje|jongere|tiener|bewoner|bewoonster|gebruiker|deelnemer|deelneemster|bezoeker|bezoekster|vluchteling"
    r"|vrijwilliger|vrijwilligster|begeleid(?:er|ster)|stagiaire?|mentor|juf|meester|pastoor|imam|gezin|familie|huisbaas"
    r"|maatschappelijk werk(?:er|ster)|medestudente?|klasgenoot|ervaringsdeskundige|leerling|pleegzoon"
    r"|pleegdochter|dokter)"
)
_HAS = (
    rf"(?:{_ROLES}|huis|kamer|hond|kat|verhaal|brief|dossier|fiets|tas|stem|gezicht|ogen|telefoon|sleutels?|verjaardag)"
)
_ACTS = (
    r"(?:zei|zegt|zeggen|vroeg|vraagt|vertelde|vertelt|antwoordde|antwoordt|riep|roept|knikte|knikt|lachte|lacht|huilde"
    r"|huilt|zweeg|zwijgt|keek|kijkt|belde|belt|glimlachte|fluisterde|zuchtte|mompelde|schreeuwde|schudde"
    r"|haalde (?:zijn|haar) schouders"
    r"|stond op|bedankte|schaamde|schaamt|vond|vindt|dacht|denkt|wilde|wou|kwam|komt|woont|woonde"
    r"|sliep|slaapt|droomt|droomde|herinnert|herinnerde|at|drinkt|wacht|wachtte|werkt|werkte|liep|zat|stierf|overleed"
    r"|verhuisde|trouwde|beviel|durft|durfde)"
)
_CALLED = (
    r"(?:heet|heette|heten|heetten|noemde|noemden|noemt(?=\s(?:hem|haar|zich)\s)"
    r"|(?:voor|achter|familie)?naam (?:is|was)|genaamd|ene|zekere|met de naam)"
    r"\s(?:eigenlijk\s|nu\s|voluit\s|hem\s|haar\s|zich\s)?"
)
_TOWARDS = (
    r"(?:aan|samen met|vroeg|vraag|sprak|spreek|belde|bel|zag|hielp|help|kende|ken|gaf|geef|ontmoette|bezocht|bezoek"
    r"|hoorde|begeleidde|begeleid|volgde|groette|troostte|toen|terwijl)\s"
)
_BEFORE = re.compile(rf"\b(?:{_ROLES},?|{_CALLED})\s?\Z", re.IGNORECASE)
_TOWARDS_BEFORE = re.compile(rf"\b{_TOWARDS}\Z", re.IGNORECASE)
_ACTS_AFTER = re.compile(
    rf"\s+(?:zelf\s|ook\s|toen\s|nu\s|me\s|mij\s)?{_ACTS}\b"
    r"(?!\s+(?:ik|hij|zij|ze|wij|we|je|jij|u|men|er|iemand|niemand)\b)"
)
_DOES_AFTER = re.compile(
    r"\s+(?:zelf\s|ook\s|toen\s|nu\s)?(?:kreeg|krijgt|kocht|koopt|betaalt|betaalde|verloor|zoekt|zocht|schreef|schrijft|las|leest"
    r"|kookt|kookte|poetst|rookt|rookte|fietst|fietste|wandelt|wandelde|hielp|helpt|deelt|deelde)\b"
)
"""What only somebody does, where a name that is also a word stands before it: Hope, Roos."""
_AND_OWN = re.compile(
    rf"\s+en\s+(?:haar|zijn|ik)\b|,\s+(?:mijn|zijn|haar|hun|onze|een|de)\s+(?:\w+\s+)?{_ROLES}\b|\s+thuis\b"
    rf"|\s+en\s+{_WORD}\s+{_ACTS}\b"
)
_OWNS = re.compile(rf"\s+(?:\w+\s+)?{_HAS}\b")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|te|uit|naar|nabij|rond|richting|gemeente|stad|dorp|wijk|station|provincie|regio|bij|op)\s\Z", re.I
)
_ARTICLE_BEFORE = re.compile(r"\b(?:de|het|een|deze|die|dit|dat|elke|geen|’t|'t)\s\Z", re.IGNORECASE)
_BROUGHT = re.compile(r"\b(?:bracht|breng|haalde|haal|zette)\s\Z")
_SOMEWHERE = re.compile(r"\s+(?:naar|thuis|weg|terug|op|af)\b")
_WITH = re.compile(rf"\s+(?:en|&)\s+({_WORD})")
_JOINED = re.compile(r"\s*(?:,|en|of|&)\s+\Z")
_NO_PERSON = re.compile(
    r"(?:straat|laan|plein|steenweg|gracht|college|school|instituut|park|huis|wijk|stad|markt|wet|decreet|dienst|werk|fonds"
    r"|gemeente|hulp|centrum|kerk|dorp|dam|gem|vereniging|bond|bank|ziekenhuis|plan|raad)\Z|\ASint-",
    re.IGNORECASE,
)
_YEAR = r"(?:(?:19|20)\d\d|z\.j\.|z\.d\.|n\.d\.)"
_AUTHOR = rf"(?:{_PARTICLE}){{0,3}}{_WORD}"
_CITED = re.compile(
    rf"(?:(?:,\s+{_AUTHOR}){{0,5}}(?:,?\s+(?:en|&)\s+(?:{_AUTHOR}|collega[’']s|anderen))?|\s+e\.a\.|\s+et al\.)?"
    rf",?\s*\(?{_YEAR}|\s+(?:e\.a\.|et al\.)"
)
_LOWER = re.compile(
    rf"\b(?:{_ROLES}|{_ACTS}|heet|heette|naam is|aan|met|toen|dat|zag|hielp|belde|bezocht|sprak|vroeg|kende)"
    r"(?=\s+([^\W\d_]{3,}))"
    rf"|(?<!\w)([^\W\d_]{{3,}})(?=\s+{_ACTS}\b)"
)
_RENAMED = re.compile(
    r"\bnoem\b|\b(?:laten|zullen) we\b[^.!?\n]{0,40}\bnoemen\b|\bnoemen we\b"
    r"|\b(?:ik|we) (?:zal|zullen|ga|gaan|wil|blijf)\b[^.!?\n]{0,40}\bnoemen\b|zo heet (?:zij|hij|ze|die) niet"
    r"|schuilnaam|andere naam|fictie(?:f|ve)|pseudoniem|verzonnen|gefingeerd"
    r"|niet (?:zijn|haar|de|hun) (?:echte|eigen) naam|naam (?:is|heb ik) veranderd",
    re.IGNORECASE,
)
_ALL_RENAMED = re.compile(
    r"\b(?:alle|de|deze) (?:\w+ )?namen\b[^.!?\n]{0,60}\b(?:verzonnen|fictief|veranderd|gewijzigd|aangepast|schuilnamen"
    r"|pseudoniemen|vervangen|niet echt|gefingeerd)\b|\b(?:fictieve|andere|verzonnen) namen\b",
    re.IGNORECASE,
)


_CAMEL = re.compile(r"[a-z][A-Z]")
_OWNER = re.compile(r"['’]s?(?=\s)")
_OWN = re.compile(r"[’']s?\Z")
_HYPHENS = re.compile(r"[-’']")
_BEGINS = re.compile(r"(?:^|[.!?:\n*«\"“(|#>•–-]\s*)\Z")


def named(text: str) -> Iterator[str]:
    """Every capital word of a text: what a course names may be named."""
    for found in _NAME.finditer(text):
        yield from (_bare(token) for token in _TOKEN.findall(found[0]))


def people(text: str, known: frozenset[str], names: Names) -> Iterator[tuple[int, int]]:
    """Where somebody is named who is not in `known`, and not called otherwise by the writer."""
    if _ALL_RENAMED.search(text):
        return
    page = _Page(text, known, names)
    for found in _TITLE.finditer(text):
        if not page.excused(found[1], found.end()):
            yield found.span()
    for found in _INITIALS.finditer(text):
        if not page.plain(found[1]) and not page.excused(found[1], found.end()):
            yield found.span()
    for found in _NAME.finditer(text):
        yield from page.persons(found.start(), found[0])
    for found in _LOWER.finditer(text):
        group = 1 if found[1] else 2
        if page.small_name(found[group]):
            yield found.span(group)


class _Page:
    """One text with what is known about it."""

    def __init__(self, text: str, known: frozenset[str], names: Names) -> None:
        self.text, self.names = text, names
        self.known = known | frozenset(self._renamed())
        self.masked = [found.span() for phrase in names.phrases for found in re.finditer(re.escape(phrase), text)]
        self.end = -1
        """Where the last person's name ended."""

    def persons(self, start: int, run: str) -> Iterator[tuple[int, int]]:
        """The names of people in a run of capital words."""
        tokens = [(start + found.start(), _bare(found[0])) for found in _TOKEN.finditer(run)]
        group: list[tuple[int, str]] = []
        behind = False
        for place, word in [*tokens, (0, "")]:
            if word and not self._stops(place, word):
                group.append((place, word))
                continue
            if group and word in self.names.others and word and self._listed(group[-1][1]):
                group.pop()  # Karl Marx, Albert Heijn: somebody or something of the world
            if group and self._person(group, behind):
                self.end = group[-1][0] + len(group[-1][1])
                yield group[0][0], self.end
            group = []
            behind = word in self.names.others

    def _stops(self, place: int, word: str) -> bool:
        if any(begin <= place < end for begin, end in self.masked) or (
            _NO_PERSON.search(word) and not self._listed(word)
        ):
            return True
        head = word.split("-")[0]
        if head != word and head.isupper():
            return True  # VN-verdrag
        if word in self.names.others or head in self.names.others:
            return not self._listed(word)
        return self._starts(place) and self.plain(word)

    def _person(self, group: list[tuple[int, str]], behind: bool) -> bool:
        """Parameters: behind – whether the word before it, in the same run, is no person: Europees Sociaal Handvest."""
        start, end = group[0][0], group[-1][0] + len(group[-1][1])
        words = [word for _, word in group]
        listed = [word for word in words if self._listed(word)]
        if self.excused(" ".join(listed or words), end):
            return False
        strong = self._strong(start, end)
        if not all(self._doubtful(word) for word in listed):
            return not (len(words) == 1 and words[0].isupper() and len(words[0]) < 4 and not strong)
        if listed:
            strong = strong or bool(_DOES_AFTER.match(self.text, end))
            loose = _ARTICLE_BEFORE.search(self.text[:start][-12:]) or _PLACE_BEFORE.search(self.text[:start][-12:])
            return strong or not (self._starts(start) or loose or all(word in self.names.others for word in listed))
        if behind or (words[0].isupper() and len(words[0]) < 6) or _CAMEL.search(words[0]):
            return False
        if self._starts(start):
            return strong
        towards = bool(_TOWARDS_BEFORE.search(self.text[:start][-16:])) and not self.plain(words[0])
        return strong or towards

    def _doubtful(self, word: str) -> bool:
        """Whether a listed name is also an ordinary word, or something else with a capital."""
        return word in self.names.words or word in self.names.others or word.lower() in self.names.ordinary

    def _strong(self, start: int, end: int) -> bool:
        before, after = self.text[:start][-40:], self.text[end : end + 60]
        if _BEFORE.search(before) or _ACTS_AFTER.match(after) or _AND_OWN.match(after):
            return True
        if _BROUGHT.search(before) and _SOMEWHERE.match(after) and not self.plain(_bare(self.text[start:end])):
            return True
        beside = _WITH.match(after)
        if (
            beside
            and self._listed(beside[1])
            and not self._doubtful(beside[1])
            and not self.plain(_bare(self.text[start:end]))
        ):
            return True
        owner = _OWNER.match(after)
        if owner and _OWNS.match(after, owner.end()):
            return True
        return 0 <= self.end <= start and bool(_JOINED.fullmatch(self.text[self.end : start]))

    def excused(self, name: str, end: int) -> bool:
        """Whether a name is known, changed by the writer, or an author of a source."""
        parts = [_bare(part) for part in _TOKEN.findall(name)]
        return bool(_CITED.match(self.text, end)) or all(part in self.known for part in parts)

    def plain(self, word: str) -> bool:
        """Whether a word at the start of a sentence is an ordinary word, or something that is no person."""
        small = word.lower()
        return (
            word in self.names.others
            or (small in self.names.ordinary and not self._listed(word))
            or (small in STARTERS and not self._listed(word))
        )

    def small_name(self, word: str) -> bool:
        """Whether a word without capital is a first name and nothing else."""
        usual = word in self.names.ordinary or word in STARTERS or word.capitalize() in self.names.words
        return word.islower() and folded(word) in self.names.given and not usual and word.capitalize() not in self.known

    def _listed(self, word: str) -> bool:
        parts = [folded(part) for part in (word, *_HYPHENS.split(word)) if len(part) > 1]
        owner = parts[0][:-1] if parts and parts[0].endswith("s") and len(parts[0]) > 5 else ""  # Zainabs zus
        return owner in self.names.given or any(part in self.names.all for part in parts)

    def _starts(self, place: int) -> bool:
        return bool(_BEGINS.search(self.text[max(0, place - 6) : place])) if place else True

    def _renamed(self) -> Iterator[str]:
        """Words of the names of which the writer says that they are not the real ones."""
        for sentence in sentences(self.text):
            runs = [
                found for found in _NAME.finditer(sentence) if any(not self.plain(word) for word in named(found[0]))
            ]
            for cue in _RENAMED.finditer(sentence):
                gaps = [max(found.start() - cue.end(), cue.start() - found.end(), 0) for found in runs]
                nearest = gaps.index(min(gaps)) if gaps else -1
                for index, found in enumerate(runs):
                    between = sentence[
                        min(found.end(), runs[nearest].end()) : max(found.start(), runs[nearest].start())
                    ]
                    if index == nearest or _JOINED.fullmatch(between):
                        yield from (word for word in named(found[0]) if not self.plain(word))


def _bare(word: str) -> str:
    return _OWN.sub("", word)
