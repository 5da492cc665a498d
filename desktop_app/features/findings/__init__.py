"""What inspections found, what was demanded by when, and what came of it."""
