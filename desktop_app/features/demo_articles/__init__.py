"""The demonstration office that articles about a district name, and the tasks they report."""
