"""The table of days off that comes with the program, compared with the calendar of the office and put into it."""
