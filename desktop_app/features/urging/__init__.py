"""Letters that urge late work, and the ladder that brings the leaders what urging did not help."""
