"""The items of a plan typed line by line, or pasted from Excel."""
