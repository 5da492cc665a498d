"""Any list as a workbook: as it is narrowed, ordered and shown."""
