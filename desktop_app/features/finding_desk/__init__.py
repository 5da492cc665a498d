"""The window of findings: what happened to each, what can be done about it now, the task it may become."""
