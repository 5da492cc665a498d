"""The catalogue of indicators: what is measured, and by which rule its figures add up."""
