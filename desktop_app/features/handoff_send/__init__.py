"""The sealed workbook that carries the figures to the office above."""
