"""The notice of a meeting's conclusions on paper, with the list of tasks it gives."""
