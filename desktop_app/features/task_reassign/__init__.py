"""A task that goes to another lead unit: what the former one had done is kept to be read, and counts no more."""
