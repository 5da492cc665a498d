"""The labels registers give their columns, and which column of ours each is."""
