"""The book of meetings in the window: the list, one meeting, and what can be done about its minutes now."""
