"""Establishments that are watched over: businesses, households, construction sites."""
