"""What a school's hub types for each account."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("hub-server")(hub_server)


def hub_server() -> None:
    """Voor de hub van een school: start de server van één account, voor een student of voor Kantoor."""
    from sowcourse.hub.server import serve

    serve()
