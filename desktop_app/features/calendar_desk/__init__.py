"""The screen of the work calendar: its days, the table that fills it, the deadlines that follow it."""
