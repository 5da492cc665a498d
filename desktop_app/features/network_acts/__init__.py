"""What people do about their tasks on a day of the network game."""
