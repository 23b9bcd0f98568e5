"""The hub of a school, made of its settings; `school opzetten` puts both in place.

The hub runs as the administrator of the machine, because it starts servers as other users. Every account is a user of
the system, and what protects one from another are modes of files and the hub's own scopes, not what a server says.
"""

from __future__ import annotations

import os
import pwd
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jupyterhub.utils import subdomain_hook_idna
from tornado import web

from sowcourse.cohort.roster import read_roster
from sowcourse.hub.reading_launch import APART, LEAVE, WORK
from sowcourse.hub.role import ALL_CLASSES, COORDINATORS, GROUPS, OFFICE, group_of, lecturers_of
from sowcourse.hub.seal import SECRET, seal_of
from sowcourse.hub.server import MEMORY
from sowcourse.office import HALLS
from sowcourse.site.building import SEAL
from sowcourse.student.clock import ZONE

c = get_config()  # type: ignore[name-defined]  # noqa: F821

settings: dict[str, Any] = tomllib.loads(Path(os.environ["SOWCOURSE_SCHOOL"]).read_text(encoding="utf-8"))
hub_folder = Path(os.environ["SOWCOURSE_HUB"])
classes: dict[str, dict[str, Any]] = settings.get("klassen", {})
os.umask(0o077)


def accounts_of(file: str) -> list[str]:
    """The accounts of a class list: whatever the list knows of a student that is a user of this machine."""
    known = [(student.id, *student.ids) for student in read_roster(Path(file))]
    return [next((name for name in names if _is_user(name)), names[0]) for names in known]


def accounts_by_number() -> dict[str, str]:
    """Whatever the class lists know of a student, in small letters → the account; nothing that is said of two."""
    found: dict[str, set[str]] = {}
    for about in classes.values():
        for student in read_roster(Path(about["klaslijst"])):
            names = (student.id, *student.ids)
            account = next((name for name in names if _is_user(name)), names[0])
            for name in names:
                found.setdefault(name.casefold(), set()).add(account)
    return {name: only for name, (only, *more) in found.items() if not more}


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def secret(file: str, variable: str) -> str:
    """A secret of the environment, else of a file that only its owner reads."""
    if variable in os.environ:
        return os.environ[variable]
    place = Path(file)
    if not place.is_file():
        sys.exit(f"{place}: dit geheim is er niet. Zet het terug uit een back-up; zie deploy/README.md.")
    if place.stat().st_mode & 0o077:
        sys.exit(f"{place}: iedereen op deze machine kan dit geheim lezen. Voer uit: chmod 600 {place}")
    found = place.read_text(encoding="utf-8").strip()
    if not found:  # with an empty secret anybody makes the keys of everybody
        sys.exit(f"{place}: dit geheim is leeg. Zet het terug uit een back-up; zie deploy/README.md.")
    return found


# Where it listens -----------------------------------------------------------------------------------------------------

c.JupyterHub.bind_url = settings.get("luister") or settings["adres"].rstrip("/") + "/"
if settings.get("eigen-adressen"):
    c.JupyterHub.subdomain_host = settings["adres"].rstrip("/")
c.JupyterHub.hub_bind_url = os.environ.get("SOWCOURSE_HUBADRES", "http://127.0.0.1:8081")
c.JupyterHub.cookie_secret_file = str(hub_folder / "cookie-geheim")
c.JupyterHub.db_url = os.environ["SOWCOURSE_HUB_DATABASE"]
c.JupyterHub.cleanup_servers = False
c.JupyterHub.implicit_spawn_seconds = 1
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = os.environ.get("SOWCOURSE_PROXYADRES", "http://127.0.0.1:8001")
c.ConfigurableHTTPProxy.auth_token = secret(str(hub_folder / "proxy-geheim"), "CONFIGPROXY_AUTH_TOKEN")


def address_of(service: str) -> str:
    """Where a service of the hub answers: below the hub's address, or at its own where accounts have theirs."""
    path = urlsplit(c.JupyterHub.bind_url).path.rstrip("/") + f"/services/{service}/"
    if not settings.get("eigen-adressen"):
        return path
    known = urlsplit(settings["adres"])
    port = f":{known.port}" if known.port else ""
    return f"{known.scheme}://{subdomain_hook_idna(service, known.hostname, 'service')}{port}{path}"


reading_secret = secret(str(Path(os.environ["SOWCOURSE_SCHOOL"]).with_name("lees-geheim")), SECRET)

# Who is who -----------------------------------------------------------------------------------------------------------

groups: dict[str, list[str]] = {OFFICE: [], COORDINATORS: list(settings.get("coordinatoren", []))}
for name, about in classes.items():
    groups[OFFICE].append(f"kantoor-{name}")
    groups[group_of(name)] = accounts_of(about["klaslijst"])
    groups[lecturers_of(name)] = list(about["lesgevers"])

c.JupyterHub.load_groups = {name: {"users": users} for name, users in groups.items()}
c.JupyterHub.load_roles = (
    [
        {"name": "user", "scopes": ["self", "access:services!service=lessen"]},  # who is logged in may read
    ]
    + [
        {
            "name": f"kantoor-{name}",
            "scopes": [f"access:servers!user=kantoor-{name}", f"servers!user=kantoor-{name}"],
            "groups": [lecturers_of(name), COORDINATORS],
        }
        for name in classes
    ]
    + [
        {
            "name": "stoppen",
            "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
            "services": ["stoppen"],
        },
        {
            "name": "zaal",
            "scopes": ["access:services!service=zaal"],
            "groups": [COORDINATORS, *(group for name in classes for group in (group_of(name), lecturers_of(name)))],
        },
    ]
)
no_confirm = {"service-zaal", "service-lessen", *(f"jupyterhub-user-kantoor-{name}" for name in classes)}
c.JupyterHub.tornado_settings = {"oauth_no_confirm_list": no_confirm}
"""Kantoor, lessons and halls are the school's: who may come in is not asked whether these may know who they are."""
c.JupyterHub.services = [
    {
        "name": "stoppen",
        "command": [
            *(sys.executable, "-m", "jupyterhub_idle_culler"),
            f"--timeout={int(settings.get('stop-na-minuten', 60)) * 60}",
        ],
    },
    {
        # A debate live in class: it has no rights at the hub, an account that owns nothing, and writes no file.
        "name": "zaal",
        "url": os.environ.get("SOWCOURSE_ZAALADRES", "http://127.0.0.1:8082"),
        "command": [sys.executable, "-P", "-m", "sowcourse.hub.hall_launch"],
        "user": os.environ.get("SOWCOURSE_ZAALACCOUNT", "sowcourse-zaal"),
        "cwd": "/",  # the hub's own folder is closed to it
        "environment": {ALL_CLASSES: " ".join(classes), "LANG": "C.UTF-8"},
        "display": False,
    },
    {
        # The lessons, without a server for who reads them: it too has no rights, owns nothing and writes no file.
        "name": "lessen",
        "url": os.environ.get("SOWCOURSE_LESSENADRES", "http://127.0.0.1:8083"),
        "command": [sys.executable, "-P", "-m", "sowcourse.hub.reading_launch"],
        "user": os.environ.get("SOWCOURSE_LESSENACCOUNT", "sowcourse-lessen"),
        "cwd": "/",
        "environment": {
            SECRET: reading_secret,
            WORK: f"{settings['adres'].rstrip('/')}/hub/user-redirect/sowcourse/index.html",
            LEAVE: f"{settings['adres'].rstrip('/')}/hub/logout",
            APART: "1" if settings.get("eigen-adressen") else "",
            "LANG": "C.UTF-8",
        },
        "display": False,
    },
]
c.Authenticator.allowed_users = {user for users in groups.values() for user in users}
c.Authenticator.blocked_users = {"root"}


def no_office(authenticator: Any, handler: Any, known: dict[str, Any]) -> dict[str, Any]:
    """Nobody logs in as an office, however they came: lecturers are themselves, and the hub lets them in there."""
    if known["name"] in groups[OFFICE]:
        raise web.HTTPError(403)
    return known


c.Authenticator.post_auth_hook = no_office


def named_by(claim: str) -> Callable[[dict[str, Any]], str]:
    """Who somebody is by one claim of a school's sign-in, and by no other; who is not named by it stays outside."""

    def name(claims: dict[str, Any]) -> str:
        found = claims.get(claim)
        who = str(found).strip() if isinstance(found, str | int) else ""
        if not who:
            raise web.HTTPError(403)
        return who

    return name


def first_page(handler: Any) -> str:
    """Where somebody lands: who teaches one class in its Kantoor, everybody else in a choice that starts nothing."""
    user = handler.current_user
    if user is None:
        return ""
    mine = {group.name for group in user.groups}
    taught = [name for name in classes if COORDINATORS in mine or lecturers_of(name) in mine]
    base = handler.hub.base_url
    if len(taught) == 1:
        return f"{base}spawn/kantoor-{taught[0]}"
    return f"{base}home"


c.JupyterHub.default_url = first_page
c.JupyterHub.template_paths = [str(Path(__file__).parent / "bladzijden")]
c.JupyterHub.template_vars = {
    "klassen": {name: about["lesgevers"] for name, about in classes.items()},
    "zaal": address_of("zaal"),
    "lessen": address_of("lessen"),
    "apart": bool(settings.get("eigen-adressen")),
}

if settings["aanmelden"] == "pam":
    c.JupyterHub.authenticator_class = "jupyterhub.auth.PAMAuthenticator"
    c.PAMAuthenticator.open_sessions = False
elif settings["aanmelden"] == "oidc":
    told = settings["oidc"]
    c.JupyterHub.authenticator_class = "oauthenticator.generic.GenericOAuthenticator"
    c.GenericOAuthenticator.login_service = told["naam"]
    c.GenericOAuthenticator.client_id = told["client"]
    c.GenericOAuthenticator.client_secret = secret(told.get("geheim-bestand", ""), "SOWCOURSE_OIDC_GEHEIM")
    c.GenericOAuthenticator.authorize_url = told["aanmeldadres"]
    c.GenericOAuthenticator.token_url = told["tokenadres"]
    c.GenericOAuthenticator.userdata_url = told["gegevensadres"]
    c.GenericOAuthenticator.username_claim = named_by(told["account"])
    c.GenericOAuthenticator.username_map = accounts_by_number()
    c.GenericOAuthenticator.scope = ["openid", "profile"]
    c.GenericOAuthenticator.oauth_callback_url = settings["adres"].rstrip("/") + "/hub/oauth_callback"
elif settings["aanmelden"] == "lti":
    told = settings["lti"]
    if not (isinstance(told.get("installaties"), list) and told["installaties"]):
        sys.exit("[lti]: 'installaties' ontbreekt in school.toml (deployment_id). Vergelijk met deploy/school.toml.")
    for name in ("aanmeldadres", "sleuteladres"):  # whose keys are believed is not left to who is in between
        if not str(told.get(name, "")).startswith("https://"):
            sys.exit(f"[lti]: {name} = {told.get(name)}: aanmelden gaat alleen over https. Pas school.toml aan.")
    c.JupyterHub.authenticator_class = "sowcourse.hub.lms_door.LmsDoor"
    c.LmsDoor.address = settings["adres"].rstrip("/")
    c.LmsDoor.issuer = told["platform"]
    c.LmsDoor.client_id = {told["client"]}
    c.LmsDoor.deployments = [str(each) for each in told["installaties"]]
    c.LmsDoor.authorize_url = told["aanmeldadres"]
    c.LmsDoor.jwks_endpoint = told["sleuteladres"]
    c.LmsDoor.username_key = told["account"]
    c.LmsDoor.classes = list(classes)
    c.LmsDoor.accounts = accounts_by_number()
    if told.get("tokenadres"):
        for name in ("tokenadres", "puntenadres"):
            if not str(told.get(name, "")).startswith("https://"):
                sys.exit(f"[lti]: {name} = {told.get(name)}: punten gaan alleen over https. Pas school.toml aan.")
        c.LmsDoor.token_address = told["tokenadres"]
        c.LmsDoor.token_audience = told.get("tokenontvanger", "")
        c.LmsDoor.marks_address = told["puntenadres"]
        c.LmsDoor.tool_key = secret(str(hub_folder / "lti-sleutel.pem"), "SOWCOURSE_LTI_SLEUTEL")
    c.LTI13LaunchValidator.time_leeway = 60  # clocks of two machines
else:
    sys.exit(f'aanmelden = "{settings["aanmelden"]}": dit kennen we niet. Kies pam, oidc of lti in school.toml.')

# What it starts -------------------------------------------------------------------------------------------------------

c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [str(Path(sys.executable).with_name("sowcourse")), "hub-server"]
c.Spawner.disable_user_config = True
c.Spawner.start_timeout = 600  # fifty who start at once on two busy cores took 191 seconds
c.Spawner.http_timeout = 600
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "SSL_CERT_FILE"]
c.Spawner.environment = {
    GROUPS: lambda spawner: " ".join(group.name for group in spawner.user.groups),
    ZONE: settings["tijdzone"],
    MEMORY: str(settings.get("geheugen", 0)),
    HALLS: address_of("zaal"),
    SEAL: lambda spawner: seal_of(reading_secret, spawner.user.name),
    "TZ": settings["tijdzone"],
    "LANG": "C.UTF-8",
}
