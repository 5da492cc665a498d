"""What the template of orders asks for, field by field, and how one cell of it is read."""
