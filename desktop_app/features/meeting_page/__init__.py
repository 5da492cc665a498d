"""Agenda and conclusions of a meeting typed like a sheet, and what is added to signed minutes."""
