"""The check before handing in: what in the student's own notebook may identify somebody."""
