"""Everything that happened to a task, in lines that a window or a paper can show."""
