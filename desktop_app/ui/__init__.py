"""Windows out of entities; the only place that knows the widgets."""
