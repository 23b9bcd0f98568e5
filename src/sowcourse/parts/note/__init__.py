"""A note for the student's own logbook."""
