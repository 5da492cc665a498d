"""Sessions, meetings, briefings and huddles, counted in the reports."""
