"""Demonstration offices founded, and their books written through the gate."""
