"""Cards for class: a lesson's debates and cases on paper, four of A6 on a sheet of A4."""
