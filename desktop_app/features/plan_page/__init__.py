"""The page of one plan: its groups, its items, typing them, and giving them as tasks."""
