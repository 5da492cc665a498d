"""What was looked at in minutes of inspections, begun from a template or from what failed before."""
