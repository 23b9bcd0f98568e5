"""The hub of a school on Kubernetes: what the chart cannot say in its values. Its image puts this in its configuration.

Every pod runs as the same user of the system, so nothing here protects by whose a file is: a student's pod sees its own
folder and, to read, what is given out to its classes; the pod of an office sees its class. Students hand in by a file.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from tornado import web
from z2jh import get_config as told

from sowcourse.hub.door import BIND
from sowcourse.hub.reading_launch import APART, LEAVE, WORK
from sowcourse.hub.role import ALL_CLASSES, COORDINATORS, GROUPS, OFFICE, group_of, lecturers_of
from sowcourse.hub.seal import SECRET, seal_of
from sowcourse.office import HALLS
from sowcourse.site.building import SEAL
from sowcourse.student.clock import ZONE

c = get_config()  # type: ignore[name-defined]  # noqa: F821

classes: dict[str, dict[str, list[str]]] = told("custom.klassen", {})
address: str = told("custom.adres").rstrip("/")
zone: str = told("custom.tijdzone", "Europe/Brussels")
EXCHANGE, VOLUME, READS, HOLDS = "/srv/sowcourse/uitwisseling", "gedeeld", 8083, 8082
reading_secret = os.environ[SECRET]

groups: dict[str, list[str]] = {OFFICE: [], COORDINATORS: told("custom.coordinatoren", [])}
for name, about in classes.items():
    groups[OFFICE].append(f"kantoor-{name}")
    groups[group_of(name)] = about["studenten"]
    groups[lecturers_of(name)] = about["lesgevers"]
c.JupyterHub.load_groups = {name: {"users": users} for name, users in groups.items()}
c.Authenticator.allowed_users = {user for users in groups.values() for user in users}

in_class = [COORDINATORS, *(group for name in classes for group in (group_of(name), lecturers_of(name)))]
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", "access:services!service=lessen"]},
    {"name": "zaal", "scopes": ["access:services!service=zaal"], "groups": in_class},
    *(
        {
            "name": f"kantoor-{name}",
            "scopes": [f"access:servers!user=kantoor-{name}", f"servers!user=kantoor-{name}"],
            "groups": [lecturers_of(name), COORDINATORS],
        }
        for name in classes
    ),
]


def service(name: str, port: int, module: str, **surroundings: str) -> dict[str, Any]:
    """A service beside the hub in its pod, that the proxy reaches by the hub's name."""
    return {
        "name": name,
        "url": f"http://hub:{port}",
        "command": ["python3", "-P", "-m", module],
        "cwd": "/",
        "environment": {BIND: "0.0.0.0", "LANG": "C.UTF-8"} | surroundings,
        "display": False,
    }


work = {WORK: f"{address}/hub/user-redirect/sowcourse/index.html", LEAVE: f"{address}/hub/logout", APART: ""}
c.JupyterHub.services = [
    service("lessen", READS, "sowcourse.hub.reading_launch", **{SECRET: reading_secret}, **work),
    service("zaal", HOLDS, "sowcourse.hub.hall_launch", **{ALL_CLASSES: " ".join(classes)}),
]
no_confirm = {"service-zaal", "service-lessen", *(f"jupyterhub-user-kantoor-{name}" for name in classes)}
c.JupyterHub.tornado_settings = {"oauth_no_confirm_list": no_confirm}
below = urlsplit(address).path.rstrip("/")
c.JupyterHub.template_paths = ["/usr/local/share/sowcourse/bladzijden"]
c.JupyterHub.template_vars = {
    "klassen": {name: about["lesgevers"] for name, about in classes.items()},
    "zaal": f"{below}/services/zaal/",
    "lessen": f"{below}/services/lessen/",
    "apart": False,
}


def no_office(authenticator: Any, handler: Any, known: dict[str, Any]) -> dict[str, Any]:
    """Nobody logs in as an office, however they came."""
    if known["name"] in groups[OFFICE]:
        raise web.HTTPError(403)
    return known


c.Authenticator.post_auth_hook = no_office


def first_page(handler: Any) -> str:
    """Where somebody lands: a choice that starts nothing."""
    return f"{handler.hub.base_url}home" if handler.current_user else ""


c.JupyterHub.default_url = first_page


def give_places(spawner: Any, pod: Any) -> Any:
    """Give a pod what its account may see of the shared volume beside its own folder."""
    mounts = pod.spec.containers[0].volume_mounts
    mine = {group.name for group in spawner.user.groups}
    for name in classes:
        place = {"name": VOLUME, "mountPath": f"{EXCHANGE}/{name}", "subPath": f"uitwisseling/{name}"}
        if spawner.user.name == f"kantoor-{name}":
            mounts.append(place)
        elif group_of(name) in mine:
            out = {key: f"{path}/outbound" for key, path in place.items() if key != "name"}
            mounts.append({"name": VOLUME, "readOnly": True} | out)
    return pod


c.KubeSpawner.modify_pod_hook = give_places
c.KubeSpawner.cmd = ["sowcourse", "hub-server"]
c.KubeSpawner.environment = {
    GROUPS: lambda spawner: " ".join(group.name for group in spawner.user.groups),
    SEAL: lambda spawner: seal_of(reading_secret, spawner.user.name),
    ZONE: zone,
    HALLS: f"{below}/services/zaal/",
    "TZ": zone,
    "LANG": "C.UTF-8",
}
