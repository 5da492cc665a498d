"""The inspections before Tết 2019 that an article reports."""
