"""Claims of the essay beside the evidence: judge first, then look."""
