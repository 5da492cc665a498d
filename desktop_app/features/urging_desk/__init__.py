"""The desk on which one urging letter lies: drawn up, looked through, printed, issued."""
