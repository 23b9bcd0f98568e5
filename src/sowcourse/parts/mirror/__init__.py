"""The mirror beside a reflection: what it seems to hold, and a question for what it does not."""
