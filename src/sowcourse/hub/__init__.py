"""What a JupyterHub of a school starts: a student's course, or Kantoor for who teaches a class together."""
