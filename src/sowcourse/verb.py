"""The forms of a Dutch verb: "vragen" is also vraag, vraagt, vroeg, vroegen and gevraagd.

Weak verbs follow the rules of spelling; strong ones are a closed class and stand in a list. Nothing is guessed from an
ending alone where it has to be sure: «weten» is no form of «wetten», and «geregeld» none of «regel».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_STRONG_LINES = """
bakken bakte bakten gebakken|bedriegen bedroog bedrogen bedrogen|beginnen begon begonnen begonnen
begrijpen begreep begrepen begrepen|bevelen beval bevalen bevolen|bewegen bewoog bewogen bewogen
bidden bad baden gebeden|bieden bood boden geboden|bijten beet beten gebeten|binden bond bonden gebonden
blazen blies bliezen geblazen|blijken bleek bleken gebleken|blijven bleef bleven gebleven|breken brak braken gebroken
brengen bracht brachten gebracht|buigen boog bogen gebogen|denken dacht dachten gedacht|doen deed deden gedaan
dragen droeg droegen gedragen|drijven dreef dreven gedreven|dringen drong drongen gedrongen
drinken dronk dronken gedronken|duiken dook doken gedoken|dwingen dwong dwongen gedwongen|eten at aten gegeten
fluiten floot floten gefloten|gaan ging gingen gegaan|gelden gold golden gegolden|genezen genas genazen genezen
genieten genoot genoten genoten|geven gaf gaven gegeven|gieten goot goten gegoten|glijden gleed gleden gegleden
grijpen greep grepen gegrepen|hangen hing hingen gehangen|hebben had hadden gehad|heffen hief hieven geheven
helpen hielp hielpen geholpen|heten heette heetten geheten|houden hield hielden gehouden|kiezen koos kozen gekozen
kijken keek keken gekeken|klimmen klom klommen geklommen|klinken klonk klonken geklonken|komen kwam kwamen gekomen
kopen kocht kochten gekocht|krijgen kreeg kregen gekregen|krimpen kromp krompen gekrompen
kruipen kroop kropen gekropen|kunnen kon konden gekund|kwijten kweet kweten gekweten|lachen lachte lachten gelachen
laten liet lieten gelaten|lezen las lazen gelezen|liegen loog logen gelogen|liggen lag lagen gelegen
lijden leed leden geleden|lijken leek leken geleken|lopen liep liepen gelopen|meten mat maten gemeten
mijden meed meden gemeden|moeten moest moesten gemoeten|mogen mocht mochten gemogen|nemen nam namen genomen
prijzen prees prezen geprezen|raden raadde raadden geraden|rijden reed reden gereden|rijzen rees rezen gerezen
roepen riep riepen geroepen|ruiken rook roken geroken|scheiden scheidde scheidden gescheiden
schelden schold scholden gescholden|schenken schonk schonken geschonken|scheppen schiep schiepen geschapen
schieten schoot schoten geschoten|schijnen scheen schenen geschenen|schrijven schreef schreven geschreven
schrikken schrok schrokken geschrokken|schuiven schoof schoven geschoven|slaan sloeg sloegen geslagen
slapen sliep sliepen geslapen|slijten sleet sleten gesleten|sluipen sloop slopen geslopen
sluiten sloot sloten gesloten|smelten smolt smolten gesmolten|smijten smeet smeten gesmeten
snijden sneed sneden gesneden|spijten speet speten gespeten|spreken sprak spraken gesproken
springen sprong sprongen gesprongen|spuiten spoot spoten gespoten|staan stond stonden gestaan
steken stak staken gestoken|stelen stal stalen gestolen|sterven stierf stierven gestorven
stijgen steeg stegen gestegen|stinken stonk stonken gestonken|strijden streed streden gestreden
treden trad traden getreden|treffen trof troffen getroffen|trekken trok trokken getrokken|vallen viel vielen gevallen
vangen ving vingen gevangen|varen voer voeren gevaren|vechten vocht vochten gevochten
verdwijnen verdween verdwenen verdwenen|vergeten vergat vergaten vergeten|verliezen verloor verloren verloren
vinden vond vonden gevonden|vliegen vloog vlogen gevlogen|vouwen vouwde vouwden gevouwen|vragen vroeg vroegen gevraagd
vriezen vroor vroren gevroren|wegen woog wogen gewogen|werpen wierp wierpen geworpen|werven wierf wierven geworven
weten wist wisten geweten|wijken week weken geweken|wijzen wees wezen gewezen|willen wilde wilden gewild
winnen won wonnen gewonnen|worden werd werden geworden|wrijven wreef wreven gewreven|zeggen zei zeiden gezegd
zenden zond zonden gezonden|zien zag zagen gezien|zijn was waren geweest|zingen zong zongen gezongen
zinken zonk zonken gezonken|zitten zat zaten gezeten|zoeken zocht zochten gezocht|zuigen zoog zogen gezogen
zullen zou zouden|zwellen zwol zwollen gezwollen|zwemmen zwom zwommen gezwommen|zweren zwoer zwoeren gezworen
zwijgen zweeg zwegen gezwegen
"""
_STRONG = {line.split()[0]: line.split()[1:] for line in re.split(r"[|\n]", _STRONG_LINES) if line}

_MORE = {
    "zijn": "ben bent is",
    "hebben": "heb hebt heeft",
    "gaan": "ga gaat",
    "staan": "sta staat",
    "slaan": "sla slaat",
    "doen": "doe doet",
    "zien": "zie ziet",
    "kunnen": "kan kun kunt",
    "zullen": "zal zul zult",
    "mogen": "mag",
    "willen": "wil wilt",
    "komen": "kom komt",
    "worden": "wordt word",
    "laten": "laat",
    "houden": "hou",
    "rijden": "rij",
}
"""Present forms that no rule makes."""
_SPOKEN = {
    "denken": "docht dagt dachte",
    "peinzen": "peisde peinsden",
    "vragen": "vraagde vraagden vroegt",
    "beginnen": "begost",
    "willen": "wou wouden",
    "zeggen": "zegde zegden",
    "zijn": "waart waaren",
    "ervaren": "ervoer ervoeren",
    "raden": "ried",
}
"""Past forms beside those of the list: regional, or spelled as they sound."""
_LIGHT_LINES = """
ergeren steigeren sluimeren schemeren plunderen vorderen bevorderen verminderen schateren bladeren sidderen luisteren
fluisteren veranderen herinneren weigeren verbeteren vergaderen hinderen verhinderen slenteren mopperen bibberen
stotteren schilderen leveren verwijderen hameren snotteren verzekeren verzameren achtervolgeren schouderen vernederen
verwonderen bewonderen flikkeren schitteren huiveren knipperen wapperen verduisteren peuteren klapperen verhelderen
afzonderen
"""
_LIGHT = frozenset(_LIGHT_LINES.split())
"""Verbs in -eren whose stress is not on it: «ik luister», but «ik reageer»."""
_UNSTRESSED = ("be", "ge", "her", "ont", "ver", "er")
PARTICLES = (
    *(
        "achter",
        "samen",
        "tegen",
        "terug",
        "binnen",
        "boven",
        "buiten",
        "onder",
        "over",
        "voor",
        "door",
        "langs",
        "neer",
    ),
    *("weg", "aan", "bij", "mee", "toe", "uit", "af", "in", "op", "om", "na", "los", "vast", "rond", "open", "stil"),
)
"""What splits off from a verb, the longest first."""


@dataclass(frozen=True)
class Verb:
    """The forms of one verb, small."""

    present: frozenset[str]
    past: frozenset[str]
    participle: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.present | self.past | self.participle


@lru_cache(maxsize=4_000)
def verb(infinitive: str) -> Verb:
    """The forms of a verb that does not split; a list of strong verbs knows the irregular ones, also with a prefix."""
    base = next((known for known in _STRONG if _is_prefixed(known, infinitive)), "")
    stem = _stem(infinitive)
    present = {infinitive, stem, stem if stem.endswith("t") else f"{stem}t", *_MORE.get(infinitive, "").split()}
    if infinitive.endswith(("aan", "zien", "doen", "zijn")):
        present -= {stem, f"{stem}t"}
    if not base:
        ending = "te" if infinitive.removesuffix("en").endswith(("t", "k", "f", "s", "ch", "p", "x")) else "de"
        weak = {stem + ending, f"{stem}{ending}n", *_SPOKEN.get(infinitive, "").split()}
        return Verb(frozenset(present), frozenset(weak - {infinitive}), _weak_participle(infinitive, stem))
    prefix = infinitive.removesuffix(base)
    past, participle = _STRONG[base][:2], _STRONG[base][2:]
    whole = {prefix + (part.removeprefix("ge") if prefix else part) for part in participle}
    spoken = _SPOKEN.get(infinitive, "").split()
    return Verb(frozenset(present), frozenset([*(prefix + form for form in past), *spoken]), frozenset(whole))


def _is_prefixed(known: str, infinitive: str) -> bool:
    prefix = infinitive.removesuffix(known)
    return infinitive == known or (
        prefix != infinitive and prefix in {*_UNSTRESSED, "mis", "over", "onder", "door", "voor"}
    )


def _stem(infinitive: str) -> str:
    bare = infinitive.removesuffix("en") if infinitive.endswith("en") else infinitive.removesuffix("n")
    if infinitive.endswith("eren") and len(infinitive) > 6 and infinitive not in _LIGHT:
        return f"{bare[:-1]}er"
    if re.search(r"([^aeiou])\1$", bare):
        return _voiceless(bare[:-1])
    syllables = len(re.findall(r"[aeiouyëï]+", bare))
    unstressed = (
        syllables > 1 and re.search(r"(?:el|er|en|em|ig|ik)$", bare) and not re.search(r"(?:eer|eel|oordel)$", bare)
    )
    weak_prefix = syllables == 2 and bare.startswith(("be", "ge", "ver", "her", "ont"))  # «vergeten», «bespreken»
    if re.search(r"(?<![aeiou])[aeou][bcdfgklmnprstvz]$", bare) and (not unstressed or weak_prefix):
        bare = f"{bare[:-1]}{bare[-2]}{bare[-1]}"
    return _voiceless(bare)


def _voiceless(stem: str) -> str:
    return stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1:], stem[-1:])


def _weak_participle(infinitive: str, stem: str) -> frozenset[str]:
    letter = "t" if infinitive.removesuffix("en").endswith(("t", "k", "f", "s", "ch", "p", "x")) else "d"
    ended = stem if stem.endswith(letter) else stem + letter
    return frozenset({ended if _has_prefix(infinitive) else f"ge{ended}"})


def _has_prefix(infinitive: str) -> bool:
    """Whether a verb begins with a syllable without stress: «vertellen», not «bellen»."""
    rests = (infinitive.removeprefix(p) for p in (*_UNSTRESSED, "over", "onder") if infinitive.startswith(p))
    return any(len(re.findall(r"[aeiouy]+", rest)) > 1 and not re.match(r"(.)\1", rest) for rest in rests)
