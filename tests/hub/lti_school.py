"""The school's hub once more, beside the one that stands: this time people come in from a learning platform."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import psutil

from tests.conftest import obey_interrupts
from tests.hub.conftest import ROOT, School, free_port
from tests.lms_platform import CLIENT, DEPLOYMENT, Platform

ADDRESS = "https://cursus.school.example"
"""What the settings say; the tests stand before it, where the school's certificate would be."""

LTI = """
[lti]
platform = "{platform}"
client = "{client}"
installaties = {deployments}
aanmeldadres = "{platform}/auth"
sleuteladres = "{platform}/jwks"
account = "custom_student"
tokenadres = "{platform}/token"
puntenadres = "{platform}"
"""


@dataclass
class LtiHub:
    """One that runs, and the platform behind it."""

    port: int
    platform: Platform
    log: Path
    address: str = ADDRESS


class _Front(httpx.BaseTransport):
    """What ends https before the hub; any other address is asked as it is."""

    def __init__(self, hub: LtiHub) -> None:
        self.hub = hub
        self.plain = httpx.HTTPTransport()
        known = hub.platform.certificate
        self.other = httpx.HTTPTransport(verify=ssl.create_default_context(cafile=known if known.exists() else None))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host != urlsplit(ADDRESS).hostname:
            return self.other.handle_request(request)
        place = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.hub.port)
        headers = [*request.headers.raw, (b"X-Forwarded-Proto", b"https")]
        return self.plain.handle_request(httpx.Request(request.method, place, headers=headers, stream=request.stream))


@dataclass
class Member:
    """Somebody with a browser, who clicks in the platform. Parameters: sub – what the platform calls them."""

    hub: LtiHub
    sub: str
    claimed: dict[str, Any] = field(default_factory=dict)
    """What the platform says of them, in place of what it says of everybody."""

    def __post_init__(self) -> None:
        self.browser = httpx.Client(transport=_Front(self.hub), timeout=120)

    def begin(self, **more: str) -> tuple[httpx.Response, dict[str, str]]:
        """The first step. Returns: the answer, and what it would have the platform asked."""
        hint = json.dumps({"sub": self.sub, "more": self.claimed})
        told = {
            "iss": self.hub.platform.address,
            "login_hint": hint,
            "target_link_uri": self.hub.address,
            "client_id": CLIENT,
        }
        answer = self.browser.post(f"{self.hub.address}/hub/lti13/oauth_login", data=told | more)
        return answer, dict(parse_qsl(urlsplit(answer.headers.get("location", "")).query))

    def arrive(self, token: str, state: str) -> httpx.Response:
        """The last step."""
        sent = {"id_token": token, "state": state}
        return self.browser.post(f"{self.hub.address}/hub/lti13/oauth_callback", data=sent)

    def come(self, **claimed: Any) -> httpx.Response:
        """All steps, as a browser does them. Parameters: claimed – what the platform says now."""
        self.claimed |= claimed
        begun, _ = self.begin()
        assert begun.status_code == 302, told(begun)
        page = self.browser.get(begun.headers["location"])
        assert page.status_code == 200, page.text
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
        return self.arrive(unescape(fields["id_token"]), unescape(fields["state"]))

    def follow(self, place: str, end: str) -> str:
        """Go to a page and on, while servers start, until an address ends so. Returns: what stands there."""
        self.browser.get(f"{self.hub.address}{place}", follow_redirects=True)
        wanted = dict(parse_qsl(urlsplit(place).query)).get("next") or place.replace("/hub/user-redirect", self.own)
        until = time.monotonic() + 300
        while time.monotonic() < until:
            answer = self.browser.get(f"{self.hub.address}{wanted}", follow_redirects=True)
            if answer.status_code == 200 and str(answer.url).endswith(end):
                return answer.text
            assert answer.status_code not in (403, 404), told(answer)
            time.sleep(0.5)
        raise AssertionError(f"{answer.url}: {told(answer)[:500]}")

    @property
    def own(self) -> str:
        """The address of one's own server."""
        return f"/user/{self.who()['name']}"

    def post(self, place: str, json: object = None, form: dict[str, str] | None = None) -> httpx.Response:
        """Press a button of a server, or ask its desk."""
        jar = self.browser.cookies.jar
        xsrf = next(c.value for c in jar if c.name == "_xsrf" and c.path != "/hub/" and place.startswith(c.path))
        headers = {"X-XSRFToken": str(xsrf)}
        return self.browser.post(
            f"{self.hub.address}{place}", json=json, data=form, headers=headers, follow_redirects=True
        )

    def who(self) -> dict[str, Any]:
        """What the hub says that this is; {} for nobody."""
        xsrf = next((cookie.value for cookie in self.browser.cookies.jar if cookie.name == "_xsrf"), "")
        answer = self.browser.get(f"{self.hub.address}/hub/api/user", params={"_xsrf": xsrf or ""})
        found = answer.json()
        assert isinstance(found, dict)
        return found if answer.status_code == 200 else {}


def told(answer: httpx.Response) -> str:
    """What a page says, without what it is drawn with."""
    main = answer.text.partition("<main")[2] or answer.text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@contextmanager
def running(
    school: School,
    platform: Platform,
    folder: Path,
    deployments: str = f'["{DEPLOYMENT}"]',
    marks: str = "",
    keys: str = "",
    mode: int = 0o600,
    way: str = "lti",
    settings_of_it: str = "",
) -> Iterator[LtiHub]:
    """Parameters: deployments, marks, keys – settings; mode – of the file with our key; way, settings_of_it – how
    people come in instead."""
    port, hub, api, halls, lessons = (free_port() for _ in range(5))
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    settings = re.sub(r'adres = ".*"', f'adres = "{ADDRESS}"\nluister = "http://127.0.0.1:{port}"', settings, count=1)
    settings = settings.replace('aanmelden = "pam"', f'aanmelden = "{way}"')
    lti = LTI.format(platform=platform.address, client=CLIENT, deployments=deployments)
    lti = lti.replace(f'puntenadres = "{platform.address}"', f'puntenadres = "{marks}"') if marks else lti
    lti = lti.replace(f"{platform.address}/jwks", keys) if keys else lti
    (folder / "school.toml").write_text(settings + (settings_of_it or lti), encoding="utf-8")
    (folder / "proxy-geheim").write_text("proef", encoding="utf-8")
    (folder / "lees-geheim").write_text("het geheim van de proef met links", encoding="utf-8")
    made = school.as_user("root", "from sowcourse.hub.tool_key import new_key; print(new_key())")
    (folder / "lti-sleutel.pem").write_text(made.stdout, encoding="utf-8")
    for name in ("proxy-geheim", "lees-geheim"):
        (folder / name).chmod(0o600)
    (folder / "lti-sleutel.pem").chmod(mode)
    known = {
        "PATH": f"{school.python.parent}:{school.root / 'opt/sowcourse/proxy/node_modules/.bin'}:/bin:/usr/bin",
        "LANG": "C.UTF-8",
        "SOWCOURSE_SCHOOL": str(folder / "school.toml"),
        "SOWCOURSE_HUB": str(folder),
        "SOWCOURSE_HUB_DATABASE": f"sqlite:///{folder}/hub.sqlite",
        "SOWCOURSE_HUBADRES": f"http://127.0.0.1:{hub}",
        "SOWCOURSE_PROXYADRES": f"http://127.0.0.1:{api}",
        "SOWCOURSE_ZAALADRES": f"http://127.0.0.1:{halls}",
        "SOWCOURSE_LESSENADRES": f"http://127.0.0.1:{lessons}",
        **({"SSL_CERT_FILE": str(platform.certificate)} if platform.certificate.exists() else {}),
        "CONFIGPROXY_AUTH_TOKEN": "proef",
    }
    platform.tool_keys = f"http://127.0.0.1:{port}/hub/lti13/sleutels"
    platform.redirect = f"{ADDRESS}/hub/lti13/oauth_callback"
    proxy = [
        *("configurable-http-proxy", "--ip=127.0.0.1", f"--port={port}", "--api-ip=127.0.0.1", f"--api-port={api}"),
        *(f"--default-target=http://127.0.0.1:{hub}", "--log-level=warn"),
    ]
    jupyterhub = [str(school.python), "-m", "jupyterhub", "-f", str(ROOT / "deploy/jupyterhub_config.py")]
    jupyterhub.append("--JupyterHub.cleanup_servers=True")  # a school's hub leaves them running; nobody ends these else
    both: list[subprocess.Popen[bytes]] = []
    log = folder / "hub.log"
    with log.open("wb") as stream:
        try:
            for command in (proxy, jupyterhub):
                started = subprocess.Popen(
                    command, env=known, cwd=folder, stdout=stream, stderr=stream, preexec_fn=obey_interrupts
                )  # a hub interrupts what it ends, and waits ten seconds for each that does not hear it
                both.append(started)
            found = LtiHub(port, platform, log)
            _wait_for(found, both)
            yield found
        finally:
            below = [
                each for one in both if one.poll() is None for each in psutil.Process(one.pid).children(recursive=True)
            ]
            for one in reversed(both):
                one.terminate()
                one.wait(180)  # it ends the servers of people first
            for each in below:  # the services of a hub outlive it
                with suppress(psutil.NoSuchProcess):
                    each.terminate()
            assert psutil.wait_procs(below, timeout=60)[1] == [], "what the hub started ended"


def _wait_for(hub: LtiHub, both: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        assert all(one.poll() is None for one in both), hub.log.read_text()
        try:
            if Member(hub, "").browser.get(f"{ADDRESS}/hub/login").status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)
    raise AssertionError(hub.log.read_text())
