"""The verdict of every row of a register, before anything is written."""
