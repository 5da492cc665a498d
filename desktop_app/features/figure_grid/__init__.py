"""Entering figures: the months and years of a unit as a sheet of cells."""
