"""A package on the desk, row by row: what would become of each, before a person says yes."""
