"""The board of indicators: all of them at a glance, what is behind, and the year of one as a chart."""
