"""People come in by their school's own sign-in, with OpenID Connect: by the claim that the settings name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.hub.conftest import AN, JAN, School
from tests.hub.lti_school import ADDRESS, LtiHub, Member, running, told
from tests.identity_provider import CLIENT, SECRET, IdentityProvider, signing_in
from tests.lms_platform import Platform

OIDC = """
[oidc]
naam = "Mijn school"
client = "{client}"
geheim-bestand = "{folder}/oidc.geheim"
aanmeldadres = "{provider}/authorize"
tokenadres = "{provider}/token"
gegevensadres = "{provider}/userinfo"
account = "student"
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    with signing_in(f"{ADDRESS}/hub/oauth_callback") as found:
        yield found


@pytest.fixture(scope="module")
def hub(school: School, provider: IdentityProvider) -> Iterator[LtiHub]:
    folder = Path(tempfile.mkdtemp(prefix="oidc-", dir=school.root))
    secret = folder / "oidc.geheim"
    secret.write_text(SECRET, encoding="utf-8")
    secret.chmod(0o600)
    settings = OIDC.format(client=CLIENT, folder=folder, provider=provider.address)
    with running(school, Platform(folder), folder, way="oidc", settings_of_it=settings) as found:
        yield found


def come(hub: LtiHub, provider: IdentityProvider, **claims: Any) -> tuple[Member, Any]:
    """Somebody signs in as a browser does it. Returns: who, and the last answer of the hub."""
    provider.claims = claims
    member = Member(hub, "")
    begun = member.browser.get(f"{ADDRESS}/hub/oauth_login")
    back = member.browser.get(begun.headers["location"])
    return member, member.browser.get(back.headers["location"])


def names(member: Member) -> tuple[str, set[str]]:
    found = member.who()
    return found.get("name", ""), set(found.get("groups", []))


def test_a_student_is_known_by_the_number_of_the_class_list_and_begins_with_the_choice(
    hub: LtiHub, provider: IdentityProvider
) -> None:
    an, came = come(hub, provider, sub="x", student="20261")
    assert came.status_code == 302, told(came)
    assert names(an) == (AN, {"klas-dag"})


def test_a_lecturer_is_known_by_the_account(hub: LtiHub, provider: IdentityProvider) -> None:
    jan, came = come(hub, provider, sub="x", student=JAN)
    assert came.status_code == 302, told(came)
    assert names(jan) == (JAN, {"lesgevers-dag"})


@pytest.mark.parametrize(
    "claims",
    [
        {"student": "20269"},
        {"student": "root"},
        {"student": "kantoor-dag"},
        {"student": ""},
        {"student": None, "preferred_username": JAN, "sub": JAN, "email": f"{JAN}@school.example"},
        {"sub": JAN},
        {"student": ["20261"]},
    ],
)
def test_who_is_on_no_list_or_is_not_named_by_that_claim_stays_outside_and_reads_what_to_do(
    hub: LtiHub, provider: IdentityProvider, claims: dict[str, Any]
) -> None:
    someone, came = come(hub, provider, **claims)
    assert came.status_code == 403, told(came)
    assert "je account staat nog op geen klaslijst van deze cursus" in told(came)
    assert "Traceback" not in came.text
    assert names(someone) == ("", set())


def test_what_came_back_is_worth_nothing_in_another_browser_or_a_second_time(
    hub: LtiHub, provider: IdentityProvider
) -> None:
    provider.claims = {"student": "20261"}
    an, other = Member(hub, ""), Member(hub, "")
    begun = an.browser.get(f"{ADDRESS}/hub/oauth_login")
    assert parse_qs(urlsplit(begun.headers["location"]).query)["redirect_uri"] == [f"{ADDRESS}/hub/oauth_callback"]
    back = an.browser.get(begun.headers["location"]).headers["location"]
    refused = other.browser.get(back)
    assert (refused.status_code, names(other)) == (400, ("", set())), told(refused)
    assert an.browser.get(back).status_code == 302
    again = Member(hub, "")
    again.browser.cookies = an.browser.cookies
    again.browser.cookies.delete("jupyterhub-hub-login")
    assert again.browser.get(back).status_code >= 400, "the code was used"
