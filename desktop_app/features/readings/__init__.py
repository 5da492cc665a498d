"""What the figures come to: so far, against the plan and the year before, and where the year is heading."""
