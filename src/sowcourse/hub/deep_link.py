"""Where a link in a learning platform leads: a lesson, an assignment or another page of this site, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from sowcourse.content import course_root
from sowcourse.course import load_course
from sowcourse.errors import SowcourseError
from sowcourse.student.start import LESSONS

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
LESSON, ASSIGNMENT = "les", "opdracht"
"""What a link may hold of its own («custom parameters»)."""

_NAME = re.compile(r"[\w-]{1,100}")

_LONG = 2000
"""Signs of an address that every proxy still passes on."""


@dataclass(frozen=True)
class DeepLink:
    """What somebody clicked on."""

    lesson: str = ""
    assignment: str = ""
    path: str = ""
    """A page of this site, from its first stroke on."""

    @classmethod
    def of(cls, claims: Mapping[str, Any], address: str) -> DeepLink:
        """Parameters: claims – of a launch whose signature is right; address – of this site.

        Raises: SowcourseError when it names a lesson that is not there, or an assignment that cannot be.
        """
        own = claims.get(f"{CLAIM}custom")
        own = own if isinstance(own, Mapping) else {}
        lessons = [module.id for module in load_course(course_root()).modules]
        lesson, assignment = (str(own.get(what) or "").strip() for what in (LESSON, ASSIGNMENT))
        if lesson and lesson not in lessons:
            raise SowcourseError(
                f"De link in je leeromgeving noemt de les «{lesson[:60]}», en die is er niet. Meld het aan je "
                f"lesgever. Die kan kiezen uit: {', '.join(lessons)}."
            )
        if assignment and not _NAME.fullmatch(assignment):
            raise SowcourseError(
                f"De link in je leeromgeving noemt de opdracht «{assignment[:60]}», en zo kan ze niet heten. Meld het "
                "aan je lesgever. In de naam staan alleen letters, cijfers en streepjes, zoals in 5-politiserend."
            )
        return cls(lesson, assignment, _inside(str(claims.get(f"{CLAIM}target_link_uri", "")), address))

    def place(self, base: str, taught: Collection[str]) -> str:
        """The address to go to, "" for where everybody begins.

        Parameters: base – the hub's own, "/hub/"; taught – the classes that this person teaches.
        """
        if self.assignment and taught:
            if len(taught) > 1:
                return ""
            (name,) = (quote(each, safe="") for each in taught)
            page = f"/user/kantoor-{name}/kantoor/cohort/{name}/opdracht/{quote(self.assignment)}"
            return f"{base}spawn/kantoor-{name}?{urlencode({'next': base.removesuffix('/hub/') + page})}"
        if self.assignment:
            return f"{base}user-redirect/sowcourse/opdracht/{quote(self.assignment)}"
        if self.lesson:
            return f"{base}user-redirect/doc/tree/{LESSONS}/{quote(self.lesson)}.ipynb"
        return self.path


def _inside(target: str, address: str) -> str:
    """The path of an address of this site, "" for its first page and for any other site."""
    ours = urlsplit(address)
    try:
        asked = urlsplit(target)
        same = (asked.scheme, asked.hostname, asked.port) == (ours.scheme, ours.hostname, ours.port)
    except ValueError:
        return ""
    base = ours.path.rstrip("/") + "/"
    path = "/" + asked.path.lstrip("/")
    odd = "\\" in target or any(sign.isspace() or not sign.isprintable() for sign in target)
    up = ".." in re.split(r"[/\\]", unquote(path))  # a browser goes up by %2e%2e too
    if not same or odd or up or not path.startswith(base) or len(target) > _LONG:
        return ""
    if path.removeprefix(base).strip("/") in ("", "hub"):
        return ""
    return path + (f"?{asked.query}" if asked.query else "")
