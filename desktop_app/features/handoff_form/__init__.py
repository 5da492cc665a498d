"""Mẫu giao việc: the workbook that an office above without the program fills in by hand."""
