"""What a meeting heard and concluded, frozen once signed."""
