"""Remediation after inspections that is overdue, as urging letters list it."""
