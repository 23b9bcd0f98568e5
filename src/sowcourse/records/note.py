"""The note for who opens an archive years later, without sowcourse and without us."""

from __future__ import annotations

from datetime import datetime

from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace

_TABLES = """De tabellen (.csv) openen in elk rekenblad. Ze zijn in UTF-8, met een puntkomma tussen de kolommen
(in klas.csv een komma) en alles tussen aanhalingstekens. Gaan nullen vooraan in een studentnummer
verloren, open het bestand dan langs «Gegevens > Uit tekst/CSV» en kies «tekst» voor die kolom.
Punten hebben een decimale komma."""

_PAGES = """De pagina's (.html) openen in elke browser, zonder internet. De notebooks (.ipynb) openen in
Jupyter; het zijn tekstbestanden (JSON), dus ze zijn ook in een teksteditor te lezen."""

_WORK = """inzendingen/OPDRACHT/STUDENT/
  ingeleverd.ipynb     het notebook dat telt, {came_in}
  leesbaar.html        hetzelfde als pagina: vraag, antwoord, punten, wat de controle zei
                       en wat de lesgever schreef
  timestamp.txt        wanneer het binnenkwam, in UTC
  moment-onzeker.txt   staat er als niemand dat moment zeker weet
{beside}  ook-ontvangen/       {others}
{given}opmerkingen-bij-nakijken.csv
                       wat bij het nakijken hersteld werd of aandacht vroeg
punten-bij-eerdere-versies.csv
                       punten die een lesgever gaf aan een antwoord dat de student daarna veranderde;
                       ze tellen niet mee
tweede-beoordelaar.csv wat een tweede beoordelaar gaf (als er een was); het telt niet mee"""

_CAME_IN = "zoals het binnenkwam"

_BESIDE = """  herkomst.txt         hoe het bestand in het LMS heette (als het daaruit kwam)
  erbij/               wat de student naast het notebook inleverde (als er iets bij zat)
"""

_OTHERS = """andere versies van dezelfde student, die niet telden; ontvangst.json zegt wanneer
                       elke versie binnenkwam en of de lesgever koos welke telt"""

_GIVEN = """terugkoppeling/OPDRACHT/STUDENT.html
                       de pagina die de student kreeg
"""

_MARKS = """punten/OPDRACHT.csv    een regel per student: automatisch nagekeken, door de lesgever, totaal,
                       maximum, stand, moment van inleveren, te laat of niet. Zonder totaal:
                       niet of niet helemaal beoordeeld.
punten/OPDRACHT-per-vraag.csv
                       een regel per student en vraag, met punten en de opmerking van de lesgever"""

_CHECK = """SHA256SUMS bevat van elk bestand een controlegetal. Zo zie je of alles nog is zoals het was:
  Linux                sha256sum -c SHA256SUMS
  macOS                shasum -a 256 -c SHA256SUMS
  met sowcourse        sowcourse cohort archive --controle DEZE-MAP
Dat toont vergissingen en schade, geen opzet: wie een bestand verandert, kan ook de lijst veranderen."""

_NAMED = """DIT ARCHIEF BEVAT PERSOONSGEGEVENS: namen, nummers, antwoorden en punten. Bewaar het waar alleen
bevoegde mensen bij kunnen, en verwijder het wanneer de bewaartermijn van je school voorbij is."""

_PSEUDONYMOUS = """DIT ARCHIEF IS GEPSEUDONIMISEERD. Elke student heeft een willekeurige code (zoals PK7XQ2M).
Namen, studentnummers en e-mailadressen zijn vervangen: in tabellen, bestandsnamen, notebooks,
antwoorden, opmerkingen en pagina's. De sleutel zit er niet bij.
- «[naam]» staat waar een deel van een naam bij meer dan één student hoorde.
- Een naam die ook een gewoon woord is (Roos, Bakker), is vervangen waar hij met een hoofdletter staat,
  ook aan het begin van een zin; met een kleine letter bleef het woord staan.
- In de vragen zelf is niets vervangen: een «Noor» in een casus is niet de student.
- Tussenvoegsels (van, de, el), losse letters en namen van twee letters die ook een gewoon woord zijn (Al, Do),
  zijn alleen vervangen als deel van een hele naam; andere namen van twee letters (An, Bo) waar ze met een
  hoofdletter staan.
- Een studentnummer van minder dan vijf cijfers (7, 0412) is alleen vervangen waar een nummer hoort, zoals in een
  kolom, een bestandsnaam, achter «studentnummer» of tussen haakjes achter de naam: elders in een tekst is het een
  getal.
- Wie niet op de klaslijst staat (een lesgever, een cliënt), houdt zijn naam.
- Wat iemand die de klas kent nog kan herkennen, en wat niet vervangen is: een bijnaam (Lotje), voorletters alleen
  (J.M.), een naam in een ander schrift dan op de klaslijst, een naam met een uitgang (Иваном, Ελένης), een naam die
  letter voor letter uit elkaar of met cijfers geschreven is (J a n, L0tte), een naam die vastzit aan een ander woord
  (antwoordLotte), en een nummer met spaties of punten erin.
- Tijdstippen en punten zijn behouden. Wie ook de lijst van het LMS heeft, kan daarmee iemand herkennen.
- De pagina's die studenten terugkregen, staan er niet apart in: leesbaar.html zegt hetzelfde.
- Weggelaten is waarvan niemand kan nakijken of er een naam in staat: afbeeldingen, wat cellen toonden toen het
  notebook binnenkwam, wat een student naast het notebook inleverde, en wat geen notebook is.
- Weggelaten is ook hoe een bestand in het LMS heette: daar staat een nummer in dat het LMS aan iemand geeft.
- Een antwoord kan iemand ook zonder naam herkenbaar maken. Behandel dit archief dus als
  persoonsgegevens (AVG, artikel 4, punt 5, en overweging 26)."""


def archive_note(workspace: Workspace, assignments: list[str], pseudonymous: bool) -> str:
    """What stands in an archive, file by file."""
    work = _WORK.format(came_in=_CAME_IN, beside=_BESIDE, others=_OTHERS, given=_GIVEN)
    if pseudonymous:
        others = "andere versies van dezelfde student, die niet telden"
        came_in = "zonder namen en zonder wat hierboven weggelaten heet"
        work = _WORK.format(came_in=came_in, beside="", others=others, given="")
    named = _PSEUDONYMOUS if pseudonymous else _NAMED
    about = f"Ingeleverd en bewaard zijn: {', '.join(assignments)}." if assignments else "Er kwam niets binnen."
    return f"""ARCHIEF VAN {workspace.name}

Gemaakt op {datetime.now():%d-%m-%Y} uit een klas die werkte met versie {workspace.version} van de cursus
over sterk sociaal werk (sowcourse). {about}
Je hebt geen bijzonder programma nodig.

{named}

WAT STAAT WAAR

klas.csv               de klaslijst
kalender.csv           de deadlines, in lokale tijd en in UTC
kalender.toml          dezelfde kalender zoals de lesgever ze invulde, met uitstel per student
                       als dat er was
keuzes.toml            welke lessen en opdrachten deze klas deed, en hoe zwaar elke opdracht telde
{_MARKS}
{work}
overzicht/             de klas in één oogopslag, per opdracht
opdrachten/OPDRACHT/VERSIE/
  uitgegeven.ipynb     de opdracht zoals studenten ze kregen (en als pagina: uitgegeven.html)
  bron.ipynb           dezelfde met modelantwoorden en verborgen controles (en als pagina: bron.html):
                       geef die niet aan studenten
opdrachten/OPDRACHT/rubric.md, rubric.toml
                       waar de lesgever naar keek, met vier niveaus
archief.toml           van welke klas dit is, wanneer het gemaakt werd, met of zonder namen

{_TABLES}

{_PAGES}

IS ALLES ER NOG?

{_CHECK}
"""


def export_note(student: Student, workspace: Workspace, about: list[str]) -> str:
    """What stands in the copy for one student."""
    calendar = "\n".join(f"  {line}" for line in about) or "  niets over jou in het bijzonder"
    return f"""WAT ER OVER JOU BEWAARD WORDT IN {workspace.name}

Voor: {student.name or student.id} ({student.id}). Gemaakt op {datetime.now():%d-%m-%Y}.
Dit is de kopie waar je recht op hebt volgens artikel 15 van de AVG. Het gaat om deze ene klas; wat je
school elders bewaart (LMS, studentenadministratie, mail), vraag je daar.

klas.csv               je gegevens op de klaslijst
leeromgeving.csv       hoe de leeromgeving jou noemt, om punten door te geven (alleen als je van daar kwam)
{_MARKS}
{_WORK.format(came_in=_CAME_IN, beside=_BESIDE, others=_OTHERS, given=_GIVEN)}

In de kalender van de klas staat over jou:
{calendar}

Klopt iets niet, zeg het je lesgever of de functionaris voor gegevensbescherming van je school.
Een klacht indienen kan bij de Vlaamse Toezichtcommissie of de Gegevensbeschermingsautoriteit
(Vlaanderen) of bij de Autoriteit Persoonsgegevens (Nederland).

{_TABLES}

{_PAGES}
"""
