"""The blueprint adds up, and says what is missing, doubled or out of balance."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from sowcourse.cohort.choices import Choices, choices_text
from sowcourse.cohort.workspace import Workspace, create
from sowcourse.course import Alignment, Module
from sowcourse.errors import ContentError
from sowcourse.programme.blueprint import make_blueprint
from sowcourse.programme.matrix import HEADER, matrix
from sowcourse.programme.offer import Offer, offer_of
from sowcourse.programme.row import percent, shares
from sowcourse.rubric import Rubric


@pytest.fixture
def cohort(tmp_path: Path) -> Workspace:
    roster = tmp_path / "klas.csv"
    roster.write_text("studentnummer,voornaam,achternaam\nr1,An,Maes\n", encoding="utf-8")
    return create("2026-najaar", roster, tmp_path, zone="Europe/Amsterdam")


@pytest.fixture(scope="module")
def whole() -> Offer:
    return offer_of(None)


def sentences(offer: Offer) -> str:
    return "\n".join(finding.sentence for finding in make_blueprint(offer).findings)


def with_module(offer: Offer, name: str, **changes: object) -> Offer:
    """The same offer with one module changed everywhere."""

    def changed(module: Module) -> Module:
        return replace(module, **changes) if module.id == name else module  # type: ignore[arg-type]

    return replace(
        offer,
        course=replace(offer.course, modules=tuple(map(changed, offer.course.modules))),
        modules=tuple(map(changed, offer.modules)),
        tasks=tuple(replace(task, module=changed(task.module) if task.module else None) for task in offer.tasks),
    )


def test_the_weights_of_the_whole_course_add_up_to_exactly_a_hundred(whole: Offer) -> None:
    rows = make_blueprint(whole).rows
    assert sum(row.weight for row in rows) == 100
    for task in whole.tasks:
        own = [row for row in rows if row.place.startswith(f"opdracht {task.name}: ")]
        assert sum(row.points for row in own) == task.points() == 40
        assert sum(row.weight for row in own) == task.weight


def test_every_graded_cell_stands_in_the_matrix(whole: Offer) -> None:
    places = {row.place for row in make_blueprint(whole).rows}
    for task in whole.tasks:
        assert {f"opdracht {task.name}: {cell.id}" for cell in task.cells} <= places


def test_a_cell_that_assesses_two_outcomes_counts_half_for_each(whole: Offer) -> None:
    rows = [row for row in make_blueprint(whole).rows if row.place == "opdracht 5-politiserend: reflectie"]
    assert {row.outcome.id for row in rows if row.outcome} == {"patroon-herkennen", "eigen-positie"}
    task = next(task for task in whole.tasks if task.name == "5-politiserend")
    cell = next(cell for cell in task.cells if cell.id == "reflectie")
    assert [row.points for row in rows] == [cell.points / 2] * 2
    assert {row.weight for row in rows} == {cell.points / 2 / 40 * task.weight}
    assert {(row.judge, row.items) for row in rows} == {("lesgever", cell.items)}


def test_a_self_test_gives_no_points_and_shows_what_its_questions_ask(whole: Offer) -> None:
    (row,) = (
        r
        for r in make_blueprint(whole).rows
        if r.place == "zelftoets les 5-politiserend" and r.outcome.id == "stem-kiezen"
    )
    assert (row.points, row.weight, row.items, row.judge) == (0, 0, 2, "niemand")


@pytest.mark.parametrize(
    "sentence",
    [
        "«opleiding-wegen» (Generalistisch werken) komt alleen in de zelftoets of in de les voor",
        "«cijfers-ophalen» (Nabijheid, Proceslogica, Generalistisch werken, Verbindend werken, Politiserend werken, "
        "Synthese) wordt in 30 beoordeelde cellen getoetst, samen 11,2% van het gewicht.",
        "«beweringen-toetsen» (Start) is van het niveau evalueren, maar wat er getoetst wordt, vraagt hoogstens "
        "toepassen.",
        "10 beoordeelde cellen (test-standpunt-vooraf, test-standpunt-achteraf), samen 4,2% van het gewicht, horen bij "
        "geen enkel leerresultaat.",
    ],
)
def test_it_says_what_our_own_course_leaves_open(whole: Offer, sentence: str) -> None:
    assert sentence in sentences(whole)


def test_an_outcome_without_any_assessment_is_a_gap(whole: Offer) -> None:
    module = next(m for m in whole.modules if m.id == "1-nabijheid")
    kept = tuple(a for a in module.alignments if a.outcome != "drempels-ontleden")
    told = sentences(with_module(whole, module.id, alignments=kept))
    assert "«drempels-ontleden» (Nabijheid) wordt nergens getoetst." in told


@pytest.mark.parametrize(
    "alignment", [Alignment("drempel", (), ()), Alignment("drempels-ontleden", (), ("toets.wendi",))]
)
def test_a_name_that_stands_for_nothing_is_a_sentence_not_a_crash(whole: Offer, alignment: Alignment) -> None:
    with pytest.raises(ContentError, match=r"module\.toml, alignment: de id '(drempel|wendi)' bestaat niet\."):
        make_blueprint(with_module(whole, "1-nabijheid", alignments=(alignment,)))


def test_a_cell_that_is_named_twice_for_one_outcome_counts_once(whole: Offer) -> None:
    module = next(m for m in whole.modules if m.id == "1-nabijheid")
    first, *rest = module.alignments
    twice = replace(first, assessed=("opdracht.reflectie", "opdracht.reflectie"))
    rows = make_blueprint(with_module(whole, module.id, alignments=(twice, *rest))).rows
    assert sum(row.weight for row in rows) == 100


def test_a_level_is_reached_by_the_product_and_pointed_at_without_it(whole: Offer) -> None:
    module = next(m for m in whole.modules if m.id == "2-proceslogica")
    levels = module.assignment_levels | {"product": "evalueren"}
    assert "«proces-openhouden»" not in sentences(whole)
    assert (
        "«proces-openhouden» (Proceslogica) is van het niveau creëren, maar wat meetelt, vraagt hoogstens evalueren."
        in sentences(with_module(whole, module.id, assignment_levels=levels))
    )


def test_a_dlr_of_outcomes_that_do_not_count_is_pointed_at(whole: Offer) -> None:
    module = next(m for m in whole.modules if m.id == "1-nabijheid")
    only_read = tuple(
        replace(a, assessed=tuple(place for place in a.assessed if place.startswith("toets.")))
        if a.outcome == "drempels-ontleden"
        else a
        for a in module.alignments
    )
    told = "DLR 3 komt alleen voor in leerresultaten die niet meetellen."
    assert told not in sentences(whole)
    assert told in sentences(with_module(whole, module.id, alignments=only_read))


def test_every_krachtlijn_and_the_synthesis_weigh_their_product(whole: Offer) -> None:
    for task in whole.tasks:
        (product,) = (cell for cell in task.cells if cell.id == "product")
        assert product.points == 12
        rows = [row for row in make_blueprint(whole).rows if row.place == f"opdracht {task.name}: product"]
        assert all(row.outcome for row in rows)
        assert sum(row.points for row in rows) == product.points


def test_a_cohort_weighs_as_its_lecturer_chose(cohort: Workspace) -> None:
    weights = {"1-nabijheid": 70, "5-politiserend": 30}
    chosen = Choices(("0-start", "1-nabijheid", "4-verbindend", "5-politiserend"), weights)
    (cohort.root / "keuzes.toml").write_text(choices_text(chosen), encoding="utf-8")
    offer = offer_of(cohort)
    blueprint = make_blueprint(offer)
    assert sum(row.weight for row in blueprint.rows) == 100
    assert blueprint.weight_by(lambda row: row.krachtlijn) == {
        "": 0,
        "nabijheid": 70,
        "verbindend": 0,
        "politiserend": 30,
    }
    told = sentences(offer)
    assert "De krachtlijn proceslogica telt niet mee in een cijfer." in told
    assert "De krachtlijn nabijheid weegt 70%, veel tegenover 20% bij gelijke delen." in told
    assert "De les 4-verbindend is gekozen, maar haar opdracht telt niet mee." in told
    assert "DLR 4 komt in geen enkel leerresultaat voor." in told
    assert "participatie-plaatsen" not in told  # a lesson this class does not do


def test_an_assignment_whose_lesson_is_not_chosen_still_counts_and_is_pointed_at(cohort: Workspace) -> None:
    chosen = Choices(("1-nabijheid",), {"1-nabijheid": 50, "2-proceslogica": 50})
    (cohort.root / "keuzes.toml").write_text(choices_text(chosen), encoding="utf-8")
    blueprint = make_blueprint(offer_of(cohort))
    assert sum(row.weight for row in blueprint.rows) == 100
    told = "\n".join(finding.sentence for finding in blueprint.findings)
    assert "De opdracht 2-proceslogica telt voor 50%, maar de les 2-proceslogica is niet gekozen." in told


def test_a_class_where_nothing_counts_is_told_where_to_say_so(cohort: Workspace) -> None:
    (cohort.root / "keuzes.toml").write_text('lessen = ["0-start"]\n[gewicht]\n', encoding="utf-8")
    blueprint = make_blueprint(offer_of(cohort))
    assert sum(row.weight for row in blueprint.rows) == 0
    told = [finding.sentence for finding in blueprint.findings]
    assert "Geen enkele opdracht telt mee. Geef in keuzes.toml aan wat elke opdracht weegt." in told


def test_an_assignment_of_the_school_itself_counts_without_an_outcome(cohort: Workspace) -> None:
    for place in ("source", "rubrics"):
        (cohort.root / place).mkdir(exist_ok=True)
    (cohort.root / "source" / "2-proceslogica").rename(cohort.root / "source" / "9-eigen")
    (cohort.root / "source" / "9-eigen" / "2-proceslogica.ipynb").rename(
        cohort.root / "source" / "9-eigen" / "9-eigen.ipynb"
    )
    (cohort.root / "rubrics" / "2-proceslogica.toml").rename(cohort.root / "rubrics" / "9-eigen.toml")
    (cohort.root / "keuzes.toml").write_text('lessen = ["1-nabijheid"]\n[gewicht]\n"9-eigen" = 100\n', encoding="utf-8")
    blueprint = make_blueprint(offer_of(cohort))
    assert sum(row.weight for row in blueprint.rows) == 100
    assert "De opdracht 9-eigen hoort bij geen les van de cursus." in [f.sentence for f in blueprint.findings]


def test_an_assignment_that_counts_without_points_is_refused(cohort: Workspace) -> None:
    file = cohort.root / "source" / "1-nabijheid" / "1-nabijheid.ipynb"
    file.write_text(file.read_text(encoding="utf-8").replace('"grade": true', '"grade": false'), encoding="utf-8")
    with pytest.raises(ContentError, match="telt voor 17%, maar geen enkele cel geeft punten"):
        offer_of(cohort)


@pytest.mark.parametrize(
    ("values", "decimals", "expected"),
    [
        ([Fraction(100, 3)] * 3, 2, ["33.34", "33.33", "33.33"]),
        ([Fraction(1, 8)] * 8, 1, ["0.2", "0.2", "0.1", "0.1", "0.1", "0.1", "0.1", "0.1"]),
        ([Fraction(17), Fraction(83)], 2, ["17", "83"]),
        ([], 2, []),
    ],
)
def test_rounded_weights_keep_their_sum(values: list[Fraction], decimals: int, expected: list[str]) -> None:
    assert shares(values, decimals) == [Fraction(value) for value in expected]


def test_the_printed_matrix_and_the_spreadsheet_both_add_up_to_a_hundred(whole: Offer) -> None:
    paper, _ = matrix(whole)
    grids = [grid for section in paper.sections for grid in section.grids if grid.header == HEADER]
    assert paper.sheet is not None
    for grid in (*grids, paper.sheet):
        weights = [Fraction(row[-1].replace(",", ".")) for row in grid.rows]
        assert sum(weights) == 100
    assert len(grids) == 1
    assert len(grids[0].rows) < len(paper.sheet.rows)


def test_the_document_says_what_is_a_proposal_and_what_could_not_be_verified(whole: Offer) -> None:
    paper, _ = matrix(whole)
    told = "\n".join(point.text for section in paper.sections for point in section.points)
    assert "geen officiële vaststelling" in told
    assert "De definitieve tekst van het LOD-SW hebben wij niet kunnen nagaan." in told
    assert "De inhoud van DLR 9 tot 15 hebben wij niet kunnen nagaan" in told


def test_every_outcome_and_graded_cell_has_its_levels(whole: Offer) -> None:
    for row in make_blueprint(whole).rows:
        assert row.bloom
        assert row.outcome is None or row.outcome.miller


def test_numbers_are_dutch() -> None:
    assert [percent(Fraction(value)) for value in ("12.5", "17", "0.04")] == ["12,5", "17", "0"]


def test_a_rubric_gives_as_many_items_as_it_has_criteria(whole: Offer) -> None:
    cell = next(cell for cell in whole.tasks[0].cells if cell.id == "reflectie")
    assert isinstance(cell.rubric, Rubric)
    assert cell.items == len(cell.rubric.criteria) == 6


def test_the_document_says_what_a_route_with_fewer_assignments_leaves_unassessed(whole: Offer) -> None:
    paper, _ = matrix(whole)
    (section,) = (section for section in paper.sections if section.title == "Routes en studielast")
    told = "\n".join(section.paragraphs)
    assert "In de route kern doet een student 4 van de 6 opdrachten; de opleiding kiest welke" in told
    assert "verdieping" not in told
