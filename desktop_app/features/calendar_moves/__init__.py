"""Deadlines counted in working days that a changed calendar would move, and moving them."""
