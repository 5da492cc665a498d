"""Halves that change hands: an office that begins afresh, one that ceases, a unit that starts to use the program."""
