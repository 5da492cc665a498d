"""Closing a month's figures, opening it again, correcting what was closed, and what became of one figure."""
