"""What the assigner decides about a task: rows that only accumulate, each about one round of the work."""
