"""Kantoor as an extension of a Jupyter server: at `/kantoor/` below the address of that server, a hub's too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join

from sowcourse.cohort.making import MARKER
from sowcourse.office.desk import Desk
from sowcourse.office.handler import Handler, Shelf
from sowcourse.office.routes import ROUTES

ROOM = "kantoor"
"""Where the pages stand, below the address of the server."""


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "sowcourse.office.server"}]


def _load_jupyter_server_extension(server: Any) -> None:
    folder = Path(server.root_dir).resolve()
    place = url_path_join(server.web_app.settings["base_url"], ROOM)
    desk = Desk(folder.parent if (folder / MARKER).is_file() else folder, place)
    handlers = [
        (url_path_join(place, route.pattern) + "/?", Shelf if route.open else Handler, {"desk": desk, "route": route})
        for route in ROUTES
    ]
    server.web_app.add_handlers(".*$", handlers)
