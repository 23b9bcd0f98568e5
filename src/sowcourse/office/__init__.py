"""Kantoor: what a lecturer does for a class, as pages made by their own Jupyter server."""
