"""Every version is kept; which one counts can be told beforehand."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest

from sowcourse.cli import main
from sowcourse.cohort.calendar import extend
from sowcourse.cohort.memory import FILE as MEMORY
from sowcourse.cohort.roster import Student
from sowcourse.cohort.workspace import Workspace, create, open_workspace
from sowcourse.commands.terminal import console
from sowcourse.cycle import collect, release
from sowcourse.errors import GradingError
from sowcourse.notebook import read_notebook, source
from sowcourse.student.handin import receipt_code
from sowcourse.submissions.exchange import receive_exchange
from sowcourse.submissions.intake import received_at
from sowcourse.submissions.keeping import Receipt
from sowcourse.submissions.received import (
    Piece,
    Received,
    choose,
    gone,
    handed_in_beside,
    is_as_it_came,
    keep,
    keep_beside,
    parse_stamp,
    read_received,
    reconsider,
    settle,
    stamp,
)
from sowcourse.submissions.submission import read_submission
from tests.conftest import Made

ASSIGNMENT = "5-politiserend"
ME = getpass.getuser()
"""The one student who can put something in the exchange here: it believes the owner of a file."""
DUE = datetime(2026, 12, 18, 22, 59, tzinfo=UTC)
EARLY, LATE, LATER = DUE - timedelta(hours=5), DUE + timedelta(hours=2), DUE + timedelta(days=3)


def piece(code: str, moment: datetime, written: int) -> Piece:
    return Piece(code, f"{code}.ipynb", "x.ipynb", stamp(moment), written)


@pytest.mark.parametrize(
    ("pieces", "chosen", "due", "counts"),
    [
        ([piece("vol", EARLY, 900), piece("leger", LATE, 100)], "", DUE, "vol"),
        ([piece("op tijd", EARLY, 500), piece("voller", LATE, 900)], "", DUE, "op tijd"),
        ([piece("op tijd", EARLY, 500), piece("voller", LATE, 900)], "voller", DUE, "voller"),
        ([piece("op tijd", EARLY, 500), piece("voller", LATE, 900)], "", LATER, "voller"),
        ([piece("op tijd", EARLY, 500), piece("voller", LATE, 900)], "", None, "voller"),
        ([piece("leeg", EARLY, 0), piece("vol", LATE, 900)], "", DUE, "vol"),
        ([piece("een", EARLY, 500), piece("twee", DUE, 500)], "", DUE, "twee"),
        ([piece("laat", LATE, 500), piece("later", LATER, 800)], "", DUE, "later"),
        ([piece("leeg", EARLY, 0)], "", DUE, "leeg"),
    ],
)
def test_the_fullest_in_time_counts_unless_the_lecturer_chose(
    pieces: list[Piece], chosen: str, due: datetime | None, counts: str
) -> None:
    assert Received(tuple(pieces), chosen).counting(due).code == counts
    assert Received(tuple(reversed(pieces)), chosen).counting(due).code == counts, "whatever came in first"


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("An Maes/les/Versie 9/les.ipynb", "An Maes/les/Versie 10/les.ipynb"),
        ("les.ipynb", "les (1).ipynb"),
        ("maesan_101_9001_les.ipynb", "maesan_101_9001_les-1.ipynb"),
    ],
)
def test_of_equally_full_versions_of_one_moment_the_highest_number_counts_whatever_came_in_first(
    first: str, later: str
) -> None:
    pieces = Piece("een", "een.ipynb", first, stamp(EARLY), 500), Piece("twee", "twee.ipynb", later, stamp(EARLY), 500)
    assert Received(pieces).counting(DUE).code == "twee"
    assert Received(pieces[::-1]).counting(DUE).code == "twee"


def test_what_replaces_or_stays_says_truly_which_came_first(released: Workspace, tmp_path: Path) -> None:
    hand_in(released, tmp_path, "r36", 90, LATE)
    (receipt,) = hand_in(released, tmp_path, "r36", 50, EARLY)
    assert receipt.remark.startswith(
        "vervangt de versie van za 19-12-2026 01:59, die na de deadline kwam (1079 tekens tegen 599)."
    )
    hand_in(released, tmp_path, "r37", 50, EARLY)
    (receipt,) = hand_in(released, tmp_path, "r37", 90, EARLY - timedelta(hours=1))
    assert receipt.remark.startswith("vervangt een latere versie (599 tekens tegen 1079).")
    same = tmp_path / "tegelijk"
    same.mkdir()
    for number, word in (("2", "Mijn woord. "), ("1", "Jouw woord. ")):
        file = same / f"r38_{ASSIGNMENT}-{number}.ipynb"
        file.write_text(filled(released, 50, EARLY.isoformat()).replace("Mijn woord. ", word), encoding="utf-8")
        os.utime(file, (EARLY.timestamp(), EARLY.timestamp()))

    def said() -> list[str]:
        found = collect(released, ASSIGNMENT, same, "inlevering")
        return [each.remark for each in found if each.remark and each.student == "r38"]

    (replaced,) = said()
    assert replaced.startswith("vervangt een eerdere versie (599 tekens tegen 599)."), "the second, of the same moment"
    (file,) = same.glob("*-1.ipynb")
    other = file.rename(same / f"r38_{ASSIGNMENT}.ipynb")
    other.write_text(other.read_text(encoding="utf-8").replace("Jouw", "Haar"), encoding="utf-8")
    os.utime(other, (EARLY.timestamp(), EARLY.timestamp()))
    (stays,) = said()
    assert stays.startswith("er was al een even volle versie van hetzelfde moment (599 tekens); die blijft gelden.")


def test_a_moment_is_written_and_read_to_the_second() -> None:
    assert parse_stamp(stamp(DUE)) == DUE
    assert stamp(DUE.astimezone(timezone(timedelta(hours=5)))) == "2026-12-18 22:59:00.000000 UTC"
    with pytest.raises(GradingError) as refused:
        parse_stamp("gisteren")
    assert str(refused.value) == (
        "timestamp.txt: verwacht wordt een moment, gevonden 'gisteren'. Haal de inzending opnieuw op."
    )


def given_out(folder: Path) -> None:
    (folder / "klas.csv").write_text(
        f"id,naam\n{ME},Ik Zelf\n" + "".join(f"r{n},Stu{n} Dent{n}\n" for n in range(1, 40)), encoding="utf-8"
    )
    workspace = create("klein", folder / "klas.csv", folder)
    text = f'tijdzone = "Europe/Brussels"\n[inleveren]\n"{ASSIGNMENT}" = "2026-12-18 23:59"\n'
    (workspace.root / "kalender.toml").write_text(text, encoding="utf-8")
    release(workspace, ASSIGNMENT)


@pytest.fixture(scope="module")
def released(made_once: Made) -> Workspace:
    return open_workspace(made_once("uitgegeven", given_out) / "klein")


def filled(workspace: Workspace, words: int, receipt: str = "") -> str:
    notebook = read_notebook(workspace.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    for cell in notebook["cells"]:
        if cell["id"] == "reflectie" and words:
            cell["source"] = "Mijn woord. " * words
        cell["source"] = source(cell)
    notebook["metadata"]["sowcourse"]["receipt"] = {"code": "x", "moment": receipt}
    return json.dumps(notebook)


def hand_in(workspace: Workspace, folder: Path, student: str, words: int, moment: datetime) -> list[Receipt]:
    lms = folder / f"{student}-{words}-{moment:%d%H%M}"
    lms.mkdir(exist_ok=True)
    file = lms / f"{student}_{ASSIGNMENT}.ipynb"
    file.write_text(filled(workspace, words, moment.isoformat()), encoding="utf-8")
    os.utime(file, (moment.timestamp(), moment.timestamp()))
    found = collect(workspace, ASSIGNMENT, lms, "inlevering")  # a file after the deadline alone is no proof
    return [each for each in found if each.student == student]  # of another test's students something is told too


def kept(workspace: Workspace, student: str) -> list[int]:
    return [each.written for each in read_received(workspace, ASSIGNMENT, student).pieces]


def test_the_same_answers_after_the_deadline_keep_the_first_moment(released: Workspace, tmp_path: Path) -> None:
    hand_in(released, tmp_path, "r1", 50, EARLY)
    (receipt,) = hand_in(released, tmp_path, "r1", 50, LATE)
    assert (receipt.remark, receipt.accepted) == ("", True), "a new receipt inside makes other bytes, not other answers"
    assert received_at(released, ASSIGNMENT)["r1"] == EARLY
    assert len(kept(released, "r1")) == 1


def test_who_handed_in_only_what_jupyter_hides_is_named_and_beside_a_notebook_it_is_not(
    released: Workspace, tmp_path: Path
) -> None:
    lms, work = tmp_path / "lms", filled(released, 50, EARLY.isoformat())
    for student in ("r1", "r2"):
        (lms / student / ".ipynb_checkpoints").mkdir(parents=True)
        (lms / student / ".ipynb_checkpoints" / "les-checkpoint.ipynb").write_text(work, encoding="utf-8")
    (lms / "r1" / "les.ipynb").write_text(work, encoding="utf-8")
    told = [receipt for receipt in collect(released, ASSIGNMENT, lms, "inlevering") if not receipt.accepted]
    assert [(receipt.student, receipt.name) for receipt in told] == [
        ("r2", "r2/.ipynb_checkpoints/les-checkpoint.ipynb")
    ]
    assert "alleen de kopie die Jupyter voor zichzelf bewaart, geen notebook («les-checkpoint.ipynb»)" in told[0].remark
    assert not kept(released, "r2")


def test_a_file_of_nothing_but_zeros_is_no_fault_of_the_student() -> None:
    with pytest.raises(ValueError, match="alleen nullen: het was niet af toen het bewaard of gesynchroniseerd werd"):
        read_submission(b"\0" * 4096)
    with pytest.raises(ValueError, match="dit bestand is leeg"):
        read_submission(b"")


def test_a_fuller_version_after_the_deadline_does_not_make_the_one_in_time_late(
    released: Workspace, tmp_path: Path
) -> None:
    hand_in(released, tmp_path, "r2", 50, EARLY)
    (receipt,) = hand_in(released, tmp_path, "r2", 90, LATE)
    assert not receipt.accepted
    for words in (
        "kwam na de deadline van vr 18-12-2026 23:59 (Europe/Brussels)",
        "de versie van vr 18-12-2026 18:59 was op tijd en blijft gelden (599 tekens tegen 1079)",
        "Beide zijn bewaard. Kiezen doe je met 'sowcourse choose 5-politiserend r2'.",
    ):
        assert words in receipt.remark
    assert received_at(released, ASSIGNMENT)["r2"] == EARLY
    assert kept(released, "r2") == [599, 1079]

    assert choose(released, ASSIGNMENT, "r2", 2).moment == LATE
    assert received_at(released, ASSIGNMENT)["r2"] == LATE
    (again,) = hand_in(released, tmp_path, "r2", 120, LATER)
    assert "jij koos eerder een andere versie; die blijft gelden." in again.remark
    hand_in(released, tmp_path, "r2", 50, EARLY)
    assert received_at(released, ASSIGNMENT)["r2"] == LATE, "collecting everything again changes no choice"
    assert choose(released, ASSIGNMENT, "r2", 0).moment == EARLY
    with pytest.raises(GradingError, match=r"r2: versie 4 is er niet\. Kies een nummer van 1 tot 3"):
        choose(released, ASSIGNMENT, "r2", 4)


def test_an_emptier_version_does_not_replace_whenever_it_comes(released: Workspace, tmp_path: Path) -> None:
    hand_in(released, tmp_path, "r3", 50, EARLY)
    for moment in (EARLY + timedelta(hours=1), LATE):
        (receipt,) = hand_in(released, tmp_path, "r3", 10 + moment.hour, moment)
        assert not receipt.accepted
        assert "blijft gelden" in receipt.remark
    assert received_at(released, ASSIGNMENT)["r3"] == EARLY
    assert len(kept(released, "r3")) == 3


def test_what_was_late_and_fuller_replaces_what_was_empty_and_says_that_it_was_late(
    released: Workspace, tmp_path: Path
) -> None:
    hand_in(released, tmp_path, "r4", 0, EARLY)
    (receipt,) = hand_in(released, tmp_path, "r4", 50, LATE)
    assert receipt.accepted
    assert "vervangt een eerdere versie (0 tekens tegen" in receipt.remark
    assert "en kwam na de deadline van vr 18-12-2026 23:59 (Europe/Brussels). Beide zijn bewaard." in receipt.remark
    assert received_at(released, ASSIGNMENT)["r4"] == LATE


def test_an_extension_lets_the_fuller_version_count_and_says_so(released: Workspace, tmp_path: Path) -> None:
    hand_in(released, tmp_path, "r5", 50, EARLY)
    hand_in(released, tmp_path, "r5", 90, LATE)
    extend(released.root / "kalender.toml", "r5", ASSIGNMENT, "2026-12-20 12:00")
    (tmp_path / "leeg").mkdir()
    nothing, receipt = collect(released, ASSIGNMENT, tmp_path / "leeg")
    assert nothing.remark.startswith("hierin staat geen enkel bestand dat werk van een student kan zijn.")
    assert receipt.student == "r5"
    assert receipt.remark.startswith("door de deadline in kalender.toml telt nu de versie van za 19-12-2026 01:59")
    assert received_at(released, ASSIGNMENT)["r5"] == LATE
    assert settle(released, ASSIGNMENT, "r5") is None


def test_a_moment_in_the_file_name_is_when_it_was_handed_in(released: Workspace, tmp_path: Path) -> None:
    lms = tmp_path / "lms"
    lms.mkdir()
    for name in ("Opdracht_r12_attempt_2026-12-18-23-58-59_x.ipynb", "Opdracht_r13_poging_2026-06-19-10-00-00_x.ipynb"):
        (lms / name).write_text(filled(released, 5), encoding="utf-8")
    assert [receipt.remark for receipt in collect(released, ASSIGNMENT, lms)] == ["", ""]
    found = received_at(released, ASSIGNMENT)
    assert found["r12"] == DUE - timedelta(seconds=1)
    assert found["r13"] == datetime(2026, 6, 19, 8, tzinfo=UTC)


def test_a_zip_whose_files_all_carry_one_moment_is_told_apart(released: Workspace, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lms.zip", "w") as archive:
        for number in (14, 15, 16):
            name = zipfile.ZipInfo(f"r{number}_x.ipynb", (2026, 12, 20, 9, 0, number))
            archive.writestr(name, filled(released, number))
    (released.root / MEMORY).unlink(missing_ok=True)
    told = collect(released, ASSIGNMENT, tmp_path / "lms.zip")
    assert [receipt.student for receipt in told] == ["r14", "r15", "r16", ""]
    assert "de bestanden dragen zo 20-12-2026" in told[-1].remark
    assert "dat kan het moment van je download zijn. Niemand is daarom te laat." in told[-1].remark


def test_a_file_that_a_person_put_in_place_is_kept_and_goes_on_counting(released: Workspace, tmp_path: Path) -> None:
    hand_in(released, tmp_path, "r6", 50, EARLY)
    (released.root / "submitted" / "r6" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").write_text(
        filled(released, 7), encoding="utf-8"
    )
    hand_in(released, tmp_path, "r6", 60, EARLY)
    notebook = read_notebook(released.root / "submitted" / "r6" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    assert "Mijn woord. " * 7 in [source(cell) for cell in notebook["cells"]]
    assert len(kept(released, "r6")) == 3


def test_a_lecturer_sees_every_version_with_its_moment_and_chooses(
    released: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def status(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["sowcourse", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out = "".join(capsys.readouterr())
        return int(ended.value.code or 0), " ".join(out.split())

    monkeypatch.setattr(console, "_width", 200)  # setting `width` would keep it for who comes after
    hand_in(released, tmp_path, "r7", 50, EARLY)
    hand_in(released, tmp_path, "r7", 90, LATE)
    monkeypatch.chdir(released.root)
    code, said = status("choose", ASSIGNMENT, "r7")
    assert code == 0
    assert "vr 18-12-2026 18:59" in said
    assert "za 19-12-2026 01:59 (te laat)" in said
    assert "Deadline van deze student: vr 18-12-2026 23:59 (Europe/Brussels)." in said
    code, said = status("choose", ASSIGNMENT, "r7", "2")
    assert code == 0
    assert "ja, gekozen" in said
    assert f"sowcourse grade {ASSIGNMENT}" in said
    assert received_at(released, ASSIGNMENT)["r7"] == LATE
    code, said = status("choose", ASSIGNMENT, "niemand")
    assert (code, "er is niets ingeleverd voor 5-politiserend" in said) == (1, True)


def test_in_the_exchange_every_version_is_seen_and_no_link_is_followed(
    released: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbound = released.exchange / released.name / "inbound"
    monkeypatch.setattr("sowcourse.submissions.arrival._changed", lambda state: EARLY)

    def put(student: str, moment: datetime, words: int) -> Path:
        folder = inbound / f"{student}+{ASSIGNMENT}+{stamp(moment)}+{words:020}"
        folder.mkdir()
        (folder / f"{ASSIGNMENT}.ipynb").write_text(filled(released, words), encoding="utf-8")
        (folder / "timestamp.txt").write_text(stamp(moment), encoding="utf-8")
        (folder / "submission_secret.txt").write_text(f"geheim {words}", encoding="utf-8")
        return folder

    put(ME, EARLY, 50)
    put(ME, LATE, 10)
    put("vreemd", EARLY, 10)
    secret = tmp_path / "geheim.ipynb"
    secret.write_text(filled(released, 400), encoding="utf-8")
    link = put(ME, LATER, 1)
    (link / f"{ASSIGNMENT}.ipynb").unlink()
    (link / f"{ASSIGNMENT}.ipynb").symlink_to(secret)
    (inbound / f"r10+{ASSIGNMENT}+{stamp(EARLY)}+x").symlink_to(put("r11", EARLY, 30), target_is_directory=True)

    receipts = [(receipt.student, receipt.accepted, receipt.remark) for receipt in collect(released, ASSIGNMENT, None)]
    told = {
        "": (ME, True),
        "kwam na de deadline": (ME, False),
        "dit kan niet worden geopend (het is een verwijzing)": (ME, False),
        "staat niet op de klaslijst": ("vreemd", False),
        f"ingeleverd door {ME} op naam van r11": ("r11", False),
        "dit is geen map": ("r10", False),
    }
    for remark, (student, accepted) in told.items():
        assert [r[:2] for r in receipts if r[2] == remark or (remark and remark in r[2])] == [(student, accepted)]
    found = received_at(released, ASSIGNMENT)
    assert found[ME] == EARLY, "nbgrader itself would have taken the last one"
    assert not {"r10", "r11", "vreemd"} & set(found)
    submitted = released.root / "submitted" / ME / ASSIGNMENT
    assert (submitted / "submission_secret.txt").read_text("utf-8") == "geheim 50"
    again = collect(released, ASSIGNMENT, None)
    assert not any(receipt.accepted for receipt in again), "what was seen is not told again"
    assert len(again) == 4, "what was refused is"


# One version ---------------------------------------------------------------------------------------------------------


def version(workspace: Workspace, words: int, moment: datetime, **more: object) -> tuple[Piece, bytes]:
    """What came in, with so many words."""
    content = filled(workspace, words).encode()
    code = receipt_code(read_submission(content)["cells"])
    return replace(Piece(code, "", f"van\\{words} woorden.ipynb", stamp(moment), words), **more), content  # type: ignore[arg-type]


def submitted(workspace: Workspace, student: str) -> Path:
    return workspace.root / "submitted" / student / ASSIGNMENT


def beside(folder: Path) -> dict[str, str]:
    """What stands beside a notebook in `submitted/`."""
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.suffix != ".ipynb"}


def test_a_version_is_kept_once_in_the_order_in_which_it_came(released: Workspace) -> None:
    late, early = version(released, 20, LATE), version(released, 10, EARLY)
    keep(released, ASSIGNMENT, "r20", *late)
    found = keep(released, ASSIGNMENT, "r20", *early)
    assert [(each.written, each.moment) for each in found.pieces] == [(10, EARLY), (20, LATE)]
    again = keep(released, ASSIGNMENT, "r20", replace(early[0], stamp=stamp(LATER)), early[1])
    assert again == found == read_received(released, ASSIGNMENT, "r20"), "the same answers keep the first moment"
    folder = released.root / "ontvangen" / ASSIGNMENT / "r20"
    for each, (_, content) in zip(found.pieces, (early, late), strict=True):
        assert (folder / each.file).read_bytes() == content
        assert each.file.partition("-")[2] == f"{each.written} woorden.ipynb", "its own name, without where it lay"
        assert is_as_it_came(released, ASSIGNMENT, "r20", content)
    assert not is_as_it_came(released, ASSIGNMENT, "r20", early[1] + b" ")
    assert gone(released, ASSIGNMENT, "r20") == []
    (folder / found.pieces[0].file).unlink()
    assert gone(released, ASSIGNMENT, "r20") == [found.pieces[0]]


def test_a_moment_that_is_sure_takes_the_place_of_one_that_is_not_and_never_the_other_way(released: Workspace) -> None:
    piece, content = version(released, 10, LATE, unsure=True)
    keep(released, ASSIGNMENT, "r21", piece, content)
    sure = replace(piece, stamp=stamp(EARLY), unsure=False)
    (found,) = keep(released, ASSIGNMENT, "r21", sure, content).pieces
    assert (found.moment, found.unsure) == (EARLY, False)
    (found,) = keep(released, ASSIGNMENT, "r21", piece, content).pieces
    assert (found.moment, found.unsure) == (EARLY, False)


def test_an_index_that_cannot_be_read_is_named_with_what_would_be_lost(released: Workspace) -> None:
    file = released.root / "ontvangen" / ASSIGNMENT / "r22" / "ontvangst.json"
    file.parent.mkdir(parents=True)
    for harm in ("{", "[]", '{"pieces": [{"a": 1}], "chosen": ""}', '{"pieces": []}'):
        file.write_text(harm, encoding="utf-8")
        with pytest.raises(GradingError) as refused:
            read_received(released, ASSIGNMENT, "r22")
        assert str(refused.value) == (
            f"{file}: dit bestand is beschadigd. Zet een vorige versie terug uit je reservekopie, of wis het: de "
            "notebooks ernaast en wat nu telt, blijven, maar hun momenten en jouw keuze zijn dan weg."
        )
    file.unlink()
    assert read_received(released, ASSIGNMENT, "r22") == Received(())
    assert settle(released, ASSIGNMENT, "r22") is None
    assert not submitted(released, "r22").exists()


def test_what_counts_is_put_in_place_once_with_where_and_when_it_came(released: Workspace) -> None:
    piece, content = version(released, 10, EARLY, secret="geheim")
    (kept_piece,) = keep(released, ASSIGNMENT, "r23", piece, content).pieces
    assert settle(released, ASSIGNMENT, "r23") == kept_piece
    folder = submitted(released, "r23")
    assert (folder / f"{ASSIGNMENT}.ipynb").read_bytes() == content
    told = {"timestamp.txt": stamp(EARLY), "herkomst.txt": piece.origin, "submission_secret.txt": "geheim"}
    assert beside(folder) == told
    assert settle(released, ASSIGNMENT, "r23") is None
    fuller, content = version(released, 20, EARLY + timedelta(hours=1))
    keep(released, ASSIGNMENT, "r23", fuller, content)
    put = settle(released, ASSIGNMENT, "r23")
    assert put is not None
    assert put.written == 20
    assert (folder / f"{ASSIGNMENT}.ipynb").read_bytes() == content
    assert beside(folder) == {"timestamp.txt": fuller.stamp, "herkomst.txt": fuller.origin}, "another secret is not his"


def test_of_a_moment_that_nobody_knows_nobody_is_late_and_it_is_said_beside_the_work(released: Workspace) -> None:
    piece, content = version(released, 10, LATER, unsure=True, by_file=True)
    keep(released, ASSIGNMENT, "r24", piece, content)
    settle(released, ASSIGNMENT, "r24")
    folder = submitted(released, "r24")
    told = "Het moment in het bestand kan dat van een download zijn. Niemand is daardoor te laat.\n"
    assert beside(folder) == {"timestamp.txt": stamp(DUE), "herkomst.txt": piece.origin, "moment-onzeker.txt": told}
    reconsider(released, ASSIGNMENT, unsure=False)
    settle(released, ASSIGNMENT, "r24")
    assert beside(folder) == {"timestamp.txt": stamp(LATER), "herkomst.txt": piece.origin}
    reconsider(released, ASSIGNMENT, unsure=True)
    assert read_received(released, ASSIGNMENT, "r24").pieces[0].unsure
    early, content = version(released, 20, EARLY, unsure=True)
    keep(released, ASSIGNMENT, "r24", early, content)
    settle(released, ASSIGNMENT, "r24")
    assert beside(folder)["timestamp.txt"] == stamp(EARLY), "before the deadline it is as the file says"
    reconsider(released, ASSIGNMENT, unsure=False)
    pieces = read_received(released, ASSIGNMENT, "r24").pieces
    assert [each.unsure for each in pieces] == [True, False], "only what a file told is looked at again"


def test_a_version_of_which_the_file_is_gone_counts_as_long_as_it_stands_in_place(released: Workspace) -> None:
    full, content = version(released, 20, EARLY)
    less, other = version(released, 10, EARLY)
    pieces = keep(released, ASSIGNMENT, "r25", full, content).pieces
    keep(released, ASSIGNMENT, "r25", less, other)
    settle(released, ASSIGNMENT, "r25")
    (released.root / "ontvangen" / ASSIGNMENT / "r25" / pieces[0].file).unlink()
    assert settle(released, ASSIGNMENT, "r25") is None
    notebook = submitted(released, "r25") / f"{ASSIGNMENT}.ipynb"
    assert notebook.read_bytes() == content
    notebook.write_text("kapot", encoding="utf-8")
    put = settle(released, ASSIGNMENT, "r25")
    assert put is not None
    assert (put.code, notebook.read_bytes()) == (less.code, other), "else the best of what is left"


def test_a_choice_that_cannot_be_is_refused_and_changes_nothing(released: Workspace) -> None:
    with pytest.raises(GradingError) as refused:
        choose(released, ASSIGNMENT, "r26", 1)
    told = f"r26: er is niets ingeleverd voor {ASSIGNMENT}. Controleer het studentnummer."
    assert str(refused.value) == told
    for words, moment in ((20, EARLY), (10, LATE)):
        keep(released, ASSIGNMENT, "r26", *version(released, words, moment))
    for number in (-1, 3):
        with pytest.raises(GradingError) as refused:
            choose(released, ASSIGNMENT, "r26", number)
        assert str(refused.value) == f"r26: versie {number} is er niet. Kies een nummer van 1 tot 2."
    assert read_received(released, ASSIGNMENT, "r26").chosen == ""
    assert choose(released, ASSIGNMENT, "r26", 2).written == 10
    assert read_received(released, ASSIGNMENT, "r26").chosen == version(released, 10, LATE)[0].code
    assert beside(submitted(released, "r26"))["timestamp.txt"] == stamp(LATE)
    keep(released, ASSIGNMENT, "r26", *version(released, 15, LATER))
    assert read_received(released, ASSIGNMENT, "r26").chosen == version(released, 10, LATE)[0].code, "whatever comes"
    assert choose(released, ASSIGNMENT, "r26", 1).written == 20
    assert choose(released, ASSIGNMENT, "r26", 0).written == 20
    assert read_received(released, ASSIGNMENT, "r26").chosen == ""


def test_who_takes_a_choice_back_is_told_what_counts_by_the_deadline_of_that_student(released: Workspace) -> None:
    for student in ("r29", "r30"):
        for words, moment in ((10, EARLY), (20, LATE)):
            keep(released, ASSIGNMENT, student, *version(released, words, moment))
        assert choose(released, ASSIGNMENT, student, 2).written == 20
    extend(released.root / "kalender.toml", "r30", ASSIGNMENT, "2026-12-20 12:00")
    assert choose(released, ASSIGNMENT, "r29", 0).written == 10
    assert choose(released, ASSIGNMENT, "r30", 0).written == 20
    stood = {student: beside(submitted(released, student))["timestamp.txt"] for student in ("r29", "r30")}
    assert stood == {"r29": stamp(EARLY), "r30": stamp(LATE)}


# What came beside it -------------------------------------------------------------------------------------------------


def test_what_came_beside_the_version_that_counts_stands_beside_it_and_nothing_of_before(released: Workspace) -> None:
    full, content = version(released, 20, EARLY)
    less, other = version(released, 10, EARLY)
    keep(released, ASSIGNMENT, "r27", full, content)
    keep(released, ASSIGNMENT, "r27", less, other)
    first = {"foto.png": b"1", "map/diep/data.csv": b"2", "../uit.txt": b"3", "timestamp.txt": b"4"}
    assert keep_beside(released, ASSIGNMENT, "r27", full.code, first) == ""
    assert keep_beside(released, ASSIGNMENT, "r27", less.code, {"ander.png": b"5"}) == ""
    settle(released, ASSIGNMENT, "r27")
    folder = submitted(released, "r27")
    assert handed_in_beside(folder) == {"foto.png": b"1", "map/diep/data.csv": b"2"}
    assert (folder / "timestamp.txt").read_text(encoding="utf-8") == stamp(EARLY), "ours"
    kept_folder = released.root / "ontvangen" / ASSIGNMENT / "r27"
    assert not (kept_folder / "uit.txt").exists(), "nothing gets outside"
    assert keep_beside(released, ASSIGNMENT, "r27", full.code, {"foto.png": b"6"}) == ""
    assert handed_in_beside(folder) == {"foto.png": b"6"}, "at once, for it counts"
    (folder / ".verborgen").write_text("x", encoding="utf-8")
    (folder / "koppeling").symlink_to(kept_folder / "ontvangst.json")
    assert handed_in_beside(folder) == {"foto.png": b"6"}
    (folder / f"{ASSIGNMENT}.ipynb").write_text("kapot", encoding="utf-8")
    assert keep_beside(released, ASSIGNMENT, "r27", full.code, {"foto.png": b"7"}) == ""
    assert handed_in_beside(folder) == {"foto.png": b"6"}, "beside what nobody can read nothing changes"


def test_more_beside_a_notebook_than_is_kept_is_said_and_nothing_of_it_is_kept(
    released: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sowcourse.submissions.received.MOST_BESIDE", 2_000_000)
    half = b"x" * 1_000_000
    assert keep_beside(released, ASSIGNMENT, "r28", "abc", {"a": half, "b": half}) == ""
    assert keep_beside(released, ASSIGNMENT, "r28", "abc", {"a": half, "b": half, "c": b"x"}) == (
        "naast het notebook staat meer dan 2 MB aan bestanden; er wordt zonder die bestanden nagekeken."
    )
    folder = released.root / "ontvangen" / ASSIGNMENT / "r28" / "abc"
    assert sorted(file.name for file in folder.iterdir()) == ["a", "b"], "what was kept before stays"


# By the exchange -----------------------------------------------------------------------------------------------------


@pytest.fixture
def inbound(released: Workspace) -> Iterator[Path]:
    """Where students put their work, and all that came of it, empty before and after."""

    def empty() -> None:
        for place in (
            *(released.exchange / released.name / "inbound").iterdir(),
            *(released.root / "ontvangen" / ASSIGNMENT).glob("*"),
            *(released.root / "submitted").glob("*"),
        ):
            place.unlink() if place.is_symlink() else shutil.rmtree(place)

    empty()
    yield released.exchange / released.name / "inbound"
    empty()


def put(workspace: Workspace, moment: datetime, words: int, account: str = ME, tail: str = "x") -> Path:
    """A hand-in as nbgrader leaves it."""
    folder = workspace.exchange / workspace.name / "inbound" / f"{account}+{ASSIGNMENT}+{stamp(moment)}+{tail}"
    folder.mkdir()
    (folder / f"{ASSIGNMENT}.ipynb").write_text(filled(workspace, words), encoding="utf-8")
    (folder / "timestamp.txt").write_text(stamp(moment), encoding="utf-8")
    return folder


def told(workspace: Workspace) -> list[tuple[str, str, bool, str]]:
    found = receive_exchange(workspace, ASSIGNMENT)
    return [(each.name, each.student, each.accepted, each.remark) for each in found]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let the file system know this moment of everything that lies there."""

    def knows(moment: datetime) -> None:
        monkeypatch.setattr("sowcourse.submissions.arrival._changed", lambda state: moment)

    knows(EARLY)
    return knows


def test_what_came_by_the_exchange_is_kept_once_with_its_secret_and_what_lay_beside_it(
    released: Workspace, inbound: Path, disk: Callable[[datetime], None]
) -> None:
    folder = put(released, EARLY, 10)
    (folder / "submission_secret.txt").write_text("geheim", encoding="utf-8")
    (folder / "foto.png").write_bytes(b"1")
    (folder / "lees-mij.html").write_bytes(b"2")
    assert told(released) == [(f"uitwisseling: {ME}", ME, True, "")]
    (piece,) = read_received(released, ASSIGNMENT, ME).pieces
    assert (piece.stamp, piece.secret, piece.by_file, piece.unsure) == (stamp(EARLY), "geheim", False, False)
    assert (
        piece.origin == f"{folder.name[:57]}…/{ASSIGNMENT}.ipynb" or piece.origin == f"{folder.name}/{ASSIGNMENT}.ipynb"
    )
    assert handed_in_beside(submitted(released, ME)) == {"foto.png": b"1", "lees-mij.html": b"2"}
    assert told(released) == [], "what was seen is not told again"
    put(released, EARLY + timedelta(hours=1), 5)
    put(released, EARLY - timedelta(hours=1), 20, tail="y")
    disk(EARLY - timedelta(hours=1))
    (first, second) = told(released)
    assert (first[2], "vervangt een latere versie (119 tekens tegen 239)" in first[3]) == (True, True)
    assert (second[2], "er was al een vollere versie" in second[3]) == (False, True)
    assert [each.written for each in read_received(released, ASSIGNMENT, ME).pieces] == [239, 119, 59]


def test_whose_an_account_is_stands_on_the_class_list_or_it_is_nobody_s(
    released: Workspace, inbound: Path, disk: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(released, EARLY, 10)
    put(released, EARLY, 10, "vreemd")
    one, two = Student(ME, "Ik", "Zelf", "", ("vreemd",)), Student("r2", "Bo", "Smit", "", ("vreemd",))
    unknown = "staat niet op de klaslijst. Zet deze student erbij ('sowcourse cohort roster') of laat het zo."
    assert told(released)[-1] == ("uitwisseling: vreemd", "vreemd", False, unknown)
    monkeypatch.setattr(Workspace, "students", lambda self: {ME: one, "r2": two})
    several = "staat bij meer dan één student op de klaslijst. Laat deze naam bij één van hen staan."
    assert told(released) == [("uitwisseling: vreemd", "vreemd", False, several)]
    monkeypatch.setattr(Workspace, "students", lambda self: {"r39": Student("r39", "Ik", "Zelf", "", (ME,))})
    assert told(released)[0] == (f"uitwisseling: {ME}", "r39", True, "")
    assert len(read_received(released, ASSIGNMENT, "r39").pieces) == 1


def asking(*texts: str) -> dict[str, object]:
    """A notebook that names no assignment."""
    cells = [
        {"cell_type": "markdown", "id": f"vraag-{n}", "metadata": {}, "source": text} for n, text in enumerate(texts)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def test_what_came_first_is_looked_at_first_whoever_it_is_of(
    released: Workspace, inbound: Path, disk: Callable[[datetime], None]
) -> None:
    put(released, EARLY + timedelta(hours=1), 10, "aa")
    put(released, EARLY, 10, "zz")
    put(released, EARLY, 10, "bb")
    put(released, EARLY + timedelta(hours=2), 10)
    found = told(released)
    assert [student for _, student, _, _ in found] == ["bb", "zz", "aa", ME]
    assert found[-1][2], "who is on no list stops nobody"


def test_what_is_handed_in_for_another_is_refused_with_who_did_it(
    released: Workspace, inbound: Path, disk: Callable[[datetime], None]
) -> None:
    put(released, EARLY, 10, "r11")
    sentence = f"dit is ingeleverd door {ME} op naam van r11. Vraag beiden wat er gebeurde."
    assert told(released) == [("uitwisseling: r11", "r11", False, sentence)]
    assert read_received(released, ASSIGNMENT, "r11") == Received(())


def test_what_one_student_hands_in_takes_nothing_of_what_another_may(
    released: Workspace, inbound: Path, disk: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sowcourse.submissions.arrival.Arrival._must_own", lambda self, state: None)
    monkeypatch.setattr("sowcourse.budget.SUBMISSION_FILES", 2)
    put(released, EARLY, 10, "r11")
    put(released, EARLY + timedelta(seconds=1), 20, "r12")
    assert [(student, accepted) for _, student, accepted, _ in told(released)] == [("r11", True), ("r12", True)]


def test_a_notebook_of_something_else_is_refused_with_where_it_belongs(
    released: Workspace, inbound: Path, disk: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = EARLY.timestamp() + 61
    monkeypatch.setattr("sowcourse.submissions.exchange.time", SimpleNamespace(time=lambda: later))
    file = put(released, EARLY, 10) / f"{ASSIGNMENT}.ipynb"
    file.write_text(json.dumps(asking("Wat is een brug?")), encoding="utf-8")
    refused = (f"uitwisseling: {ME}", ME, False)
    told_of_none = f"dit notebook hoort niet bij {ASSIGNMENT}. Vraag de student om het juiste bestand."
    assert told(released) == [(*refused, told_of_none)]
    asked: list[object] = []
    wijk = asking("Wat is een wijk?", "Wie woont er?")
    monkeypatch.setattr(
        "sowcourse.submissions.exchange.other_tasks", lambda *words: asked.append(words) or {"wijk": wijk}
    )
    file.write_text(json.dumps(wijk), encoding="utf-8")
    assert told(released) == [(*refused, "dit notebook hoort bij wijk. Haal het op met 'sowcourse collect wijk'.")]
    assert asked == [(released, ASSIGNMENT)]
    assert read_received(released, ASSIGNMENT, ME) == Received(())


def test_two_things_that_are_told_of_one_version_are_two_sentences(
    released: Workspace, inbound: Path, disk: Callable[[datetime], None]
) -> None:
    put(released, EARLY, 10)
    told(released)
    put(released, EARLY + timedelta(hours=1), 20)
    ((_, _, accepted, remark),) = told(released)
    assert accepted
    assert remark == (
        "vervangt een eerdere versie (119 tekens tegen 239). Beide zijn bewaard. Het notebook zegt zelf dat het "
        "vr 18-12-2026 19:59 is ingeleverd; volgens de schijf kwam het vr 18-12-2026 18:59 binnen. Het latere moment "
        "telt. Is de uitwisselingsmap verplaatst of teruggezet? Geef dan uitstel (sowcourse extend)."
    )


def test_where_there_is_no_exchange_it_is_said_how_to_collect(
    released: Workspace, inbound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sowcourse.submissions.exchange.os", SimpleNamespace(name="nt"))
        with pytest.raises(GradingError) as refused:
            receive_exchange(released, ASSIGNMENT)
    assert str(refused.value) == "Onder Windows werkt de uitwisselingsmap van nbgrader niet. Haal op met --van."
    inbound.rename(inbound.with_name("weg"))
    try:
        with pytest.raises(GradingError) as refused:
            receive_exchange(released, ASSIGNMENT)
    finally:
        inbound.with_name("weg").rename(inbound)
    assert str(refused.value) == (
        f"{inbound}: de uitwisselingsmap is er niet. Haal op met --van, of geef de opdracht uit."
    )


@pytest.mark.parametrize(
    ("content", "seconds", "busy"),
    [
        ('{"cells": [', 59, True),
        ("  {", 0, True),
        ("", 59, True),
        ("", 60, False),
        ('{"cells": [', 60, False),
        ("PK", 0, False),
    ],
)
def test_what_may_still_be_on_its_way_is_told_so_for_a_minute(
    content: str,
    seconds: int,
    busy: bool,
    released: Workspace,
    inbound: Path,
    disk: Callable[[datetime], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = put(released, EARLY, 10)
    (folder / f"{ASSIGNMENT}.ipynb").write_text(content, encoding="utf-8")
    now = EARLY.timestamp() + seconds
    monkeypatch.setattr("sowcourse.submissions.exchange.time", SimpleNamespace(time=lambda: now))
    ((name, student, accepted, remark),) = told(released)
    assert (name, student, accepted) == (f"uitwisseling: {ME}", ME, False)
    assert (remark == "dit wordt op dit moment ingeleverd. Haal over een minuut nog eens op.") is busy
    assert read_received(released, ASSIGNMENT, ME) == Received(())


@pytest.mark.parametrize(("seconds", "differs"), [(59, False), (60, True), (-59, False), (-60, True)])
def test_a_moment_that_differs_from_what_the_disk_knows_is_told_and_the_later_one_counts(
    seconds: int, differs: bool, released: Workspace, inbound: Path, disk: Callable[[datetime], None]
) -> None:
    put(released, EARLY, 10)
    disk(EARLY + timedelta(seconds=seconds))
    ((_, _, accepted, remark),) = told(released)
    assert accepted
    known = "vr 18-12-2026 19:00" if seconds == 60 else "vr 18-12-2026 18:58"
    assert remark == (
        f"zegt zelf dat het vr 18-12-2026 18:59 is ingeleverd; volgens de schijf kwam het {known} binnen. Het latere "
        "moment telt. Is de uitwisselingsmap verplaatst of teruggezet? Geef dan uitstel (sowcourse extend)."
        if differs
        else ""
    )
    (piece,) = read_received(released, ASSIGNMENT, ME).pieces
    assert piece.moment == EARLY + timedelta(seconds=max(seconds, 0))


def test_more_beside_it_than_is_kept_is_told_beside_the_notebook_that_is(
    released: Workspace, inbound: Path, disk: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sowcourse.submissions.received.MOST_BESIDE", 1)
    folder = put(released, EARLY, 10)
    (folder / "foto.png").write_bytes(b"12")
    (first, second) = told(released)
    assert first == (f"uitwisseling: {ME}", ME, True, "")
    assert second[:3] == (f"uitwisseling: {ME}", ME, False)
    assert second[3].endswith("er wordt zonder die bestanden nagekeken.")


def test_a_file_that_is_too_large_is_not_read_and_said_to_be(
    released: Workspace, inbound: Path, disk: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    size = (put(released, EARLY, 10) / f"{ASSIGNMENT}.ipynb").stat().st_size
    for most in (size - 1, size):
        monkeypatch.setattr("sowcourse.submissions.exchange.FILE", most)
        ((_, student, accepted, remark),) = told(released)
        assert (student, accepted) == (ME, most == size)
        assert remark.startswith("" if most == size else "dit bestand is groter dan 50 MB;")


@pytest.mark.parametrize(
    ("limit", "most", "kept_words"),
    [
        ("SUBMISSION_FILES", 3, [119]),
        ("SUBMISSION_FILES", 4, [119, 239]),
        ("SUBMISSION_BYTES", 1.5, [119]),
        ("SUBMISSION_BYTES", 2.5, [119, 239]),
        ("DELIVERY_BYTES", 1.5, [119]),
        ("DELIVERY_BYTES", 2.5, [119, 239]),
        ("DELIVERY_FILES", 1, [119]),
        ("DELIVERY_FILES", 2, [119, 239]),
    ],
)
def test_what_is_read_of_one_and_of_all_has_a_limit_that_is_told_once(
    limit: str,
    most: float,
    kept_words: list[int],
    released: Workspace,
    inbound: Path,
    disk: Callable[[datetime], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = (put(released, EARLY, 10) / f"{ASSIGNMENT}.ipynb").stat().st_size if limit.endswith("BYTES") else 1
    monkeypatch.setattr(f"sowcourse.budget.{limit}", int(most * size))
    if size == 1:
        put(released, EARLY, 10)
    put(released, EARLY + timedelta(seconds=1), 20)
    found = told(released)
    assert [each.written for each in read_received(released, ASSIGNMENT, ME).pieces] == kept_words
    over = [each for each in found if "meer" in each[3] and not each[2]]
    assert len(over) == 2 - len(kept_words)
    if over and limit == "DELIVERY_FILES":
        put(released, EARLY + timedelta(seconds=2), 30)
        assert len([each for each in told(released) if not each[2]]) == 1
