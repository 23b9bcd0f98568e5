"""The software bill of materials: which packages of others, in which versions, come with an installation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = "release/requirements.txt"
"""What `constraints.txt` says of what the course itself needs, tools of builders left out, with the digests of it."""


def bill(root: Path, version: str) -> str:
    """CycloneDX as JSON: what is in the lock, for every system.

    The dependencies among them are not in a lock, and so not here.
    """
    command = [
        sys.executable,
        "-W",
        "ignore:The Component this BOM:UserWarning",
        "-m",
        "cyclonedx_py",
        "requirements",
        LOCK,
        "--pyproject",
        "pyproject.toml",
    ]
    command += ["--output-reproducible", "--spec-version", "1.6", "--output-format", "JSON"]
    run = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(run.stdout)
    found["metadata"]["component"]["version"] = version
    return json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
