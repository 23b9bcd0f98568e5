"""Kantoor as a program of its own, for tests that walk its pages in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from sowcourse.cohort.workspace import Workspace
from sowcourse.student.start import server_surroundings


@dataclass
class Office:
    """Kantoor on one port, with one token, that can be killed and begun again."""

    workspace: Workspace
    port: int
    process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        folder = self.workspace.root.parent
        command = [sys.executable, "-P", "-m", "sowcourse.office.launch", f"--ServerApp.root_dir={folder}"]
        own = {"JUPYTER_RUNTIME_DIR": str(folder / ".runtime"), "JUPYTER_TOKEN": "sleutel", "LOGNAME": "an"}
        with (folder / "verslag.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, f"--ServerApp.port={self.port}"],
                env=os.environ | server_surroundings() | own,
                cwd=folder,
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + 60
        while not self.answers():
            assert time.monotonic() < end, "Kantoor did not answer within a minute"
            time.sleep(0.2)

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(self.address("login"), timeout=5).close()
        except urllib.error.URLError:
            assert self.process and self.process.poll() is None, "Kantoor stopped while starting"
            return False
        return True

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    def address(self, path: str) -> str:
        return f"http://localhost:{self.port}/{path}"
