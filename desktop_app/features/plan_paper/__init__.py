"""A plan, a work programme and how far they have come, on paper."""
