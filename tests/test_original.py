"""The original text, imported: recognised to the letter, recognised when changed, or refused with a reason."""

from __future__ import annotations

import html
import json
from pathlib import Path

import pytest

from sowcourse import original
from sowcourse.errors import EssayError
from sowcourse.essay import Essay, Passage, fingerprint, sketch
from sowcourse.original import import_original, load_original

PARAGRAPHS = [
    "Op het plein staat een bank waar de buurt elkaar op dinsdag tegenkomt.",
    "Een vrijwilliger schenkt koffie en kent van bijna iedereen de voornaam.",
    "De gemeente wil de bank weghalen omdat er in de avond lawaai zou zijn.",
    "Bewoners vragen om een gesprek en nemen zelf een voorstel mee naar het stadhuis.",
]


@pytest.fixture
def mini_essay(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An invented essay of four paragraphs; returns the folder that plays the person's own data folder."""
    passages = tuple(
        Passage(f"p{number:02}", "", (), "Onze weergave.", fingerprint(text), sketch(text))
        for number, text in enumerate(PARAGRAPHS, start=1)
    )
    essay = Essay("De bank", ("A. Bewoner",), "Buurtkrant", "2020", "https://voorbeeld.example/bank", "", passages)
    monkeypatch.setattr(original, "load_essay", lambda: essay)
    monkeypatch.setattr(original, "load_passages", lambda: {passage.id: passage for passage in passages})
    monkeypatch.setattr(original, "user_data_path", lambda name: tmp_path / "eigen" / name)
    monkeypatch.delenv("SOWCOURSE_WORKFOLDER", raising=False)
    return tmp_path / "eigen" / "sowcourse"


def text_file(folder: Path, *paragraphs: str, name: str = "essay.txt") -> Path:
    file = folder / name
    file.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return file


def page(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{html.escape(p).replace('buurt', '<em>buurt</em>')}</p>\n" for p in paragraphs[:3])
    body += f"<ol><li><div><a href='#'>Reageer</a></div><div>{html.escape(paragraphs[3])}</div></li></ol>"
    return (
        "<!doctype html><html><head><title>x</title><style>p{}</style></head>"
        f"<body><nav><p>Menu</p></nav><!-- <p>weg</p> -->{body}<script>var a='<p>';</script></body></html>"
    )


def test_plain_text_is_recognised_to_the_letter_and_kept_in_the_persons_folder(
    mini_essay: Path, tmp_path: Path
) -> None:
    report = import_original(text_file(tmp_path, "Deel dit artikel", *PARAGRAPHS))
    assert report.exact == ("p01", "p02", "p03", "p04")
    assert (report.changed, report.missing, report.other) == ({}, (), 1)
    assert report.stored == mini_essay / "origineel.json"
    assert list(load_original().values()) == PARAGRAPHS
    assert report.summary()[0] == "4 van 4 alinea's letterlijk herkend in essay.txt."


def test_a_saved_page_gives_the_same_as_plain_text(mini_essay: Path, tmp_path: Path) -> None:
    file = tmp_path / "essay.html"
    file.write_text(page(PARAGRAPHS), encoding="utf-8")
    assert len(import_original(file).exact) == 4
    assert list(load_original().values()) == PARAGRAPHS


def test_a_windows_file_is_read_too(mini_essay: Path, tmp_path: Path) -> None:
    file = tmp_path / "essay.txt"
    file.write_bytes("\r\n\r\n".join(PARAGRAPHS).replace("'", "’").encode("cp1252"))
    assert len(import_original(file).exact) == 4


def test_a_changed_paragraph_is_reported_and_a_lost_one_named(mini_essay: Path, tmp_path: Path) -> None:
    changed = PARAGRAPHS[0].replace("op dinsdag ", "")
    report = import_original(text_file(tmp_path, changed, *PARAGRAPHS[1:3]))
    assert report.exact == ("p02", "p03")
    assert list(report.changed) == ["p01"]
    assert report.missing == ("p04",)
    assert load_original()["p01"] == changed
    sentences = " ".join(report.summary())
    assert "Gewijzigd: p01 lijkt voor" in sentences
    assert "Niet gevonden: p04." in sentences


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Een heel ander verhaal.\n\nMet een tweede alinea.", "dit is niet het essay «De bank». Herkend: 0 van 4"),
        (b"", "het bestand is leeg"),
        (b"PK\x03\x04rest", "dit is een Word-, pdf- of ander bestand"),
        (b"%PDF-1.7", "dit is een Word-, pdf- of ander bestand"),
    ],
)
def test_a_wrong_file_is_refused_and_an_earlier_import_stays(
    mini_essay: Path, tmp_path: Path, content: bytes, sentence: str
) -> None:
    import_original(text_file(tmp_path, *PARAGRAPHS))
    wrong = tmp_path / "fout.txt"
    wrong.write_bytes(content)
    with pytest.raises(EssayError) as caught:
        import_original(wrong)
    assert str(caught.value).startswith("fout.txt: ")
    assert sentence in str(caught.value)
    assert list(load_original().values()) == PARAGRAPHS


def test_a_folder_and_a_missing_file_are_named(mini_essay: Path, tmp_path: Path) -> None:
    with pytest.raises(EssayError, match="dit is een map"):
        import_original(tmp_path)
    with pytest.raises(EssayError, match=r"nergens\.txt: het bestand kan niet worden gelezen"):
        import_original(tmp_path / "nergens.txt")


def test_a_cohort_keeps_its_own_and_another_folder_is_refused(mini_essay: Path, tmp_path: Path) -> None:
    file = text_file(tmp_path, *PARAGRAPHS)
    cohort = tmp_path / "2026-najaar"
    cohort.mkdir()
    with pytest.raises(EssayError, match="dit is geen cohort"):
        import_original(file, cohort)
    (cohort / "cohort.toml").write_text("", encoding="utf-8")
    assert import_original(file, cohort).stored == cohort / "origineel.json"
    assert not mini_essay.exists()


def test_a_damaged_import_is_named_with_a_way_out(mini_essay: Path) -> None:
    mini_essay.mkdir(parents=True)
    (mini_essay / "origineel.json").write_text(json.dumps([1]), encoding="utf-8")
    with pytest.raises(EssayError, match=r"is beschadigd\. Haal het bestand weg en importeer"):
        load_original()


def test_without_an_import_there_is_nothing(mini_essay: Path) -> None:
    assert load_original() == {}
