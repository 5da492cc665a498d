"""What each owner wrote last: plain dictionaries that never lost anything."""
