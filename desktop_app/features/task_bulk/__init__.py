"""Deciding about many tasks at once: all of them or none."""
