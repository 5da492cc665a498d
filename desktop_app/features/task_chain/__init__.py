"""Orders that come again: which follows which, and whose next one is due to be made."""
