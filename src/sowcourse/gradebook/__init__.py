"""The points of a class: nbgrader's database, who gave them, what they come to and where they go."""
