"""Allocation: one of the office's targets shared out to its units, and what has to follow when it is adjusted."""
