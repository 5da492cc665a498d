"""What a year's inspections are meant to be, and how many rounds were held of each."""
