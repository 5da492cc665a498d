"""Receipts: what became of the packages of another office, told back to it."""
