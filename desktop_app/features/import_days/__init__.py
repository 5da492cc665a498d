"""Days of a register: read where there is one way to read them, asked about once a column where there are two."""
