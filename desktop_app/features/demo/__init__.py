"""Demonstration offices built from real articles, and load for trials."""
