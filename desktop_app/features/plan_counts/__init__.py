"""How many items of a plan there are, beside how many its text speaks of."""
