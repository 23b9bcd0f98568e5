"""What an LMS delivers, with everything in it that should not be there."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sowcourse import budget
from sowcourse.errors import GradingError
from sowcourse.submissions.delivery import deliveries

NOTEBOOK = b'{"cells": []}'


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def told(place: Path) -> dict[str, str]:
    """Name → fault of everything in a folder or zip."""
    return {found.name: found.fault for found in deliveries(place)}


def locked(content: bytes) -> bytes:
    """A zip that says of its first file that it has a password."""
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark) + place
        content = content[:at] + struct.pack("<H", 1) + content[at + 2 :]
    return content


def changed(content: bytes, place: int, value: int) -> bytes:
    """A zip with another number at a place of its list of files."""
    at = content.index(b"PK\x01\x02") + place
    return content[:at] + struct.pack("<H", value) + content[at + 2 :]


BOMB = zipped(**{"bom.ipynb": b"0" * 3_000_000})
ODD: dict[str, tuple[bytes, str]] = {
    "password": (locked(zipped(**{"x.ipynb": NOTEBOOK})), "dit zip-bestand is met een wachtwoord beveiligd."),
    "method": (changed(zipped(**{"x.ipynb": NOTEBOOK}), 10, 99), "op een manier die we niet kennen"),
    "cut off": (zipped(**{"x.ipynb": os.urandom(1000)})[:500], "dit zip-bestand is beschadigd."),
    "damaged": (
        zipped(**{"x.ipynb": NOTEBOOK * 99}).replace(b"\xab\x56", b"\x00\x00", 1),
        "dit zip-bestand is beschadigd.",
    ),
    "empty": (zipped(**{"foto.png": b"x"}), "in dit zip-bestand zit geen notebook."),
    "many": (zipped(**{f"{n}.ipynb": NOTEBOOK for n in range(501)}), "zit te veel om te openen"),
    "large": (BOMB, "groter dan 1 MB"),
}


def test_a_damaged_document_is_called_a_document_and_no_zip(tmp_path: Path) -> None:
    (tmp_path / "lms").mkdir()
    (tmp_path / "lms" / "a r1.docx").write_bytes(zipped(**{"word/document.xml": os.urandom(1000)})[:500])
    ((_, fault),) = told(tmp_path / "lms").items()
    assert fault.startswith("dit is een document en geen notebook, en het is beschadigd.")


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("inside", [True, False], ids=["in a zip", "in a folder"])
def test_an_odd_zip_of_one_student_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, inside: bool
) -> None:
    monkeypatch.setattr(budget, "FILE", 1_000_000)
    content, sentence = ODD[name]
    files = {"a r1.zip": content, "b r2.ipynb": NOTEBOOK}
    place = tmp_path / "lms"
    if inside:
        place.write_bytes(zipped(**files))
    else:
        place.mkdir()
        for file, what in files.items():
            (place / file).write_bytes(what)
    found = told(place)
    assert found.pop("b r2.ipynb") == ""
    ((culprit, fault),) = found.items()
    assert culprit.startswith("a r1.zip")
    assert sentence in fault


def test_zips_in_zips_are_opened_three_deep_and_no_further(tmp_path: Path) -> None:
    content = zipped(**{"x.ipynb": NOTEBOOK})
    for depth in range(6):
        (tmp_path / f"{depth}.zip").write_bytes(content)
        content = zipped(**{f"in-{depth}.zip": content})
    found = told(tmp_path)
    assert found["2.zip/in-1.zip/in-0.zip/x.ipynb"] == ""
    assert [name for name, fault in found.items() if "te veel" in fault] == [
        "3.zip/in-2.zip/in-1.zip/in-0.zip",
        "4.zip/in-3.zip/in-2.zip/in-1.zip",
        "5.zip/in-4.zip/in-3.zip/in-2.zip",
    ]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../../etc/r1.ipynb", "etc/r1.ipynb"),
        ("/etc/r1.ipynb", "etc/r1.ipynb"),
        ("map\\r1.ipynb", "map/r1.ipynb"),
        ("..\\..\\r1.ipynb", "r1.ipynb"),
        ("r1\n\x1b[31m.ipynb", "r1[31m.ipynb"),
        ("r1" + "é" * 300 + ".ipynb", "r1" + "é" * 96 + ".ipynb"),
        ("r1 Zoë.ipynb", "r1 Zoë.ipynb"),
    ],
)
def test_a_path_in_a_zip_leads_nowhere_else_and_fits_every_disk(tmp_path: Path, name: str, safe: str) -> None:
    (tmp_path / "lms.zip").write_bytes(zipped(**{name: NOTEBOOK}))
    ((found, fault),) = told(tmp_path / "lms.zip").items()
    assert (found, fault) == (safe, "")
    assert len(found.encode()) <= 210


def test_a_name_in_utf8_that_does_not_say_so_is_read(tmp_path: Path) -> None:
    content = zipped(**{"r1 Zoë.ipynb": NOTEBOOK})
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark) + place
        content = content[:at] + b"\0\0" + content[at + 2 :]
    (tmp_path / "lms.zip").write_bytes(content)
    assert list(told(tmp_path / "lms.zip")) == ["r1 Zoë.ipynb"]


def test_a_zip_without_a_date_has_the_moment_of_the_file(tmp_path: Path) -> None:
    place = tmp_path / "lms.zip"
    place.write_bytes(changed(zipped(**{"r1.ipynb": NOTEBOOK}), 14, 0))
    os.utime(place, (1_700_000_000, 1_700_000_000))
    (found,) = deliveries(place)
    assert found.moment.timestamp() == 1_700_000_000


def test_links_are_not_followed_and_a_closed_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "geheim.ipynb").write_bytes(b'{"cells": ["geheim"]}')
    lms = tmp_path / "lms"
    lms.mkdir()
    (lms / "r1.ipynb").symlink_to(tmp_path / "geheim.ipynb")
    (lms / "r2").symlink_to(tmp_path)
    os.mkfifo(lms / "r3.ipynb")
    found = list(deliveries(lms))
    assert {each.name: each.content for each in found} == {"r1.ipynb": b"", "r2": b""}
    assert all("een verwijzing naar een ander bestand" in each.fault for each in found)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("r1.ipynb.txt", NOTEBOOK, True),
        ("r1.TXT", b"\xef\xbb\xbf" + NOTEBOOK, True),
        ("r1.html", b'<body class="jp-Notebook">', True),
        ("index.html", b"<html>index of Brightspace", False),
        ("r1_text.html", b"<p>Zie mijn link.</p>", True),
        ("5-politiserend_r1_poging.txt", b"Naam: An Maes", True),
        (".ipynb_checkpoints/r1-checkpoint.ipynb", NOTEBOOK, False),
        (".r1.ipynb", NOTEBOOK, True),
        ("._r1.ipynb", b"\x00\x05", False),
        (".git/r1.ipynb", NOTEBOOK, False),
        ("__MACOSX/._r1.ipynb", b"\x00\x05", False),
        ("r1/.DS_Store", b"x", False),
        ("r1.py", b"print(1)", True),
        ("r1.rar", b"Rar!", True),
    ],
)
def test_only_what_may_be_work_is_looked_at(tmp_path: Path, name: str, content: bytes, kept: bool) -> None:
    (tmp_path / "lms.zip").write_bytes(zipped(**{name: content}))
    assert (list(told(tmp_path / "lms.zip")) == [name]) is kept


def test_a_copy_that_jupyter_keeps_is_passed_over_and_said(tmp_path: Path) -> None:
    copy = {".ipynb_checkpoints/les-checkpoint.ipynb": NOTEBOOK, "r1/.ipynb_checkpoints/x.ipynb": b"\0"}
    (tmp_path / "lms.zip").write_bytes(zipped(**{"r1.ipynb": NOTEBOOK, "r2.zip": zipped(**copy), **copy}))
    heard: list[str] = []
    found = [each.name for each in deliveries(tmp_path / "lms.zip", unseen=heard.append)]
    assert found == ["r1.ipynb"]
    assert heard == ["r2.zip/.ipynb_checkpoints/les-checkpoint.ipynb", ".ipynb_checkpoints/les-checkpoint.ipynb"]


def test_what_icloud_has_not_brought_yet_is_named_as_the_file_that_it_is(tmp_path: Path) -> None:
    (tmp_path / "An Maes").mkdir()
    (tmp_path / "An Maes" / ".les.ipynb.icloud").write_bytes(b"bplist00")
    ((name, fault),) = told(tmp_path).items()
    assert name == "An Maes/les.ipynb"
    assert fault.startswith("dit bestand staat nog in iCloud, en niet op deze computer. Open de map in Finder")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda place: None, "dit bestand of deze map is er niet"),
        (lambda place: place.write_bytes(b"geen zip"), "dit is geen zip en geen map"),
        (lambda place: place.write_bytes(zipped(a=b"b")[:20]), "dit is geen zip en geen map"),
    ],
)
def test_what_is_no_zip_is_refused(tmp_path: Path, make: Callable[[Path], object], sentence: str) -> None:
    make(tmp_path / "lms.zip")
    with pytest.raises(GradingError, match=sentence):
        list(deliveries(tmp_path / "lms.zip"))
