"""A link in a learning platform leads to a page of this site, and to no other; `tests/hub` tries the whole of it."""

from __future__ import annotations

import json
from typing import Any

import jwt
import pytest

from sowcourse.errors import SowcourseError
from sowcourse.hub.deep_link import CLAIM, DeepLink
from sowcourse.hub.tool_key import assertion, new_key, public_keys

ADDRESS = "https://school.example/cursus"


def link(custom: Any = None, target: str = "") -> DeepLink:
    return DeepLink.of({f"{CLAIM}custom": custom, f"{CLAIM}target_link_uri": target}, ADDRESS)


@pytest.mark.parametrize(
    ("custom", "taught", "place"),
    [
        ({"les": "0-start"}, (), "user-redirect/doc/tree/lessen/0-start.ipynb"),
        ({"les": " 0-start "}, ("dag",), "user-redirect/doc/tree/lessen/0-start.ipynb"),
        ({"opdracht": "5-politiserend"}, (), "user-redirect/sowcourse/opdracht/5-politiserend"),
        (
            {"opdracht": "5-politiserend", "les": "0-start"},
            ("dag",),
            "spawn/kantoor-dag?next=%2Fcursus%2Fuser%2Fkantoor-dag%2Fkantoor%2Fcohort%2Fdag%2Fopdracht%2F5-politiserend",
        ),
        ({"opdracht": "5-politiserend"}, ("avond", "dag"), None),
        ({"les": ""}, (), None),
        (["les"], (), None),
        (None, (), None),
    ],
)
def test_a_lesson_opens_for_everybody_and_an_assignment_where_one_works_on_it(
    custom: Any, taught: tuple[str, ...], place: str | None
) -> None:
    assert link(custom).place("/cursus/hub/", taught) == (f"/cursus/hub/{place}" if place else "")


@pytest.mark.parametrize(
    ("target", "path"),
    [
        (f"{ADDRESS}/hub/user-redirect/lab?a=1#b", "/cursus/hub/user-redirect/lab?a=1"),
        (f"{ADDRESS}//elders.example/", "/cursus//elders.example/"),
        ("https://school.example//elders.example", ""),
        ("https://school.example/ander/pad", ""),
        ("https://school.example/cursus/../ander", ""),
        ("https://school.example/cursus/%2e%2E/ander", ""),
        ("https://school.example/cursus/.%2e%2fander", ""),
        ("https://school.example/cursus/%2e%2e%5cander", ""),
        (f"{ADDRESS}/a..b/lab", "/cursus/a..b/lab"),
        (f"{ADDRESS}/" + "a" * 2000, ""),
        ("https://school.example:444/cursus/lab", ""),
        ("https://an:x@school.example/cursus/lab", "/cursus/lab"),
        ("http://school.example/cursus/lab", ""),
        ("//school.example/cursus/lab", ""),
        ("https://school.example/cursus/hub/", ""),
        ("https://[school/cursus/lab", ""),
        (f"{ADDRESS}/lab\u2028", ""),
        (f"{ADDRESS}\\@elders.example/lab", ""),
    ],
)
def test_of_another_address_only_a_path_below_our_own_is_taken(target: str, path: str) -> None:
    assert link(target=target).path == path


@pytest.mark.parametrize(
    ("custom", "sentence"),
    [
        ({"les": "9-weg"}, "«9-weg», en die is er niet. Meld het aan je lesgever. Die kan kiezen uit: 0-start, "),
        ({"opdracht": "a/../b"}, "«a/../b», en zo kan ze niet heten"),
    ],
)
def test_what_is_not_there_is_named(custom: dict[str, str], sentence: str) -> None:
    with pytest.raises(SowcourseError) as caught:
        link(custom)
    assert sentence in str(caught.value)


def test_what_we_sign_is_believed_by_who_has_our_public_key_once_and_briefly() -> None:
    private = new_key()
    shown = public_keys(private)
    assert "PRIVATE" in private
    assert not {"d", "p", "q", "dp", "dq", "qi"} & set(shown["keys"][0])
    assert json.dumps(shown) == json.dumps(public_keys(private)), "the same name for the same key"
    signed = [assertion(private, "client-1", "https://lms.school.example/token") for _ in range(2)]
    key = jwt.PyJWKSet.from_dict(shown)[jwt.get_unverified_header(signed[0])["kid"]]
    said = [jwt.decode(one, key.key, ["RS256"], audience="https://lms.school.example/token") for one in signed]
    assert (said[0]["iss"], said[0]["sub"]) == ("client-1", "client-1")
    assert said[0]["exp"] - said[0]["iat"] == 120
    assert said[0]["jti"] != said[1]["jti"]
