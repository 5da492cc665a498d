"""The parts of a target: which units have one, and what has to follow when the whole is adjusted."""
