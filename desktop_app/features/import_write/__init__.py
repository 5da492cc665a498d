"""Writing the rows of a register that are sure, in one transaction, and noting each in its batch."""
