"""Minutes of inspections on paper (F5, F6, F7): what was looked at, what was found, what has to be done, who signs."""
