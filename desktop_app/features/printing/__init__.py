"""The list of forms that can be printed, and their making."""
