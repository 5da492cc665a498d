"""Sheets out of entities, and the sealed package that two offices hand each other."""
