"""The units and people that a register names, found in the directory or asked about."""
