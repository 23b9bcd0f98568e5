"""Pages about a class: who is where, how questions went, answers beside each other, what goes back to students."""
