"""The author's room: forms as the readers of the files want them, the same bytes, drafts in nobody's cohort."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from urllib.parse import quote

import pytest
from tornado import web

from sowcourse.content import shipped_course
from sowcourse.course import read_case
from sowcourse.errors import CohortError, ContentError
from sowcourse.office import author_preview, author_spot
from sowcourse.office.asked import Asked, Sheet
from sowcourse.office.author_form import filled_in, form_of
from sowcourse.office.author_spot import Spot
from sowcourse.office.desk import Desk
from sowcourse.skeleton.course_texts import NO_FORM
from sowcourse.skeleton.house_form import Pieces, written
from sowcourse.skeleton.kind import ASSIGNMENTS, Kind
from sowcourse.skeleton.manuscript import (
    BODY,
    KINDS,
    documents,
    lessons,
    meanings,
    wanted,
    with_entry,
)
from sowcourse.skeleton.room import Room
from tests.walking_office import Visitor

COURSE = shipped_course()
TEXTS = [(kind, lesson) for kind in KINDS.values() for lesson in lessons(COURSE, kind)]
NAMES = [f"{kind.id} {lesson}".strip() for kind, lesson in TEXTS]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(COURSE, tmp_path / "course")
    shutil.copytree(COURSE.parent / ASSIGNMENTS, tmp_path / ASSIGNMENTS)
    return tmp_path / "course"


@pytest.fixture
def visitor(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody in a folder of their own, whose course may be spoiled."""
    monkeypatch.setattr(author_spot, "course_root", lambda: course)
    (tmp_path / "kantoor").mkdir()
    return Visitor(Desk(tmp_path / "kantoor", "/kantoor"))


def read(kind: Kind, lesson: str, name: str) -> str:
    root = COURSE.parent if kind.of_assignment else COURSE
    return (root / kind.file(lesson, name)).read_text(encoding="utf-8")


def whole(course: Path) -> dict[str, bytes]:
    return {file.relative_to(course).as_posix(): file.read_bytes() for file in course.rglob("*") if file.is_file()}


def fields(page: str) -> dict[str, str]:
    """What a browser would post of the form, as it is shown."""
    found = dict(re.findall(r'<input id="[^"]*" name="([^"]+)" type="(?:text|date)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea id="[^"]*" name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', page):
        chosen = re.search(r"<option selected>([^<]*)", options) or re.search(r"<option>([^<]*)", options)
        found[name] = chosen[1] if chosen else ""
    return {
        name: re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), v)
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        for name, v in found.items()
    }


@pytest.mark.parametrize(("kind", "lesson"), TEXTS, ids=NAMES)
def test_what_is_read_and_written_again_is_the_same_to_the_byte(kind: Kind, lesson: str) -> None:
    for name in documents(COURSE, kind, lesson) if kind.alone else [""]:
        text = read(kind, lesson, name)
        held = kind.held(text)
        assert held.text == text
        for number in range(len(held)):
            assert held.changed(number, held.entry(number)).text == text, (name, number)


@pytest.mark.parametrize(("kind", "lesson"), TEXTS, ids=NAMES)
def test_a_form_that_is_saved_as_it_is_shown_changes_nothing(kind: Kind, lesson: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, "/kantoor")
    for document in documents(COURSE, kind, lesson) if kind.alone else [""]:
        text = read(kind, lesson, document)
        for number, entry in enumerate(kind.entries(text)):
            name = document or kind.name_of(number, entry)
            spot = Spot(Room(COURSE, tmp_path), "", "", "", (kind.id, lesson or "cursus", name))
            wants = spot.wants(entry)
            plain, groups = form_of(kind, wants, entry, {})
            rows = [field for group in groups for row in group.rows for field in row]
            words = {field.name: [field.value.replace("\n", "\r\n")] for field in (*plain, *rows)}
            assert with_entry(text, kind, number, filled_in(Asked(desk, (), words), kind, wants)) == text, name


def test_every_toml_file_of_the_course_opens_in_a_form_or_is_named_with_the_reason() -> None:
    root = COURSE.parent
    files = [file for lead in ("course", ASSIGNMENTS) for file in sorted((root / lead).rglob("*.toml"))]
    assert len(files) > 300
    opened: dict[str, set[str]] = {}
    for kind, lesson in TEXTS:
        for name in documents(COURSE, kind, lesson) if kind.alone else [""]:
            place = kind.file(lesson, name)
            told = {key for entry in kind.entries(read(kind, lesson, name)) for key in entry}
            opened.setdefault(place, set()).update({kind.entry} if kind.entry else told - set(kind.elsewhere))
    for file in files:
        place = file.relative_to(root).as_posix()
        place = place.removeprefix("course/")
        if place in NO_FORM:
            assert place not in opened, place
            assert NO_FORM[place].endswith("."), place
            continue
        said = set(tomllib.loads(file.read_text(encoding="utf-8")))
        unseen = {"assignment", "assignment_levels"} if place.endswith("module.toml") else set()
        unseen |= {"version"} if place == "course.toml" else set()
        unseen |= said if place == "studyguide.toml" else set()
        assert said - unseen <= opened.get(place, set()), place


def test_every_field_that_a_reader_wants_has_a_meaning_and_none_has_one_for_nothing() -> None:
    found = {f"{kind.id}.{path}" for kind, lesson in TEXTS for path in wanted(kind, lesson, COURSE)}
    told, voices = set(meanings()), {f"forumvormen.{voice}" for voice in ("hienen", "vroegop")}
    assert found - voices == told - {"forumvormen.*"}
    assert voices < found, "of each form every reader says something"
    assert [path for path, told in meanings().items() if not told.meaning.endswith((".", "!"))] == []


def test_a_text_with_quotes_lines_and_odd_signs_comes_back_as_it_was() -> None:
    odd = 'Zij zei: "nee", \\ en «ja»\x7f … € 🙂'
    entry = {"id": "a", "text": odd, "lijst": [odd, "b"], "option": [{"id": "x", "correct": True, "text": odd}]}
    pieces = Pieces.of("# kop\n\n" + written("question", entry), "question")
    assert pieces.entry(0) == entry
    assert pieces.added({"id": "b"}).entry(1) == {"id": "b"}
    assert pieces.added({"id": "b"}).without(1).text == pieces.text
    assert Pieces.of("", "question").added({"id": "b"}).text == '[[question]]\nid = "b"\n'


def test_a_sign_that_others_take_for_the_end_of_a_line_does_not_leave_half_a_text() -> None:
    file = '[[question]]\nid = "a"\ntext = "een\u2028# twee"\n\n# van wie schrijft\n'
    changed = Pieces.of(file, "question").changed(0, {"id": "a", "text": "drie"}).text
    assert changed == '[[question]]\nid = "a"\ntext = "drie"\n\n# van wie schrijft\n'


def test_a_draft_is_in_nobodys_course_until_it_is_published_and_can_be_put_back(visitor: Visitor, course: Path) -> None:
    path, before = "schrijven/begrippen/cursus/politiserend-werken", whole(course)
    words = fields(visitor.get(path)) | {"definition": "Zichtbaar maken dat het «anders» kan."}
    assert "Niemand anders ziet het" in visitor.press(path, "bewaren", **words)
    assert whole(course) == before
    assert "Zichtbaar maken dat het «anders» kan." in visitor.get(path)
    assert ">Woordenlijst</a></li>" in visitor.get("schrijven"), "what is under construction is named"
    assert "Gepubliceerd: Woordenlijst" in visitor.press(path, "publiceren")
    after = whole(course)
    assert [name for name in after if after[name] != before[name]] == ["glossary.toml"]
    changed = set(after["glossary.toml"].decode().splitlines()) - set(before["glossary.toml"].decode().splitlines())
    assert changed == {'definition = "Zichtbaar maken dat het «anders» kan."'}, "one line, and no other"
    assert "<strong>Omschrijving</strong>" in visitor.get(path).partition('id="vorige"')[2], "what was another is shown"
    version = re.search(r'name="versie" value="([\d-]+)"', visitor.get(path))
    assert version
    assert "staat nu als concept klaar" in visitor.press(path, "terugzetten", versie=version[1])
    assert whole(course) == after
    visitor.press(path, "publiceren")
    assert whole(course) == before
    with pytest.raises(ContentError, match="die versie is er niet"):
        visitor.press(path, "terugzetten", versie="../../glossary")


def test_what_the_reader_refuses_is_told_beside_its_field_and_cannot_be_published(
    visitor: Visitor, course: Path
) -> None:
    before = whole(course)
    for path, name, word, told in (
        ("schrijven/debatten/1-nabijheid/namen-delen", "argument[2].text", "", "de tekst is leeg"),
        (
            "schrijven/debatten/1-nabijheid/namen-delen",
            "argument[0].side",
            "misschien",
            "gevonden &#x27;misschien&#x27;",
        ),
        ("schrijven/casussen/1-nabijheid/de-bank-bij-de-sporthal", "rule[0].date", "ooit", "verwacht wordt een datum"),
    ):
        words = fields(visitor.get(path)) | {name: word}
        shown = visitor.press(path, "bewaren", **words)
        assert "Het kan nog niet gepubliceerd worden" in shown
        beside = shown.partition(f'id="fout-{name}"')[2].partition("</p>")[0]
        assert told in beside, (name, beside)
        assert re.search(rf'name="{re.escape(name)}"[^>]* aria-invalid="true"', shown)
        with pytest.raises(ContentError):
            visitor.press(path, "publiceren")
        assert "Het concept is weg" in visitor.press(path, "weggooien")
    assert whole(course) == before


def test_a_new_question_and_a_new_case_are_written_without_seeing_a_file(visitor: Visitor, course: Path) -> None:
    path = "schrijven/toets/1-nabijheid/nieuw"
    words = {"id": "mijn-vraag", "level": "begrijpen", "text": "Wat <b>dan</b>?", "passage": "p10"}
    for number, (text, right) in enumerate((("Dit.", "ja"), ("Dat.", "nee"))):
        words |= {f"option[{number}].id": "ab"[number], f"option[{number}].text": text}
        words |= {f"option[{number}].correct": right, f"option[{number}].feedback": "Lees p10."}
    shown = visitor.press(path, "bewaren", **words)
    assert "publiceren kan" in shown
    assert "Wat &lt;b&gt;dan&lt;/b&gt;?" in shown
    visitor.press("schrijven/toets/1-nabijheid/mijn-vraag", "publiceren")
    quiz = (course / "1-nabijheid" / "quiz.toml").read_text("utf-8")
    assert quiz.endswith('correct = false\nfeedback = "Lees p10."\n')
    with pytest.raises(CohortError, match="is er al"):
        visitor.press(path, "bewaren", **words)
    case = {"naam": "mijn-casus", "title": "Mijn casus", "country": "VL", "fictional": "ja", "questions": "Wat nu?"}
    case |= {BODY: "*Deze casus is fictief.*\r\n\r\nEen verhaal."}
    visitor.press("schrijven/casussen/1-nabijheid/nieuw", "bewaren", **case)
    file = course / "1-nabijheid" / "cases" / "mijn-casus.md"
    assert not file.exists()
    visitor.press("schrijven/casussen/1-nabijheid/mijn-casus", "publiceren")
    assert read_case(file).questions == ("Wat nu?",)
    for name in ("../weg", "a b", "", "Hoofdletter"):
        with pytest.raises((ContentError, CohortError)):
            visitor.press("schrijven/casussen/1-nabijheid/nieuw", "bewaren", **case | {"naam": name})


def test_a_margin_question_is_added_without_touching_what_stands_below_it(visitor: Visitor, course: Path) -> None:
    before = (course / "5-politiserend" / "module.toml").read_text("utf-8")
    path = "schrijven/kantvragen/5-politiserend/nieuw"
    words = {"id": "mijn-vraag", "passage": "p14", "question": "Aan wie denk jij hier?"}
    refused = visitor.press(path, "bewaren", **words | {"passage": "p99"})
    assert "die niet in &#x27;passages&#x27; staat" in refused
    assert "Het concept is weg" in visitor.press("schrijven/kantvragen/5-politiserend/mijn-vraag", "weggooien")
    visitor.press(path, "bewaren", **words)
    visitor.press("schrijven/kantvragen/5-politiserend/mijn-vraag", "publiceren")
    after = (course / "5-politiserend" / "module.toml").read_text("utf-8")
    put = '[[margin]]\nid = "mijn-vraag"\npassage = "p14"\nquestion = "Aan wie denk jij hier?"\n\n'
    assert after == before.replace("[[alignment]]", put + "[[alignment]]", 1)
    visitor.press("schrijven/kantvragen/5-politiserend/mijn-vraag", "weghalen")
    visitor.press("schrijven/kantvragen/5-politiserend", "publiceren")
    assert (course / "5-politiserend" / "module.toml").read_text("utf-8") == before


def test_a_threshold_that_people_still_meet_is_not_renamed_without_them(visitor: Visitor, course: Path) -> None:
    file, path = course / "1-nabijheid" / "thresholds.toml", "schrijven/drempelsoorten/1-nabijheid/taal"
    before = file.read_text("utf-8")
    words = fields(visitor.get(path))
    shown = visitor.press(path, "bewaren", **words | {"id": "woorden"})
    assert "In «Drempels: de mensen», de 4e: de drempel &#x27;taal&#x27; bestaat niet." in shown
    assert "Het concept is weg" in visitor.press("schrijven/drempelsoorten/1-nabijheid/woorden", "weggooien")
    visitor.press(path, "bewaren", **words | {"remedy": "een tolk"})
    visitor.press(path, "publiceren")
    assert file.read_text("utf-8") == before.replace("gewone woorden of een tolk", "een tolk")
    someone = "schrijven/drempelmensen/1-nabijheid/hilde"
    told = visitor.press(someone, "bewaren", **fields(visitor.get(someone)) | {"thresholds": "lawaai"})
    assert (
        "de drempel &#x27;lawaai&#x27; bestaat niet" in told.partition('id="fout-thresholds"')[2].partition("</p>")[0]
    )


def test_a_tie_is_called_after_who_it_binds_and_what_has_no_name_goes_by_its_place(
    visitor: Visitor, course: Path
) -> None:
    file, lead = course / "4-verbindend" / "collective.toml", "schrijven/banden/4-verbindend"
    words = {"between": "samira\r\nkarel", "kind": "bridging", "how": "samen oogsten"}
    shown = visitor.press(f"{lead}/nieuw", "bewaren", **words)
    assert "Band «samira-karel»" in shown
    with pytest.raises(CohortError, match="is er al"):
        visitor.press(f"{lead}/nieuw", "bewaren", **words)
    visitor.press(f"{lead}/samira-karel", "publiceren")
    assert file.read_text("utf-8").endswith(
        '\n\n[[tie]]\nbetween = ["samira", "karel"]\nkind = "bridging"\nhow = "samen oogsten"\n'
    )
    with pytest.raises(CohortError, match="Vul in waar het over gaat"):
        visitor.press(f"{lead}/nieuw", "bewaren", **words | {"between": ""})
    number = "schrijven/drempelcijfers/1-nabijheid"
    assert "Cijfer bij de drempels 2</h1>" in visitor.get(f"{number}/1")
    third = {"text": "Een cijfer.", "uncertainty": "Niet zeker.", "source": "vrt-2022"}
    assert "Cijfer bij de drempels 3</h1>" in visitor.press(f"{number}/nieuw", "bewaren", **third)


def test_every_form_of_voice_asks_for_a_line_of_every_reader(visitor: Visitor, course: Path) -> None:
    path = "schrijven/forumvormen/5-politiserend/mopperen"
    shown = visitor.get(path)
    assert "In de lijn van «hienen»" in shown
    assert "In de lijn van «vroegop»" in shown
    told = visitor.press(path, "bewaren", **fields(shown) | {"vroegop": ""})
    assert "de tekst is leeg" in told.partition('id="fout-vroegop"')[2].partition("</p>")[0]


def test_a_table_of_the_study_guide_is_changed_line_by_line(visitor: Visitor, course: Path) -> None:
    file, path = course / "studyguide.toml", "schrijven/studiewijzer/cursus/assessment"
    before, words = file.read_text("utf-8"), fields(visitor.get(path))
    assert set(words) == {"title", "text", "points", "ask"}
    told = visitor.press(path, "bewaren", **words | {"title": ""})
    assert "de tekst is leeg" in told.partition('id="fout-title"')[2].partition("</p>")[0]
    visitor.press(path, "bewaren", **words | {"ask": words["ask"] + "\r\nwie de tweede lezer is."})
    visitor.press(path, "publiceren")
    line = '    "wat er mag met hulp van anderen of van een taalmodel, en hoe je dat vermeldt.",\n'
    assert line in before
    assert file.read_text("utf-8") == before.replace(line, line + '    "wie de tweede lezer is.",\n')
    assert "Weghalen" not in visitor.get(path), "which tables there are, the program knows"
    with pytest.raises(web.HTTPError):
        visitor.get("schrijven/studiewijzer/cursus/nieuw")


def test_the_room_says_what_is_not_written_there_and_why(visitor: Visitor) -> None:
    shown = visitor.get("schrijven")
    for place, why in NO_FORM.items():
        assert place in shown
        assert why.partition(":")[0] in shown


def test_an_exception_to_a_house_rule_needs_a_reason_of_some_words(visitor: Visitor, course: Path) -> None:
    path = "schrijven/uitzonderingen/cursus/0"
    told = visitor.press(path, "bewaren", **fields(visitor.get(path)) | {"reason": "Zomaar."})
    assert "zegt te weinig" in told.partition('id="fout-reason"')[2].partition("</p>")[0]


def test_a_lesson_that_has_none_yet_gets_the_same_form(visitor: Visitor, course: Path) -> None:
    file = course / "1-nabijheid" / "module.toml"
    head, _, rest = file.read_text("utf-8").partition("[[margin]]")
    file.write_text(head + "[[alignment]]" + rest.partition("[[alignment]]")[2], encoding="utf-8")
    assert set(fields(visitor.get("schrijven/kantvragen/1-nabijheid/nieuw"))) == {"id", "passage", "question"}


def test_numbers_are_written_as_numbers_and_what_is_none_is_told_beside_its_field(
    visitor: Visitor, course: Path
) -> None:
    path = "schrijven/leerresultaten/cursus/stem-kiezen"
    before = (course / "outcomes.toml").read_text("utf-8")
    words = fields(visitor.get(path))
    told = visitor.press(path, "bewaren", **words | {"dlr": "veel"})
    assert "verwacht worden nummers van 1 tot 15" in told.partition('id="fout-dlr"')[2].partition("</p>")[0]
    visitor.press(path, "bewaren", **words | {"dlr": "1\r\n4"})
    visitor.press(path, "publiceren")
    changed = set((course / "outcomes.toml").read_text("utf-8").splitlines()) - set(before.splitlines())
    assert changed == {"dlr = [1, 4]"}


def test_the_preview_shows_the_draft_as_students_read_it_and_student_text_would_be_inert(visitor: Visitor) -> None:
    path = "schrijven/debatten/1-nabijheid/namen-delen"
    words = fields(visitor.get(path)) | {"motion": "Een <script>alert(1)</script> stelling."}
    visitor.press(path, "bewaren", **words)
    asked = Asked(visitor.desk, ("debatten", "1-nabijheid", "namen-delen"))
    shown = author_preview.preview(author_spot.of_course(asked), asked)
    assert isinstance(shown, Sheet)
    assert "Een &lt;script&gt;alert(1)&lt;/script&gt; stelling." in shown.html
    assert "Argumenten tegen" in shown.html


def test_what_is_taken_away_stays_for_everybody_until_it_is_published(visitor: Visitor, course: Path) -> None:
    before = whole(course)
    shown = visitor.press("schrijven/toets/1-nabijheid/bs", "weghalen")
    assert "Weggehaald in het concept: bs" in shown
    assert whole(course) == before
    assert 'value="publiceren"' in shown
    visitor.press("schrijven/toets/1-nabijheid", "publiceren")
    kept = (course / "1-nabijheid" / "quiz.toml").read_text("utf-8")
    assert 'id = "bs"' not in kept
    assert set(kept.splitlines()) < set(before["1-nabijheid/quiz.toml"].decode().splitlines())


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_text_of_a_kind_has_a_preview(visitor: Visitor, kind: str) -> None:
    lesson = "cursus"
    if KINDS[kind].of_lesson:
        known = lessons(COURSE, KINDS[kind])
        lesson = "1-nabijheid" if "1-nabijheid" in known else known[0]
    listed = visitor.get(f"schrijven/{kind}/{lesson}")
    name = re.search(rf'href="/kantoor/schrijven/{kind}/{lesson}/((?!nieuw)[^"?]+)["?]', listed)
    assert name
    asked = Asked(visitor.desk, (kind, lesson, name[1]))
    shown = author_preview.preview(author_spot.of_course(asked), asked)
    assert isinstance(shown, Sheet)
    assert "Dit is er nog niet" not in shown.html
    assert len(shown.html) > 2000


def test_an_address_leads_to_no_file_outside_the_room(visitor: Visitor) -> None:
    for path in (
        "casussen/1-nabijheid/..%2F..%2Fcourse",
        "casussen/..%2F/x",
        "nergens/cursus/x",
        "toets/1-nabijheid/x",
    ):
        with pytest.raises(web.HTTPError):
            visitor.get(f"schrijven/{path}")


def test_a_reference_is_put_together_and_a_number_that_cannot_be_right_is_refused(visitor: Visitor) -> None:
    path = "schrijven/bronnen/cursus/nieuw"
    typed = {"auteurs": "Spierts, M.", "jaar": "2017", "titel": "Democratische professionals"}
    typed |= {
        "id": "spierts-x",
        "tijdschrift": "Vakblad Sociaal Werk, 18(3), 31–33",
        "nummer": "10.1007/s12459-017-0050-5",
    }
    shown = visitor.press(path, "samenstellen", **typed)
    assert "Spierts, M. (2017). Democratische professionals. *Vakblad Sociaal Werk, 18*(3), 31–33." in shown
    assert "https://doi.org/10.1007/s12459-017-0050-5" in shown
    with pytest.raises(CohortError, match="kan geen ISBN zijn"):
        visitor.press(path, "samenstellen", **typed | {"nummer": "978-0-87154-526-9"})


def test_a_room_of_a_course_that_is_changed_meanwhile_keeps_what_it_replaces(course: Path, tmp_path: Path) -> None:
    room, kind = Room(course, tmp_path / "kast"), KINDS["bronnen"]
    text = room.published("sources.toml")
    room.keep("sources.toml", with_entry(text, kind, 0, {"id": "x", "apa": "X. (2020). *Y*. Z."}))
    (course / "sources.toml").write_text(text + "\n# Intussen.\n", encoding="utf-8")
    fault = room.fault(kind, "", "sources.toml", room.draft("sources.toml"))
    assert fault is None
    room.publish(kind, "", "sources.toml")
    (kept,) = room.versions("sources.toml")
    assert kept.file.read_text("utf-8").endswith("# Intussen.\n"), "what another wrote can be put back"


@pytest.mark.parametrize("up", ["..%2F" * 3, "..%2F" * 12 + "{folder}%2F", "..%5C" * 3])
def test_a_name_in_an_address_leads_to_no_file_elsewhere(visitor: Visitor, tmp_path: Path, up: str) -> None:
    """A preview is only looked at: a link on somebody else's page is enough for it."""
    for file in (tmp_path / "eigen.md", tmp_path / "kantoor" / "eigen.md"):
        file.write_text("van iemand", encoding="utf-8")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.md")}
    name = up.format(folder=quote(str(tmp_path).lstrip("/"), safe="")) + "eigen"
    for path in (f"schrijven/casussen/1-nabijheid/{name}/voorbeeld", f"schrijven/casussen/1-nabijheid/{name}"):
        with pytest.raises(web.HTTPError):
            visitor.get(path)
    for act in ("publiceren", "weggooien", "terugzetten", "bewaren", "nakijken"):
        with pytest.raises((web.HTTPError, ContentError)):
            visitor.press(f"schrijven/casussen/1-nabijheid/{name}", act)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.md")} == before


@pytest.mark.parametrize("place", ["../eigen.md", "1-nabijheid/cases/../../../eigen.md", "/etc/eigen.md", "a\\..\\b"])
def test_a_room_keeps_and_reads_nothing_outside_its_folders(course: Path, tmp_path: Path, place: str) -> None:
    room = Room(course, tmp_path / "bak")
    for act in (room.text, room.forget, room.versions, lambda at: room.keep(at, "x")):
        with pytest.raises(ContentError, match="is geen tekst van deze cursus"):
            act(place)


def test_each_draft_in_a_file_of_its_own_is_called_by_its_name_and_leads_there(visitor: Visitor) -> None:
    for case in ("een", "twee"):
        spot = author_spot.of_course(visitor.asked("schrijven", {}, {})[0])
        spot.room.keep(f"1-nabijheid/cases/{case}.md", "# Een casus\n")
    shown = visitor.get("schrijven")
    for case in ("een", "twee"):
        link = f'<a href="/kantoor/schrijven/casussen/1-nabijheid/{case}">Casussen, 1-nabijheid: {case}</a>'
        assert link in shown
