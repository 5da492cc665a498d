"""Deciding about many tasks at once: all of them or none, or as many as can be where the person says so."""
