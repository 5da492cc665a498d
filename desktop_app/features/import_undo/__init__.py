"""Taking back a register that was read in, as long as nothing was done since."""
