"""A sheet of figures as a workbook: printed, filled in elsewhere, read back with a verdict for each figure."""
