"""Items of a plan given as tasks, and joined with tasks that are there already."""
