"""The plans and work programmes of the demonstration offices."""
