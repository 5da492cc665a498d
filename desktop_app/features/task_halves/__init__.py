"""Which office writes which half of a task."""
