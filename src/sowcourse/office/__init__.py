"""Kantoor: what a lecturer does for a class, as pages made by their own Jupyter server."""

HALLS = "SOWCOURSE_ZAAL"
"""In the environment, on a hub: where a debate is held live, from the root of the host."""
