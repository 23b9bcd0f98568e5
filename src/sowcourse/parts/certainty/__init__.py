"""How sure a student is of something, and what would change that."""
