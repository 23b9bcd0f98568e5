"""New material that works from the first moment: what a lecturer must still write says so.

Only a checkout has this package: its answers would help students, so the wheel leaves it out.
"""
