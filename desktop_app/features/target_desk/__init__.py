"""The screen of targets: the list, the form, adjusting, and the way to sharing out."""
