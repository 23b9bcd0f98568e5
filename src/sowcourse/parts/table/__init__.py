"""A table whole: every row, searchable, in an assignment."""
