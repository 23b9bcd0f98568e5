"""Is a person named here? Known people, of a class list; and strangers, whom a student writes about."""
