"""A row of a register read cell by cell into the texts of a task."""
