"""Phiếu giao việc (F2): one task on paper, between who gives it and who takes it."""
