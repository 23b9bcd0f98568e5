"""Student code behind a wall, and the closed format in which its values cross."""
