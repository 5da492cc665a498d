"""The figures of a period that offices below have sent, put together, always with who is missing."""
