"""Wie beslist?: moments of guidance on the participation ladder."""
