"""A position on the course's thesis, taken at the start and again at the end."""
