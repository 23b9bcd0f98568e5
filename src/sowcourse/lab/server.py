"""What the student's own Jupyter server answers to the desk in the browser: the same computer, nothing leaves it."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

from sowcourse import __version__
from sowcourse.desk import desk
from sowcourse.errors import SowcourseError
from sowcourse.handin import hand_in, overview
from sowcourse.worksheet import Worksheet

Answer = Callable[[Path, dict[str, Any]], Any]


def reflection(work: Path, asked: dict[str, Any]) -> Any:
    """Whether the text in the editor is complete: [{met, sentence}], by the rules of the check below it."""
    remarks = Worksheet.read(_inside(work, asked["path"])).remarks(str(asked["cell"]), str(asked["text"]))
    return [{"met": remark.met, "sentence": remark.sentence} for remark in remarks]


def state(work: Path, asked: dict[str, Any]) -> Any:
    """See desk."""
    return desk(work)


def before_handing_in(work: Path, asked: dict[str, Any]) -> Any:
    """See handin.overview."""
    return overview(_inside(work, asked["path"]))


def handing_in(work: Path, asked: dict[str, Any]) -> Any:
    """See handin.hand_in."""
    return asdict(hand_in(_inside(work, asked["path"]), work))


def report(work: Path, asked: dict[str, Any]) -> Any:
    """Versions and room on the disk, without anything personal."""
    versions = {name: version(name) for name in ("jupyterlab", "ipykernel", "ipywidgets", "pandas", "nbgrader")}
    lines = [f"sowcourse: {__version__}", f"python: {platform.python_version()}", f"systeem: {platform.system()}"]
    lines += [f"{name}: {number}" for name, number in versions.items()]
    lines.append(f"vrije schijfruimte: {shutil.disk_usage(work).free // 1_000_000} MB")
    return {"report": "\n".join(lines)}


ANSWERS: dict[str, Answer] = {
    "reflectie": reflection,
    "bureau": state,
    "overzicht": before_handing_in,
    "inleveren": handing_in,
    "verslag": report,
}


def _inside(work: Path, path: str) -> Path:
    """A file of the work folder.

    Raises: SowcourseError when it lies elsewhere.
    """
    file = (work / path).resolve()
    if not file.is_relative_to(work):
        raise SowcourseError(f"{path}: dit bestand staat niet in je werkmap.")
    return file


class Handler(APIHandler):  # type: ignore[misc, unused-ignore]
    """One question of the desk: JSON in, JSON out; a refusal is status 409 with a Dutch sentence."""

    def initialize(self, work: Path) -> None:
        """Parameters: work – the folder that this server serves."""
        self.work = work

    @web.authenticated  # type: ignore[untyped-decorator, unused-ignore]
    def post(self, question: str) -> None:
        """Answer one question."""
        if question not in ANSWERS:
            raise web.HTTPError(404)
        try:
            told = ANSWERS[question](self.work, self.get_json_body() or {})
        except SowcourseError as error:
            self.set_status(409)
            told = {"message": str(error)}
        except (KeyError, TypeError) as error:
            raise web.HTTPError(400) from error
        self.finish(json.dumps(told, ensure_ascii=False))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "sowcourse.lab.server"}]


def _load_jupyter_server_extension(server: Any) -> None:
    work = Path(server.root_dir).resolve()
    route = url_path_join(server.web_app.settings["base_url"], "sowcourse", "([a-z]+)")
    server.web_app.add_handlers(".*$", [(route, Handler, {"work": work})])
