"""The official report on inspections (F8): rounds, findings, what was put right, what is owed."""
