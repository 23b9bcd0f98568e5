"""Levensdomeinen en ecogram: build a network, see gaps, overlap and who coordinates."""
