"""What people type, a module per kind of work. Everything said here is Dutch; how things are done stands elsewhere."""
