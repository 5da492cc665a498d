"""Taking a received package back while nobody has built on it."""
