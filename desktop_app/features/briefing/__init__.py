"""The list for the leaders' briefing: what is late, what urging did not help, what is due soon."""
