"""What may be done about a task now, by whom; and if not, why not and what to do instead."""
