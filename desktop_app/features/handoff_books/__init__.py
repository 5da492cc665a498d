"""The other books on their way out: inspections, plans, minutes, the week and duties."""
