"""One class in one year: a folder with its calendar, roster, assignments and gradebook."""
