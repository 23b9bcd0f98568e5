"""Names and prose of a part come from the lesson's file, so that a lecturer's own case works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sowcourse
from sowcourse.content import course_root
from sowcourse.course import load_cases, load_course
from sowcourse.errors import ContentError
from sowcourse.essay import load_reactions
from sowcourse.parts.collective.model import load_collective
from sowcourse.parts.ecogram.model import FLOWS, load_ecogram
from sowcourse.parts.forum.model import load_forum
from sowcourse.parts.forum.part import ForumPart
from sowcourse.parts.ladder.model import load_ladder
from sowcourse.threshold import load_walk
from sowcourse.widgets import show_collective, show_ecogram, show_forum, show_ladder, show_thresholds

PACKAGE = Path(sowcourse.__file__).parent


def people() -> set[str]:
    """Everybody who has a name in the course."""
    names = {load_ecogram("3-generalistisch").person, load_ladder("2-proceslogica").person}
    names |= {node.name.split(",")[0] for node in load_collective("4-verbindend").nodes if node.name[0].isupper()}
    names |= {person.name.split()[0] for person in load_walk("1-nabijheid").people}
    names |= {reaction.author for reaction in load_reactions() if reaction.author[0].isupper()}
    names |= set(load_forum("5-politiserend").voices)
    texts = " ".join(case.text for module in load_course().modules for case in load_cases(module.id))
    known = set(re.findall(r"\b[A-Z]\w+", (course_root() / "names.toml").read_text(encoding="utf-8")))
    found = known & set(re.findall(r"\b[A-Z]\w+", texts))
    return names | {name for name in found if len(name) > 3}  # «De» and «Van» are parts of names too


def test_no_script_of_a_part_names_somebody_of_the_course() -> None:
    scripts = list(PACKAGE.glob("parts/**/*.js"))
    assert len(scripts) >= 10
    assert {"Fatou", "Samira", "Dorien", "Wendy", "Van Hienen", "Hanne"} <= people()
    for script in scripts:
        words = re.sub(r"//.*|import .*", "", script.read_text(encoding="utf-8"))
        found = {name for name in people() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)}
        assert found == set(), script.name


def test_titles_person_and_question_are_those_of_the_file(tiny_course: Path) -> None:
    folder = tiny_course / "1-nabijheid"
    (folder / "ecogram.toml").write_text(
        'title = "Rond Bo"\nintroduction = "x"\nperson = "Bo"\ndomains = ["wonen"]\n[[actor]]\nid = "a"\nname = "A"\n'
        'kind = "anderen"\ndomains = ["wonen"]\nstart = "zwak"\nflow = "kost"\n',
        encoding="utf-8",
    )
    ecogram = load_ecogram("1-nabijheid", tiny_course)
    assert (ecogram.title, ecogram.question) == ("Rond Bo", "Wie zou coördineren, en wat zegt Bo daarvan?")
    assert ecogram.actors[0].flow == "kost"
    (folder / "forum.toml").write_text(
        'introduction = "x"\ncases = []\n[[form]]\nid = "f"\nname = "F"\nwho = "individueel"\nwhere = "binnen"\n'
        'reason = "r"\n',
        encoding="utf-8",
    )
    assert load_forum("1-nabijheid", tiny_course).voices == ()


def test_what_one_writes_at_the_end_is_asked_by_the_file_and_no_script_repeats_it() -> None:
    shown = (
        show_ladder("2-proceslogica"),
        show_collective("4-verbindend"),
        show_thresholds("1-nabijheid"),
        show_forum("5-politiserend"),
        show_ecogram("3-generalistisch"),
    )
    scripts = "".join(script.read_text(encoding="utf-8") for script in PACKAGE.glob("parts/*/part.js"))
    for part in shown:
        assert part.data["question"].endswith("?")
        assert part.data["question"][:30] not in scripts
    assert show_thresholds("1-nabijheid").data["support"] == "de steun"


def test_a_lecturers_own_walk_has_its_own_words(tiny_course: Path) -> None:
    (tiny_course / "1-nabijheid" / "thresholds.toml").write_text(
        'introduction = "x"\nsupport = "de opvang"\nquestion = "Wie blijft buiten?"\noutside = "Geteld:"\n'
        '[[threshold]]\nid = "deur"\nname = "De deur"\nremedy = "open"\n'
        '[[person]]\nid = "bo"\nname = "Bo"\nabout = "20"\nthresholds = ["deur"]\n'
        '[[figure]]\ntext = "Tien."\nuncertainty = "Geschat."\nsource = "x"\n',
        encoding="utf-8",
    )
    walk = load_walk("1-nabijheid", tiny_course)
    assert (walk.support, walk.question, walk.outside) == ("de opvang", "Wie blijft buiten?", "Geteld:")


def test_what_a_bond_does_is_one_of_four(tiny_course: Path) -> None:
    (tiny_course / "1-nabijheid" / "ecogram.toml").write_text(
        'introduction = "x"\nperson = "Bo"\ndomains = ["wonen"]\n[[actor]]\nid = "a"\nname = "A"\nkind = "dienst"\n'
        'domains = ["wonen"]\nstart = "zwak"\nflow = "neemt"\n',
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match="verwacht wordt 'geen van beide' of 'geeft' of 'kost' of 'geeft en kost'"):
        load_ecogram("1-nabijheid", tiny_course)


def test_the_ecogram_has_landlord_daughter_and_employer_and_what_each_bond_costs() -> None:
    actors = {actor.id: actor for actor in load_ecogram("3-generalistisch").actors}
    assert {"verhuurder", "dochter", "werkgever"} <= set(actors)
    assert {actors[name].flow for name in ("verhuurder", "collegas")} == {"kost"}
    assert {actor.flow for actor in actors.values()} == set(FLOWS)


def test_somebody_wary_must_exist(tiny_course: Path) -> None:
    (tiny_course / "1-nabijheid" / "collective.toml").write_text(
        'introduction = "x"\ngroups = ["a"]\nstart = "jan"\nwary = ["baas"]\n[[signal]]\nid = "s"\ntext = "t"\n'
        'group = "a"\nreason = "r"\n[[node]]\nid = "jan"\nname = "Jan"\nplace = "hier"\n[[tie]]\n'
        'between = ["jan", "jan"]\nkind = "bestaat"\n',
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"'baas' bestaat niet\. Kies uit: jan\."):
        load_collective("1-nabijheid", tiny_course)


def test_every_part_carries_the_words_of_its_file() -> None:
    assert show_ecogram("3-generalistisch").data["question"].startswith("Wie zou coördineren, wat zegt Fatou")
    assert show_ladder("2-proceslogica").data["person"] == "Dorien"
    assert show_collective("4-verbindend").data["wary"] == ["verhuurder"]
    assert show_forum("5-politiserend").data["voices"] == ["Van Hienen", "Vroegop"]
    assert show_thresholds("1-nabijheid").data["label"] == "Drempels"


def test_a_route_of_the_forum_may_go_by_ombudsman_equality_body_union_judge_and_collective_complaint() -> None:
    forum = load_forum("5-politiserend")
    assert [way.id for way in forum.ways] == ["ombudsman", "gelijkheid", "vakbond", "rechter", "collectieve-klacht"]
    assert len(forum.forms) == 9, "what is placed on the axes stays nine"
    plain = ForumPart("5-politiserend").body({})
    assert "Ook een stap in een route" in plain
    assert "Collectieve klacht bij het Europees Comité voor Sociale Rechten: Toetst een heel beleid" in plain


def test_a_way_cannot_bear_the_name_of_a_form(tiny_course: Path) -> None:
    (tiny_course / "1-nabijheid" / "forum.toml").write_text(
        'introduction = "x"\ncases = []\n[[form]]\nid = "f"\nname = "F"\nwho = "individueel"\nwhere = "binnen"\n'
        'reason = "r"\n[[route]]\nid = "f"\nname = "Rechter"\nreason = "r"\n',
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match="'f'"):
        load_forum("1-nabijheid", tiny_course)
