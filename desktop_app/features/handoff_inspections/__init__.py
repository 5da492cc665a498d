"""Who may say what about an inspection, as far as it comes in."""
