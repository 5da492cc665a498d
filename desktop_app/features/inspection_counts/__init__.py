"""How many inspections there were, by type: what every report says of them."""
