"""What becomes of the other books that come in: one writer a row, and what is signed stays as it is."""
