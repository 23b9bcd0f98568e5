"""People come in from a learning platform with LTI 1.3: by one signed claim, and in no other way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from tests.hub.conftest import AN, ELS, JAN, School
from tests.hub.lti_school import ADDRESS, LtiHub, Member, running, told
from tests.lms_platform import CLAIM, TEACHER, Platform, new_key, standing

TARGET = "target_link_uri"
AN_COMES, JAN_COMES, ELS_COMES = ({"student": name} for name in ("20261", JAN, ELS))
"""What the platform gives with each: An's student number, which is not her account."""


@pytest.fixture(scope="module")
def hub(school: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LtiHub]:
    folder = tmp_path_factory.mktemp("lti")
    folder.chmod(0o755)
    with standing(folder) as platform, running(school, platform, folder) as found:
        yield found


def names(member: Member) -> tuple[str, set[str]]:
    found = member.who()
    return found.get("name", ""), set(found.get("groups", []))


# Who it is ------------------------------------------------------------------------------------------------------------


def test_a_student_is_known_by_the_number_of_the_class_list_and_begins_in_the_course(hub: LtiHub) -> None:
    an = Member(hub, "sub-an")
    came = an.come(custom=AN_COMES)
    assert (came.status_code, came.headers["location"]) == (302, "/hub/spawn"), told(came)
    assert names(an) == (AN, {"klas-dag"})


def test_a_lecturer_is_known_by_the_account_and_begins_in_kantoor(hub: LtiHub) -> None:
    jan = Member(hub, "sub-jan")
    came = jan.come(custom=JAN_COMES, roles=[TEACHER])
    assert came.headers["location"] == "/hub/spawn/kantoor-dag"
    assert names(jan) == (JAN, {"lesgevers-dag"})


@pytest.mark.parametrize(
    "more",
    [
        {"roles": [TEACHER, "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"]},
        {"sub": JAN, "email": f"{JAN}@school.example", "preferred_username": JAN, "custom_student": JAN},
        {"custom": AN_COMES | {"account": JAN, "custom_student": JAN, "groups": "lesgevers-dag"}},
        {"lis": {"person_sourcedid": JAN}, "ext": {"user_username": JAN}},
    ],
)
def test_nobody_becomes_a_lecturer_by_what_the_settings_do_not_name(hub: LtiHub, more: dict[str, Any]) -> None:
    an = Member(hub, "sub-an", {"email": None, "preferred_username": None, "custom_student": None})
    came = an.come(**{"custom": AN_COMES} | more)
    assert came.headers.get("location") == "/hub/spawn", told(came)
    assert names(an) == (AN, {"klas-dag"})
    assert an.browser.get(f"{ADDRESS}/hub/spawn/kantoor-dag").status_code in (403, 404)


@pytest.mark.parametrize("custom", [{}, {"student": ""}, {"student": "$Person.sourcedId"}, {"student": ["x"]}, None])
def test_without_the_claim_of_the_settings_nobody_comes_in_under_another(
    hub: LtiHub, custom: dict[str, Any] | None
) -> None:
    someone = Member(hub, JAN)
    came = someone.come(custom=custom)
    assert came.status_code == 403
    assert "Je leeromgeving zegt niet wie je bent" in told(came)
    assert names(someone) == ("", set())


@pytest.mark.parametrize("who", ["20269", "root", "kantoor-dag", "../hubjan"])
def test_who_is_on_no_list_is_told_so_by_name(hub: LtiHub, who: str) -> None:
    someone = Member(hub, "sub-x")
    came = someone.come(custom={"student": who})
    assert came.status_code == 403
    assert f"zegt dat je «{who}» bent, en die staat in deze cursus op geen klaslijst" in told(came)
    assert names(someone) == ("", set())


# What is not believed -------------------------------------------------------------------------------------------------


def refused(member: Member, came: httpx.Response, status: int, sentence: str) -> None:
    assert (came.status_code, sentence in told(came)) == (status, True), told(came)
    assert "Traceback" not in came.text
    assert names(member) == ("", set())


NOW = int(time.time())
CHANGED = "komt niet van de leeromgeving van je school, of is onderweg veranderd"


@pytest.mark.parametrize(
    ("claimed", "sentence"),
    [
        ({"exp": NOW - 90, "iat": NOW - 400}, "Deze aanmelding is verlopen. Ga terug naar je leeromgeving"),
        ({"iat": NOW - 90_000, "exp": NOW + 90_000}, "Deze aanmelding is verlopen"),
        ({"aud": "90000000000009"}, "voor een ander programma bedoeld"),
        ({"iss": "https://elders.example"}, CHANGED),
        ({"deployment_id": "2:elders"}, "een deel van de leeromgeving dat de cursus niet kent"),
        ({"deployment_id": None}, CHANGED),
        ({"nonce": "al-gezien"}, "al gebruikt, of begon in een ander venster"),
        ({"exp": None}, CHANGED),
        ({"version": "1.1"}, CHANGED),
    ],
)
def test_what_is_old_or_meant_for_others_lets_nobody_in(hub: LtiHub, claimed: dict[str, Any], sentence: str) -> None:
    an = Member(hub, "sub-an")
    came = an.come(custom=AN_COMES, **claimed)
    refused(an, came, 400 if "nonce" in claimed else 403, sentence)


def launch(member: Member) -> tuple[dict[str, Any], str]:
    """What the platform would claim, and the state to bring back."""
    _, asked = member.begin()
    return member.hub.platform.claims(member.sub, asked["nonce"], {"custom": AN_COMES}), asked["state"]


def test_a_token_that_the_platform_did_not_sign_lets_nobody_in(hub: LtiHub) -> None:
    platform, other = hub.platform, new_key()
    forged = {
        "with another key under its name": lambda claims: platform.sign(claims, other),
        "with a key that it does not show": lambda claims: platform.sign(claims, other, "sleutel-9"),
        "with nothing": lambda claims: jwt.encode(claims, None, algorithm="none", headers={"kid": platform.kid}),
        "with what everybody knows": lambda claims: jwt.encode(
            claims, "x" * 32, algorithm="HS256", headers={"kid": platform.kid}
        ),
        "and changed on the way": lambda claims: _other_claims(platform, claims),
        "no token": lambda claims: "geen.token.hier",
    }
    for make in forged.values():
        an = Member(hub, "sub-an")
        claims, state = launch(an)
        refused(an, an.arrive(make(claims), state), 403, CHANGED)


def _other_claims(platform: Platform, claims: dict[str, Any]) -> str:
    head, _, signed = platform.sign(claims).split(".")
    other = platform.sign(claims | {f"{CLAIM}custom": JAN_COMES}).split(".")[1]
    return f"{head}.{other}.{signed}"


def test_a_launch_works_once_and_in_the_browser_in_which_it_began(hub: LtiHub) -> None:
    an, other = Member(hub, "sub-an"), Member(hub, "sub-an")
    claims, state = launch(an)
    token = hub.platform.sign(claims)
    refused(other, other.arrive(token, state), 400, "al gebruikt, of begon in een ander venster")
    kept = list(an.browser.cookies.jar)
    assert an.arrive(token, state).status_code == 302
    refused(other, other.arrive(token, state), 400, "al gebruikt, of begon in een ander venster")
    for cookie in kept:  # who took everything along that An's browser had
        other.browser.cookies.jar.set_cookie(cookie)
    refused(other, other.arrive(token, state), 400, "Deze aanmelding is al gebruikt.")


def test_the_state_of_another_launch_is_refused(hub: LtiHub) -> None:
    an = Member(hub, "sub-an")
    _, before = launch(an)
    claims, _ = launch(an)
    refused(an, an.arrive(hub.platform.sign(claims), before), 400, "begon in een ander venster")


def test_cookies_of_a_launch_come_back_from_the_platforms_site_and_over_https_only(hub: LtiHub) -> None:
    begun, _ = Member(hub, "sub-an").begin()
    ours = [line for line in begun.headers.get_list("set-cookie") if line.startswith("lti13")]
    assert len(ours) == 2
    assert all({"samesite=none", "secure", "httponly"} <= set(line.lower().split("; ")) for line in ours), ours


@pytest.mark.parametrize(
    ("more", "status", "sentence"),
    [
        ({"iss": "https://elders.example"}, 403, "hoort bij een andere leeromgeving dan die van je school"),
        ({"client_id": "9"}, 403, "hoort bij een andere leeromgeving dan die van je school"),
        ({"login_hint": ""}, 400, "Open de cursus vanuit je leeromgeving"),
    ],
)
def test_a_beginning_of_another_platform_goes_nowhere(
    hub: LtiHub, more: dict[str, str], status: int, sentence: str
) -> None:
    someone = Member(hub, "sub-an")
    begun, asked = someone.begin(**more)
    assert asked == {}
    refused(someone, begun, status, sentence)


def test_a_platform_may_leave_out_which_client_it_means(hub: LtiHub) -> None:
    _, asked = Member(hub, "sub-an").begin(client_id="")
    assert asked["client_id"] == "10000000000001"


def test_who_comes_without_the_platform_is_sent_there(hub: LtiHub) -> None:
    someone = Member(hub, "")
    page = someone.browser.get(f"{ADDRESS}/hub/login")
    assert "Aanmelden met je leeromgeving" in told(page)
    answer = someone.browser.get(f"{ADDRESS}/hub/lti13/oauth_login")
    refused(someone, answer, 400, "Open de cursus vanuit je leeromgeving: klik daar op de link")
    refused(someone, someone.browser.get(f"{ADDRESS}/hub/lti13/oauth_callback"), 405, "Open de cursus vanuit")


def test_a_platform_that_does_not_show_its_keys_is_named(hub: LtiHub) -> None:
    hub.platform.faults["/jwks"] = lambda who: 503
    try:
        an = Member(hub, "sub-an")
        refused(an, an.come(custom=AN_COMES), 503, "De leeromgeving antwoordt nu niet")
    finally:
        hub.platform.faults.clear()


def test_what_was_wrong_stands_in_the_log_for_the_administrator_and_the_token_does_not(hub: LtiHub) -> None:
    an = Member(hub, "sub-an")
    claims, state = launch(an)
    token = hub.platform.sign(claims | {f"{CLAIM}deployment_id": "3:nieuw"})
    an.arrive(token, state)
    log = hub.log.read_text()
    assert "installatie '3:nieuw' staat niet in 'installaties' onder [lti] in school.toml" in log
    assert token.split(".")[2] not in log


# Where it leads -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claimed", "place"),
    [
        ({"custom": {"les": "5-politiserend"}}, "/hub/user-redirect/doc/tree/lessen/5-politiserend.ipynb"),
        ({"custom": {"opdracht": "5-politiserend"}}, "/hub/user-redirect/sowcourse/opdracht/5-politiserend"),
        ({TARGET: f"{ADDRESS}/hub/user-redirect/sowcourse/index.html"}, "/hub/user-redirect/sowcourse/index.html"),
        ({TARGET: f"{ADDRESS}/services/zaal/?a=b"}, "/services/zaal/?a=b"),
        ({TARGET: f"{ADDRESS}//elders.example/x"}, "/elders.example/x"),
        ({TARGET: "https://elders.example/hub/user-redirect/lab"}, "/hub/spawn"),
        ({TARGET: "https://cursus.school.example.elders.example/lab"}, "/hub/spawn"),
        ({TARGET: "https://cursus.school.example@elders.example/lab"}, "/hub/spawn"),
        ({TARGET: "https://cursus.school.example:8443/lab"}, "/hub/spawn"),
        ({TARGET: "javascript:alert(1)"}, "/hub/spawn"),
        ({TARGET: f"{ADDRESS}/\\elders.example/x"}, "/hub/spawn"),
        ({TARGET: f"{ADDRESS}/a\r\nSet-Cookie: x=1"}, "/hub/spawn"),
        ({TARGET: f"{ADDRESS}/hub/"}, "/hub/spawn"),
    ],
)
def test_a_link_leads_to_a_page_of_this_site_and_nowhere_else(hub: LtiHub, claimed: dict[str, Any], place: str) -> None:
    claimed = claimed | {"custom": AN_COMES | claimed.get("custom", {})}
    came = Member(hub, "sub-an").come(**claimed)
    assert (came.status_code, came.headers.get("location")) == (302, place), told(came)


def test_what_the_beginning_says_of_where_to_go_is_not_believed(hub: LtiHub) -> None:
    an = Member(hub, "sub-an")
    _, asked = an.begin(target_link_uri="https://elders.example/?next=//elders.example", next="//elders.example/x")
    token = hub.platform.sign(hub.platform.claims("sub-an", asked["nonce"], {"custom": AN_COMES}))
    assert an.arrive(token, asked["state"]).headers["location"] == "/hub/spawn"


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ({"les": "9-onbestaand"}, "noemt de les «9-onbestaand», en die is er niet. Meld het aan je lesgever"),
        ({"opdracht": "../../hubjan"}, "noemt de opdracht «../../hubjan», en zo kan ze niet heten"),
    ],
)
def test_a_link_to_what_is_not_there_says_so(hub: LtiHub, link: dict[str, str], sentence: str) -> None:
    an = Member(hub, "sub-an")
    refused(an, an.come(custom=AN_COMES | link), 404, sentence)


def test_a_lecturer_who_clicks_on_an_assignment_comes_to_it_in_kantoor(hub: LtiHub) -> None:
    page = "%2Fuser%2Fkantoor-dag%2Fkantoor%2Fcohort%2Fdag%2Fopdracht%2F5-politiserend"
    link = {"opdracht": "5-politiserend"}
    assert Member(hub, "j").come(custom=JAN_COMES | link).headers["location"] == f"/hub/spawn/kantoor-dag?next={page}"
    assert Member(hub, "e").come(custom=ELS_COMES | link).headers["location"] == "/hub/home", "of two classes"


def test_settings_without_deployments_do_not_start(hub: LtiHub, school: School, tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="'installaties' ontbreekt"),
        running(school, hub.platform, tmp_path, deployments="[]"),
    ):
        pass
