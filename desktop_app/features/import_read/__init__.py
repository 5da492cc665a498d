"""What stands in a register that comes from a workbook or from the clipboard, cell by cell."""
