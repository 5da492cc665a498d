"""Files kept with records: their bytes lie in the office's folder under their SHA-256."""
