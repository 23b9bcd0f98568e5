"""A chart a careful reader can trust, and a student's own bars."""
