"""Verified copies, and how to go back to one."""
