"""The end of the network game: everything is handed over without loss, then compared."""
