"""What leaders look at first: what is late, what is due, unit by unit."""
