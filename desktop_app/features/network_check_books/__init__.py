"""Who must hold a row of the other books at the end of the network game."""
