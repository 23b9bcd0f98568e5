"""What the student's own Jupyter server answers to the desk in the browser: the same computer, nothing leaves it."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from sowcourse import __version__, trouble
from sowcourse.concept import words
from sowcourse.content import course_root
from sowcourse.course import load_course
from sowcourse.errors import CohortError, SowcourseError
from sowcourse.logbook import Logbook
from sowcourse.notebook import Notebook, read_notebook
from sowcourse.reflection import count_words
from sowcourse.site.building import SEAL, Giver, Pages
from sowcourse.student.clock import school_zone
from sowcourse.student.desk import FEEDBACK, desk
from sowcourse.student.exchange import Exchange, fetch_feedback, find_exchange, submit
from sowcourse.student.handin import arrived, hand_in, overview, receipts
from sowcourse.student.handout import at_hand, fetch
from sowcourse.student.start import LESSONS
from sowcourse.workfolder import packet_course
from sowcourse.worksheet import Worksheet

Answer = Callable[[Path, dict[str, Any]], Any]


def reflection(work: Path, asked: dict[str, Any]) -> Any:
    """Whether the text in the editor is complete: its words and [{met, sentence}], by the rules of the check below."""
    sheet = Worksheet.read(_inside(work, asked["path"]))
    cell, text = str(asked["cell"]), str(asked["text"])
    criteria = sheet.criteria(cell)
    if criteria is None:
        return {"words": len(words(text)), "remarks": []}
    remarks = [{"met": remark.met, "sentence": remark.sentence} for remark in sheet.assessed(text, criteria)]
    return {"words": count_words(text, criteria), "remarks": remarks}


def state(work: Path, asked: dict[str, Any]) -> Any:
    """See desk."""
    return desk(work)


def before_handing_in(work: Path, asked: dict[str, Any]) -> Any:
    """See handin.overview; course – the class whose exchange will take it, "" when it goes by the LMS."""
    file = _inside(work, asked["path"])
    notebook = _open_notebook(asked) or read_notebook(file)
    exchange, problem = _exchange(Worksheet.read(file, notebook))
    course = exchange.course if exchange else ""
    return overview(file, notebook) | {"course": course, "problem": problem, "zone": school_zone()}


def handing_in(work: Path, asked: dict[str, Any]) -> Any:
    """Hand in by the exchange where there is one; else, or when that fails, the file for the LMS is made."""
    file = _inside(work, asked["path"])
    receipt = hand_in(file, work, _open_notebook(asked))
    exchange, problem = _exchange(Worksheet.read(work / receipt.file))
    if exchange:
        try:
            arrival = submit(exchange, receipt.assignment, work / receipt.file)
            receipt = arrived(receipt, work, arrival.moment, arrival.notebook)
        except SowcourseError as error:
            problem = str(error)
    return {"receipt": asdict(receipt), "problem": problem, "zone": school_zone()}


def fetching(work: Path, asked: dict[str, Any]) -> Any:
    """Fetch an assignment that was given out; the path of its notebook in the work folder."""
    file = fetch(work, str(asked["course"]), str(asked["assignment"]))
    return {"path": file.relative_to(work).as_posix()}


def returned(work: Path, asked: dict[str, Any]) -> Any:
    """Fetch feedback on what was handed in by the exchange; how many pages are new."""
    sheets = {receipt.assignment: Worksheet.read(work / receipt.file) for receipt in receipts(work) if receipt.arrived}
    new = 0
    for assignment, sheet in sheets.items():
        exchange = find_exchange(assignment, sheet.cohort)
        new += len(fetch_feedback(exchange, assignment, work / FEEDBACK)) if exchange else 0
    return {"new": new}


def _open_notebook(asked: dict[str, Any]) -> Notebook | None:
    """The notebook as the editor holds it, where the question brought it along.

    Raises: KeyError, TypeError or ValueError when it is not one.
    """
    notebook = asked.get("notebook")
    if notebook is None:
        return None
    cells = [cell | {"metadata": dict(cell["metadata"])} for cell in notebook["cells"]]
    for cell in cells:
        cell["metadata"].pop("trusted", None)  # true in this browser only; JupyterLab leaves it out of the file too
    return dict(notebook) | {"metadata": dict(notebook["metadata"]), "cells": cells}


def _exchange(sheet: Worksheet) -> tuple[Exchange | None, str]:
    """The exchange that takes this assignment, and why there is none when there should be."""
    try:
        return find_exchange(sheet.assignment, sheet.cohort), ""
    except CohortError as error:
        return None, str(error)


def logbook(work: Path, asked: dict[str, Any]) -> Any:
    """The logbook for a page of a lesson; whose it is; what was mended, in a sentence; what opens that of the hub."""
    mine = Logbook(work)
    notice = mine.recover()
    seal = json.loads(os.environ.get(SEAL, "null"))
    return {"modules": mine.modules(), "owner": mine.owner, "notice": notice, "seal": seal}


def keeping(work: Path, asked: dict[str, Any]) -> Any:
    """Keep answers of one lesson, as its part does in a kernel; when that was, and the logbook after it."""
    module, items = str(asked["module"]), dict(asked["items"])
    if module not in {known.id for known in load_course(course_root(work)).modules}:
        raise KeyError(module)
    mine = Logbook(work)
    moment = mine.put(module, items)
    return {"at": moment.isoformat(), "modules": mine.modules()}


def joining(work: Path, asked: dict[str, Any]) -> Any:
    """Take in a logbook from elsewhere: how many answers came, and the logbook after it."""
    mine = Logbook(work)
    taken = mine.join(asked["content"], Path("logboek.json"))
    return {"taken": taken, "modules": mine.modules()}


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
    "ophalen": fetching,
    "overzicht": before_handing_in,
    "inleveren": handing_in,
    "terugkoppeling": returned,
    "verslag": report,
    "logboek": logbook,
    "bewaar": keeping,
    "neemover": joining,
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
    async def post(self, question: str) -> None:
        """Answer one question, in a thread of its own: kernels and other pages go on meanwhile."""
        if question not in ANSWERS:
            raise web.HTTPError(404)
        try:
            told = await asyncio.to_thread(ANSWERS[question], self.work, self.get_json_body() or {})
        except SowcourseError as error:
            self.set_status(409)
            told = {"message": str(error)}
        except OSError as error:
            self.set_status(409)
            told = {"message": trouble.told(error)}
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise web.HTTPError(400) from error
        self.finish(json.dumps(told, ensure_ascii=False))


class PageHandler(JupyterHandler):  # type: ignore[misc, unused-ignore]
    """The course as pages, for who may use this server: the same pages as the site, with the logbook of this folder."""

    def initialize(self, shelf: Shelf) -> None:
        """Parameters: shelf – the pages that were made already."""
        self.shelf = shelf

    @web.authenticated  # type: ignore[untyped-decorator, unused-ignore]
    async def get(self, name: str) -> None:
        """Give one page or what belongs to it; made in a thread, once."""
        try:
            made = await asyncio.to_thread(self.shelf.made, name)
        except KeyError:
            raise web.HTTPError(404) from None
        except SowcourseError as error:  # lessons of a lecturer that are not as they should be
            self.set_status(500)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(str(error))
            return
        assert self.xsrf_token  # looked at, so that the browser gets it and may write
        self.set_header("Content-Type", f"{mimetypes.guess_type(name)[0] or 'text/plain'}; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")
        self.finish(made)


class LinkHandler(JupyterHandler):  # type: ignore[misc, unused-ignore]
    """Where a link of a learning platform to an assignment ends: it is fetched when it is not there yet, and opened."""

    def initialize(self, work: Path) -> None:
        """Parameters: work – the folder that this server serves."""
        self.work = work

    @web.authenticated  # type: ignore[untyped-decorator, unused-ignore]
    async def get(self, assignment: str) -> None:
        """Go to the notebook; when it is not to be had, to the lesson of it, where the desk says what is."""
        file = await asyncio.to_thread(at_hand, self.work, assignment)
        place = file.relative_to(self.work).as_posix() if file else _lesson_of(self.work, assignment)
        self.redirect(url_path_join(self.base_url, "doc", "tree", quote(place)) if place else self.base_url)


def _lesson_of(work: Path, assignment: str) -> str:
    modules = load_course(course_root(work)).modules
    return next((f"{LESSONS}/{module.id}.ipynb" for module in modules if module.assignment == assignment), "")


class Shelf:
    """Pages that were asked for, as long as the lessons behind them stay as they are."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self._lock = Lock()
        self._of: object = None
        self._pages: Pages | None = None
        self._made: dict[str, bytes] = {}

    def made(self, name: str) -> bytes:
        """One page. Raises: KeyError when there is none of this name."""
        with self._lock:
            packet = packet_course(self.work)
            version = (packet, packet and (packet / "course.toml").stat().st_mtime_ns)
            if version != self._of:  # the lecturer's lessons came, or were taken away
                self._of, self._pages, self._made = version, None, {}
            if self._pages is None:
                self._pages = Pages(giver=Giver.DESK)
            if name not in self._made:
                self._made[name] = self._pages.made(name)
            return self._made[name]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "sowcourse.lab.server"}]


def _load_jupyter_server_extension(server: Any) -> None:
    work = Path(server.root_dir).resolve()
    base = server.web_app.settings["base_url"]
    route = url_path_join(base, "sowcourse", "([a-z]+)")
    page = url_path_join(base, "sowcourse", r"((?:[a-z]+/)?[\w-]+\.(?:html|css|js|svg|webmanifest))")
    shelf = {"shelf": Shelf(work)}
    link = url_path_join(base, "sowcourse", "opdracht", r"([\w-]+)")
    handlers = [(route, Handler, {"work": work}), (page, PageHandler, shelf), (link, LinkHandler, {"work": work})]
    server.web_app.add_handlers(".*$", handlers)
