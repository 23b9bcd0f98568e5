"""The passages of a lesson, each with its margin questions, its terms and, when imported, the original."""
