"""Which column of a register is which of ours: proposed, chosen by a person, remembered."""
