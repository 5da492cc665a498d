"""The due date of a task that is given as a term in working days."""
