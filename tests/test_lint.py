"""The house rules hold for everything in the repository, and each can find its fault."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sowcourse import content
from sowcourse.content import UNWRITTEN, assignments_root
from sowcourse.course import Alignment, Course, load_course, load_module
from sowcourse.errors import ContentError
from sowcourse.lint import IDS, RULES, Problem, Rule, find_problems, unwritten
from sowcourse.lint.assessments import (
    answers_cannot_be_guessed,
    answers_stay_away,
    assignments_are_named,
    assignments_are_weighed,
    feedback_explains,
    outcomes_are_aligned,
    points_are_told,
    quizzes_are_broad,
    rubrics_are_shown,
    rubrics_are_weighed,
)
from sowcourse.lint.charts import charts_tell_their_source
from sowcourse.lint.debates import debates_are_fair
from sowcourse.lint.exceptions import settle
from sowcourse.lint.figures import charts_are_described, codebooks_are_true, figures_are_licensed, figures_are_recent
from sowcourse.lint.ids import ids_exist, known_cells_are_listed, sources_are_used
from sowcourse.lint.laws import cases_name_their_rules, laws_are_current
from sowcourse.lint.lessons import (
    cases_are_marked,
    lessons_have_the_skeleton,
    lessons_show_what_exists,
    notebooks_are_normal,
)
from sowcourse.lint.repeats import texts_do_not_repeat
from sowcourse.lint.sources import sources_can_be_looked_up
from sowcourse.lint.texts import images_have_words, texts_read_easily
from sowcourse.lint.times import times_agree
from sowcourse.lint.unfinished import nothing_is_left_to_write
from sowcourse.lint.words import abbreviations_are_in_the_page, abbreviations_are_written_out, words_are_explained
from sowcourse.quiz import Question, load_quiz
from sowcourse.rubric import Rubric, load_rubrics

ROOT = Path(content.__file__).parents[2]


@pytest.fixture(autouse=True)
def it_is_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures age; these tests do not."""
    monkeypatch.setattr("sowcourse.lint.figures.this_year", lambda: 2026)


@pytest.mark.parametrize("name", RULES)
def test_the_course_keeps_the_rule(name: str) -> None:
    assert [str(problem) for problem in settle(find_problems((RULES[name],)), {name}, IDS).left] == []


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The whole content in a folder of its own, to break in one place."""
    for part in ("course", "datasets", "assignments"):
        shutil.copytree(ROOT / part, tmp_path / part)
    monkeypatch.setattr(content, "_CHECKOUT", tmp_path)
    monkeypatch.setattr(content, "content_root", lambda: tmp_path)
    return tmp_path


def swap(old: str, new: str) -> Callable[[str], str]:
    """A change of a text that must find something to change."""

    def change(text: str) -> str:
        assert old in text, f"niets te vervangen: {old}"
        return text.replace(old, new, 1)

    return change


def cells(change: Callable[[dict[str, dict]], None]) -> Callable[[str], str]:
    """A change of the cells of a notebook, by id."""

    def changed(text: str) -> str:
        notebook = json.loads(text)
        change({cell["id"]: cell for cell in notebook["cells"]})
        return json.dumps(notebook, ensure_ascii=False)

    return changed


def fewer_points(found: dict[str, dict]) -> None:
    found["uitleg-val"]["metadata"]["nbgrader"]["points"] = 4


def no_points(found: dict[str, dict]) -> None:
    found["test-val"]["metadata"]["nbgrader"]["points"] = 0


def write(cell: str, text: str) -> Callable[[dict[str, dict]], None]:
    def change(found: dict[str, dict]) -> None:
        found[cell]["source"] = text

    return change


HARD = (
    "De maatschappelijke verantwoordelijkheidsverdeling tussen gedecentraliseerde overheidsinstellingen en "
    "gesubsidieerde welzijnsorganisaties veronderstelt institutionele samenwerkingsovereenkomsten waarvan de "
    "operationalisering onvermijdelijk gestandaardiseerde verantwoordingsmechanismen, onafhankelijke "
    "kwaliteitsindicatoren en periodieke evaluatieprocedures van de betrokken samenwerkingspartners vereist."
)

LESSON = "course/1-nabijheid/lesson.ipynb"
TASK = "assignments/1-nabijheid/1-nabijheid.ipynb"
MODULE = "course/1-nabijheid/module.toml"
LAW = "course/6-synthese/cases/nieuwe-regels-oude-brief.md"
QUIZ = "course/1-nabijheid/quiz.toml"
START = "course/0-start/lesson.ipynb"
DEBATE = "course/1-nabijheid/debate.toml"
CASE = "course/1-nabijheid/cases/post-in-de-handschoenenkast.md"
DATASET = "datasets/participatie/dataset.toml"


BROKEN: tuple[tuple[Rule, str, Callable[[str], str], str, bool], ...] = (
    (ids_exist, MODULE, swap('"dewaele"', '"dewale"'), "de id 'dewale' bestaat niet.", False),
    (ids_exist, "course/standard.toml", swap('"dlr-eu"', '"dlr"'), "de id 'dlr' bestaat niet.", False),
    (
        sources_are_used,
        "course/sources.toml",
        lambda text: text + '\n[[source]]\nid = "ongelezen-2020"\napa = "Iemand. (2020). *Iets*."\n',
        "ongelezen-2020: deze bron wordt nergens genoemd.",
        False,
    ),
    (notebooks_are_normal, LESSON, swap('"id": "lezen"', '"id": "Lezen 1"'), "is geen leesbare naam", False),
    (lessons_have_the_skeleton, LESSON, swap("## Cijfers", "## Getallen"), "ontbrekend: Cijfers.", False),
    (lessons_have_the_skeleton, LESSON, swap("## Het recht hierachter", "## Recht"), "ontbrekend: Het recht", False),
    (lessons_have_the_skeleton, LESSON, swap("## Samen ·", "## Duo ·"), "ontbrekend: Samen.", False),
    (lessons_have_the_skeleton, LESSON, swap("## Verder lezen", "## Boeken"), "ontbrekend: Verder lezen.", False),
    (lessons_have_the_skeleton, START, swap("## Buiten ·", "## Weg ·"), "ontbrekend: Buiten.", False),
    (
        cases_are_marked,
        "course/1-nabijheid/cases/de-bank-bij-de-sporthal.md",
        lambda text: text.replace('country = "NL"', 'country = "VL"'),
        "er is geen casus uit dit land.",
        False,
    ),
    (
        laws_are_current,
        LAW,
        swap("date = 2027-01-01", "date = 2026-11-25"),
        "staat als toekomst, maar 2026-11-25 is er al volgens de stand van de cursus. Zoek op wat er nu geldt",
        False,
    ),
    (
        laws_are_current,
        LAW,
        swap("date = 2026-01-01", "date = 2026-11-27"),
        "zou gelden, maar pas sinds 2026-11-27",
        False,
    ),
    (
        laws_are_current,
        LAW,
        swap('source = "gedoogjaar-2026"', 'source = "gedoog"'),
        "de id 'gedoog' bestaat niet",
        False,
    ),
    (
        laws_are_current,
        LAW,
        swap('date = 2026-01-01\nsource = "gemeente-nu"\n', 'source = "gemeente-nu"\n'),
        "verwacht wordt een datum zonder aanhalingstekens, zoals 2026-03-01",
        False,
    ),
    (
        laws_are_current,
        "course/course.toml",
        lambda text: text.replace("as_of = 2026-11-26", ""),
        "er staat niet op welke dag wetten en cijfers zijn nagekeken. Voeg toe: as_of",
        False,
    ),
    (
        images_have_words,
        LESSON,
        cells(write("begrijpen", "![](buurt.png)")),
        "begrijpen: de afbeelding 'buurt.png' heeft geen tekst. Schrijf tussen de rechte haken",
        False,
    ),
    (
        images_have_words,
        "course/1-nabijheid/cases/de-bank-bij-de-sporthal.md",
        lambda text: text + '\n<img src="bank.png">\n',
        'de afbeelding <img src="bank.png"> heeft geen alt.',
        False,
    ),
    (texts_read_easily, LESSON, cells(write("begrijpen", HARD)), "een alinea is erg moeilijk: leesgemak -", True),
    (texts_read_easily, LESSON, cells(write("begrijpen", "\n\n".join([HARD] * 30))), "de tekst is moeilijk", True),
    (quizzes_are_broad, QUIZ, lambda text: text.replace('"oordelen"', '"toepassen"'), "vraagt om oordelen.", False),
    (
        feedback_explains,
        "course/4-verbindend/quiz.toml",
        swap("Dat heet bonding: het versterkt wie al bij elkaar hoort, maar brengt je niet bij wie beslist.", "Fout."),
        "vraag 'linking', optie 'b': de feedback «Fout.» legt niets uit.",
        False,
    ),
    (assignments_are_weighed, MODULE, swap("assignment_minutes = 165\n", ""), "hoelang de opdracht duurt.", False),
    (
        assignments_are_weighed,
        MODULE,
        swap('analyseren = ["test-stap-5"]\n', ""),
        "er staat niet wat deze cellen vragen: test-stap-5.",
        False,
    ),
    (assignments_are_weighed, MODULE, swap('["test-stap-5"]', '["test-stap-6"]'), "'test-stap-6' bestaat niet", False),
    (assignments_are_weighed, TASK, cells(no_points), "test-val: deze beoordeelde cel geeft geen punten.", False),
    (
        points_are_told,
        TASK,
        cells(fewer_points),
        "er staat 40 = 10 + 30; de cellen geven 38 = 10 + 28. Verbeter de tekst of de punten.",
        False,
    ),
    (
        points_are_told,
        TASK,
        swap("Alles bij elkaar is 40 punten waard", "Het telt mee"),
        "Schrijf bovenaan: «Alles bij elkaar is 40 punten waard: 10 worden automatisch nagekeken, 30 geeft je lesg",
        True,
    ),
    (
        answers_stay_away,
        "course/1-nabijheid/teaching-notes.md",
        lambda text: text + "\n### BEGIN HIDDEN TESTS\n",
        "hier staat «BEGIN HIDDEN TESTS».",
        False,
    ),
    (
        answers_stay_away,
        "course/1-nabijheid/teaching-notes.md",
        lambda text: text + answer("uitleg-val").replace("\n", "  \n\n"),
        "hier staat het modelantwoord van 1-nabijheid, uitleg-val.",
        False,
    ),
    (
        debates_are_fair,
        DEBATE,
        lambda text: text.replace('side = "contra"', 'side = "pro"', 1),
        "de kant 'pro' heeft 6 argumenten, de kant 'contra' 4.",
        False,
    ),
    (
        debates_are_fair,
        DEBATE,
        swap('side = "pro"\ntext = "', 'side = "pro"\ntext = "' + "En nog iets. " * 40),
        "Maak 'contra' even sterk: een student moet elke kant kunnen bepleiten.",
        False,
    ),
    (
        debates_are_fair,
        DEBATE,
        lambda text: re.sub(r'(side = "contra"\ntext = .*\n(?:ours = .*\n)?origin = )".*"', r'\1"eigen"', text),
        "de kant 'contra' put alleen uit eigen.",
        False,
    ),
    (codebooks_are_true, DATASET, lambda text: text.replace("rows = ", "rows = 1"), "het codeboek zegt 1", False),
    (
        figures_are_licensed,
        DATASET,
        swap("Eurostat: vrij herbruikbaar met bronvermelding", "Alle rechten voorbehouden"),
        "license: de licentie «Alle rechten voorbehouden; wijzigingen vermelden» noemt geen licentie die we kennen.",
        False,
    ),
    (
        figures_are_licensed,
        DATASET,
        lambda text: re.sub(r'license = ".*"', 'license = ""', text),
        "'license': de tekst is leeg.",
        False,
    ),
    (
        figures_are_recent,
        DATASET,
        swap("2015 en 2022", "2015 en 2017"),
        "de dataset 'participatie' (Deelname aan cultuur, sport, vrijwilligerswerk en burgerschap) loopt tot 2017, "
        "meer dan 5 jaar geleden. Zoek een nieuwer cijfer, of zeg in 'old_because' waarom dit blijft.",
        True,
    ),
    (
        figures_are_recent,
        "course/1-nabijheid/thresholds.toml",
        swap('old_because = "Het laatste cijfer over deze regeling dat wij in een bron lazen."\n', ""),
        "het cijfer «België, leefloon, 2019",
        True,
    ),
    (
        times_agree,
        "course/1-nabijheid/lesson.ipynb",
        swap("## Debat · ongeveer 20 minuten", "## Debat · ongeveer 40 minuten"),
        "«Debat»: de kop zegt 40 minuten, woorden en taken komen op 23.",
        False,
    ),
    (
        times_agree,
        MODULE,
        swap("minutes = 115", "minutes = 75"),
        "er staat 75 minuten, woorden en taken komen op samen 127.",
        False,
    ),
    (
        times_agree,
        "course/course.toml",
        swap("credits = 3", "credits = 5"),
        "route 'verdieping': de onderdelen zijn samen 90 uur, 5 studiepunt is 140 uur.",
        False,
    ),
    (
        abbreviations_are_written_out,
        CASE,
        swap(", het Openbaar Centrum voor Maatschappelijk Welzijn,", ""),
        "tekst: OCMW staat hier voor het eerst, zonder uitleg. Schrijf «Openbaar Centrum voor Maatschappelijk Welzijn»",
        False,
    ),
    (
        abbreviations_are_written_out,
        CASE,
        swap("Geert is 52", "Geert kent de ZKPO en is 52"),
        "de afkorting ZKPO kennen wij niet.",
        False,
    ),
    (
        words_are_explained,
        CASE,
        swap(" (in Nederland: de zorgverzekeraar)", ""),
        "«ziekenfonds» gebruikt men maar in één van beide landen. Zet er een woord bij",
        False,
    ),
    (
        abbreviations_are_written_out,
        TASK,
        swap("een OCMW (Openbaar Centrum voor Maatschappelijk Welzijn) of", "een OCMW of"),
        "deel-product: OCMW staat hier voor het eerst, zonder uitleg.",
        False,
    ),
    (
        abbreviations_are_written_out,
        TASK,
        swap("Kies een dienst die je", "Kies volgens de Jw een dienst die je"),
        "deel-product: de afkorting Jw kennen wij niet. Schrijf haar voluit, en zet haar in",
        False,
    ),
    (
        abbreviations_are_written_out,
        "assignments/1-nabijheid/rubric.toml",
        swap("OCMW (Openbaar Centrum voor Maatschappelijk Welzijn) in mijn stad", "OCMW in mijn stad"),
        "product: OCMW staat hier voor het eerst, zonder uitleg.",
        False,
    ),
    (
        abbreviations_are_written_out,
        "datasets/sancties/dataset.toml",
        swap("RVA is de Belgische Rijksdienst voor Arbeidsvoorziening, ", ""),
        "column 'uitvoerder': RVA staat hier voor het eerst, zonder uitleg.",
        False,
    ),
    (
        abbreviations_are_written_out,
        "course/1-nabijheid/debate.toml",
        swap('side = "contra"\ntext = "', 'side = "contra"\ntext = "Bij de RVA weet men dit. '),
        "kaart «Bij de RVA weet men dit.",
        False,
    ),
    (
        abbreviations_are_written_out,
        "course/6-synthese/teaching-notes.md",
        swap("wet over het Openbaar Centrum voor Maatschappelijk Welzijn, OCMW", "OCMW-wet"),
        "notities: OCMW staat hier voor het eerst, zonder uitleg.",
        False,
    ),
    (
        words_are_explained,
        "assignments/2-proceslogica/2-proceslogica.ipynb",
        swap("Een schepen (in Nederland: wethouder)", "Een schepen"),
        "deel-d: «schepen» gebruikt men maar in één van beide landen.",
        False,
    ),
    (
        abbreviations_are_in_the_page,
        "course/glossary.toml",
        swap('flemish = "OCMW"', 'flemish = "OCMW of ZKPO"'),
        "ocmw: ZKPO staat niet bij de afkortingen. Zet de afkorting met haar volle naam in words.toml.",
        False,
    ),
    (
        sources_can_be_looked_up,
        "course/sources.toml",
        lambda text: re.sub(r"\((?:19|20)\d\d\)", "(z.j.)", text, count=20),
        "zijn zonder datum (z.j.); hoogstens 10% mag. Zoek de datum op,",
        False,
    ),
    (
        sources_can_be_looked_up,
        "course/sources.toml",
        lambda text: re.sub(r"\. \*([^*]+)\*", r". [\1]", text, count=10),
        "zijn met een titel van onszelf; hoogstens 2% mag.",
        False,
    ),
    (
        charts_are_described,
        "datasets/niet_gebruik/dataset.toml",
        swap('alt = "Staafgrafiek met vier groepen.', 'alt = "Een grafiek."\ntrap = "'),
        "chart 'nederland-2021', alt: de beschrijving «Een grafiek.» zegt te weinig.",
        False,
    ),
)


CASES = "course/3-generalistisch/cases/een-plan-drie-loketten.md"
BROKEN += (
    (
        texts_do_not_repeat,
        CASES,
        lambda text: text + "\n" + text.split("+++\n")[2].split("\n\n")[1] + "\n",
        "tekst: «meneer van dijk is 71 en zorgt voor…» staat ook in cases/een-plan-drie-loketten.md, tekst.",
        False,
    ),
    (
        texts_do_not_repeat,
        DEBATE,
        lambda text: re.sub(
            r'(side = "contra"\ntext = ").*?"',
            lambda found: found[1] + re.findall(r'side = "pro"\ntext = "(.*?)"', text)[0] + ' Zo is het."',
            text,
            count=1,
        ),
        "twee argumenten zeggen hetzelfde: «",
        False,
    ),
    (
        texts_do_not_repeat,
        "course/1-nabijheid/quiz.toml",
        lambda text: re.sub(
            r'(?s)(\[\[question\.option\]\].*?\ntext = )(".*?")(.*?\[\[question\.option\]\].*?\ntext = )".*?"',
            r"\1\2\3\2",
            text,
            count=1,
        ),
        "twee antwoorden zeggen bijna hetzelfde: «",
        False,
    ),
)

NOT_USED = "datasets/niet_gebruik/dataset.toml"
LONELY = "assignments/4-verbindend/4-verbindend.ipynb"
BROKEN += (
    (
        charts_tell_their_source,
        NOT_USED,
        swap("TAKE-project (via pers, 2019); CPB en Inspectie SZW (2018)", "Een krant, 2018 en 2019"),
        "chart 'twee-landen', source_line: de bron «Een krant, 2018 en 2019» noemt niemand die de cijfers telde.",
        False,
    ),
    (
        charts_tell_their_source,
        NOT_USED,
        swap("TAKE-project (via pers, 2019); CPB en Inspectie SZW (2018)", "TAKE-project en CPB"),
        "de bron «TAKE-project en CPB» noemt geen jaar. Zeg over welk jaar de cijfers gaan.",
        False,
    ),
    (
        charts_tell_their_source,
        NOT_USED,
        swap("(via pers, 2019); CPB en Inspectie SZW (2018)", "(via pers, 2019); CPB en Inspectie SZW"),
        "de bron noemt 2019, de grafiek toont 2018 tot 2019.",
        False,
    ),
    (
        charts_tell_their_source,
        NOT_USED,
        swap('unit = "procent niet-gebruik"', 'unit = "mensen"'),
        "chart 'twee-landen', unit: de eenheid is «mensen», en de kolom 'percentage_laag' staat in procent.",
        False,
    ),
    (
        charts_tell_their_source,
        LONELY,
        swap('source=\\"CBS StatLine 85766NED, 2022\\"', 'source=\\"CBS StatLine\\"'),
        "stap-2: de bron «CBS StatLine» noemt geen jaar.",
        False,
    ),
    (
        charts_tell_their_source,
        LONELY,
        swap('    unit=\\"procent van de leeftijdsgroep dat sterk eenzaam is\\",', '    unit=\\"\\",'),
        "stap-2: de grafiek heeft geen eenheid.",
        False,
    ),
    (
        charts_tell_their_source,
        LONELY,
        cells(write("stap-2", "leeftijd.plot.bar()")),
        "stap-2: «.plot» tekent een beeld zonder woorden voor wie het niet ziet.",
        False,
    ),
)


def answer(cell: str) -> str:
    """A model answer as it stands in the assignment."""
    notebook = json.loads((ROOT / TASK).read_text(encoding="utf-8"))
    return next("".join(found["source"]) for found in notebook["cells"] if found["id"] == cell)


@pytest.mark.parametrize(
    ("rule", "file", "change", "sentence", "advice"), BROKEN, ids=lambda x: getattr(x, "__name__", "")
)
def test_what_breaks_the_rule_is_found_where_it_stands(
    copy: Path, rule: Rule, file: str, change: Callable[[str], str], sentence: str, advice: bool
) -> None:
    assert find_problems((rule,)) == []
    before = (copy / file).read_text(encoding="utf-8")
    (copy / file).write_text(change(before), encoding="utf-8")
    found = [problem for problem in find_problems((rule,)) if sentence in str(problem)]
    assert found, [str(problem) for problem in find_problems((rule,))]
    assert found[0].advice is advice
    assert found[0].file in ((copy / file), (copy / file).parent, copy / TASK, copy / MODULE)


def test_an_abbreviation_that_its_own_text_explains_earlier_is_left_alone_and_one_explained_elsewhere_is_not(
    copy: Path,
) -> None:
    told = swap("De **stelling** waar", "De Rijksdienst voor Arbeidsvoorziening telt mee. De **stelling** waar")
    used = swap("Kies een dienst die je", "Kies, zoals de RVA, een dienst die je")
    before = (copy / TASK).read_text(encoding="utf-8")
    (copy / TASK).write_text(used(before), encoding="utf-8")
    (problem,) = find_problems((abbreviations_are_written_out,))
    assert problem.place == "deel-product"
    (copy / TASK).write_text(told(used(before)), encoding="utf-8")
    assert find_problems((abbreviations_are_written_out,)) == []


WITHOUT = """+++
title = "Een brief"
country = "VL"
fictional = true
questions = ["Wat nu?"]
%s
+++
*Deze casus is fictief.*

%s
"""
RULE = '[[rule]]\ntext = "%s"\nstate = "in force"\ndate = 2020-01-01\nsource = "gemeente-nu"'


@pytest.mark.parametrize(
    ("head", "text", "found"),
    [
        ("", "Zij wacht.", ["!er staat geen regel van recht."]),
        ('no_rule = "geen"', "Zij wacht.", ["!de reden «geen» zegt te weinig."]),
        ('no_rule = "Het gaat om een gewoonte, en geen wet zegt er iets over."', "Zij wacht.", []),
        (RULE % "Iedereen heeft recht op hulp.", "Waar heeft zij recht op?", []),
        (
            'no_rule = "Het gaat om een gewoonte."\n' + RULE % "Iedereen mag dit.",
            "Zij wacht.",
            ["!er staan regels van recht, en ook waarom er geen zijn."],
        ),
        (
            RULE % "Iedereen heeft recht op hulp.",
            "Haar leefloon stopt, en de termijn loopt. Zo'n leefloon telt.",
            [
                "hier staat «termijn», en geen van de regels onder de casus gaat daarover.",
                "hier staat «leefloon», en geen van de regels onder de casus gaat daarover.",
            ],
        ),
        (RULE % "Een leefloon vraag je binnen dertig dagen aan.", "Haar leefloon stopt, en de termijn loopt.", []),
        ('no_rule = "Het leefloon is hier alleen een voorbeeld."', "Haar leefloon stopt.", []),
    ],
)
def test_a_case_names_its_rules_or_why_there_are_none_and_its_words_of_law_are_asked_about(
    copy: Path, head: str, text: str, found: list[str]
) -> None:
    """What must be mended stands with "!" before it; the rest asks."""
    before = {str(problem) for problem in find_problems((cases_name_their_rules,))}
    (copy / "course/1-nabijheid/cases/een-brief.md").write_text(WITHOUT % (head, text), encoding="utf-8")
    new = [problem for problem in find_problems((cases_name_their_rules,)) if str(problem) not in before]
    assert [("" if problem.advice else "!") + problem.fault for problem in new] == found
    assert all("Steunt de casus hier op een regel?" in p.remedy for p in new if "geen van" in p.fault)


@pytest.mark.parametrize(("day", "refused"), [("2026-11-25", True), ("2026-11-26", True), ("2026-11-27", False)])
def test_a_rule_that_is_announced_is_refused_from_the_day_on_which_it_is_there(
    copy: Path, day: str, refused: bool
) -> None:
    announced = f'[[rule]]\ntext = "Iets nieuws."\nstate = "announced"\ndate = {day}\nsource = "gemeente-nu"\n+++\n'
    (copy / LAW).write_text(announced.join((copy / LAW).read_text(encoding="utf-8").rsplit("+++\n", 1)))
    assert [problem.fault for problem in find_problems((laws_are_current,))] == refused * [
        f"«Iets nieuws.» staat als toekomst, maar {day} is er al volgens de stand van de cursus."
    ]


def test_every_rule_is_proved_by_a_broken_file_or_by_a_test_of_its_own() -> None:
    proved = {rule.__name__ for rule, *_ in BROKEN}
    elsewhere = {
        "answers_cannot_be_guessed",
        "assignments_are_named",
        "cases_name_their_rules",
        "hints_are_given",
        "keys_fit",
        "known_cells_are_listed",
        "lessons_show_what_exists",
        "nothing_is_left_to_write",
        "outcomes_are_aligned",
        "rubrics_are_shown",
        "rubrics_are_weighed",
    }
    assert {rule.__name__ for rule in RULES.values()} == proved | elsewhere


def test_an_image_that_is_decoration_on_purpose_and_one_with_words_are_left_alone(copy: Path) -> None:
    text = 'Kijk. ![Drie mensen aan een tafel](tafel.png) <img src="lijn.png" alt="">'
    (copy / LESSON).write_text(cells(write("begrijpen", text))((copy / LESSON).read_text(encoding="utf-8")))
    assert find_problems((images_have_words,)) == []


def test_an_old_data_set_with_a_reason_is_left_alone(copy: Path) -> None:
    text = swap("2015 en 2022", "2015 en 2017")((copy / DATASET).read_text(encoding="utf-8"))
    (copy / DATASET).write_text('old_because = "De enquête wordt elke zeven jaar gehouden."\n' + text)
    assert find_problems((figures_are_recent,)) == []


def test_a_cell_whose_id_and_grade_id_differ_is_found(copy: Path) -> None:
    def rename(found: dict[str, dict]) -> None:
        found["test-val"]["metadata"]["nbgrader"]["grade_id"] = "test-valt"

    (copy / TASK).write_text(cells(rename)((copy / TASK).read_text(encoding="utf-8")), encoding="utf-8")
    (problem,) = find_problems((assignments_are_named,))
    assert problem.fault == "id 'test-val' en grade_id 'test-valt' verschillen."


def test_a_lesson_whose_code_is_not_in_the_list_is_found(copy: Path) -> None:
    change = cells(write("lezer", "# Anders.\nshow_reader('1-nabijheid')"))
    (copy / LESSON).write_text(change((copy / LESSON).read_text(encoding="utf-8")), encoding="utf-8")
    (problem,) = find_problems((known_cells_are_listed,))
    assert problem.remedy == "Voer 'sowcourse format' uit."


def test_a_file_that_cannot_be_read_is_a_problem_and_the_other_rules_go_on(tmp_path) -> None:
    def broken():
        raise ContentError(tmp_path / "a.toml", "regel 1", "dit is geen geldige TOML.", "Kijk na.")
        yield

    def other():
        yield Problem(tmp_path / "b.toml", "", "te kort.", "Maak langer.")

    assert [str(problem) for problem in find_problems((broken, other))] == [
        f"{tmp_path / 'a.toml'}, regel 1: dit is geen geldige TOML. Kijk na.",
        f"{tmp_path / 'b.toml'}: te kort. Maak langer.",
    ]


def only(module: str, monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    """A course of one module, changed in one place."""
    course = load_course()
    found = next(m for m in course.modules if m.id == module)
    changed: Course = replace(course, modules=(replace(found, **changes),))  # type: ignore[arg-type]
    for part in ("assessments", "lessons"):
        monkeypatch.setattr(f"sowcourse.lint.{part}.load_course", lambda: changed)


@pytest.mark.parametrize(
    ("alignment", "sentence"),
    [
        (Alignment("drempels-ontleden", ("drempel",), ("toets.wendy",)), "de id 'drempel' bestaat niet."),
        (Alignment("drempels-ontleden", ("drempels",), ("toets.wendi",)), "de id 'toets.wendi' bestaat niet."),
        (Alignment("drempels", ("drempels",), ("toets.wendy",)), "de id 'drempels' bestaat niet."),
        (Alignment("drempels-ontleden", ("drempels",), ()), "'drempels-ontleden' wordt nergens geoefend of getoetst."),
    ],
)
def test_an_outcome_that_is_not_practised_or_assessed_is_found(
    alignment: Alignment, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only("1-nabijheid", monkeypatch, alignments=(alignment,))
    assert any(sentence in str(problem) for problem in find_problems((outcomes_are_aligned,)))


def test_a_notebook_that_does_not_say_which_lesson_it_is_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    only("1-nabijheid", monkeypatch, id="7-onbekend")
    (problem,) = find_problems((lessons_have_the_skeleton,))
    assert problem.fault == "het notebook is niet als les herkenbaar."
    assert '"module": "7-onbekend"' in problem.remedy


@pytest.mark.parametrize(
    ("shown", "other", "sentence"),
    [
        ("de-bank-bij-de-sporthal", "de-bank", "er is geen casus 'de-bank'. Bedoel je 'de-bank-bij-de-sporthal'?"),
        ('show_debate(\\"1-nabijheid\\", \\"', 'show_debate(\\"1-nabijheid\\", \\"x', "er is geen debat met id 'x"),
        ("nederland-2021", "nederland-2012", "er is geen grafiek 'nederland-2012'."),
        ('show_chart(\\"niet_gebruik', 'show_chart(\\"niet_gebruikt', "de dataset 'niet_gebruikt' bestaat niet."),
    ],
)
def test_a_lesson_that_shows_what_is_not_there_is_found(
    shown: str, other: str, sentence: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = load_module("1-nabijheid").lesson.read_text(encoding="utf-8")
    assert shown in held
    (tmp_path / "lesson.ipynb").write_text(held.replace(shown, other), encoding="utf-8")
    only("1-nabijheid", monkeypatch, folder=tmp_path)
    problems = [str(problem) for problem in find_problems((lessons_show_what_exists,))]
    assert problems
    assert all(f"{tmp_path / 'lesson.ipynb'}, cel " in problem and sentence in problem for problem in problems)


def test_an_unfinished_text_is_found_with_its_first_place_and_number(tmp_path: Path) -> None:
    text, notebook = tmp_path / "debate.toml", tmp_path / "lesson.ipynb"
    text.write_text("a = 1\nb = 'NOG TE SCHRIJVEN: x'\nc = 'NOG TE SCHRIJVEN'\n", encoding="utf-8")
    cells = [
        {"cell_type": "markdown", "id": "a", "source": "x"},
        {"cell_type": "markdown", "id": "b", "source": [UNWRITTEN]},
    ]
    notebook.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert unwritten(text) == ["regel 2", "regel 3"]
    assert unwritten(notebook) == ["cel «b»"]


def test_a_quiz_where_the_longest_answer_is_right_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(module: str) -> tuple[Question, ...]:
        return tuple(
            replace(q, options=tuple(replace(o, text=o.text * 3 if o.correct else "Nee.") for o in q.options))
            for q in load_quiz(module)
        )

    only("1-nabijheid", monkeypatch)
    monkeypatch.setattr("sowcourse.lint.assessments.load_quiz", telling)
    (problem,) = find_problems((answers_cannot_be_guessed,))
    assert problem.fault == "bij 9 van de 9 vragen is het langste antwoord het juiste."
    assert problem.remedy == "Maak een ander antwoord even volledig, bijvoorbeeld bij essay-nabij."


def test_a_quiz_where_the_shortest_answer_is_right_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(module: str) -> tuple[Question, ...]:
        return tuple(
            replace(q, options=tuple(replace(o, text="Ja." if o.correct else o.text) for o in q.options))
            for q in load_quiz(module)
        )

    only("1-nabijheid", monkeypatch)
    monkeypatch.setattr("sowcourse.lint.assessments.load_quiz", telling)
    (problem,) = find_problems((answers_cannot_be_guessed,))
    assert problem.fault == "bij 9 van de 9 vragen is het kortste antwoord het juiste."
    assert problem.remedy == "Maak een ander antwoord even kort, bijvoorbeeld bij essay-nabij."


def test_a_quiz_where_the_right_answer_always_stands_at_one_place_is_found_and_one_that_changes_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def moved(module: str) -> tuple[Question, ...]:
        return tuple(
            replace(q, options=tuple(sorted(q.options, key=lambda option: not option.correct)))
            for q in load_quiz(module)
        )

    only("1-nabijheid", monkeypatch)
    assert find_problems((answers_cannot_be_guessed,)) == []
    monkeypatch.setattr("sowcourse.lint.assessments.load_quiz", moved)
    (problem,) = find_problems((answers_cannot_be_guessed,))
    assert problem.fault == "bij 9 van de 9 vragen is het juiste antwoord het 1e."


@pytest.mark.parametrize(
    ("file", "change", "sentence"),
    [
        (LESSON, cells(write("begrijpen", "Lorem ipsum dolor.")), "cel «begrijpen»: «Lorem ipsum» houdt een plaats"),
        (TASK, cells(write("deel-a", "TODO: een zin.")), "cel «deel-a»: «TODO» houdt een plaats open"),
        (DEBATE, lambda text: re.sub(r'(rebuttal = )".*"', r'\1"..."', text, count=1), '«= "..."» houdt een plaats'),
        (CASE, lambda text: text + "\n[invullen]\n", "«[invullen]» houdt een plaats open waar een tekst hoort."),
    ],
)
def test_a_place_that_is_held_open_in_other_words_is_found(
    copy: Path, file: str, change: Callable[[str], str], sentence: str
) -> None:
    assert find_problems((nothing_is_left_to_write,)) == []
    (copy / file).write_text(change((copy / file).read_text(encoding="utf-8")), encoding="utf-8")
    (problem,) = find_problems((nothing_is_left_to_write,))
    assert sentence in str(problem)


def test_dots_to_be_replaced_an_exercise_and_a_link_hold_no_place_open(copy: Path) -> None:
    text = "Vervang de puntjes (`...`). Kies [naam](https://voorbeeld.nl). Wat komt hier? Teksten over hier en nu …"
    (copy / LESSON).write_text(cells(write("begrijpen", text))((copy / LESSON).read_text(encoding="utf-8")))
    assert find_problems((nothing_is_left_to_write,)) == []


def test_a_rubric_that_differs_from_the_notebook_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(file: Path) -> dict[str, Rubric]:
        return {
            name: replace(rubric, title="Anders") for name, rubric in load_rubrics(file).items() if name == "reflectie"
        }

    monkeypatch.setattr("sowcourse.lint.assessments.load_rubrics", other)
    problems = find_problems((rubrics_are_shown,))
    assert len(problems) == 6
    assert problems[0].fault == "de rubric boven dit antwoord is niet die van rubric.toml."


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"criteria": lambda r: (replace(r.criteria[0], points=()), *r.criteria[1:])}, "hebben geen punten."),
        ({"criteria": lambda r: r.criteria[1:]}, "de hoogste niveaus zijn samen"),
        ({"anchors": lambda r: r.anchors[:1]}, "van de 2 voorbeelden."),
    ],
)
def test_a_rubric_says_the_same_in_levels_points_and_examples(
    change: dict[str, Callable[[Rubric], object]], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_problems((rubrics_are_weighed,)) == []

    def other(file: Path) -> dict[str, Rubric]:
        found = load_rubrics(file)
        ((field, made),) = change.items()
        return {"product": replace(found["product"], **{field: made(found["product"])})}  # type: ignore[arg-type]

    monkeypatch.setattr("sowcourse.lint.assessments.load_rubrics", other)
    problems = find_problems((rubrics_are_weighed,))
    assert {problem.file.parent.name for problem in problems} == {
        folder.name for folder in assignments_root().glob("*/")
    }
    assert all(fault in problem.fault for problem in problems if problem.place == "product"), problems[0].fault
