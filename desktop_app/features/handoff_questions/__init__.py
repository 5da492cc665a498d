"""What only a person can decide about a package: both values side by side, then the answer."""
