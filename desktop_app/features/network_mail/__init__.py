"""Packages on their way: lost, late, out of order, twice."""
