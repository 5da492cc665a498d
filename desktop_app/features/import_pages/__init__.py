"""The pages of a register before its verdicts: what was understood, its columns, the questions."""
