"""The rooms: each with at most columns, service, report and screen."""
