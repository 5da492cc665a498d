"""Which document a row was ordered by."""
