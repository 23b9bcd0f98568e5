"""Start the server of Kantoor for one person on this machine, with these pages and nothing else on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from traitlets import default

from sowcourse.lab.launch import own_options


class NoFiles(AsyncLargeFileManager):  # type: ignore[misc, unused-ignore]
    """Files that no address leads to: what a student handed in is never a page of this server."""

    def get_extra_handlers(self) -> list[Any]:
        """See ContentsManager."""
        return []


class OfficeApp(ServerApp):  # type: ignore[misc, unused-ignore]
    """A Jupyter server that reads no list of extensions, and serves no files, kernels or terminals."""

    name = "kantoor"
    default_services: tuple[str, ...] = ("api", "auth", "security", "shutdown")  # type: ignore[assignment]

    @default("contents_manager_class")  # type: ignore[untyped-decorator, unused-ignore]
    def _no_files(self) -> type:
        return NoFiles

    @default("extra_template_paths")  # type: ignore[untyped-decorator, unused-ignore]
    def _dutch_login(self) -> list[str]:
        return [str(Path(__file__).parent / "templates" / "jupyter")]

    def find_server_extensions(self) -> None:
        """See ServerApp: only ours, whatever else is installed on this computer."""
        self.jpserver_extensions = {"sowcourse.office.server": True}


def main() -> None:
    """Run it with the options that are typed behind this module's name."""
    OfficeApp.launch_instance([*own_options(), "--ServerApp.default_url=/kantoor/"])


if __name__ == "__main__":
    main()
