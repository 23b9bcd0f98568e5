"""What one launch allows: a course of the platform to which marks may go, when the settings know its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sowcourse.cohort.lms_course import LmsCourse
from sowcourse.gradebook.passback import SCOPES, is_at
from sowcourse.hub.deep_link import CLAIM, DeepLink

_ENDPOINT = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"


def granted(claims: Mapping[str, Any], link: DeepLink, address: str) -> LmsCourse | None:
    """The course; None when the platform allows less than we need, or names another address than the settings.

    Parameters: link – what was clicked on; address – where the platform keeps marks, "" when it gets none.
    """
    endpoint, context = claims.get(_ENDPOINT), claims.get(f"{CLAIM}context")
    if not (address and isinstance(endpoint, Mapping) and isinstance(context, Mapping)):
        return None
    scopes, columns = endpoint.get("scope"), str(endpoint.get("lineitems") or "")
    if not isinstance(scopes, list) or not set(SCOPES) <= set(map(str, scopes)) or not is_at(columns, address):
        return None
    name = str(context.get("id") or "")
    title = str(context.get("title") or context.get("label") or name)
    column = str(endpoint.get("lineitem") or "")
    theirs = {link.assignment: column} if link.assignment and is_at(column, address) else {}
    return LmsCourse(name[:200], title[:200], columns, theirs) if name else None
