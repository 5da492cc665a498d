"""The leaders' schedule, day by day."""
