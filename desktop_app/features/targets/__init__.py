"""Targets: what each unit has to reach in a year, by whom it was set, in dated versions."""
