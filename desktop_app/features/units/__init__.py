"""The units of the office, and the offices above, below and beside it."""
