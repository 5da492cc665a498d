"""The desk on which an incoming package is laid out beside what lies here."""
