"""The leaders' duties and weeks of a demonstration office."""
