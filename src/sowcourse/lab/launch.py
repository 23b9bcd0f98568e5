"""Start JupyterLab for one person on this machine: what must be so is said here, and no settings file overrules it.

The token comes from the environment and goes to JupyterLab inside this process: a list of programs does not show it.
"""

from __future__ import annotations

import os
import sys

MUST = {
    "ServerApp.ip": "localhost",
    "ServerApp.base_url": "/",
    "ServerApp.port_retries": "0",
    "ServerApp.allow_remote_access": "False",
    "ServerApp.certfile": "",
    "ServerApp.keyfile": "",
    "ServerApp.client_ca": "",
    "ServerApp.sock": "",
    "ServerApp.open_browser": "False",
    "ServerApp.identity_provider_class": "jupyter_server.auth.identity.PasswordIdentityProvider",
    "PasswordIdentityProvider.hashed_password": "",
    "PasswordIdentityProvider.password_required": "False",
    "Application.log_level": "ERROR",
}
"""On this machine only, at the address that we print, with our token and without a password."""


def own_options() -> list[str]:
    """The options that are typed behind the name of a module that starts a server, and those that must be so."""
    options = [*sys.argv[1:], *(f"--{name}={value}" for name, value in MUST.items())]
    options.append(f"--IdentityProvider.token={os.environ['JUPYTER_TOKEN']}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    return options


def main() -> None:
    """Run JupyterLab with the options that are typed behind this module's name."""
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(own_options())


if __name__ == "__main__":
    main()
