"""The packages that were made: where each is on its way, and what can still be done with its file."""
