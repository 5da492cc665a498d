"""A register on the desk: opened, understood, mapped, asked about, written, or taken back."""
