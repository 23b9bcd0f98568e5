"""What a lecturer sees of a class: who is where, how questions went, answers beside each other."""
