"""What is done with the groups and items of a plan."""
