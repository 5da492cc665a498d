"""The desk at which one works on tasks: the list, one task, what can be done about it now, and its whole story."""
