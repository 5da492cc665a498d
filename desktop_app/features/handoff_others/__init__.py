"""Everything else on its way in: units, people, documents, what hangs on tasks, the calendar."""
