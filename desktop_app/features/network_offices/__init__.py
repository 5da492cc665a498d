"""Offices in folders beside each other, as the network game plays them."""
