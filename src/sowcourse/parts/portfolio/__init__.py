"""What moved and what stayed, and the portfolio as files of the student's own."""
