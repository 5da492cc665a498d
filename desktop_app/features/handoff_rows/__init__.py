"""Rows of our book by their revisions, as packages choose among them."""
