"""Days off and days made up for: the calendar that deadlines in working days follow."""
