"""Kantoor as the server of an account on a hub: the hub says who may come in, and every page knows who asks."""

from __future__ import annotations

from typing import Any

from jupyterhub.singleuser.extension import JupyterHubSingleUser

from sowcourse.office.launch import OfficeApp


class SharedOffice(OfficeApp):
    """Kantoor's server, with the hub at its door and nothing else beside it."""

    def find_server_extensions(self) -> None:
        """See ServerApp: what starts it, and Kantoor."""
        self.jpserver_extensions = {**self.jpserver_extensions, "sowcourse.office.server": True}


class HubOffice(JupyterHubSingleUser):  # type: ignore[misc, unused-ignore]
    """What a hub starts."""

    serverapp_class = SharedOffice

    @classmethod
    def get_extension_package(cls) -> str:
        """See ExtensionApp: where the points below stand."""
        return __name__


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": __name__, "app": HubOffice}]
