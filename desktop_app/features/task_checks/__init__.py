"""What must be true of a task before it is written."""
