"""Drempels: from entitled to receiving."""
