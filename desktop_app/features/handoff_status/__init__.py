"""How the exchange of packages stands: what has been confirmed, what waits, what is asked."""
