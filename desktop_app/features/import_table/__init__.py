"""Finding the tables of a register: where the heading is, what the rows below it are."""
