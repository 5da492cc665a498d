"""The rows behind a reading of the figures, fetched once for all indicators."""
