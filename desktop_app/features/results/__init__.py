"""The official report of results: how much was assigned, done, and late."""
