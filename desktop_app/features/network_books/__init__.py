"""Inspections, plans, meetings, the week and duties, as the network game plays them."""
