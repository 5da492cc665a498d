"""Closed periods: a month whose figures are closed changes by errata only."""
