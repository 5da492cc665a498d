"""What was decided about the terms of tasks in a period: extensions and suspensions, granted and refused."""
