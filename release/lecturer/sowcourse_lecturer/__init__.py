"""What only lecturers of sowcourse get. Nothing here runs: `assignments/`, `course/` and `handleidingen/` are read."""
