"""Years of tasks of an invented office: load for trials and measurements."""
