"""A package as a workbook: every row with its reason, and the questions to be answered in Excel."""
