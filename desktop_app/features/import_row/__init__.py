"""A row of a register: its cells by the columns they were mapped to, and what it comes to."""
