"""A task given by another office, passed on as parts of it; and what came of the parts."""
