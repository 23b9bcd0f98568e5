"""Formgrader for two people at once: what somebody else gave meanwhile is shown, and never written over unseen.

This module is started in the place of JupyterLab by `sowcourse review`. Formgrader saves a mark without looking at
what stands there; here it saves one only over what its own page was shown. Who is too late reads what the other gave,
and from then on that is what was shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sowcourse.cohort.lock import writing
from sowcourse.cohort.workspace import open_workspace
from sowcourse.errors import SowcourseError
from sowcourse.gradebook.code import codes
from sowcourse.gradebook.gradebook import given_now, lock_for_writing, sign

SCRIPT = """<script>
jQuery(document).ajaxError(function (event, reply) {
  var told = reply.responseJSON && reply.responseJSON.told;
  window.alert(told || "Dit is niet bewaard. Kijk in de terminal of de schijf of de server nog antwoordt, en herlaad.");
});
</script>"""
"""Tells in the page what was refused; formgrader itself says nothing then."""

_shown: dict[tuple[str, str], tuple[tuple[Any, ...], str]] = {}
"""Kind and id of a grade or comment → what the page was shown of it, and the code of the words beside it."""


def guard_formgrader() -> None:
    """Let this process's formgrader compare before it saves."""
    from nbgrader.server_extensions.formgrader import apihandlers, handlers

    _watch(apihandlers.GradeCollectionHandler, "grades", _of_grade)
    _watch(apihandlers.CommentCollectionHandler, "comments", _of_comment)
    apihandlers.GradeHandler.put = _guarded("find_grade_by_id", _of_grade, _give, "grades")
    apihandlers.CommentHandler.put = _guarded("find_comment_by_id", _of_comment, _say, "comments")
    plain = handlers.SubmissionHandler.write
    handlers.SubmissionHandler.write = lambda self, page: plain(
        self, page.replace("</body>", SCRIPT + "</body>", 1) if isinstance(page, str) else page
    )


def _of_grade(row: Any) -> tuple[Any, ...]:
    return row.manual_score, row.extra_credit or None


def _of_comment(row: Any) -> tuple[Any, ...]:
    return (row.manual_comment or None,)


def _watch(handler: Any, kind: str, of: Callable[[Any], tuple[Any, ...]]) -> None:
    """Remember what a page is shown when it opens."""
    plain = handler.get

    def get(self: Any) -> Any:
        self.gradebook.db.rollback()  # what somebody else saved since is read anew
        done = plain(self)
        found = self.gradebook.find_submission_notebook_by_id(self.get_argument("submission_id"))
        words = _codes(self, found)
        _shown.update({(kind, row.id): (of(row), words.get(row.name, "")) for row in getattr(found, kind)})
        return done

    handler.get = get


def _codes(handler: Any, notebook: Any) -> dict[str, str]:
    """Question → the code of the words that stand there now, of the submission that a row is about."""
    return codes(Path(handler.coursedir.root), notebook.assignment.name, notebook.student.id)


def _guarded(
    find: str, of: Callable[[Any], tuple[Any, ...]], write: Callable[[Any, dict[str, Any]], None], kind: str
) -> Any:
    """Formgrader's way to save, that compares first."""
    from nbgrader.api import MissingEntry
    from nbgrader.server_extensions.formgrader.base import check_notebook_dir, check_xsrf
    from tornado import web

    def put(self: Any, number: str) -> None:
        book, workspace = self.gradebook, open_workspace(Path(self.coursedir.root))
        clock = workspace.calendar().local
        with writing(workspace.root), _given_back(book):
            lock_for_writing(book)
            try:
                row = getattr(book, find)(number)
            except MissingEntry:
                raise web.HTTPError(404) from None
            grade, comment = (_of_same_cell(row.notebook, name, row) for name in ("grades", "comments"))
            found = of(row), _codes(self, row.notebook).get(row.name, "")
            shown = _shown.get((kind, number), found)
            if found != shown:
                told = given_now(book, grade, comment, clock).told() if grade else _OTHER
                if found[1] == shown[1]:  # from now on that is what was shown; other words are seen by opening again
                    _shown[kind, number] = found
                self.set_status(409)
                self.write(json.dumps({"told": _refusal(told if found[1] == shown[1] else _WORDS)}))
                return
            write(row, self.get_json_body())
            if grade:
                sign(book, grade, comment, clock)
            book.db.commit()
            _shown[kind, number] = of(row), found[1]
            self.write(json.dumps(row.to_dict()))

    def told(self: Any, number: str) -> None:
        try:
            put(self, number)
        except SowcourseError as error:
            self.set_status(409)
            self.write(json.dumps({"told": f"Dit is niet bewaard. {error}"}))

    return web.authenticated(check_xsrf(check_notebook_dir(told)))


@contextmanager
def _given_back(book: Any) -> Iterator[None]:
    """Keep nobody waiting for the gradebook, whatever happens: this session lives as long as its server."""
    try:
        yield
    finally:
        book.db.rollback()


def _of_same_cell(notebook: Any, kind: str, row: Any) -> Any:
    """The grade or the comment of the cell that a row is about; None when it has none."""
    return next((each for each in getattr(notebook, kind) if each.name == row.name), None)


def _give(grade: Any, asked: dict[str, Any]) -> None:
    """As nbgrader does it."""
    given, extra = asked.get("manual_score"), asked.get("extra_credit")
    grade.manual_score = None if given is None else float(given)
    grade.extra_credit = None if extra is None else float(extra)
    grade.needs_manual_grade = grade.manual_score is None and grade.auto_score is None


def _say(comment: Any, asked: dict[str, Any]) -> None:
    comment.manual_comment = asked.get("manual_comment")


_OTHER = "intussen veranderde iemand anders deze opmerking"
_WORDS = "dit antwoord is intussen opnieuw nagekeken en veranderd: de student leverde iets anders in"


def _refusal(told: str) -> str:
    return (
        f"{told[0].upper()}{told[1:]}. Wat jij typte, is niet bewaard. "
        "Herlaad de pagina om te zien wat er nu staat. Wil je het toch veranderen, typ het dan opnieuw."
    )


def main() -> None:
    """Run JupyterLab with this formgrader."""
    from sowcourse.lab import launch

    guard_formgrader()
    launch.main()


if __name__ == "__main__":
    main()
