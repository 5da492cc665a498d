"""How far the work of a row has come: its state, its marks, its day of completion."""
