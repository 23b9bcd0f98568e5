"""`sowcourse controle` looks at everything, and each fault comes with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from sowcourse.cli import main
from sowcourse.diagnosis import diagnose
from sowcourse.student.start import NEEDED


def test_on_a_good_computer_everything_is_sound_and_nothing_was_made(tmp_path: Path) -> None:
    findings = {finding.name: finding for finding in diagnose(tmp_path / "werk")}
    assert [name for name, finding in findings.items() if not finding.sound] == []
    assert set(findings) == {
        *(
            "Python",
            *NEEDED,
            "schijfruimte",
            "werkmap",
            "bureau in JupyterLab",
            "rekenkern",
            "instellingen van Jupyter",
        ),
        *("browser", "adres http://localhost", "uitwisselingsmap", "nakijken"),
    }
    assert not (tmp_path / "werk").exists()


def test_every_fault_comes_with_a_remedy_and_the_status_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def dead(**options: object) -> None:
        raise RuntimeError("Kernel died before replying to kernel_info")

    def gone(**options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("jupyter_client.manager.start_new_kernel", dead)
    monkeypatch.setattr("tempfile.TemporaryFile", gone)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=5_000_000))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\nc.Exchange.root = '{tmp_path}/weg'\n", "utf-8")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # nobody listens there
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr("sys.argv", ["sowcourse", "controle", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        main()
    told = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 1
    for sentence in (
        "✗ schijfruimte: 5 MB vrij Maak minstens 200 MB ruimte.",
        "schrijven lukt niet (hier mag je niet schrijven of lezen) Kies een andere map",
        "✗ rekenkern: start niet (RuntimeError) Voer uit: python -m ipykernel install",
        "weg: hier kan niet worden ingeleverd Vraag de beheerder van deze computer om de map te herstellen.",
        "✗ adres http://localhost: je browser kan de cursus op deze computer niet bereiken Zet localhost bij",
        "5 punten om te herstellen.",
    ):
        assert sentence in told
