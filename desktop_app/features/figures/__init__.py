"""Figures: what each unit reports of each indicator, month by month, and the errata."""
