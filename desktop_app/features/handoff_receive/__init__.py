"""Packages that come in: looked over, decided row by row, accepted or not."""
