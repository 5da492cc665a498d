"""Whose figures of a period have come in from below, and whose have not, indicator by indicator."""
