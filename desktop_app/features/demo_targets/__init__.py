"""Demonstration offices that have targets, after articles that count them."""
