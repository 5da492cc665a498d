"""Figures that nobody types: worked out of the book of tasks, and stored like the others."""
