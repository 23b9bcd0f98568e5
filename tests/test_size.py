"""A large class: what one student costs does not grow with the class, and who waits sees how far it is.

Counted in texts searched and files read, not in seconds: those hang on what else the computer does.
"""

from __future__ import annotations

import html
import json
import random
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import quote

import pytest

from sowcourse.cohort.roster import Student
from sowcourse.commands.terminal import console, progress
from sowcourse.identity.known import Traces, _Node, folded
from sowcourse.progress import counted
from sowcourse.records.scrub import Scrubber
from sowcourse.records.sieve import Sieve, forms

FIRST = "Aya Bram Chiara Daan Elif Femke Gilles Hanna Imke Jaouad Kaat Lars Mila Noor Oumar Pauline Rania Sten Thảo Zoë"
LAST = ("Amrani", "Claes", "D'Hondt", "van den Berg", "Yılmaz", "de Vries", "Peeters", "Şahin", "El Idrissi", "Nguyễn")


def people(number: int) -> list[Student]:
    pairs = [(first, last) for last in LAST for first in FIRST.split()]
    return [
        Student(f"r{1000000 + place * 7}", first, last, f"{place}@school.example")
        for place, (first, last) in enumerate(pairs[:number])
    ]


class Steps(dict[str, _Node]):
    """The first words of all traces, that counts how often it is asked for one."""

    asked = 0

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        Steps.asked += 1
        return super().get(key, default)  # type: ignore[arg-type]


def test_a_text_costs_as_much_in_a_class_of_200_as_in_one_of_20() -> None:
    text = "Ik sprak met een buur over de wachtlijst. " * 40 + "Daarna met Aya Amrani."
    asked = {}
    for size in (20, 200):
        traces = Traces(people(size))
        traces._root.next = Steps(traces._root.next)
        Steps.asked = 0
        assert [found.students for found in traces.find(text) if found.sure] == [("r1000000",)]
        asked[size] = Steps.asked
    assert 0 < asked[200] <= 2 * asked[20]


@pytest.mark.parametrize(
    "text",
    [
        "niets",
        "Zoë Nguyễn",
        "ZOE NGUYEN",
        "nguye\u0302\u0303n, zoe\u0308",
        "Zo\u00adë Ngu\u200byễn",
        "ZoëNguyễn",
        "Z. Nguyễn",
        "Zoë",
        "r1001393",
        "199@SCHOOL.example",
        "Ｚｏë Nguyễn",
        "Zoë van den Nguyễn",
        "Σ Zoë 𝚺",
        "Zoë las. Nguyễn",
    ],
)
def test_what_is_put_aside_without_a_search_holds_nobody(text: str) -> None:
    (student,) = people(200)[-1:]
    traces, plain = Traces([student]), unicodedata.normalize("NFC", text)
    sieve = Sieve(traces)
    found = list(traces.find(plain))
    assert found == list(traces._search(plain))
    assert sieve.lets_through(plain, sure=False) or not found
    assert sieve.lets_through(plain) or not any(place.sure for place in found)
    if any(folded(word) in folded(plain.replace(" ", "")) for word in ("zoenguyen", "nguyenzoe", "r1001393")):
        assert any(place.sure for place in found), "these spellings are to be found"


PIECES = [
    "Aya",
    "AYA",
    "Amrani",
    "amrani,",
    "A.",
    "J",
    "D'Hondt",
    "D’Hondt",
    "van",
    "den",
    "Berg",
    "de",
    "De",
    "Vries",
    "El",
    "Idrissi",
    "Id\xadrissi",
    "Thảo",
    "Thao",
    "Nguyễn",
    "r1000007",
    "1@school.example",
    "school",
    "example",
    "AyaAmrani",
    "Roos",
    "het",
    "werk",
    "7",
    "**",
    "_",
    "(",
    "-",
    "@",
    "O.",
]
BETWEEN = (" ", " ", "\n", "\n\n", " \n", ", ", "-", "\n \n", "' ")


@pytest.mark.parametrize("seed", range(40))
def test_of_a_text_cut_at_its_lines_the_same_is_found_as_of_the_whole(seed: int) -> None:
    chance = random.Random(seed)
    traces = Traces(chance.sample(people(200), chance.randint(1, 12)), frozenset({"roos", "Roos"}))
    for _ in range(20):
        text = "".join(chance.choice(PIECES) + chance.choice(BETWEEN) for _ in range(chance.randint(1, 60)))
        plain = unicodedata.normalize("NFC", text)
        assert list(traces.find(plain)) == list(traces._search(plain)), text


HARD = [
    Student("r1000007", "Jan-Willem", "van den Berg", "jan.berg@school.example"),
    Student("0012", "Zoë", "Nguyễn", "ö1@school.example"),
    Student("r1000014", "Bo", "Li", ""),
    Student("20114", "محمد", "الأمراني", "2@school.example"),
    Student("s-77", "Σπύρος", "D'Hondt", ""),
    Student("r1000021", "O", "De", "o@x.example"),
    Student("r1000028", "Ömer", "Straße", ""),
    Student("r1000035", "小明", "王", ""),
    Student("r1000042", "小", "王", "3@school.example"),
    Student("r1000049", "王小明", "", ""),
    Student("r1000056", "สมชาย", "ใจดี", ""),
    Student("r1000063", "İpek", "Işık", ""),
    Student("r1000070", "Mi", "", ""),
]
SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.casefold,
    lambda word: unicodedata.normalize("NFD", word),
    lambda word: json.dumps(word)[1:-1],
    html.escape,
    quote,
    lambda word: "".join(f"&#{ord(sign)};" for sign in word),
    lambda word: "".join(f"\\u{ord(sign):04x}" for sign in word),
    lambda word: quote(word).replace("%", "&#37;"),
    lambda word: "\u00ad".join(word),
    lambda word: "\u200b".join(word),
    lambda word: f"{word[:1]}\u0301{word[1:]}",
    lambda word: f"{word[:1]}\n{word[1:]}",
    lambda word: f"{word[:1]}.",
]
APART = [
    *BETWEEN,
    "\u00a0",
    "\u202b",
    "_",
    "**",
    "",
    "\\n",
    "&nbsp;",
    "%20",
    "\\u0020",
    "&#10;",
    "<br>",
    "\u2028",
    "\0",
]
FILL = [
    "de",
    "het",
    "werk",
    "en",
    "school",
    "example",
    "van",
    "7",
    "januari",
    "bos",
    "O.",
    "&",
    "%",
    "\\u",
    "\\ud800",
    "&am",
    "%C3",
    "é",
    "́",
    "&#769;",
    "\\u0301",
]


@pytest.mark.parametrize("seed", range(8))
def test_what_the_sieve_holds_back_is_not_found_by_a_search_of_the_whole_text(seed: int) -> None:
    chance, held, through = random.Random(seed), 0, 0
    for _ in range(40):
        known = chance.sample([*HARD, *people(20)], 6)
        scrubber, filled = Scrubber(known[0], known), chance.choice((0.5, 0.8, 0.95))
        lines: list[str] = []
        for _ in range(10):
            words = [known[0], known[0], chance.choice(known)]
            texts = [text for one in words for text in (one.id, one.first, one.last, one.email, one.name) if text]
            pieces = [
                chance.choice(FILL) if chance.random() < filled else chance.choice(SPELLINGS)(chance.choice(texts))
                for _ in range(chance.randint(1, 20))
            ]
            text = "".join(piece + chance.choice(APART) for piece in pieces)
            text += "\n" + chance.choice(lines) if lines and chance.random() < 0.5 else ""
            lines += text.split("\n")
            plain = unicodedata.normalize("NFC", text)
            points = any(scrubber._points(found) for form in forms(text) for found in scrubber._traces.find(form))
            parts = any(found.students == (known[0].id,) for found in scrubber._traces.find(plain))
            assert (scrubber.points(text), scrubber.parts(text)) == (points, parts), text
            held, through = held + (not scrubber._sieve.lets_through(text)), through + points
    assert held > 20 < through


def test_a_line_that_the_sieve_knows_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sieve, looked = Sieve(Traces(people(1))), Counter[str]()
    look = Sieve._pieces
    monkeypatch.setattr(Sieve, "_pieces", lambda self, text: looked.update(text.split("\n")) or look(self, text))
    for ending in ("een", "twee", "drie"):
        assert not sieve.lets_through(f"Een zin zonder iemand.\nDeel A\n{ending}")
    assert looked == Counter(["Een zin zonder iemand.", "Deel A", "een", "twee", "drie"])
    assert sieve.lets_through("Deel A\nAya\n\nAmrani")
    assert not sieve.lets_through("Deel A\nAya\n\nBeckers")


def test_a_line_is_looked_at_once_for_all_the_files_that_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    traces = Traces(people(200))
    looked = Counter[str]()
    look = Traces._unfinished
    monkeypatch.setattr(Traces, "_unfinished", lambda self, line: looked.update([line]) or look(self, line))
    for _ in range(5):
        assert not list(traces.find("Een zin zonder iemand.\nDeel A\n\nNog een zin."))
    assert set(looked.values()) == {1}


def test_who_is_looked_for_is_not_looked_for_in_a_text_that_cannot_hold_them(monkeypatch: pytest.MonkeyPatch) -> None:
    passes: Counter[int] = Counter()
    for size in (20, 200):
        class_list = people(size)
        scrubber = Scrubber(class_list[0], class_list)
        find = Traces.find
        with monkeypatch.context() as patch:
            patch.setattr(
                Traces, "find", lambda self, text, size=size, find=find: passes.update([size]) or find(self, text)
            )
            for other in class_list[1:]:
                assert not scrubber.points(f"{other.name} ({other.id}) las p14.")
            assert scrubber.points("Aya Amrani las p14.")
    assert passes[200] / 200 <= 2 * passes[20] / 20, passes


def test_a_database_may_hold_an_address_that_ends_like_that_of_who_is_erased() -> None:
    jan, arjan = (
        Student("r1", "Jan", "Maes", "jan@school.example"),
        Student("r2", "Arjan", "Maes", "arjan@school.example"),
    )
    scrubber, path = Scrubber(jan, [jan, arjan]), PurePosixPath("gradebook.db")
    begin = b"SQLite format 3\x00\x00"
    assert scrubber.found_in(path, begin + b"r2arjan@school.exampleArjan Maes") == (1, [])
    assert scrubber.found_in(path, begin + b"r2arjan@school.example\x07jan@school.example") == (1, ["gradebook.db"])
    assert scrubber.found_in(path, begin + b"r2arjan@school.example\x07Jan Maes") == (1, ["gradebook.db"])


def test_what_is_done_is_told_from_nothing_to_everything() -> None:
    told: list[tuple[str, int, int]] = []
    assert list(counted(["a", "b"], lambda *each: told.append(each), "Inpakken")) == ["a", "b"]
    assert told == [("Inpakken", 0, 2), ("Inpakken", 1, 2), ("Inpakken", 2, 2), ("Inpakken", 2, 2)]
    told.clear()
    assert list(counted(iter("abc"), lambda *each: told.append(each), "Ophalen", 2)) == ["a", "b", "c"]
    assert told[-1] == ("Ophalen", 3, 3)
    assert all(done <= total for _, done, total in told[1:])


def test_who_waits_sees_what_is_done_and_how_far_it_is() -> None:
    with console.capture() as shown, progress() as tell:
        assert list(counted(["a", "b"], tell, "Doorzoeken")) == ["a", "b"]
    assert "Doorzoeken" in shown.get()
    assert "2/2" in shown.get()


def test_the_same_bytes_are_looked_at_once_and_other_bytes_or_another_kind_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    students = people(20)
    scrubber, looked = Scrubber(students[0], students), list[str]()
    look = Scrubber._looks_in
    monkeypatch.setattr(
        Scrubber, "_looks_in", lambda self, path, *told: looked.append(path.name) or look(self, path, *told)
    )
    clean, theirs = b"Aya;Beckers\n", b"r1000000;x\n"
    for name in ("a.txt", "b.txt", "c.csv", "a.txt"):
        assert scrubber.without(PurePosixPath(name), clean) == clean
        assert scrubber.found_in(PurePosixPath(name), clean) == (1, [])
    assert looked == ["a.txt", "c.csv"]
    assert scrubber.found_in(PurePosixPath("a.txt"), theirs) == (1, ["a.txt"]), "what changed is seen"
    assert scrubber.without(PurePosixPath("c.csv"), theirs) == b""
    assert (scrubber.mentioned(b"met Aya"), scrubber.mentioned(b"met An")) == (True, False)
