"""The minutes of a meeting on paper, and what was added to them after signing."""
