"""A sentence of Flanders or the Netherlands is found whole: abbreviations, initials and numbers do not end it."""

from __future__ import annotations

import pytest

from sowcourse.concept import load_concepts
from sowcourse.mirror import reflect
from sowcourse.sentence import sentences

TABLE = """
Ik zag een drempel bij hem.
Zij bleef weg. (zie ook p14)
Ik zag een drempel, d.w.z. een muur voor hem.|Toen ging ik.
Ik noem de drempel o.a. omdat zij vaak voorkomt.
Wij belden o.a. Leon en zijn moeder.
De drempel m.b.t. hulp was hoog.|Hij kwam niet.
M.b.t. de huur wist zij niets.
De drempel was hoog i.v.m. schaamte.
Zij kwam i.p.v. haar zus.
T.o.v. vorig jaar is dat meer.
De drempel was hoog (CBS, z.d.).|Daarna las ik verder.
Volgens het CBS (z.d.) is de drempel hoog.
Dat staat in het rapport van de VVSG, z.d. en is nog niet bevestigd.
Dat staat bij de VVSG, z.d.|Daarna las ik verder.
De drempel was 2.5 keer zo hoog.
Hij betaalde 1.250.000 euro te veel.|Dat deed pijn.
Over de drempel las ik op www.voorbeeld.nl iets.
Kijk op https://www.voorbeeld.be/hulp.html voor meer.|Daar staat het.
Ik las het op www.voorbeeld.be.|Daarna belde ik.
Mail naar hulp@voorbeeld.be of bel.
Bv. een moeder die niet belt.
Zij vroeg hulp, bv. bij het OCMW.|Dat lukte.
Zij vroeg hulp, bijv. bij de gemeente.
Bvb. mijn buurvrouw.
De werker, nl. mijn mentor, zweeg.
Zie blz. 12 van het essay.
Zie p. 14.|Daar staat het.
Zie art. 23 van de Grondwet.
Op grond van art. 2.3.5 Wmo vroeg zij hulp.
Dr. Peeters belde prof. De Smet.
Mevr. Jacobs en dhr. Van den Berg kwamen samen.
Mw. Bakker en drs. Visser waren er ook.
Zij bracht brood, melk e.d. mee.
Zij bracht brood, melk e.d.|Toen ging ze weg.
We deelden folders, brood, enz.|Daarna gingen we naar huis.
We deelden brood enz. uit aan de deur.
Ik sprak met J. De Vos over haar schuld.
Ik sprak met mevrouw B.|Zij wilde niet bellen.
Ik sprak met mevrouw B. over haar schuld.
A.M.J. van Dijk schreef mij.
Ik wachtte ... en zij zweeg.
Ik wachtte…|Toen sprak zij.
Ik wachtte...|Toen sprak zij.
Hij vroeg: «Waarom?» en zweeg.
Hij zei: «Ik kom niet.» en liep weg.
«Ik kom niet.»|Zij liep weg.
Waarom belde zij niet?|Ik weet het niet.
Kom binnen! riep ze.
1. Situatie: ik zag hem.|2. Toen ging ik.
In 2019.|Dat was laat.
Dat was in groep 3.|Daarna ging het beter.
De 2. verdieping was leeg.
Op 12. 3. 2020 belde zij.
Tonkens e.a. (2021) schrijven dat.
Tonkens et al. (2021) schrijven dat.
Dat schrijft Tonkens e.a.|Ik denk van niet.
Zij kreeg het t.g.v. haar ontslag.
Volgens de C.A.W. begeleider kon dat.
Hij belde op 3 mei jl.|Toen was zij weg.
Hij belde op 3 jan. 2020.
Ik sprak met Jan.|Hij zweeg.
Het duurde max. tien minuten.
Het was ca. 5 kilometer.|Te ver.
Vgl. de wet van 2015.
De zgn. draaglast was groot.
Resp. de moeder en de zoon kwamen.
's Avonds belde ze.|'s Morgens niet.
Ik was er kapot van.|'t Ging niet meer.
ik ging naar huis.|toen belde zij.
Zij kwam a.u.b. niet meer langs.
Kom a.u.b.|Dat vroeg zij.
Het geldt n.v.t. hier.
De afspraak was om 14.30 uur.|Ik kwam te laat.
Hij woont in St. Niklaas.
Zij kreeg o. a. huurtoeslag.
Dat is z. d. verschenen.
Hij heeft een w.o. diploma.
**Ik zweeg.**|Zij ook.
N.a.v. het gesprek belde ik dhr. Smits.
Het Besluit d.d. 3 maart is er.
Zij krijgt min. 20 euro.
Het bedrag excl. btw was hoog.
De leiding, i.c. mijn baas, zei nee.
Het ging over de vzw.|Daar werk ik.
Zij kreeg hulp van o.m. het CAW en de VDAB.
Ze vroeg het a.h.w. zonder woorden.
Zij heeft 3 kinderen, t.w. Noor, Bas en Saar.
Dat staat bij het CBS.|Daarna las ik de VVSG.|Toen niet meer.
De zaal was vol.|Zij wist het al.|Daarna gingen we.
Ik zei: «Nee!»|Toen niets.
Hij dacht: «Wat nu?»|Ik ook.
De werkers (sociaal werkers, opvoeders e.a.) kwamen.
De ouders (vader, moeder enz.) Bas en ik kwamen.
(Dat was zo.)|Toen niet meer.
Dat was zo (vond ik).|Toen niet meer.
Hij woont 3 km. verder.
Zij kreeg hulp van de b.v. Zorg.
Mgr. Bekkers en ds. Visser schreven brieven.
Zij is geb. in Gent en getr. met Bas.
Hij kwam met een OCMW-consulent.|Zij ook!|Waarom eigenlijk?
De gem. leeftijd was 40.
Dat kan o.b.v. de wet.|Of n.a.v. een klacht.
De uitkering (bijv. Wajong) stopte.
I.v.m. corona bleef zij thuis.
Ik dacht aan opt. A.|De begeleider niet.
In Sint-Jans-Molenbeek (z.j.) en elders.
Mijn begeleider, C. Van Hove, zweeg.
Mijn begeleider heet C.|Hij zweeg.
Zij zag het als drempel, m.a.w. als een muur.
In de Sint-Jansstr. 3 is het dicht.|Ook op de Antwerpse stwg. 12.
Ik liep door de Kerkstr.|Daar was niemand.
Zij werkt a.h.h. als b.g. in 't CAW.
""".strip().split("\n")
"""A bar stands where one sentence ends and the next begins."""


@pytest.mark.parametrize("row", TABLE)
def test_a_sentence_ends_where_a_reader_ends_it(row: str) -> None:
    assert list(sentences(row.replace("|", " "))) == row.split("|")


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(set(TABLE)) >= 60


def test_sentences_stand_as_they_were_written() -> None:
    assert list(sentences("Ik zei: «Nee!» Toen niets.\n\n- Later. ...")) == [
        "Ik zei: «Nee!»",
        "Toen niets.",
        "- Later.",
    ]


@pytest.mark.parametrize(
    "between", ["d.w.z. een muur", "m.b.t. hulp", "(CBS, z.d.)", "www.voorbeeld.nl", "2.5 keer", "e.d."]
)
def test_a_concept_is_found_on_both_sides_of_a_dot_that_ends_nothing(between: str) -> None:
    drempel = load_concepts()["drempel"]
    assert drempel.evidence(f"Ik zag een drempel, {between} voor hem.") == "drempel"
    assert drempel.evidence(f"Ik zag, {between} voor hem, een drempel.") == "drempel"


def test_the_mirror_shows_the_whole_sentence() -> None:
    text = "Ik vroeg o.a. wat zij wilde m.b.t. haar woning."
    assert reflect(text).description.sentence == text
