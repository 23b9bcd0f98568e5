"""With what the browser of one account seals its answers, where more accounts may read lessons in one browser.

Both the service that gives lessons and the server of a student know it, each from the hub; nobody else does.
"""

from __future__ import annotations

import hashlib
import hmac
import json

SECRET = "SOWCOURSE_LEESGEHEIM"
"""In the environment of the service that gives lessons: what only the hub and it know."""

SHORTEST = 16
"""Characters of a secret; `school opzetten` makes 64."""


def seal_of(secret: str, account: str) -> str:
    """The seal of an account as JSON: under which name its browser keeps answers, and the key that closes them.

    The name tells nobody who read here; with another secret nothing is opened, and nothing overwritten.
    Raises: ValueError for a secret that is too short to be one, as of an empty file: with that anybody makes the keys.
    """
    if len(secret) < SHORTEST:
        raise ValueError(f"{SECRET}: dit geheim telt {len(secret)} tekens, en moet er minstens {SHORTEST} tellen.")

    def made(what: str) -> str:
        return hmac.digest(secret.encode(), f"{what}:{account}".encode(), hashlib.sha256).hex()

    return json.dumps({"name": made("name")[:16], "key": made("key")})
