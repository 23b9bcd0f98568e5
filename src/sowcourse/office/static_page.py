"""Stylesheets and scripts of Kantoor, and the page for an address that there is not."""

from __future__ import annotations

from tornado import web

from sowcourse.office.asked import Answer, Asked, Script
from sowcourse.office.page import STATIC
from sowcourse.pages.page import static_file


def static(asked: Asked) -> Answer:
    """A stylesheet or script. Raises: HTTPError when there is none of that name."""
    content = static_file(STATIC, asked.places[0])
    if content is None:
        raise web.HTTPError(404)
    return Script(asked.places[0], content)


def nowhere(asked: Asked) -> Answer:
    """Raises: HTTPError, whatever is asked."""
    raise web.HTTPError(404)
