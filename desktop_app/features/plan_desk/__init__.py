"""Plans in the window: what is done with the items of one, and what its page shows."""
