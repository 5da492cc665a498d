"""Who holds a task within the office that does it: steps, which follow what is written of the task."""
