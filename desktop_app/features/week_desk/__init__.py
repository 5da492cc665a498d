"""The leaders' week in the window: one week at a time, its lines, copying, filling, who prepares what."""
