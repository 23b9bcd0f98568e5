"""What the hub does for marks on their way to a learning platform: shows our keys, and gets offices a pass.

The key that signs stays here. An office gets what it opens, for an hour, and sends the marks itself.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import pwd
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlencode

from jupyterhub.apihandlers.base import APIHandler
from jupyterhub.handlers import BaseHandler
from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from sowcourse.cohort.lms_course import COURSES, MEMBERS, LmsCourse
from sowcourse.gradebook.passback import SCOPES
from sowcourse.hub.role import OFFICE
from sowcourse.hub.tool_key import assertion, public_keys

_PATIENCE = 20
"""Seconds for an answer of the platform, and for keeping what a launch said."""

_log = logging.getLogger("jupyterhub")


class Keys(BaseHandler):  # type: ignore[misc, unused-ignore]
    """Our public keys, for any platform that wants to know whether it is us."""

    def get(self) -> None:
        """See RequestHandler."""
        self.finish(public_keys(self.authenticator.tool_key) if self.authenticator.tool_key else {"keys": []})


class Setup(BaseHandler):  # type: ignore[misc, unused-ignore]
    """What an administrator of a platform fills in, in the form that Canvas reads."""

    def get(self) -> None:
        """See RequestHandler."""
        hub = f"{self.authenticator.address}/hub/"
        link = {"message_type": "LtiResourceLinkRequest", "target_link_uri": hub}
        placements = [link | {"placement": place} for place in ("assignment_selection", "link_selection")]
        key = self.authenticator.username_key
        self.finish(
            {
                "title": "Sterk sociaal werk",
                "description": "Lessen en opdrachten over sterk sociaal werk",
                "target_link_uri": hub,
                "oidc_initiation_url": f"{hub}lti13/oauth_login",
                "redirect_uris": [f"{hub}lti13/oauth_callback"],
                "public_jwk_url": f"{hub}lti13/sleutels",
                "scopes": list(SCOPES) if self.authenticator.token_address else [],
                "custom_fields": {key.removeprefix("custom_"): "$Person.sourcedId"}
                if key.startswith("custom_")
                else {},
                "extensions": [
                    {
                        "platform": "canvas.instructure.com",
                        "privacy_level": "anonymous",
                        "settings": {"platform": "canvas.instructure.com", "placements": placements},
                    }
                ],
            }
        )


class OfficePass(APIHandler):  # type: ignore[misc, unused-ignore]
    """A pass for the marks of the platform, for the server of an office and for nobody else."""

    async def post(self) -> None:
        """See RequestHandler."""
        groups = getattr(self.current_user, "groups", None) or []
        if OFFICE not in {group.name for group in groups}:
            self._say(403, "Alleen Kantoor geeft punten door.")
            return
        door = self.authenticator
        if not door.token_address:
            self._say(
                409, "Je school gaf niet op waar de leeromgeving punten aanneemt. De beheerder kan dat instellen."
            )
            return
        try:
            client = next(iter(door.client_id))
            audience = door.token_audience or door.token_address
            token = await _new_pass(door.token_address, audience, client, door.tool_key)
        except (HTTPClientError, OSError, ValueError, KeyError) as error:
            self.log.warning("LTI: geen sleutel voor punten: %r", error)
            self._say(
                502,
                "De leeromgeving laat ons niet binnen om punten te geven. Er is niets verstuurd. Probeer het straks "
                "opnieuw; blijft het zo, vraag het aan de beheerder: het verslag van de hub zegt wat ze antwoordde.",
            )
            return
        self.finish({"token": token, "address": door.marks_address})

    def _say(self, status: int, message: str) -> None:
        self.set_status(status)
        self.finish({"message": message})


async def _new_pass(place: str, audience: str, client: str, key: str) -> str:
    """Parameters: place – where passes are given; audience – who believes what we sign for one.

    Raises: HTTPClientError, OSError, ValueError or KeyError when the platform gives none for all that we need.
    """
    asked = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": assertion(key, client, audience),
        "scope": " ".join(SCOPES),
    }
    answer = await AsyncHTTPClient(force_instance=True).fetch(
        place,
        method="POST",
        body=urlencode(asked),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        follow_redirects=False,
        request_timeout=_PATIENCE,
    )
    told = json.loads(answer.body)
    missing = set(SCOPES) - set(str(told.get("scope") or " ".join(SCOPES)).split())
    if missing:
        raise ValueError(f"niet toegekend: {', '.join(sorted(missing))}")
    return str(told["access_token"])


class Notes:
    """Has every class keep what launches of its members said, as its own office: in a home nothing is the hub's."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._kept: dict[str, tuple[object, dict[str, str]]] = {}
        """Class → how its files lay after the last note, and what they hold by then: what was said → of whom."""
        self._under_way: set[asyncio.Task[None]] = set()

    def keep(self, names: Iterable[str], course: LmsCourse, account: str, called: str) -> None:
        """Begin to keep it; who comes in does not wait for that, when a whole class comes in at once.

        Parameters: names – of classes; account – of a student, "" for who is none. A fault is for the log only.
        """
        task = asyncio.create_task(self._keep(names, course, account, called))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _keep(self, names: Iterable[str], course: LmsCourse, account: str, called: str) -> None:
        told = json.dumps({"course": asdict(course), "account": account, "called": called})
        async with self._lock:
            for name in names:
                try:
                    lies, kept = self._kept.get(name, (None, {}))
                    if lies != _lies(name):  # somebody was erased, a file went away, a student came on the list
                        kept = {}
                    if told not in kept:
                        await asyncio.wait_for(_note(name, told), _PATIENCE)
                        others = {each: theirs for each, theirs in kept.items() if theirs != called or not called}
                        lies = _lies(name)  # with one that is not there, nothing is sure
                        self._kept[name] = (lies, others | {told: called} if all(lies) else {})
                except (OSError, KeyError, TimeoutError) as error:
                    _log.warning("LTI: %s onthoudt deze aanmelding niet: %r", name, error)


def _folder(name: str) -> Path:
    """The cohort of a class. Raises: KeyError without an office."""
    return Path(pwd.getpwnam(f"kantoor-{name}").pw_dir) / "klassen" / name


def _lies(name: str) -> list[tuple[int, int, int] | None]:
    """Which files a class has for what launches say, and whether they are still those: nothing in them is read."""
    found = [_folder(name) / file for file in ("klas.csv", COURSES, MEMBERS)]
    return [(at.st_ino, at.st_mtime_ns, at.st_size) if (at := _state(file)) else None for file in found]


def _state(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except FileNotFoundError:
        return None


async def _note(name: str, told: str) -> None:
    """Raises: KeyError without an office, OSError when it could not be kept."""
    office = pwd.getpwnam(f"kantoor-{name}")
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "sowcourse.hub.launch_note", str(_folder(name))),
        user=office.pw_uid,
        group=office.pw_gid,
        extra_groups=[],
        umask=0o077,
        cwd="/",
        env={"HOME": office.pw_dir, "LANG": "C.UTF-8"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await running.communicate(told.encode())
    except asyncio.CancelledError:
        running.kill()
        raise
    if running.returncode:
        raise OSError(said.decode(errors="replace")[-500:])
