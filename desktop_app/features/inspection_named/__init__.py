"""Whom minutes of inspections name beyond their own columns, kept as it was when they were signed."""
