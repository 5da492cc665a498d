"""The checklists that come with the program, for an office to begin with."""
