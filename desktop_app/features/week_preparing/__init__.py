"""Who prepares what for a week, on a page over its schedule."""
