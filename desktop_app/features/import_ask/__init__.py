"""Questions about a register that only a person can answer."""
