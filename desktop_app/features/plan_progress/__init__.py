"""How far a plan has come on a day, item by item and group by group."""
