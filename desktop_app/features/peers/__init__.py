"""Other offices that packages come from and go to: their keys, and which unit of ours each of them is."""
