"""The table of socio-economic indicators (F9): what was set, what was reached, and what is said of it."""
