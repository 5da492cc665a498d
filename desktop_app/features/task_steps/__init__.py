"""Giving a task to somebody of the office, handing it on and handing it back."""
