"""What a meeting concluded, issued as a notice with its tasks."""
