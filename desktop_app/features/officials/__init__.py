"""The people who lead, are in charge, or do the work."""
