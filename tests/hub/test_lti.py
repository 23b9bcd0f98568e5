"""People come in from a learning platform with LTI 1.3: by one signed claim, and in no other way."""

from __future__ import annotations

import hmac
import json
import re
import shutil
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sowcourse.cohort.lms_course import COURSES, MEMBERS, lms_courses, lms_members
from sowcourse.gradebook.passback import UnreachableError, hub_pass
from sowcourse.notebook import dump, markers, read_notebook
from tests.hub.conftest import AN, BO, ELS, JAN, School
from tests.hub.lti_school import ADDRESS, LtiHub, Member, running, told
from tests.hub.test_school import ASSIGNMENT, WORDS
from tests.lms_platform import AGS, CLAIM, COURSE, SCOPES, TEACHER, Column, Platform, new_key, pem, standing

TARGET = "target_link_uri"
AN_COMES, JAN_COMES, ELS_COMES = ({"student": name} for name in ("20261", JAN, ELS))
"""What the platform gives with each: An's student number, which is not her account."""


@pytest.fixture(scope="module")
def hub(school: School) -> Iterator[LtiHub]:
    folder = Path(tempfile.mkdtemp(prefix="lti-", dir=school.root))
    folder.chmod(0o755)  # an office reads which certificate to believe
    with standing(folder) as platform, running(school, platform, folder) as found:
        yield found


def names(member: Member) -> tuple[str, set[str]]:
    found = member.who()
    return found.get("name", ""), set(found.get("groups", []))


# Who it is ------------------------------------------------------------------------------------------------------------


def test_a_student_is_known_by_the_number_of_the_class_list_and_begins_with_the_choice(hub: LtiHub) -> None:
    an = Member(hub, "sub-an")
    came = an.come(custom=AN_COMES)
    assert (came.status_code, came.headers["location"]) == (302, "/hub/home"), told(came)
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
    assert came.headers.get("location") == "/hub/home", told(came)
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
        ({"iat": NOW + 3600, "exp": NOW + 7200}, "geldt nog niet: de klok van je leeromgeving loopt anders"),
        ({"aud": ["10000000000001", "9"]}, CHANGED),
        ({"message_type": "LtiSubmissionReviewRequest"}, "vraagt iets wat de cursus niet kan"),
        ({"iat": str(NOW)}, "op een manier die we niet kennen"),
        ({"context": ["x"]}, "op een manier die we niet kennen"),
        ({"resource_link": "x"}, "op een manier die we niet kennen"),
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


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {f"{CLAIM}message_type": "LtiDeepLinkingRequest"},
            "vraagt iets wat de cursus niet kan: ze opent alleen lessen en opdrachten",
        ),
        ({"azp": "9"}, "voor een ander programma bedoeld"),
        ({"aud": ["10000000000001", "9"], "azp": "9"}, "voor een ander programma bedoeld"),
        ({"nbf": NOW + 90_000}, "geldt nog niet: de klok"),
    ],
)
def test_what_is_signed_and_opens_nothing_of_ours_lets_nobody_in(
    hub: LtiHub, more: dict[str, Any], sentence: str
) -> None:
    an = Member(hub, "sub-an")
    claims, state = launch(an)
    refused(an, an.arrive(hub.platform.sign(claims | more), state), 403, sentence)


@pytest.mark.parametrize("sub", [None, "s" * 256, "a\nb"])
def test_who_is_not_named_by_the_platform_comes_in_and_is_not_written_down(
    hub: LtiHub, school: School, sub: str | None
) -> None:
    bo = Member(hub, "sub-bo")
    claims, state = launch(bo)
    claims |= {f"{CLAIM}custom": {"student": "20262"}, "sub": sub}
    came = bo.arrive(hub.platform.sign({name: said for name, said in claims.items() if said is not None}), state)
    assert (came.status_code, names(bo)[0]) == (302, BO), told(came)
    members = lms_members(school.cohort("dag"))
    assert sub not in members.values()


def test_what_a_launch_said_is_kept_again_once_it_went_away(hub: LtiHub, school: School) -> None:
    file = school.cohort("dag") / MEMBERS
    for _ in range(2):  # as when somebody was erased, or the file was damaged
        came = Member(hub, "sub-bo-9").come(custom={"student": "20262"})
        assert came.status_code == 302, told(came)
        until = time.monotonic() + 30
        while lms_members(school.cohort("dag")).get("20262") != "sub-bo-9":
            assert time.monotonic() < until, hub.log.read_text()[-2000:]
            time.sleep(0.1)
        file.unlink()


def test_a_platform_that_says_no_is_told_and_the_log_stays_one_line(hub: LtiHub) -> None:
    an = Member(hub, "sub-an")
    _, asked = an.begin()
    said = {"error": "login_required", "error_description": "x\n[I] verzonnen", "state": asked["state"]}
    came = an.browser.post(f"{ADDRESS}/hub/lti13/oauth_callback", data=said)
    refused(an, came, 403, "Je leeromgeving meldde je niet aan. Meld je daar eerst aan.")
    claims, state = launch(an)
    came = an.arrive(hub.platform.sign(claims, new_key(), "x\n[I] verzonnen" + "k" * 5000), state)
    refused(an, came, 403, CHANGED)
    lines = hub.log.read_text().splitlines()
    assert not any(line.strip().startswith("[I] verzonnen") for line in lines)
    assert max(len(line) for line in lines if "LTI:" in line) < 1000


@pytest.mark.parametrize("shown", ["<html>", "[" * 100_000, "[]"])
def test_keys_that_are_no_keys_let_nobody_in(hub: LtiHub, monkeypatch: pytest.MonkeyPatch, shown: str) -> None:
    an = Member(hub, "sub-an")
    claims, state = launch(an)
    monkeypatch.setattr(hub.platform, "keys", lambda: shown)
    came = an.arrive(hub.platform.sign(claims), state)
    refused(an, came, 403, CHANGED if shown == "[]" else "Je leeromgeving zegt op een manier die we niet kennen")


def test_a_token_that_the_platform_did_not_sign_lets_nobody_in(hub: LtiHub) -> None:
    platform, other = hub.platform, new_key()
    forged = {
        "with another key under its name": lambda claims: platform.sign(claims, other),
        "with a key that it does not show": lambda claims: platform.sign(claims, other, "sleutel-9"),
        "with nothing": lambda claims: jwt.encode(claims, None, algorithm="none", headers={"kid": platform.kid}),
        "with what everybody knows": lambda claims: jwt.encode(
            claims, "x" * 32, algorithm="HS256", headers={"kid": platform.kid}
        ),
        "with the key that everybody may see": lambda claims: _by_what_is_shown(platform, claims),
        "with a key that it brings along": lambda claims: jwt.encode(
            claims,
            pem(other),
            algorithm="RS256",
            headers={"kid": platform.kid, "jku": f"{platform.address}/van-mij", "x5u": f"{platform.address}/van-mij"},
        ),
        "and changed on the way": lambda claims: _other_claims(platform, claims),
        "no token": lambda claims: "geen.token.hier",
    }
    for make in forged.values():
        an = Member(hub, "sub-an")
        claims, state = launch(an)
        refused(an, an.arrive(make(claims), state), 403, CHANGED)
    assert not any("van-mij" in path for _, path in platform.asked)


def _by_what_is_shown(platform: Platform, claims: dict[str, Any]) -> str:
    """Signed as with a word that both know, which is the public key."""
    shown = platform.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = {"alg": "HS256", "typ": "JWT", "kid": platform.kid}
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (head, claims)]
    signed = hmac.digest(shown, b".".join(parts), "sha256")
    return b".".join([*parts, urlsafe_b64encode(signed).rstrip(b"=")]).decode()


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
        ({TARGET: "https://elders.example/hub/user-redirect/lab"}, "/hub/home"),
        ({TARGET: "https://cursus.school.example.elders.example/lab"}, "/hub/home"),
        ({TARGET: "https://cursus.school.example@elders.example/lab"}, "/hub/home"),
        ({TARGET: "https://cursus.school.example:8443/lab"}, "/hub/home"),
        ({TARGET: "javascript:alert(1)"}, "/hub/home"),
        ({TARGET: f"{ADDRESS}/\\elders.example/x"}, "/hub/home"),
        ({TARGET: f"{ADDRESS}/a\r\nSet-Cookie: x=1"}, "/hub/home"),
        ({TARGET: f"{ADDRESS}/hub/"}, "/hub/home"),
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
    assert an.arrive(token, asked["state"]).headers["location"] == "/hub/home"


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


def test_a_student_who_clicks_on_an_assignment_has_it_fetched_and_open(hub: LtiHub, school: School) -> None:
    release(school)
    folder = school.home(BO) / "sowcourse" / ASSIGNMENT
    bo = Member(hub, "sub-bo")
    came = bo.come(custom={"student": "20262", "opdracht": ASSIGNMENT})
    try:
        bo.follow(came.headers["location"], f"/user/{BO}/doc/tree/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
        assert (folder / f"{ASSIGNMENT}.ipynb").owner() == BO
        bo.follow(f"{bo.own}/sowcourse/opdracht/{ASSIGNMENT}", f"/doc/tree/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
        assert len(list(folder.parent.glob(f"{ASSIGNMENT}*"))) == 1, "what is there is not fetched again"
        bo.follow(f"{bo.own}/sowcourse/opdracht/1-nabijheid", "/doc/tree/lessen/1-nabijheid.ipynb")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Marks back -----------------------------------------------------------------------------------------------------------

CAME = "sub-an-77"
MARKED = """
import sys
from pathlib import Path
from sowcourse.cohort.workspace import open_workspace
from sowcourse.gradebook.gradebook import mark, results
workspace = open_workspace(Path(sys.argv[1]))
for cell in results(workspace, sys.argv[2])["20261"].cells:
    if cell.manual:
        mark(workspace, sys.argv[2], "20261", cell.cell, cell.points)
result = results(workspace, sys.argv[2])["20261"]
print(result.waiting, result.score(), result.points())
"""
"""An's answers get all that they can."""


def release(school: School) -> None:
    if not (school.cohort("dag") / "release" / ASSIGNMENT).is_dir():
        school.office("dag", "release", ASSIGNMENT)


@pytest.fixture(scope="module")
def marked(school: School, hub: LtiHub) -> tuple[float, float]:
    """An came in by the link of the assignment, handed in, and was marked. Returns: her points, and out of what."""
    release(school)
    hub.platform.columns = {"4": Column("Opdracht politiserend", 20), "5": Column("Iets anders")}
    an = Member(hub, CAME)
    endpoint = {
        "scope": SCOPES,
        "lineitems": f"{hub.platform.address}/courses/{COURSE}/lineitems?type=lti",
        "lineitem": hub.platform.column_address("4"),
    }
    came = an.come(custom=AN_COMES | {"opdracht": ASSIGNMENT}, **{f"{AGS}claim/endpoint": endpoint})
    an.follow(came.headers["location"], f"/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    file = school.home(AN) / "sowcourse" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = read_notebook(file)
    for cell in notebook["cells"]:
        if markers(cell).get("solution") and cell["cell_type"] == "markdown":
            cell["source"] = WORDS
    file.write_text(dump(notebook), encoding="utf-8")
    an.follow(f"{an.own}/sowcourse/index.html", "/sowcourse/index.html")  # which brings the cookie that lets it write
    given = an.post(f"{an.own}/sowcourse/inleveren", {"path": f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"})
    assert given.status_code == 200, given.text
    for verb in ("collect", "grade"):
        school.office("dag", verb, ASSIGNMENT)
    done = school.as_user("kantoor-dag", MARKED, school.cohort("dag"), ASSIGNMENT, umask=0o077)
    waiting, points, maximum = done.stdout.split()
    assert waiting == "0", done.stdout + done.stderr
    return float(points), float(maximum)


def test_a_launch_leaves_with_the_class_only_what_marks_need(
    school: School, hub: LtiHub, marked: tuple[float, float]
) -> None:
    Member(hub, "sub-jan").come(custom=JAN_COMES, roles=[TEACHER])
    files = [school.cohort("dag") / name for name in (COURSES, MEMBERS)]
    assert [(file.owner(), file.stat().st_mode & 0o777) for file in files] == [("kantoor-dag", 0o600)] * 2
    members = lms_members(school.cohort("dag"))
    assert members["20261"] == CAME, "what she was called last"
    assert set(members) <= {"20261", "20262"}
    assert "sub-jan" not in files[1].read_text(encoding="utf-8"), "a lecturer gets no marks"
    (course,) = lms_courses(school.cohort("dag"))
    assert (course.id, course.columns) == (COURSE, {ASSIGNMENT: hub.platform.column_address("4")})
    assert not (school.cohort("avond") / MEMBERS).exists()


def test_a_lecturer_sees_what_goes_and_sends_it_with_one_button(
    school: School, hub: LtiHub, marked: tuple[float, float]
) -> None:
    jan = Member(hub, "sub-jan")
    came = jan.come(custom=JAN_COMES | {"opdracht": ASSIGNMENT}, roles=[TEACHER])
    road = f"/user/kantoor-dag/kantoor/cohort/dag/opdracht/{ASSIGNMENT}"
    jan.follow(came.headers["location"], road)
    page = f"{road}/punten/leeromgeving"
    assert "Punten doorgeven" in jan.browser.get(f"{ADDRESS}{road}/punten").text
    assert "Bekijk wat er verandert" in jan.browser.get(f"{ADDRESS}{page}").text
    shown = jan.post(page, form={"doe": "bekijken"})
    assert "1 van 1 punt gaat naar de leeromgeving" in told(shown), told(shown)
    assert hub.platform.columns["4"].scores == {}
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown.text))
    done = jan.post(page, form={name: unescape(value) for name, value in fields.items()} | {"doe": "versturen"})
    assert "1 punt is verstuurd naar de kolom «Opdracht politiserend»." in told(done), told(done)
    points, maximum = marked
    score = hub.platform.columns["4"].scores[CAME]
    assert (score["scoreGiven"], score["scoreMaximum"]) == (points, maximum)
    assert hub.platform.columns["5"].scores == {}
    again = jan.post(page, form={"doe": "bekijken"})
    assert "0 van 1 punt" in told(again)


def environment_of(school: School, hub: LtiHub, account: str) -> dict[str, str]:
    """What the hub told a server that runs."""
    for pid in Path("/proc").glob("[0-9]*"):
        try:
            known = dict(part.split("=", 1) for part in (pid / "environ").read_text().split("\0") if "=" in part)
        except (OSError, ValueError):
            continue
        if known.get("JUPYTERHUB_USER") == account and str(hub.platform.certificate) == known.get("SSL_CERT_FILE"):
            return known
    raise AssertionError(account)


def test_only_an_office_gets_a_pass_and_a_platform_that_gives_none_is_said_so(
    school: School, hub: LtiHub, marked: tuple[float, float]
) -> None:
    jan = Member(hub, "sub-jan")
    jan.follow(jan.come(custom=JAN_COMES | {"opdracht": ASSIGNMENT}).headers["location"], f"/opdracht/{ASSIGNMENT}")
    an, office = (environment_of(school, hub, account) for account in (AN, "kantoor-dag"))
    assert hub_pass(office).address == hub.platform.address
    with pytest.raises(UnreachableError, match="Alleen Kantoor geeft punten door"):
        hub_pass(an)
    with pytest.raises(UnreachableError, match=r"\(403\)|Alleen Kantoor"):
        hub_pass(office | {"JUPYTERHUB_API_TOKEN": "x"})
    granted = hub.platform.granted
    try:
        for scopes in ([], SCOPES[:2]):
            hub.platform.granted = scopes
            with pytest.raises(UnreachableError, match="laat ons niet binnen om punten te geven"):
                hub_pass(office)
        hub.platform.granted = granted
        hub.platform.faults["/token"] = lambda who: 401
        with pytest.raises(UnreachableError, match="laat ons niet binnen om punten te geven"):
            hub_pass(office)
    finally:
        hub.platform.granted = granted
        hub.platform.faults.clear()
    for visitor in (Member(hub, "x"), Member(hub, "sub-jan", {"custom": JAN_COMES})):
        if visitor.claimed:
            visitor.come()
        answer = visitor.browser.post(f"{ADDRESS}/hub/lti13/punten")
        assert answer.status_code == 403
        assert hub.platform.address not in answer.text


def test_what_is_shown_of_our_key_is_its_public_half(hub: LtiHub) -> None:
    shown = Member(hub, "").browser.get(f"{ADDRESS}/hub/lti13/sleutels").json()
    (key,) = shown["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}
    config = Member(hub, "").browser.get(f"{ADDRESS}/hub/lti13/config").json()
    assert config["public_jwk_url"] == f"{ADDRESS}/hub/lti13/sleutels"
    assert config["scopes"] == SCOPES


# Settings -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"deployments": "[]"}, "'installaties' ontbreekt"),
        ({"keys": "http://lms.school.example/jwks"}, "sleuteladres = http://lms.school.example/jwks: aanmelden gaat"),
        ({"marks": "http://lms.school.example"}, "puntenadres = http://lms.school.example: punten gaan alleen over"),
        ({"mode": 0o644}, "iedereen op deze machine kan dit geheim lezen"),
    ],
)
def test_with_settings_that_leave_a_door_open_the_hub_does_not_start(
    hub: LtiHub, school: School, tmp_path: Path, wrong: dict[str, Any], sentence: str
) -> None:
    with (
        pytest.raises(AssertionError, match=re.escape(sentence)),
        running(school, hub.platform, tmp_path, **wrong),
    ):
        pass
