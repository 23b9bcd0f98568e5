"""What came in: whose it is, for what, which version counts, and whether it is still as it was given out."""
