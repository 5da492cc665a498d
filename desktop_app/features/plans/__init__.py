"""Plans and work programmes: groups of contents, tasks and targets, counted against their text."""
