"""Run Kantoor for a hub, with what that says in the environment."""

from __future__ import annotations


def main() -> None:
    """Start, and serve until the hub ends it."""
    from sowcourse.hub.office_app import HubOffice

    HubOffice.launch_instance([])


if __name__ == "__main__":
    main()
