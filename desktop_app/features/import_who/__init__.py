"""Who leads, helps, directs and does the work of a row."""
