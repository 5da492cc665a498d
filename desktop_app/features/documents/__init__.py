"""The papers that orders come from, entered together with their tasks."""
