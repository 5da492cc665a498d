"""Briefings that come again every week, month or quarter."""
