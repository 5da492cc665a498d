"""What was decided about a task, and what holds of it in the present round of the work."""
