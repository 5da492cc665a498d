"""The pages of a register on its way in: what was understood, its columns, questions, verdicts."""
