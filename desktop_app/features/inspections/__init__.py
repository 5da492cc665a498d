"""Rounds of inspection, who was inspected in them, and what was seen."""
