"""The list of the leaders' week: seven days by their halves."""
