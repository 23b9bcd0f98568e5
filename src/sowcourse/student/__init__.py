"""What runs on a student's computer: the course opened, the desk, handing in, what the class packet brings."""
