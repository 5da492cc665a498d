"""The report package for the office above: gathered, sealed, read back, and entered in the outbox."""
