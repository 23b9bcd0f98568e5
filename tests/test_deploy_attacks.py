"""What `deploy/school` does as the administrator, where students may put things: tried without a hub."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import pwd
import tarfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

SCRIPT = Path(__file__).parents[1] / "deploy" / "school"


@pytest.fixture
def school() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("school", str(SCRIPT))
    spec = importlib.util.spec_from_loader("school", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_folder_of_a_class_is_not_taken_where_somebody_put_a_link(school: ModuleType, tmp_path: Path) -> None:
    """Else the administrator would open whatever the link leads to, and give it away."""
    home = tmp_path / "els"
    home.mkdir(mode=0o700)
    (tmp_path / "klas-b").symlink_to(home)
    with pytest.raises(school.Stop, match="van iemand anders"):
        school._give_place(tmp_path / "klas-b", pwd.getpwuid(os.geteuid()))
    assert home.stat().st_mode & 0o777 == 0o700
    school._give_place(tmp_path / "klas-c", pwd.getpwuid(os.geteuid()))
    assert (tmp_path / "klas-c").stat().st_mode & 0o777 == 0o755


def test_what_a_student_calls_a_gradebook_is_a_file_like_any_other(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is opened by the administrator: a file that is no database, or a pipe, would stop the backup of all."""
    office, student = tmp_path / "kantoor", tmp_path / "student"
    for folder in (office / "klassen" / "dag", student / "sowcourse" / "dag"):
        folder.mkdir(parents=True)
        (folder / "gradebook.db").write_bytes(b"geen databank")
    monkeypatch.setattr(school, "pwd", SimpleNamespace(getpwnam=lambda name: SimpleNamespace(pw_dir=str(office))))
    known = SimpleNamespace(classes={"dag": {}}, office=lambda name: f"kantoor-{name}")
    assert school._books(known, student / "sowcourse") == []
    assert school._books(known, office / "klassen") == [office / "klassen" / "dag" / "gradebook.db"]


def plain_school(folder: Path) -> Path:
    """The settings of a school without classes, set up in a folder."""
    (folder / "srv/sowcourse/hub").mkdir(parents=True)
    (folder / "srv/sowcourse/hub/proxy-geheim").write_text("p", encoding="utf-8")
    settings = folder / "school.toml"
    settings.write_text('adres = "http://127.0.0.1:8000"\n[klassen]\n', encoding="utf-8")
    return settings


def test_a_secret_of_the_environment_stands_in_no_unit(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody on a machine can read the units of systemd."""
    settings = plain_school(tmp_path)
    monkeypatch.setenv("SOWCOURSE_OIDC_GEHEIM", "niet-verder-vertellen")
    monkeypatch.setattr(school, "run", lambda *command, **how: None)
    school._units(school.School(tmp_path, settings))
    units = sorted((tmp_path / "etc/systemd/system").glob("*"))
    assert len(units) == 4
    assert [file.name for file in units if "niet-verder-vertellen" in file.read_text(encoding="utf-8")] == []
    hidden = tmp_path / "srv/sowcourse/hub/hub.env"
    assert 'SOWCOURSE_OIDC_GEHEIM="niet-verder-vertellen"' in hidden.read_text(encoding="utf-8")
    assert hidden.stat().st_mode & 0o777 == 0o600
    assert f"EnvironmentFile={hidden}" in (tmp_path / "etc/systemd/system/sowcourse-hub.service").read_text("utf-8")


def test_what_stands_in_a_setting_stays_one_word_of_a_unit(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a path with a space or a per cent sign would be another command, run by the administrator."""
    root = tmp_path / 'een "map" $HOME 100%'
    (root / "srv/sowcourse/hub").mkdir(parents=True)
    (root / "srv/sowcourse/hub/proxy-geheim").write_text("p", encoding="utf-8")
    settings = tmp_path / "school.toml"
    text = 'adres = "https://a.example"\ncertificaat = "/c er/t%.pem"\nsleutel = "/s l.key"\n[klassen]\n'
    settings.write_text(text, encoding="utf-8")
    monkeypatch.setenv("SOWCOURSE_OIDC_GEHEIM", 'a"b$c\\d`e')
    monkeypatch.setattr(school, "run", lambda *command, **how: None)
    school._units(school.School(root, settings))
    read = {file.name: file.read_text(encoding="utf-8") for file in (root / "etc/systemd/system").glob("*")}
    orders = [line for text in read.values() for line in text.splitlines() if line.startswith("ExecStart=")]
    assert len(orders) == 3
    assert all('een \\"map\\" $$HOME 100%%/' in order for order in orders), orders
    told = next(line for line in read["sowcourse-hub.service"].splitlines() if "SOWCOURSE_HUB=" in line)
    assert told == f'Environment="SOWCOURSE_HUB={tmp_path}/een \\"map\\" $HOME 100%%/srv/sowcourse/hub"'
    proxy = read["sowcourse-proxy.service"]
    assert "LoadCredential=certificaat:/c er/t%%.pem" in proxy
    assert '"--ssl-cert=%d/certificaat" "--ssl-key=%d/sleutel"' in proxy
    assert "User=sowcourse-proxy" in proxy, "whoever breaks in at the door is not the administrator"
    assert "OOMPolicy=continue" in read["sowcourse-hub.service"], "a kernel that takes too much ends alone"
    hidden = (root / "srv/sowcourse/hub/hub.env").read_text(encoding="utf-8")
    assert hidden == 'SOWCOURSE_OIDC_GEHEIM="a\\"b\\$c\\\\d\\`e"\n'


def test_a_backup_takes_no_more_room_than_the_work_itself(
    school: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A quota counts what a file takes: of holes and of second names a student could have a disk full for nothing."""
    work = tmp_path / "sowcourse"
    work.mkdir()
    (work / "logboek.json").write_bytes(os.urandom(300_000))
    for number in range(20):
        os.link(work / "logboek.json", work / f"nog-eens-{number}.json")
    with (work / "leeg.bin").open("wb") as stream:
        stream.truncate(500_000_000)
    with tarfile.open(tmp_path / "alles.tar", "w") as archive:
        school._add(archive, work, set())
    assert (tmp_path / "alles.tar").stat().st_size < 400_000
    assert f"{work / 'leeg.bin'} is bijna leeg en doet zich groot voor" in capsys.readouterr().out
    with tarfile.open(tmp_path / "alles.tar") as archive:
        found = {Path(entry.name).name: archive.extractfile(entry) for entry in archive if not entry.isdir()}
    assert len(found) == 21, "every name is there"
    assert "leeg.bin" not in found


def test_many_small_holes_fill_a_backup_no_more_than_one_large(
    school: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = tmp_path / "sowcourse"
    work.mkdir()
    for number in range(60):
        with (work / f"{number:02}.bin").open("wb") as stream:
            stream.truncate(200_000)
    (work / "zzz.txt").write_text("wat ik schreef", encoding="utf-8")
    with tarfile.open(tmp_path / "alles.tar", "w") as archive:
        school._add(archive, work, set())
    assert (tmp_path / "alles.tar").stat().st_size < 1_200_000
    assert capsys.readouterr().out.count("is bijna leeg en doet zich groot voor") == 55
    with tarfile.open(tmp_path / "alles.tar") as archive:
        assert "zzz.txt" in {Path(entry.name).name for entry in archive}


def test_a_file_that_grows_while_it_is_read_is_kept_as_it_was(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "sowcourse"
    work.mkdir()
    (work / "a.txt").write_text("eerst", encoding="utf-8")
    moved = os.lseek

    def and_meanwhile(descriptor: int, place: int, how: int) -> int:
        with (work / "a.txt").open("a", encoding="utf-8") as stream:
            stream.write("x" * 5_000_000)
        return moved(descriptor, place, how)

    monkeypatch.setattr(school.os, "lseek", and_meanwhile)
    with tarfile.open(tmp_path / "alles.tar", "w") as archive:
        school._add(archive, work, set())
    with tarfile.open(tmp_path / "alles.tar") as archive:
        (kept,) = (archive.extractfile(entry) for entry in archive if entry.isfile())
        assert kept
        assert kept.read() == b"eerst"


def test_a_backup_goes_on_when_what_a_student_saves_vanishes_or_is_no_file(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "sowcourse"
    (work / "map").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "map/c.txt"):
        (work / name).write_text(name, encoding="utf-8")
    os.link(work / "a.txt", work / "ook-a.txt")
    os.mkfifo(work / "pijp")
    (work / "koppeling").symlink_to("/etc/passwd")
    listed = os.listdir

    def and_then_gone(folder: Path) -> list[str]:
        found = listed(folder)
        if Path(folder) == work:
            (work / "b.txt").unlink()
        return found

    monkeypatch.setattr(school.os, "listdir", and_then_gone)
    with tarfile.open(tmp_path / "alles.tar", "w") as archive:
        school._add(archive, work, {str(work / "a.txt").lstrip("/")})
    with tarfile.open(tmp_path / "alles.tar") as archive:
        kept = {Path("/", entry.name).relative_to(work).as_posix(): entry for entry in archive}
        inside = archive.extractfile(kept["map/c.txt"])
        assert inside
        assert inside.read() == b"map/c.txt"
        second = archive.extractfile(kept["ook-a.txt"])
        assert second, "a second name of a file that is not in the backup"
        assert second.read() == b"a.txt"
    assert set(kept) == {".", "koppeling", "map", "map/c.txt", "ook-a.txt", "pijp"}
    assert (kept["koppeling"].issym(), kept["pijp"].isfifo()) == (True, True)


def test_nothing_is_put_back_through_a_link_in_somebodys_home(school: ModuleType, tmp_path: Path) -> None:
    homes = tmp_path / "thuis"
    (homes / "els").mkdir(parents=True)
    (homes / "els" / "sowcourse").symlink_to("/etc")
    names = [str(homes / "els" / "sowcourse" / "passwd").lstrip("/")]
    with pytest.raises(school.Stop, match="hier staat een koppeling naar /etc") as caught:
        school._refuse_links(SimpleNamespace(homes=homes), names)
    assert str(caught.value).startswith(f"{homes}/els/sowcourse:")
    (homes / "els" / "sowcourse").unlink()
    school._refuse_links(SimpleNamespace(homes=homes), names)


def test_an_account_of_the_system_is_nobodys_in_a_class(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(school, "_students", lambda known, file: ["daemon"])
    known = SimpleNamespace(lists=[(tmp_path / "klas.csv", [])], settings={"maak-accounts": True}, classes={})
    with pytest.raises(school.Stop, match="daemon: dit account is van het systeem"):
        school._accounts(known)


@pytest.mark.parametrize("own", [True, False])
def test_an_address_of_its_own_for_every_account_is_known_to_the_proxy_too(
    school: ModuleType, tmp_path: Path, own: bool
) -> None:
    """The hub then tells it hosts, and a proxy that knows only paths would bring everybody to the hub."""
    settings = tmp_path / "school.toml"
    text = f'adres = "http://127.0.0.1:8000"\neigen-adressen = {str(own).lower()}\n[klassen]\n'
    settings.write_text(text, encoding="utf-8")
    assert ("--host-routing" in school.School(tmp_path, settings).commands()[0]) is own


def test_the_proxy_lets_no_script_stay_behind_and_one_that_ran_before_is_started_anew(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = plain_school(tmp_path)
    made = school.School(tmp_path, settings)
    began = made.commands()[0][:4]
    assert began == ["/usr/bin/env", "node", "--require", str(tmp_path / "opt/sowcourse/deploy/deur.cjs")]
    assert (school.HERE / "deur.cjs").is_file()
    did: list[str] = []
    monkeypatch.setattr(school, "run", lambda *command, **how: did.append(" ".join(command[1:])))
    monkeypatch.setattr(school.School, "runs_services", lambda self: True)
    anew = "restart sowcourse-proxy.service"
    for text, expected in (("", False), (None, False), ("[Service]\nExecStart=zonder deur\n", True)):
        did.clear()
        if text:
            (made.units / "sowcourse-proxy.service").write_text(text, encoding="utf-8")
        school._units(made)
        assert (anew in did, did[-1]) == (expected, "restart sowcourse-hub.service")


def test_nothing_in_the_home_of_an_office_is_written_by_the_administrator(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through a link that somebody put there, it would be written anywhere."""
    (tmp_path / "klas.csv").write_bytes("nummer,naam\n1,Zoë\n".encode("latin-1"))
    (tmp_path / "klassen").symlink_to("/etc")
    asked: list[tuple[str, str, str]] = []

    def run(*command: object, user: str = "", **how: object) -> None:
        asked.append((Path(str(command[0])).name, user, str(how.get("input", ""))))

    monkeypatch.setattr(school, "run", run)
    monkeypatch.setattr(
        school, "pwd", SimpleNamespace(getpwnam=lambda name: SimpleNamespace(pw_name=name, pw_dir=tmp_path))
    )
    known = SimpleNamespace(
        classes={"dag": {"klaslijst": str(tmp_path / "klas.csv")}},
        settings={"tijdzone": "Europe/Brussels"},
        office=lambda name: f"kantoor-{name}",
        database=lambda name: "",
        python=Path("/opt/python"),
        exchange=Path("/srv/uitwisseling"),
    )
    school._classes(known)
    assert [name for name, _, _ in asked] == ["mkdir", "tee", "sowcourse", "rm"]
    assert {user for _, user, _ in asked} == {"kantoor-dag"}
    assert asked[1][2].encode("latin-1") == (tmp_path / "klas.csv").read_bytes()


def test_what_was_put_back_in_a_home_hangs_in_folders_of_whose_it_is(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / school.CACHE).mkdir(parents=True)
    given: list[tuple[Path, int]] = []
    monkeypatch.setattr(school.os, "chown", lambda place, owner, group, **how: given.append((Path(place), owner)))
    school._give_home(tmp_path, SimpleNamespace(pw_uid=4321, pw_gid=4321))
    names = ("", ".local", ".local/share", ".local/share/jupyter")
    assert given == [(tmp_path / name, 4321) for name in names]
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in names} == {0o700}
