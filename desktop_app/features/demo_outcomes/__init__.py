"""What came of the orders of a demonstration office: results, delays, decisions and notes."""
