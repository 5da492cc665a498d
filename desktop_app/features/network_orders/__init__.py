"""What people type anew on a day of the network game: orders, meetings, the calendar."""
