"""Targets and figures in the network game: what the city sets, what the wards report month by month."""
