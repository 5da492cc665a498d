"""What becomes of each row of a package: worked out before anything is written."""
