"""How far a plan has come, as an internal form on paper."""
