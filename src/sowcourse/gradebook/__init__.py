"""The points of a class: nbgrader's database, who gave them, what they come to, and what is kept of each."""
