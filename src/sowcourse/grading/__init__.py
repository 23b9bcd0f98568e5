"""The run: each submission repaired, executed, judged and kept, with what went wrong said by name."""
