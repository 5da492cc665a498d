"""Entering a task out of a template of orders, with its document."""
