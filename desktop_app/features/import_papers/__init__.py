"""The documents that a register names: found among ours, or to be made."""
