"""The next one of an order that comes again, made by its owner."""
