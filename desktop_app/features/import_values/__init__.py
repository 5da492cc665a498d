"""What the cells of a register say: days, states, marks; what is ambiguous is asked once."""
