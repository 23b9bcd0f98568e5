"""What `deploy/school` does as the administrator, where students may put things: tried without a hub."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import pwd
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


def test_a_secret_of_the_environment_stands_in_no_unit(
    school: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody on a machine can read the units of systemd."""
    (tmp_path / "srv/sowcourse/hub").mkdir(parents=True)
    (tmp_path / "srv/sowcourse/hub/proxy-geheim").write_text("p", encoding="utf-8")
    settings = tmp_path / "school.toml"
    settings.write_text('adres = "http://127.0.0.1:8000"\n[klassen]\n', encoding="utf-8")
    monkeypatch.setenv("SOWCOURSE_OIDC_GEHEIM", "niet-verder-vertellen")
    monkeypatch.setattr(school, "run", lambda *command, **how: None)
    school._units(school.School(tmp_path, settings))
    units = sorted((tmp_path / "etc/systemd/system").glob("*"))
    assert len(units) == 4
    assert [file.name for file in units if "niet-verder-vertellen" in file.read_text(encoding="utf-8")] == []
    hidden = tmp_path / "srv/sowcourse/hub/hub.env"
    assert "SOWCOURSE_OIDC_GEHEIM=niet-verder-vertellen" in hidden.read_text(encoding="utf-8")
    assert hidden.stat().st_mode & 0o777 == 0o600
    assert f"EnvironmentFile={hidden}" in (tmp_path / "etc/systemd/system/sowcourse-hub.service").read_text("utf-8")
