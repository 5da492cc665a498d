"""Writing what was decided about a package, all of it or nothing; and taking it back."""
