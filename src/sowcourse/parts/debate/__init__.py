"""A debate case, step by step: position, reaction, arguments, lot, counter-argument, position again."""
