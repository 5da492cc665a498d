"""Inspections of a demonstration office: rounds, minutes, findings and what came of them."""
