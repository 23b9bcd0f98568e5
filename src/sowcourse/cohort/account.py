"""Who owns a file, by the name under which they log in on this computer."""

from __future__ import annotations

import os


def account(number: int) -> str:
    """The name of a user; "gebruiker 20001" for one without a name here."""
    if os.name == "nt":
        return f"gebruiker {number}"
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"gebruiker {number}"
