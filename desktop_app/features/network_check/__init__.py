"""Every store beside the oracle and beside the others, at the end of the game."""
